"""Shapes of the names and figures that records of several modules share."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from configurator.catalog.records import Field
from configurator.catalog.shapes import Day, Figure, Named, OneOf, Shape, Words
from configurator.catalog.sources import Evidence

KEY = Named(re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII), "contact_center")
CODE = Named(re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", re.ASCII), "VM-4C8G")
SELECTOR = Named(re.compile(r"[#@]?[A-Za-z*][A-Za-z0-9*_-]*", re.ASCII), "VM-*")
EVIDENCE = OneOf.members(Evidence)
PROMOTION = Named(re.compile(r"[A-Z0-9][A-Z0-9-]{2,39}", re.ASCII), "WELCOME-2026")
PERCENT = Figure(2, maximum=Decimal(100))


def key(defines: str = "", refers: str = "") -> Named:
    """A name in small letters that defines or uses a thing of this kind."""
    return replace(KEY, defines=defines, refers=refers)


def code(defines: str = "", refers: str = "") -> Named:
    """A name in capitals that defines or uses a thing of this kind."""
    return replace(CODE, defines=defines, refers=refers)


def needs(name: str, shape: Shape) -> Field:
    """A field that has to be there."""
    return Field(name, shape, required=True)


VALIDITY = (Field("valid_from", Day()), Field("valid_to", Day()))
ORIGIN = (needs("evidence", EVIDENCE), Field("source", Words(400)), Field("note", Words(1000)))
