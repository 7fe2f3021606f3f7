"""Catalogs out to other programs and back: spreadsheets, TM Forum TMF620, UVL. Bytes and values, no files."""
