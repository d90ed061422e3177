from index.ranker import rank

__all__ = ["rank"]
