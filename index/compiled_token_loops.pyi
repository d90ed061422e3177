from collections.abc import Callable, Mapping

from index.analysis.channels import Channel
from index.evidence import Terms
from index.parsed_query import Group, Piece, Tokens, Typed

def kept(folded: str, tokens: Tokens, left_out: Mapping[str, bool], is_word: Callable[[str], bool]) -> Typed: ...
def groups(
    tokens: Tokens, guessed: list[Group], spans: list[Piece], channels: Mapping[Channel, Terms]
) -> tuple[Group, ...]: ...
