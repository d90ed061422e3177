from index.array_loops import common, first, highest

__all__ = ["common", "first", "highest"]
