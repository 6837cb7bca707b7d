"""The ground that every room stands on: database, transaction, journal, moves, problems."""
