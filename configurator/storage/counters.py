"""Gapless numbers: a counter's row stays locked until the transaction ends; a rollback gives the number back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from configurator.storage.tables import counters

_INSERT: Mapping[str, Callable[[Any], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Counters:
    """The counters of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, name: str) -> int:
        """The counter's next number, from 1; others who want one wait until this transaction ends."""
        first = _INSERT[self._connection.dialect.name](counters).values(name=name, value=1)
        counted = first.on_conflict_do_update(index_elements=[counters.c.name], set_={"value": counters.c.value + 1})
        return int(self._connection.execute(counted.returning(counters.c.value)).scalar_one())
