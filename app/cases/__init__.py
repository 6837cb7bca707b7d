"""Requests for help: the heart. A case is one need with one owner; contacts are its ways in."""
