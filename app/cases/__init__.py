"""Requests for help: the heart. A case is one need with one owner; contacts are how it reached us."""
