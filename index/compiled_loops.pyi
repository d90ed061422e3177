from index.array_loops import common, first, highest, holding_pairs

__all__ = ["common", "first", "highest", "holding_pairs"]
