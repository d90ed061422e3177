from index.array_loops import every

__all__ = ["every"]
