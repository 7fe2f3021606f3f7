"""Tests of the pricing room."""
