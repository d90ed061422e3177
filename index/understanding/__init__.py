"""Other things that a visitor may have meant: one file for each way, each a function from what was typed to guesses."""
