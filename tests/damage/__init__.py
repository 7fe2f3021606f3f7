"""Randomly damaged copies of a catalog's real files: what comes of them is a list of problems, never a crash.

`python -m tests.damage 10000 --seed 1` damages that many copies and sums up; `test_damage` does so with a small number.
"""
