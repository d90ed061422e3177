from index.array_loops import best, every

__all__ = ["best", "every"]
