from collections.abc import Callable, Mapping

from index.parsed_query import Tokens, Typed

def kept(folded: str, tokens: Tokens, left_out: Mapping[str, bool], is_word: Callable[[str], bool]) -> Typed: ...
