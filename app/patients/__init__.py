"""The person a case is about: who they are said to be, and who they were verified to be."""
