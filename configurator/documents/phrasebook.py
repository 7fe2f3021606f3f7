"""Texts resolved to the document's languages: one phrase per language, printed one above the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from configurator.documents.lettering import Lettering
from configurator.values.text import LANGUAGES, Language, Text
from configurator.wording import knows, say

LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in one language, by its tag (`zh-CN`, `en`)."""

    lang: str
    text: str


Words = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The document's languages, and the lettering through which every text passes once."""

    languages: tuple[Language, ...]
    lettering: Lettering

    def say(self, key: str, **params: object) -> Words:
        """The text `documents.<key>` in every language; parameters that are Texts are resolved too."""
        return self.each(lambda language: say(language, f"documents.{key}", **_resolve(language, params)))

    def count(self, key: str, count: int) -> Words:
        """The text `documents.<key>` about so many things, `documents.<key>.one` about one."""
        return self.say(key if count != 1 else f"{key}.one", count=f"{count:,}")

    def text(self, key: str, otherwise: str) -> Text:
        """The text `documents.<key>`, or the code itself where the .po files have no words for it."""
        if not all(knows(language, f"documents.{key}") for language in LANGUAGES):
            return Text(otherwise, otherwise)
        return Text(say("zh", f"documents.{key}"), say("en", f"documents.{key}"))

    def show(self, text: Text) -> Words:
        """A text of the catalog in every language."""
        return self.each(text.in_language)

    def plain(self, text: str) -> Words:
        """A text that is the same in every language: a name, a number, a date."""
        return self.each(lambda _: text)

    def join(self, texts: Iterable[Text]) -> Words:
        """An enumeration with each language's own separator."""
        return self.show(join_texts(texts))

    def each(self, write: Callable[[Language], str]) -> Words:
        """What `write` gives for each language, without blanks and repetitions (a name stands once)."""
        found: dict[str, Phrase] = {}
        for language in self.languages:
            text = self.lettering.clean(write(language))
            if text:
                found.setdefault(text, Phrase(LANGUAGE_TAGS[language], text))
        return tuple(found.values())


def join_texts(texts: Iterable[Text]) -> Text:
    """An enumeration as one text, with each language's own separator."""
    parts = tuple(texts)
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def join_sentences(sentences: Iterable[Words]) -> Words:
    """Sentences one after the other, each language for itself; Chinese needs no blank between them."""
    joined: dict[str, str] = {}
    for phrase in (phrase for words in sentences for phrase in words):
        gap = " " if joined.get(phrase.lang) and phrase.lang != LANGUAGE_TAGS["zh"] else ""
        joined[phrase.lang] = joined.get(phrase.lang, "") + gap + phrase.text
    return tuple(Phrase(lang, text) for lang, text in joined.items())


def label(words: Words) -> str:
    """All phrases on one line, for bookmarks and running titles."""
    return " / ".join(phrase.text for phrase in words)


def _resolve(language: Language, params: dict[str, object]) -> dict[str, object]:
    return {name: value.in_language(language) if isinstance(value, Text) else value for name, value in params.items()}
