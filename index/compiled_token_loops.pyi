from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from index.analysis.channels import Channel, Token
from index.documents import Span
from index.impacts import ChannelImpacts
from index.parsed_query import Group
from index.token_loops import Piece, Tokens

def kept(tokens: Tokens, left_out: Collection[str], is_word: Callable[[str], bool]) -> Tokens: ...
def suspects(words: Sequence[Token], is_word: Callable[[str], bool]) -> list[Piece]: ...
def groups(
    tokens: Tokens, guessed: Iterable[Group], spans: list[Span], channels: Mapping[Channel, ChannelImpacts]
) -> tuple[Group, ...]: ...
