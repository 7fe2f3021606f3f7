"""What the doors share, without a door."""
