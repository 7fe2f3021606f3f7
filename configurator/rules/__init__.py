"""The rule language: parsing, meaning, and the translation of a catalog's rules into the solver's constraints."""
