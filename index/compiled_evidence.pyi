from index.evidence import TermPostings

__all__ = ["TermPostings"]
