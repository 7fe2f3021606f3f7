"""Refusals: the one exception family of the core, carrying the evidence for what was refused."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """Something asked for is not possible; `code` names the text for it and `params` hold the evidence.

    Doors (web, cli) turn a refusal into a form error, a status or an exit code; the wording is theirs:
    the texts are `problems.<code>` and `problems.<code>.hint`.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code}: {params}")
