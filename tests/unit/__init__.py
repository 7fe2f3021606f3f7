"""Tests of the rooms, without files, clock or database."""
