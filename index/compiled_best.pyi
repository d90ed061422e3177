from index.array_loops import best

__all__ = ["best"]
