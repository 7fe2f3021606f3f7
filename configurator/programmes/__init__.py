"""Programmes: who gets which reductions and benefits, from the catalog's data and the quote's facts.

`find_entitlements` answers for one quote; pricing applies what it grants. docs/programmes.md explains the kinds.
"""

from configurator.programmes.entitling import find_entitlements

__all__ = ["find_entitlements"]
