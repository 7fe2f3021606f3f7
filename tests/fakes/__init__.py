"""Stand-ins for what a test does not mean: a clock that is set, a catalog that answers at once, a small renderer."""
