"""Frontdoor. Empty, so that nothing can import the house from inside it."""
