"""Writes the pages of docs/ that are made from the product's own tables: problems.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "configurator" / "wording" / "locale" / "en"

HEAD = """# Problem codes

Every finding about data and every refusal, by its code. Commands print the code with file, line and column.
Words in braces are filled in. This page is written by `make docs` from the texts in
`configurator/wording/locale/en/problems*.po`.

| code | what it says | what to do |
| --- | --- | --- |
"""


def read_texts() -> dict[str, str]:
    """Key to English text, from `problems.po` and `problems.<room>.po`."""
    texts: dict[str, str] = {}
    for path in sorted(TEXTS.glob("problems*.po")):
        with path.open("rb") as file:
            texts |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    return texts


def write_rows(texts: dict[str, str]) -> Iterator[str]:
    """One row of the table per code, in the order of the alphabet."""
    for code in sorted(key for key in texts if not key.endswith(".hint")):
        cells = (f"`{code}`", texts[code], texts.get(f"{code}.hint", ""))
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


def main(folder: Path) -> None:
    """Write the page into the folder."""
    (folder / "problems.md").write_text(HEAD + "".join(write_rows(read_texts())), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
