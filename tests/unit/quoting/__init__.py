"""Tests of the quoting room."""
