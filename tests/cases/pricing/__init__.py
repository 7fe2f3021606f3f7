"""Pricing cases and their runner."""
