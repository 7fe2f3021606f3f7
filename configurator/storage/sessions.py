"""Sessions by the hash of their token, and the attempts to sign in by which a lock-out is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from configurator.access.users import User
from configurator.storage.tables import sessions, sign_in_attempts, users
from configurator.storage.users import read_user

AGENT_LENGTH = 400
IP_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Session:
    """A session and its user: when it began, when it was last seen, and when it was revoked, if it was."""

    user: User
    created_at: datetime
    seen_at: datetime
    revoked_at: datetime | None


class Sessions:
    """The sessions of one transaction. What came from the network is cut to the columns' lengths."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, token_hash: str, user_id: int, at: datetime, ip: str, agent: str) -> None:
        """Keep a new session."""
        origin = {"ip": ip[:IP_LENGTH], "agent": agent[:AGENT_LENGTH]}
        row = dict(token_hash=token_hash, user_id=user_id, created_at=at, seen_at=at, **origin)
        self._connection.execute(insert(sessions).values(row))

    def get(self, token_hash: str) -> Session | None:
        """The session of that token, with its user as they are now."""
        found = (sessions.c.created_at.label("began_at"), sessions.c.seen_at, sessions.c.revoked_at)
        query = select(users, *found).join_from(sessions, users).where(sessions.c.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        return Session(read_user(row), row.began_at, row.seen_at, row.revoked_at) if row else None

    def note_seen(self, token_hash: str, at: datetime) -> None:
        """The session was used."""
        self._connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))

    def revoke(self, token_hash: str, at: datetime) -> None:
        """End one session."""
        alive = (sessions.c.token_hash == token_hash) & sessions.c.revoked_at.is_(None)
        self._connection.execute(update(sessions).where(alive).values(revoked_at=at))

    def revoke_all(self, user_id: int, at: datetime) -> int:
        """End all sessions of a user; how many there were."""
        alive = (sessions.c.user_id == user_id) & sessions.c.revoked_at.is_(None)
        return self._connection.execute(update(sessions).where(alive).values(revoked_at=at)).rowcount

    def count_attempts(self, email: str, ip: str, since: datetime) -> tuple[int, datetime | None]:
        """How many attempts failed since then, and when the first of them was."""
        recent = self._attempts(email, ip) & (sign_in_attempts.c.at > since)
        query = select(func.count(), func.min(sign_in_attempts.c.at)).where(recent)
        count, first = self._connection.execute(query).one()
        return count, first

    def add_attempt(self, email: str, ip: str, at: datetime, forget_before: datetime) -> None:
        """Note an attempt, and forget all that no longer count."""
        self._connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < forget_before))
        self._connection.execute(insert(sign_in_attempts).values(email=email, ip=ip[:IP_LENGTH], at=at))

    def forget_attempts(self, email: str, ip: str) -> None:
        """Who has signed in starts afresh."""
        self._connection.execute(delete(sign_in_attempts).where(self._attempts(email, ip)))

    def _attempts(self, email: str, ip: str) -> ColumnElement[bool]:
        return (sign_in_attempts.c.email == email) & (sign_in_attempts.c.ip == ip[:IP_LENGTH])
