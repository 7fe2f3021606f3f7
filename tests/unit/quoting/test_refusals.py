"""Every refusal of access, quoting and storage has its texts in both languages, filled by the evidence it carries."""

from __future__ import annotations

import inspect
from datetime import date
from decimal import Decimal

import pytest

from configurator.access import refusals as access
from configurator.quoting import refusals as quoting
from configurator.storage import refusals as storage
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.wording import say_problem

EVIDENCE = {
    "not_permitted": {"permission": "edit_quotes", "role": "rep"},
    "sign_in_refused": {},
    "sign_in_locked": {"minutes": 15},
    "password_refused": {"least": 12, "most": 1024},
    "email_refused": {"email": "x"},
    "email_unknown": {"email": "a@example.com"},
    "email_taken": {"email": "a@example.com"},
    "name_refused": {"most": 200},
    "own_account": {},
    "transition_refused": {"state": "sent", "action": "edit", "possible": ("accept",)},
    "discount_beyond_limits": {"asked": Decimal(30), "largest": Decimal(25)},
    "discount_impossible": {"asked": Decimal(101)},
    "own_quote": {"user_id": 1},
    "approver_limit_exceeded": {"asked": Decimal(20), "limit": Decimal(15)},
    "comment_missing": {},
    "signatory_missing": {},
    "validity_over": {"valid_until": date(2026, 12, 22)},
    "quote_number_refused": {"text": "Q-1"},
    "snapshot_broken": {"expected": "a", "found": "b"},
    "version_unknown": {"number": "Q-2026-000001", "version": 2},
    "no_content": {"number": "Q-2026-000001", "version": 1},
    "no_document": {"number": "Q-2026-000001", "version": 1, "language": "en"},
    "nothing_to_undo": {},
    "stale_revision": {"kind": "quote", "id": 1, "given": 1, "current": 2},
    "record_unknown": {"kind": "quote", "id": 1},
    "database_url_refused": {"dialect": "mysql"},
    "schema_outdated": {"found": None, "needed": "0001"},
}
FAMILY = {
    each.code
    for module in (access, quoting, storage)
    for _, each in inspect.getmembers(module, inspect.isclass)
    if issubclass(each, Refusal) and each is not Refusal
}


def test_knows_every_refusal_of_these_rooms():
    assert set(EVIDENCE) == FAMILY


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(EVIDENCE))
def test_says_what_was_refused_and_what_to_do(code, language):
    sentence, hint = say_problem(language, Problem(code, params=EVIDENCE[code]))
    assert sentence and hint
    assert "{" not in sentence + hint


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("discount_beyond_limits", ("30", "25")),
        ("approver_limit_exceeded", ("20", "15")),
        ("sign_in_locked", ("15",)),
        ("validity_over", ("2026-12-22",)),
    ],
)
def test_says_the_figures(code, figures):
    for language in ("zh", "en"):
        said = " ".join(say_problem(language, Problem(code, params=EVIDENCE[code])))
        assert all(figure in said for figure in figures)
