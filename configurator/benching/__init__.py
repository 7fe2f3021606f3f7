"""Measuring the engine: random exact clicks, the solver's own share, growth with size, memory.

Nothing else uses this room; `configurator bench engine` prints what it finds. Times are wall time of one thread.
"""
