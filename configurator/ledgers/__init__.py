"""Ledgers: a price as every amount with its operation and operands, computed again from these alone.

`make_ledger` writes the ledger of a price, `replay` computes it again, `check_ledger` says where the two differ;
`compute_waterfall` tells how list came to net. docs/pricing.md explains the format.
"""
