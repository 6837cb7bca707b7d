"""Hubs, organisations, the numbers they ring from and the numbers they ring."""
