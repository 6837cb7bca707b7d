"""The live desk: board, case, supervisor, wallboard; what the relay draws and who is looking."""
