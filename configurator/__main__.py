"""`python -m configurator`: the command line where the command itself is not installed."""

from __future__ import annotations

from configurator.cli import main

main()
