"""When and by whom something is booked, and the turn that everybody takes who books on what others book on too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from configurator.access.users import User

TURN = "claims"
"""The counter whose row everybody locks who takes a place, books points or begins a trial."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens: the reader's day, the moment in UTC, and by whom (None: the system)."""

    day: date
    at: datetime
    actor: User | None = None

    @property
    def user_id(self) -> int | None:
        """The actor's id for the trail."""
        return self.actor.id if self.actor else None
