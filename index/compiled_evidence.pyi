from index.evidence import TermPostings, look_up

__all__ = ["TermPostings", "look_up"]
