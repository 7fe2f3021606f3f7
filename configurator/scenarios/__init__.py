"""Scenario tests of a catalog: situations with what is expected of them, run against its rules, with coverage."""
