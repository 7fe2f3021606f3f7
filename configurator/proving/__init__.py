"""What holds of every valid configuration of every customer: least margins, and the most that packages cost."""
