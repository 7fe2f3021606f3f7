"""Makers of small, complete values for tests."""
