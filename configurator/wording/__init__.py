"""The product's own texts, in every language, from the .po files in locale/<language>/.

A domain is one file `<domain>.po`, or several parts `<domain>.<part>.po` (`problems.catalog.po`, `problems.rules.po`).

`say("zh", "web.quote.submit", amount="12.00")` looks up the key `quote.submit` in domain `web` and fills the
placeholders
(`{amount}`). Keys stand in code and templates; sentences stand in the files. A missing key or placeholder is a bug
and raises, so that tests find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from configurator.values.problem import Problem
from configurator.values.text import LANGUAGES, Language, Text

_LOCALE = Path(__file__).parent / "locale"


class UnknownText(KeyError):
    """A key that no .po file of the language holds."""


@cache
def texts(language: Language, domain: str) -> Mapping[str, str]:
    """All texts of one domain by key."""
    found: dict[str, str] = {}
    for path in sorted((_LOCALE / language).glob(f"{domain}.*")):
        with path.open("rb") as file:
            found |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    return found


def say(language: Language, key: str, /, **params: object) -> str:
    """The text `<domain>.<key>` in the language, placeholders filled."""
    domain, _, name = key.partition(".")
    try:
        pattern = texts(language, domain)[name]
    except KeyError:
        raise UnknownText(f"{language}: {key}") from None
    return pattern.format(**params) if params else pattern


def say_everywhere(key: str, /, **params: object) -> Text:
    """The text in every language; params that are texts are resolved in each."""
    zh, en = (
        say(language, key, **{name: _in_language(language, value) for name, value in params.items()})
        for language in LANGUAGES
    )
    return Text(zh, en)


def knows(language: Language, key: str) -> bool:
    """Whether the language has a text for the key."""
    domain, _, name = key.partition(".")
    return name in texts(language, domain)


def say_problem(language: Language, problem: Problem) -> tuple[str, str]:
    """The finding's sentence and its remedy. Params that are texts in several languages are resolved."""
    params = {name: _in_language(language, value) for name, value in problem.params.items()}
    return (
        say(language, f"problems.{problem.code}", **params),
        say(language, f"problems.{problem.code}.hint", **params),
    )


def _in_language(language: Language, value: object) -> object:
    resolve = getattr(value, "in_language", None)
    if resolve is not None:
        return resolve(language)
    if isinstance(value, (tuple, list, frozenset)):
        joiner = "、" if language == "zh" else ", "
        return joiner.join(str(_in_language(language, part)) for part in value)
    return value
