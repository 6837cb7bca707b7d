"""The tables, one straight line of changes."""
