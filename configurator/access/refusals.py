"""What is refused for who somebody is, or says to be."""

from __future__ import annotations

from configurator.values.refusal import Refusal


class NotPermitted(Refusal):
    """The role lacks the permission. Evidence: permission, role."""

    code = "not_permitted"


class SignInRefused(Refusal):
    """Address and password do not belong to an active user; it is never said which of them is wrong."""

    code = "sign_in_refused"


class SignInLocked(Refusal):
    """Too many failures from one place for one address. Evidence: minutes until the next attempt."""

    code = "sign_in_locked"


class PasswordRefused(Refusal):
    """A password that is too short or far too long. Evidence: least, most (characters)."""

    code = "password_refused"


class EmailRefused(Refusal):
    """A text that is not an e-mail address. Evidence: email."""

    code = "email_refused"


class EmailUnknown(Refusal):
    """No active user has this address. Evidence: email."""

    code = "email_unknown"


class EmailTaken(Refusal):
    """Another user has this address. Evidence: email."""

    code = "email_taken"


class NameRefused(Refusal):
    """A name is blank or longer than `most` characters. Evidence: most."""

    code = "name_refused"


class OwnAccount(Refusal):
    """Nobody may shut out themselves."""

    code = "own_account"
