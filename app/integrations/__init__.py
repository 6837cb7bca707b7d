"""The outside world: one package for each system we speak to, and one way to fail."""
