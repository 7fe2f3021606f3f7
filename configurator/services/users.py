"""Signing in and out, and keeping users."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from configurator.access.permissions import Permission
from configurator.access.refusals import (
    EmailRefused,
    NameRefused,
    OwnAccount,
    PasswordRefused,
    SignInLocked,
    SignInRefused,
)
from configurator.access.roles import Role
from configurator.access.users import User, require
from configurator.storage.rows import UserRow
from configurator.storage.sessions import Session
from configurator.storage.unit_of_work import UnitOfWork, UnitOfWorkFactory
from configurator.values.text import Language

Clock = Callable[[], datetime]

IDLE = timedelta(hours=12)
LIFETIME = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
ATTEMPTS = 10
ATTEMPTS_WITHIN = timedelta(minutes=15)
PASSWORD_LENGTH = (8, 1024)
"""Fewest and most characters of a password (NIST SP 800-63B asks for at least 8, and for no other rule)."""

NAME_LENGTH = 200
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the token for the cookie, kept nowhere else, and whose it is."""

    token: str
    user: User


class UserService:
    """Users, passwords and sessions. `clock` gives the moment in UTC; `hasher` is Argon2id with its costs."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._uow = uow_factory
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe())

    def sign_in(self, email: str, password: str, ip: str, agent: str) -> SignedIn:
        """A session for that address and password; SignInRefused, or SignInLocked after too many attempts.

        The attempt is counted before the password is looked at, so that attempts at the same moment all count, and an
        unknown address costs the same hashing as a known one.
        """
        address = email.strip().lower()
        self._count_attempt(address, ip)
        with self._uow.reading() as work:
            found = work.users.get_secret(address)
        user, secret = self._check_password(found, password)
        if self._hasher.check_needs_rehash(secret):
            self._keep_password(user.id, password)
        return self._begin_session(user, address, ip, agent)

    def user_of_token(self, token: str) -> User | None:
        """The active user of a living session: not revoked, used within 12 hours, begun within 7 days."""
        now, key = self._clock(), _hash_token(token)
        with self._uow.reading() as work:
            session = work.sessions.get(key)
        if session is None or not _is_alive(session, now):
            return None
        if now - session.seen_at >= SEEN_EVERY:
            with self._uow.writing() as work:
                work.sessions.note_seen(key, now)
        return session.user

    def sign_out(self, token: str) -> None:
        """End the session of that token; an unknown one is no matter."""
        with self._uow.writing() as work:
            session = work.sessions.get(_hash_token(token))
            if session is not None and session.revoked_at is None:
                work.sessions.revoke(_hash_token(token), self._clock())
                self._note(work, session.user, "sign_out", session.user.id)

    def revoke_sessions(self, actor: User, user_id: int) -> int:
        """End all sessions of a user (one's own, or with MANAGE_USERS); how many there were."""
        self._require_self_or_admin(actor, user_id)
        with self._uow.writing() as work:
            count = work.sessions.revoke_all(user_id, self._clock())
            self._note(work, actor, "revoke_sessions", user_id, sessions=count)
        return count

    def create_user(
        self, actor: User | None, email: str, name: str, role: Role, password: str, language: Language = "zh"
    ) -> User:
        """A new user; without an actor it is the console that asks."""
        if actor is not None:
            require(actor, Permission.MANAGE_USERS)
        user = User(0, _read_email(email), _read_name(name), role, language)
        secret = self._hasher.hash(_read_password(password))
        with self._uow.writing() as work:
            kept = work.users.add(user, secret, self._clock())
            self._note(work, actor, "create_user", kept.id, email=kept.email, role=role.value)
        return kept

    def set_password(self, actor: User | None, user_id: int, password: str) -> None:
        """Replace a password (one's own, or with MANAGE_USERS, or from the console); all sessions of the user end."""
        self._require_self_or_admin(actor, user_id)
        secret = self._hasher.hash(_read_password(password))
        with self._uow.writing() as work:
            work.users.set_password_hash(user_id, secret)
            work.sessions.revoke_all(user_id, self._clock())
            self._note(work, actor, "set_password", user_id)

    def set_language(self, actor: User, language: Language) -> User:
        """The actor's own preferred language."""
        with self._uow.writing() as work:
            work.users.set_language(actor.id, language)
            self._note(work, actor, "set_language", actor.id, language=language)
            return work.users.load(actor.id)

    def set_role(self, actor: User, user_id: int, role: Role) -> User:
        """Give somebody else another role; takes MANAGE_USERS."""
        self._require_others(actor, user_id)
        with self._uow.writing() as work:
            before = work.users.load(user_id).role
            work.users.set_role(user_id, role)
            self._note(work, actor, "set_role", user_id, before=before.value, after=role.value)
            return work.users.load(user_id)

    def set_active(self, actor: User, user_id: int, active: bool) -> User:
        """Shut somebody else out, which ends their sessions, or let them in again; takes MANAGE_USERS."""
        self._require_others(actor, user_id)
        with self._uow.writing() as work:
            work.users.set_active(user_id, active)
            if not active:
                work.sessions.revoke_all(user_id, self._clock())
            self._note(work, actor, "activate" if active else "deactivate", user_id)
            return work.users.load(user_id)

    def find_user(self, email: str) -> User | None:
        """The user with this address, for the console; nobody signs in by it."""
        with self._uow.reading() as work:
            found = work.users.get_secret(_read_email(email))
        return found[0] if found else None

    def has_password(self, email: str, password: str) -> bool:
        """Whether the user exists and this is the password, for the console; counts no attempt and signs nobody in."""
        with self._uow.reading() as work:
            found = work.users.get_secret(_read_email(email))
        try:
            return found is not None and self._hasher.verify(found[1], password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def list_users(self, actor: User) -> tuple[UserRow, ...]:
        """Everybody by name; takes MANAGE_USERS."""
        require(actor, Permission.MANAGE_USERS)
        with self._uow.reading() as work:
            return work.users.list_all()

    def _count_attempt(self, email: str, ip: str) -> None:
        now = self._clock()
        with self._uow.writing() as work:
            count, first = work.sessions.count_attempts(email, ip, now - ATTEMPTS_WITHIN)
            if count >= ATTEMPTS:
                wait = (first or now) + ATTEMPTS_WITHIN - now
                raise SignInLocked(minutes=max(1, -(-wait // timedelta(minutes=1))))
            work.sessions.add_attempt(email, ip, now, forget_before=now - ATTEMPTS_WITHIN)

    def _check_password(self, found: tuple[User, str] | None, password: str) -> tuple[User, str]:
        secret = found[1] if found else self._nobodys_hash
        try:
            self._hasher.verify(secret, password)
        except (VerifyMismatchError, InvalidHashError):
            raise SignInRefused from None
        if found is None or not found[0].active:
            raise SignInRefused
        return found

    def _keep_password(self, user_id: int, password: str) -> None:
        """The hashing costs were raised since this password was set."""
        secret = self._hasher.hash(password)
        with self._uow.writing() as work:
            work.users.set_password_hash(user_id, secret)

    def _begin_session(self, user: User, email: str, ip: str, agent: str) -> SignedIn:
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._uow.writing() as work:
            work.sessions.forget_attempts(email, ip)
            work.sessions.add(_hash_token(token), user.id, now, ip, agent)
            self._note(work, user, "sign_in", user.id, ip=ip)
        return SignedIn(token, user)

    def _require_self_or_admin(self, actor: User | None, user_id: int) -> None:
        if actor is not None and actor.id != user_id:
            require(actor, Permission.MANAGE_USERS)

    def _require_others(self, actor: User, user_id: int) -> None:
        require(actor, Permission.MANAGE_USERS)
        if actor.id == user_id:
            raise OwnAccount

    def _note(self, work: UnitOfWork, actor: User | None, action: str, user_id: int, **facts: object) -> None:
        work.audit.record(self._clock(), actor.id if actor else None, action, ("user", user_id), facts)


def _is_alive(session: Session, now: datetime) -> bool:
    fresh = now - session.seen_at < IDLE and now - session.created_at < LIFETIME
    return session.revoked_at is None and session.user.active and fresh


def _hash_token(token: str) -> str:
    """A stolen database gives nobody a session."""
    return sha256(token.encode()).hexdigest()


def _read_email(text: str) -> str:
    address = text.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise EmailRefused(email=text[:80])
    return address


def _read_name(text: str) -> str:
    name = text.strip()
    if not 0 < len(name) <= NAME_LENGTH:
        raise NameRefused(most=NAME_LENGTH)
    return name


def _read_password(text: str) -> str:
    least, most = PASSWORD_LENGTH
    if not least <= len(text) <= most:
        raise PasswordRefused(least=least, most=most)
    return text
