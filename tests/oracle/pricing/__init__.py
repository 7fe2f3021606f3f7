"""Prices computed a second time, with whole numbers only, and random quotes to compare both ways on.

`python -m tests.oracle.pricing 100000 --seed 1` compares that many quotes and shows the first difference, made small.
"""
