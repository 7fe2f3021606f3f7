from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from tests.house.tree import (
    LOCALE,
    TEMPLATES,
    list_domains,
    list_modules,
    name_of,
    parse,
    place_of,
    read_problem_texts,
    read_texts,
)

LANGUAGES = ("zh", "en")
DOMAINS = sorted({domain for language in LANGUAGES for domain in list_domains(language)})
CHINESE = re.compile(r"[\u3400-\u9fff]")

# A block that fills an attribute, such as a class, with one name.
NAMING_BLOCK = re.compile(r"\{% block \w+ %\}[a-z0-9-]+\{% endblock %\}")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SILENT = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>|<!DOCTYPE[^>]*>", re.DOTALL | re.IGNORECASE)
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description|value)="([^"]*)"')
TAG = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;")
WORD = re.compile(r"[A-Za-z]{2,}")

# Words that are the same in every language.
NAMES = {"Configurator", "CPQ", "PDF", "CSV", "JSON", "ID"}
# Attribute values that no person reads: what a control sends.
SENT = re.compile(r"[a-z0-9_.:-]+")

# A language is offered by its own name.
OWN_NAMES = {"language.zh"}

# Files whose characters are figures of a standard, not words of the product.
SPELLS = {"configurator/pricing/capitals.py"}


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_texts(domain: str) -> None:
    chinese, english = (read_texts(language, domain) for language in LANGUAGES)
    assert chinese.keys() == english.keys()


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_fill_the_same_placeholders(domain: str) -> None:
    chinese, english = (read_texts(language, domain) for language in LANGUAGES)
    different = [key for key in chinese if placeholders(chinese[key]) != placeholders(english.get(key, ""))]
    assert different == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str, domain: str) -> None:
    assert [key for key, text in read_texts(language, domain).items() if not text.strip()] == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str, domain: str) -> None:
    source = (LOCALE / language / f"{domain}.po").read_text(encoding="utf-8")
    keys = Counter(re.findall(r'^msgid "(.+)"$', source, re.MULTILINE))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_problem_has_its_texts_in_two_files(language: str) -> None:
    domains = [name for name in list_domains(language) if name.split(".")[0] == "problems"]
    keys = Counter(key for domain in domains for key in read_texts(language, domain))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_english_texts_hold_no_chinese(domain: str) -> None:
    chinese = [key for key, text in read_texts("en", domain).items() if CHINESE.search(text)]
    assert set(chinese) - OWN_NAMES == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence_and_a_remedy(language: str) -> None:
    keys = read_problem_texts(language).keys()
    codes = {key for key in keys if not key.endswith(".hint")}
    assert codes == {key.removesuffix(".hint") for key in keys if key.endswith(".hint")}


def find_refusal_codes() -> dict[str, str]:
    """Code to place of every `code = "…"` in a class, and of every literal code of a Problem."""
    found: dict[str, str] = {}
    for path in list_modules():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ClassDef) and any("Refus" in ast.unparse(base) for base in node.bases):
                for line in node.body:
                    if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
                        found[ast.literal_eval(line.value)] = place_of(path, line)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                codes = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
                for code in codes:
                    if isinstance(code, ast.Constant):
                        found[str(code.value)] = place_of(path, node)
    return found


def test_every_code_has_its_texts() -> None:
    found = find_refusal_codes()
    assert found
    known = read_problem_texts("en").keys()
    assert {code: place for code, place in found.items() if code not in known} == {}


SPEAKING = {".html", ".txt", ".svg", ".jinja"}
TEMPLATE_FILES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in SPEAKING)

# In a template: t("key", …) asks any domain; say("key", …) of a proposal asks that of documents.
ASKED_BY_TEMPLATE = re.compile(r"""\b(t|say)\(["']([^"']+)["'](?!\s*~)""")
ASKING = {"say": 1, "say_everywhere": 0, "t": 0}
"""Function to the place of the key among its arguments."""


def find_asked_keys() -> dict[str, str]:
    """Every text that code or a template asks for by a literal key, to one place where it does."""
    asked: dict[str, str] = {}
    for path in TEMPLATE_FILES:
        for asker, key in ASKED_BY_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            asked[key if asker == "t" else f"documents.{key}"] = name_of(path)
    for path in list_modules():
        for node in ast.walk(parse(path)):
            place = ASKING.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
                key = node.args[place]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    asked[key.value] = place_of(path, node)
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_is_asked_for_is_there(language: str) -> None:
    known = {f"{name.split('.')[0]}.{key}" for name in list_domains(language) for key in read_texts(language, name)}
    asked = find_asked_keys()
    assert len(asked) > 300
    assert {key: place for key, place in asked.items() if key not in known} == {}


def find_chinese(path: Path) -> list[str]:
    """Places of Chinese literals that are not docstrings."""
    nodes = list(ast.walk(parse(path)))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    literals = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return [place_of(path, node) for node in literals if CHINESE.search(str(node.value))]


def test_no_chinese_stands_in_code() -> None:
    found = [place for path in list_modules() for place in find_chinese(path) if name_of(path) not in SPELLS]
    assert found == []


def find_spoken_words(source: str) -> list[str]:
    """What a template says by itself, without asking the texts."""
    shown = SILENT.sub(" ", JINJA.sub(" ", NAMING_BLOCK.sub(" ", source)))
    attributes = [text for text in SPOKEN_ATTRIBUTE.findall(shown) if not SENT.fullmatch(text.strip())]
    plain = ENTITY.sub(" ", TAG.sub(" ", shown) + " " + " ".join(attributes))
    return [word for word in WORD.findall(plain) if word not in NAMES] + CHINESE.findall(plain)


def test_there_are_templates_to_check() -> None:
    assert TEMPLATE_FILES


@pytest.mark.parametrize("template", TEMPLATE_FILES, ids=name_of)
def test_templates_say_nothing_of_their_own(template: Path) -> None:
    assert find_spoken_words(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>{{ t('web.hello') }}</p>", []),
        ("<p>Hello</p>", ["Hello"]),
        ("{% block width %}page-narrow{% endblock %}", []),
        ("{% block title %}Quotes{% endblock %}", ["Quotes"]),
        ("<p>你好</p>", ["你", "好"]),
        ('<input placeholder="Your name">', ["Your", "name"]),
        ('<input name="note" value="rep" placeholder="{{ t(\'web.name\') }}">', []),
        ("{# a remark #}<script>let word = 1</script><style>p { color: red }</style>&nbsp;·", []),
    ],
)
def test_the_check_of_templates_sees_words(source: str, words: list[str]) -> None:
    assert find_spoken_words(source) == words
