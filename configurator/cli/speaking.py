"""The language in which the command line speaks."""

from __future__ import annotations

import os

from configurator.values.text import LANGUAGES, Language
from configurator.wording import say


def message_language() -> Language:
    """The language of messages and help: CONFIGURATOR_LANGUAGE, else Chinese."""
    named = os.environ.get("CONFIGURATOR_LANGUAGE", "").strip()
    return next((language for language in LANGUAGES if language == named), LANGUAGES[0])


def help_of(command: str) -> str:
    """A command's help in the language of messages."""
    return say(message_language(), f"cli.{command}.help")
