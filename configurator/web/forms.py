"""Forms and their fields; every message is one of our own texts, and what was typed always comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectField, StringField, TextAreaField, ValidationError

from configurator.http.languages import get_language
from configurator.services.users import PASSWORD_LENGTH
from configurator.values.money import FigureRefused, parse_figure
from configurator.wording import say

Check = Callable[[FlaskForm, Field], None]


def tell(key: str, **params: object) -> str:
    """The text for a field's error in the reader's language."""
    return say(get_language(), f"web.form.{key}", **params)


def required(form: FlaskForm, field: Field) -> None:
    """Something must be typed."""
    if not (field.data or "").strip():
        raise ValidationError(tell("required"))


def at_most(length: int) -> Check:
    """No more than so many characters."""

    def check(form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > length:
            raise ValidationError(tell("too_long", length=length))

    return check


def at_least(length: int) -> Check:
    """No fewer than so many characters."""

    def check(form: FlaskForm, field: Field) -> None:
        if len(field.data or "") < length:
            raise ValidationError(tell("too_short", length=length))

    return check


def whole_number(low: int, high: int) -> Check:
    """Empty, or a whole number in ASCII digits between the bounds."""

    def check(form: FlaskForm, field: Field) -> None:
        text = (field.data or "").strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 16 and low <= int(text) <= high):
            raise ValidationError(tell("whole_number", low=low, high=high))

    return check


def percent(form: FlaskForm, field: Field) -> None:
    """A percentage from 0 to 100 with at most two decimals."""
    try:
        value = parse_figure((field.data or "0").strip(), decimals=2)
    except FigureRefused:
        value = Decimal(-1)
    if not 0 <= value <= 100:
        raise ValidationError(tell("percent"))


def amount(form: FlaskForm, field: Field) -> None:
    """Empty, or an amount that is not negative with at most two decimals."""
    try:
        value = parse_figure((field.data or "0").strip(), decimals=2)
    except FigureRefused:
        value = Decimal(-1)
    if value < 0:
        raise ValidationError(tell("amount"))


def day(form: FlaskForm, field: Field) -> None:
    """Empty, or a day as YYYY-MM-DD."""
    try:
        date.fromisoformat(field.data or "2000-01-01")
    except ValueError:
        raise ValidationError(tell("day")) from None


def _strip(text: str | None) -> str:
    return (text or "").strip()


class TypedField(StringField):  # type: ignore[misc]  # wtforms has no annotations
    """A line of text without the blanks around it."""

    def __init__(self, *checks: Check, **options: Any) -> None:
        super().__init__(None, list(checks), filters=[_strip], **options)


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Who signs in."""

    email = TypedField(required, at_most(200))
    password = PasswordField(None, [required, at_most(200)])


class CustomerForm(FlaskForm):  # type: ignore[misc]
    """What is known of a customer; figures that the catalog asks for besides come from its profile inputs."""

    name = TypedField(required, at_most(200))
    class_code = TypedField(required, at_most(10))
    staff = TypedField(required, whole_number(1, 10_000_000))
    sites = TypedField(required, whole_number(1, 100_000))
    revenue = TypedField(amount)
    assets = TypedField(amount)
    finance_class = SelectField(None, choices=[], validate_choice=True)
    notes = TextAreaField(None, [at_most(4000)], filters=[_strip])
    registration = TypedField(at_most(200))
    parent = TypedField(at_most(200))
    domain = TypedField(at_most(200))
    payer = TypedField(at_most(200))
    phone = TypedField(at_most(200))
    service_since = TypedField(day)


class TermsForm(FlaskForm):  # type: ignore[misc]
    """Commitment and discount of a draft."""

    term_months = SelectField(None, choices=[])
    discount_percent = TypedField(percent)


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A decision's comment."""

    comment = TextAreaField(None, [at_most(2000)], filters=[_strip])


class SignatureForm(FlaskForm):  # type: ignore[misc]
    """Who accepted for the customer."""

    name = TypedField(required, at_most(200))


class UserForm(FlaskForm):  # type: ignore[misc]
    """A new user."""

    email = TypedField(required, at_most(200))
    name = TypedField(required, at_most(100))
    role = SelectField(None, choices=[])
    language = SelectField(None, choices=[])
    password = PasswordField(None, [required, at_least(PASSWORD_LENGTH[0]), at_most(200)])
