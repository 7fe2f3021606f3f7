"""Users and their password hashes; the hash goes to the sign-in service and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from configurator.access.refusals import EmailTaken
from configurator.access.roles import Role
from configurator.access.users import User
from configurator.storage.refusals import RecordUnknown
from configurator.storage.rows import UserRow
from configurator.storage.tables import sessions, users
from configurator.storage.types import AnyRow

_USER = (users.c.id, users.c.email, users.c.name, users.c.role, users.c.language, users.c.active)


class Users:
    """The users of one transaction. Addresses are compared in lower case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: User, password_hash: str, at: datetime) -> User:
        """Keep a new user and give it its id; EmailTaken when the address is in use."""
        values = {
            "email": user.email.lower(),
            "name": user.name,
            "role": user.role.value,
            "language": user.language,
        }
        row = insert(users).values(**values, active=user.active, password_hash=password_hash, created_at=at)
        try:
            return read_user(self._connection.execute(row.returning(*_USER)).one())
        except IntegrityError as error:
            raise EmailTaken(email=user.email) from error

    def load(self, user_id: int) -> User:
        """The user; RecordUnknown when there is none."""
        row = self._connection.execute(select(*_USER).where(users.c.id == user_id)).one_or_none()
        if row is None:
            raise RecordUnknown(kind="user", id=user_id)
        return read_user(row)

    def get_secret(self, email: str) -> tuple[User, str] | None:
        """The user of that address with the password's hash."""
        query = select(*_USER, users.c.password_hash).where(users.c.email == email.lower())
        row = self._connection.execute(query).one_or_none()
        return (read_user(row), row.password_hash) if row else None

    def set_password_hash(self, user_id: int, password_hash: str) -> None:
        """Replace the password's hash."""
        self._set(user_id, password_hash=password_hash)

    def set_language(self, user_id: int, language: str) -> None:
        """Replace the preferred language."""
        self._set(user_id, language=language)

    def set_role(self, user_id: int, role: Role) -> None:
        """Replace the role."""
        self._set(user_id, role=role.value)

    def set_active(self, user_id: int, active: bool) -> None:
        """Let the user in, or keep them out."""
        self._set(user_id, active=active)

    def list_all(self) -> tuple[UserRow, ...]:
        """Everybody, by name."""
        seen = select(func.max(sessions.c.seen_at)).where(sessions.c.user_id == users.c.id).scalar_subquery()
        query = select(*_USER, users.c.created_at, seen.label("seen_at")).order_by(users.c.name, users.c.id)
        return tuple(_read_row(row) for row in self._connection.execute(query))

    def _set(self, user_id: int, **values: Any) -> None:
        if not self._connection.execute(update(users).where(users.c.id == user_id).values(values)).rowcount:
            raise RecordUnknown(kind="user", id=user_id)


def read_user(row: AnyRow) -> User:
    """The user in a row that has a user's columns."""
    return User(row.id, row.email, row.name, Role(row.role), row.language, row.active)


def _read_row(row: AnyRow) -> UserRow:
    return UserRow(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        language=row.language,
        active=row.active,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )
