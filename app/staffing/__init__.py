"""Who is at a desk now, in what state, and whether their phone is there."""
