"""Releases of a catalog: what is published and when it counts, how two differ, and what one would do to open quotes."""
