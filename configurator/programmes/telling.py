"""The sentence of a programme with its figures filled in, in every language."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.values.text import Text


def fill_sentence(sentence: Text | None, params: Mapping[str, str]) -> Text:
    """The sentence with the params in its places; without a sentence what is off says it alone."""
    if sentence is None:
        plain = params["amount"] if "amount" in params else f"{params.get('percent', '')} %"
        return Text(plain, plain)
    return Text(_fill(sentence.zh, params), _fill(sentence.en, params))


def _fill(text: str, params: Mapping[str, str]) -> str:
    """Each `{name}` replaced; the reading of catalogs sees to it that there is something for each."""
    first, *others = text.split("{")
    parts = [first]
    for other in others:
        name, _, rest = other.partition("}")
        parts += [params.get(name.strip(), ""), rest]
    return "".join(parts)
