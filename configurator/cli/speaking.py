"""Where and when the command line is called: its language, its settings, its day."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from configurator.settings import Settings, load_settings
from configurator.values.text import LANGUAGES, Language
from configurator.wording import say


def message_language() -> Language:
    """The language of messages and help: CONFIGURATOR_LANGUAGE, else Chinese."""
    named = os.environ.get("CONFIGURATOR_LANGUAGE", "").strip()
    return next((language for language in LANGUAGES if language == named), LANGUAGES[0])


def help_of(command: str) -> str:
    """A command's help in the language of messages."""
    return say(message_language(), f"cli.{command}.help")


def read_settings() -> Settings:
    """The settings of this process's environment."""
    return load_settings(os.environ)


def today() -> date:
    """The day where the command runs."""
    return datetime.now(UTC).astimezone().date()


def now() -> datetime:
    """The moment in UTC."""
    return datetime.now(UTC)
