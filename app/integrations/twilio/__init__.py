"""Twilio, seen through one door: nothing else of ours imports its library."""
