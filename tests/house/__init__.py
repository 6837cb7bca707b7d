"""Guards of the house: each reads the code, and each is shown to bite."""
