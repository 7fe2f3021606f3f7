"""What a reader, a screen reader and a PDF tool find in a finished document."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def squeeze(text: str) -> str:
    """The text without any blanks: lines break where they must."""
    return "".join(text.split())


@dataclass(frozen=True)
class Printed:
    """A finished document, opened."""

    pdf: bytes

    @cached_property
    def reader(self) -> PdfReader:
        """The document's objects."""
        return PdfReader(BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[str]:
        """Each page's text, by poppler, without blanks."""
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=self.pdf, capture_output=True, check=True)
        return [squeeze(page) for page in done.stdout.decode().split("\f")[:-1]]

    @cached_property
    def text(self) -> str:
        """The whole text without blanks."""
        return "".join(self.pages)

    @cached_property
    def fonts(self) -> set[str]:
        """The base fonts without the subset's prefix, from every page's resources and from poppler."""
        done = subprocess.run(["pdffonts", "-"], input=self.pdf, capture_output=True, check=True)
        lines = done.stdout.decode().splitlines()[2:]
        return {line.split()[0].partition("+")[2] or line.split()[0] for line in lines}

    @cached_property
    def outline(self) -> list[tuple[int, str, int]]:
        """Bookmarks: level, title, page from 1."""
        return list(self._bookmarks(self.reader.outline, 1))

    @cached_property
    def elements(self) -> list[DictionaryObject]:
        """Every element of the structure tree, in reading order."""
        return list(_walk(self.reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))

    @cached_property
    def tags(self) -> Counter[str]:
        """How many elements of each kind the structure has."""
        return Counter(str(element["/S"]).lstrip("/") for element in self.elements)

    def _bookmarks(self, entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from self._bookmarks(entry, level + 1)
            else:
                yield level, str(entry.title), (self.reader.get_destination_page_number(entry) or 0) + 1


def _walk(node: Any) -> Iterator[DictionaryObject]:
    resolved = node.get_object()
    if isinstance(resolved, ArrayObject):
        for child in resolved:
            yield from _walk(child)
    elif isinstance(resolved, DictionaryObject):
        if "/S" in resolved:
            yield resolved
        if "/K" in resolved:
            yield from _walk(resolved["/K"])
