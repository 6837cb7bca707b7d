"""Staff, their roles and rights, sign-in, and the guards of the doors."""
