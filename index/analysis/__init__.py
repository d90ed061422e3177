"""Text to terms, the same way for sections and for queries."""
