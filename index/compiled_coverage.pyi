from index.array_coverage import refined

__all__ = ["refined"]
