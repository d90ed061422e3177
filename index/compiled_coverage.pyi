from index.array_coverage import held, refined, shares
from index.array_loops import points_in

__all__ = ["held", "points_in", "refined", "shares"]
