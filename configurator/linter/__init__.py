"""What can be said against a catalog that loads: advice, one check per function."""
