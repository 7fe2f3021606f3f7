"""Ways in which the content of one file may be damaged. Each takes a source of chance and bytes and returns bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Change = Callable[[Random, bytes], bytes]

_VALUE = re.compile(rb"(?<=: )[^\n{}\[\],#]+")
_KEY_LINE = re.compile(rb"^( *(?:- )?)([A-Za-z0-9_-]+):.*$", re.MULTILINE)
_EXPRESSION = re.compile(rb"(?<=(?:if|en|ty|re|by|ed|st|ly|er|lt): )[^\n]+")
_WORD = re.compile(rb"[A-Za-z][A-Za-z0-9_-]+")
_FIGURE = re.compile(rb"[0-9]+(?:\.[0-9]+)?")

STRANGE_VALUES = (
    b"", b"~", b"null", b"[]", b"{}", b"[1, 2]", b"{a: b}", b"-1", b"1e999", b".nan", b".inf", b"-.inf", b"0x1F",
    b"1_000", b"007", b"3.14159265358979", b"true", b"2026-13-45", b"9999-99-99", b"0000-01-01", b'""', b"''", b"' '",
    b"9" * 20, b"9" * 400, b"9" * 5000, b"1" + b"0" * 15, b"\xd9\xa1\xd9\xa2", b"\xef\xbc\x91\xef\xbc\x92", b"NaN",
    b"*", b"&", b"!", b"%", b"@", b"`", b"|", b">", b"? x", b"- x", b"1..0", b"5..", b"..5", b"1..99999999999",
    b"a" * 5000,
    b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9", b"yes no", b"{zh: x}", b"{zh: {zh: x}}", b"[[[]]]", b"<<", b"=", b"<<: *x",
)  # fmt: skip
STRANGE_SIGNS = (
    b"\x00", b"\x07", b"\x1b", b"\x7f", b"\t", b"\r", b"\x0b", b"\x0c", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85",
    b"\xed\xa0\x80", b"\xff", b"\xfe", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\x8b", b"\xef\xbf\xbf", b"{", b"}",
    b"[", b"]", b"'", b'"', b":", b"#", b"|", b">", b",", b"-", b"\n", b"\\", b"%", b"&a ", b"*a ", b"!!str ",
)  # fmt: skip
ODD_EXPRESSIONS = (
    b"(", b")", b"((((", b" and", b" or or ", b" not not not ", b" implies implies ", b" + ", b" / 0", b" * 0",
    b" = = ", b" ceil(", b" min()", b" max(1)", b" if(1, 2)", b" every(", b" count()", b" sum(@)", b"#", b"@", b"#none",
    b"@NOBODY", b"NO-SUCH", b"nosuch", b".", b"..", b"1.2.3", b" in ()", b" in (1, 2", b"' '", b'"x"', b" < 5 < 6",
    b" ** 2", b" % 2", b"()" * 200, b"(" * 300, b"not " * 300, b" and staff" * 2000, b" + 1" * 3000,
    b" * 999999999999999", b"\xef\xbc\x88",
)  # fmt: skip


def _place(rng: Random, content: bytes) -> int:
    return rng.randrange(len(content) + 1)


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True) or [b""]


def _replace_match(rng: Random, content: bytes, pattern: re.Pattern[bytes], new: bytes) -> bytes:
    found = list(pattern.finditer(content))
    if not found:
        return content + new
    match = rng.choice(found)
    return content[: match.start()] + new + content[match.end() :]


def flip_bits(rng: Random, content: bytes) -> bytes:
    """One to five bits are other ones."""
    changed = bytearray(content or b" ")
    for _ in range(rng.randint(1, 5)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def replace_bytes(rng: Random, content: bytes) -> bytes:
    """A few bytes are any bytes."""
    place = _place(rng, content)
    return content[:place] + rng.randbytes(rng.randint(1, 8)) + content[place + rng.randint(0, 8) :]


def insert_sign(rng: Random, content: bytes) -> bytes:
    """A sign that does not belong there."""
    place = _place(rng, content)
    return content[:place] + rng.choice(STRANGE_SIGNS) + content[place:]


def drop_lines(rng: Random, content: bytes) -> bytes:
    """Up to five lines are missing."""
    lines = _lines(content)
    start = rng.randrange(len(lines))
    return b"".join(lines[:start] + lines[start + rng.randint(1, 5) :])


def double_lines(rng: Random, content: bytes) -> bytes:
    """Up to five lines are there twice."""
    lines = _lines(content)
    start = rng.randrange(len(lines))
    end = start + rng.randint(1, 5)
    return b"".join(lines[:end] + lines[start:])


def swap_lines(rng: Random, content: bytes) -> bytes:
    """Two lines have changed places."""
    lines = _lines(content)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def double_key(rng: Random, content: bytes) -> bytes:
    """A key is there twice, the second time with another value."""
    found = list(_KEY_LINE.finditer(content))
    if not found:
        return content + b"\n" + content
    match = rng.choice(found)
    twin = b"\n" + b" " * len(match[1]) + match[2] + b": " + rng.choice(STRANGE_VALUES)
    return content[: match.end()] + twin + content[match.end() :]


def change_value(rng: Random, content: bytes) -> bytes:
    """A value is of another type."""
    return _replace_match(rng, content, _VALUE, rng.choice(STRANGE_VALUES))


def change_cell(rng: Random, content: bytes) -> bytes:
    """A cell holds something else."""
    return _replace_match(rng, content, re.compile(rb"[^,\n]+"), rng.choice(STRANGE_VALUES))


def change_columns(rng: Random, content: bytes) -> bytes:
    """A line has a comma or a quotation mark too many or too few."""
    pattern, new = rng.choice(((rb",", b""), (rb",", b",,"), (rb",", b'"'), (rb",", b';"x"y,'), (rb"\n", b'\n"')))
    return _replace_match(rng, content, re.compile(pattern), new)


def change_expression(rng: Random, content: bytes) -> bytes:
    """A condition or formula has something in it that does not belong there."""
    found = list(_EXPRESSION.finditer(content))
    if not found:
        return insert_sign(rng, content)
    match = rng.choice(found)
    place = rng.randint(match.start(), match.end())
    return content[:place] + rng.choice(ODD_EXPRESSIONS) + content[place:]


def swap_words(rng: Random, content: bytes) -> bytes:
    """One word of the file stands where another one was: most often still a file, with another meaning."""
    found = list(_WORD.finditer(content))
    if len(found) < 2:
        return content + b"x"
    match, other = rng.sample(found, 2)
    return content[: match.start()] + other[0] + content[match.end() :]


def change_figure(rng: Random, content: bytes) -> bytes:
    """A figure is another one."""
    figure = rng.choice(
        (b"0", b"1", b"-1", b"2", b"0.5", b"1000", b"99999", b"1000000000", b"999999999999999", b"1.00001")
    )
    return _replace_match(rng, content, _FIGURE, figure)


def nest_deeply(rng: Random, content: bytes) -> bytes:
    """A value is nested, from a little too deep to absurdly deep."""
    depth = rng.choice((10, 13, 100, 1000, 20_000))
    opened, closed = rng.choice(((b"[", b"]"), (b"{a: ", b"}"), (b"- ", b""), (b"[{a: ", b"}]")))
    return _replace_match(rng, content, _VALUE, opened * depth + b"x" + closed * depth)


def add_alias(rng: Random, content: bytes) -> bytes:
    """Anchors, aliases, merge keys, tags and directives."""
    extra = rng.choice((
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", b"x: !!python/object/apply:os.system [true]\n",
        b"<<: {a: b}\n", b"x: *nobody\n", b"x: !!binary AAAA\n", b"%YAML 1.1\n---\n",
        b"x: !<tag:yaml.org,2002:int> 3\n",
        b"? {a: b}\n: c\n", b"? [a]\n: b\n", b"--- \nx: y\n", b"...\nx: y\n", b"x: &a *a\n",
    ))  # fmt: skip
    place = rng.choice((0, len(content), content.find(b"\n") + 1))
    return content[:place] + extra + content[place:]


def encode_otherwise(rng: Random, content: bytes) -> bytes:
    """Another encoding, as spreadsheets and old editors write."""
    encoding = rng.choice(
        ("gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "big5", "latin-1")
    )
    return content.decode("utf-8").encode(encoding, "replace")


def end_lines_otherwise(rng: Random, content: bytes) -> bytes:
    """Lines end as they do elsewhere."""
    return content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\xe2\x80\xa8", b"\xc2\x85", b" \n", b"")))


def change_indent(rng: Random, content: bytes) -> bytes:
    """A line is indented otherwise."""
    lines = _lines(content)
    place = rng.randrange(len(lines))
    indent = rng.choice((b"", b" ", b"   ", b"\t", b" " * 300))
    lines[place] = indent + lines[place].lstrip(b" ")
    return b"".join(lines)


def cut(rng: Random, content: bytes) -> bytes:
    """The file ends too early, or begins too late."""
    place = _place(rng, content)
    return content[:place] if rng.random() < 0.8 else content[place:]


def empty(rng: Random, content: bytes) -> bytes:
    """Nothing, or as good as nothing, is in the file."""
    return rng.choice(
        (b"", b"\n", b" ", b"# nothing\n", b"---\n", b"...\n", b"[]", b"{}", b"x", b"\xef\xbb\xbf", b",,,\n", b'"')
    )


def lengthen(rng: Random, content: bytes) -> bytes:
    """A line, a key, a comment or the whole file is very long."""
    size = rng.choice((5_000, 100_000, 1_000_000, 4_800_000))
    kind = rng.randrange(5)
    if kind == 0:
        return _replace_match(rng, content, _VALUE, b"a" * size)
    if kind == 1:
        return content + b"\n" + b"k" * size + b": x\n"
    if kind == 2:
        return content + b"\n# " + b"c" * size
    if kind == 3:
        return content + rng.choice((b"\n", b" ", b",", b"x: y\n", b"- x\n", b"[", b'"', b"a,b\n")) * (size // 4)
    lines = _lines(content)
    return content + b"".join(lines[len(lines) // 2 :]) * max(1, size // max(1, len(content)))


CHANGES: tuple[Change, ...] = (
    flip_bits, replace_bytes, insert_sign, drop_lines, double_lines, swap_lines, double_key, change_value, change_cell,
    change_columns, change_expression, swap_words, change_figure, nest_deeply, add_alias, encode_otherwise,
    end_lines_otherwise, change_indent, cut, empty, lengthen,
)  # fmt: skip
