from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from configurator.access.refusals import (
    EmailRefused,
    EmailTaken,
    NameRefused,
    NotPermitted,
    OwnAccount,
    PasswordRefused,
    SignInLocked,
    SignInRefused,
)
from configurator.access.roles import Role
from configurator.services.users import UserService
from configurator.storage.refusals import RecordUnknown

PASSWORD = "correct horse battery"
PLACE = "192.0.2.7"


@pytest.fixture
def admin(users):
    return users.create_user(None, "admin@example.com", "Admin", Role.ADMIN, PASSWORD)


@pytest.fixture
def user(users, admin):
    return users.create_user(admin, "Rep@Example.com", " Rep ", Role.REP, PASSWORD, "en")


def sign_in(users, email="rep@example.com", password=PASSWORD, ip=PLACE):
    return users.sign_in(email, password, ip, "browser")


def test_creates_a_user_who_can_sign_in(users, user):
    signed = sign_in(users, " REP@example.com ")
    assert (user.email, user.name, user.language) == ("rep@example.com", "Rep", "en")
    assert signed.user == user
    assert users.user_of_token(signed.token) == user


def test_gives_each_session_a_token_of_its_own(users, user):
    tokens = {sign_in(users).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 40 for token in tokens)


def test_keeps_neither_token_nor_password(users, user, database):
    signed = sign_in(users)
    files = [path.read_bytes() for path in _files_of(database)]
    assert not any(secret.encode() in data for data in files for secret in (signed.token, PASSWORD))


def _files_of(database):
    from pathlib import Path

    path = Path(database.engine.url.database)
    return [each for each in path.parent.iterdir() if each.name.startswith(path.name)]


@pytest.mark.parametrize(
    ("email", "password"),
    [("rep@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", ""), ("rep@example.com", PASSWORD.upper())],
)
def test_refuses_wrong_address_and_wrong_password_alike(users, user, email, password):
    with pytest.raises(SignInRefused) as refused:
        sign_in(users, email, password)
    assert refused.value.params == {}


def test_hashes_for_unknown_users_as_for_known_ones(database, clock, user):
    hasher = CountingHasher()
    service = UserService(database.uow_factory, clock, hasher)
    for email in ("rep@example.com", "nobody@example.com"):
        with pytest.raises(SignInRefused):
            sign_in(service, email, "wrong")
    assert hasher.verified == 2
    assert hasher.costs == {hasher.time_cost}


class CountingHasher(PasswordHasher):
    """Counts how often it verified, and with what costs."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0
        self.costs = set()

    def verify(self, hash, password):
        self.verified += 1
        self.costs.add(int(hash.split("t=")[1].split(",")[0]))
        return super().verify(hash, password)


def test_hashes_anew_when_costs_were_raised(database, clock, user):
    dearer = UserService(database.uow_factory, clock, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    sign_in(dearer)
    with database.uow_factory.reading() as work:
        assert "m=16,t=2" in work.users.get_secret(user.email)[1]
    assert sign_in(dearer).user == user


def test_locks_out_after_ten_failures(users, user):
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(users, password="wrong")
    with pytest.raises(SignInLocked) as refused:
        sign_in(users)
    assert refused.value.params == {"minutes": 15}


def test_lets_in_again_fifteen_minutes_later(users, user, clock):
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(users, password="wrong")
    clock.advance(minutes=14)
    with pytest.raises(SignInLocked) as refused:
        sign_in(users)
    assert refused.value.params == {"minutes": 1}
    clock.advance(minutes=1)
    assert sign_in(users).user == user


def test_locks_out_one_address_from_one_place_only(users, user, admin):
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(users, password="wrong")
    assert sign_in(users, ip="198.51.100.9").user == user
    assert sign_in(users, admin.email).user == admin


def test_locks_out_unknown_addresses_too(users):
    for _ in range(10):
        with pytest.raises(SignInRefused):
            sign_in(users, "nobody@example.com")
    with pytest.raises(SignInLocked):
        sign_in(users, "nobody@example.com")


def test_starts_afresh_after_success(users, user):
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(SignInRefused):
                sign_in(users, password="wrong")
        sign_in(users)


@pytest.mark.parametrize(("hours", "alive"), [(11.9, True), (12, False)])
def test_ends_a_session_that_idles(users, user, clock, hours, alive):
    token = sign_in(users).token
    clock.advance(hours=hours)
    assert (users.user_of_token(token) is not None) is alive


@pytest.mark.parametrize(("hours", "alive"), [(167, True), (168, False)])
def test_ends_a_session_after_seven_days_however_busy(users, user, clock, hours, alive):
    token = sign_in(users).token
    for _ in range(hours):
        clock.advance(hours=1)
        found = users.user_of_token(token)
    assert (found is not None) is alive


def test_signs_out(users, user):
    one, other = sign_in(users).token, sign_in(users).token
    users.sign_out(one)
    users.sign_out(one)
    users.sign_out("nonsense")
    assert users.user_of_token(one) is None
    assert users.user_of_token(other) == user


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 10_000])
def test_knows_nobody_by_a_token_it_never_gave(users, user, token):
    assert users.user_of_token(token) is None


def test_revokes_ones_own_sessions(users, user):
    tokens = [sign_in(users).token for _ in range(2)]
    assert users.revoke_sessions(user, user.id) == 2
    assert [users.user_of_token(token) for token in tokens] == [None, None]


def test_lets_an_administrator_revoke_sessions(users, user, admin):
    token = sign_in(users).token
    assert users.revoke_sessions(admin, user.id) == 1
    assert users.user_of_token(token) is None


def test_deactivating_ends_sessions_and_keeps_out(users, user, admin):
    token = sign_in(users).token
    assert users.set_active(admin, user.id, False).active is False
    assert users.user_of_token(token) is None
    with pytest.raises(SignInRefused):
        sign_in(users)
    users.set_active(admin, user.id, True)
    assert users.user_of_token(token) is None
    assert sign_in(users).user == user


def test_a_new_password_replaces_the_old_and_ends_sessions(users, user):
    token = sign_in(users).token
    users.set_password(user, user.id, "another long one")
    assert users.user_of_token(token) is None
    with pytest.raises(SignInRefused):
        sign_in(users)
    assert sign_in(users, password="another long one").user == user


def test_the_console_sets_passwords(users, user):
    users.set_password(None, user.id, "another long one")
    assert sign_in(users, password="another long one").user == user


@pytest.mark.parametrize("password", ["", "7 chars", "x" * 1025])
def test_rejects_passwords_of_bad_length(users, user, password):
    with pytest.raises(PasswordRefused):
        users.set_password(user, user.id, password)


@pytest.mark.parametrize("email", ["", "x", "a@", "@b", "a b@c", "a@b@c", "a@" + "b" * 250, "ä\n@example.com"])
def test_rejects_what_is_no_address(users, email):
    with pytest.raises(EmailRefused):
        users.create_user(None, email, "Name", Role.REP, PASSWORD)


def test_rejects_an_address_in_use(users, user, admin):
    with pytest.raises(EmailTaken):
        users.create_user(admin, "REP@example.com", "Other", Role.REP, PASSWORD)


@pytest.mark.parametrize("name", ["", "  ", "n" * 201])
def test_rejects_a_blank_or_endless_name(users, name):
    with pytest.raises(NameRefused):
        users.create_user(None, "x@example.com", name, Role.REP, PASSWORD)


def test_changes_language(users, user):
    token = sign_in(users).token
    assert users.set_language(user, "zh").language == "zh"
    assert users.user_of_token(token).language == "zh"


def test_changes_role_at_once(users, user, admin):
    token = sign_in(users).token
    users.set_role(admin, user.id, Role.MANAGER)
    assert users.user_of_token(token).role is Role.MANAGER


def test_lists_users(users, user, admin):
    assert [row.email for row in users.list_users(admin)] == [admin.email, user.email]


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER, Role.MAINTAINER])
def test_lets_only_administrators_look_after_users(users, user, admin, role):
    other = users.create_user(admin, "other@example.com", "Other", role, PASSWORD)
    for act in (
        lambda: users.create_user(other, "x@example.com", "X", Role.ADMIN, PASSWORD),
        lambda: users.set_password(other, user.id, PASSWORD),
        lambda: users.revoke_sessions(other, user.id),
        lambda: users.set_role(other, user.id, Role.ADMIN),
        lambda: users.set_active(other, user.id, False),
        lambda: users.list_users(other),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_lets_nobody_shut_out_themselves(users, admin):
    with pytest.raises(OwnAccount):
        users.set_active(admin, admin.id, False)
    with pytest.raises(OwnAccount):
        users.set_role(admin, admin.id, Role.REP)


def test_refuses_users_that_there_are_not(users, admin):
    with pytest.raises(RecordUnknown):
        users.set_active(admin, 99, False)
    with pytest.raises(RecordUnknown):
        users.set_password(admin, 99, PASSWORD)


def test_leaves_a_trail_without_secrets(users, user, admin, audit):
    token = sign_in(users).token
    users.set_password(user, user.id, "another long one")
    users.set_role(admin, user.id, Role.MANAGER)
    users.sign_out(token)
    trail = audit.read_trail(admin, "user", user.id)
    assert [entry.action for entry in trail] == ["set_role", "set_password", "sign_in", "create_user"]
    assert [entry.user_id for entry in trail] == [admin.id, user.id, user.id, admin.id]
    assert "another" not in str(trail) and token not in str(trail)


def test_knows_a_password_without_counting_attempts(users, user):
    assert users.has_password(user.email, PASSWORD)
    for _ in range(20):
        assert not users.has_password(user.email, "wrong horse")
    assert not users.has_password("nobody@example.com", PASSWORD)
    assert users.sign_in(user.email, PASSWORD, "127.0.0.1", "test").user == user
