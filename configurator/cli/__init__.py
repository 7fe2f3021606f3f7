"""The command line: `configurator <command>`. Exit 0 done, 1 the request or catalog is wrong (explained), 2 wrong
usage."""

from configurator.cli.main import main

__all__ = ["main"]
