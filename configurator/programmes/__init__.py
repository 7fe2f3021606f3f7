"""Programmes: who gets which reductions and benefits, from the catalog's data and the quote's facts.

`find_entitlements` answers for one quote; pricing applies what it grants. `find_hints` says what a quote nearly
reaches, `entitlement_at` what a month of the running contract brings. docs/programmes.md explains the kinds.
"""

from configurator.programmes.entitling import find_entitlements
from configurator.programmes.hinting import find_hints
from configurator.programmes.judging import entitlement_at

__all__ = ["entitlement_at", "find_entitlements", "find_hints"]
