from index.evidence import GroupPostings, look_up

__all__ = ["GroupPostings", "look_up"]
