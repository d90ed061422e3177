from collections.abc import Mapping

from index.analysis.channels import Channel
from index.evidence import Terms
from index.parsed_query import Group, Piece, Tokens

def groups(
    tokens: Tokens, guessed: list[Group], spans: list[Piece], channels: Mapping[Channel, Terms]
) -> tuple[Group, ...]: ...
