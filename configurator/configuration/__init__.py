"""Choices in, exact states out: what is open, forced and forbidden and why, ways out of conflicts, and the best
completion."""
