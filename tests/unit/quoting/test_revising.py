from __future__ import annotations

from configurator.quoting.revising import revise_request


def test_keeps_every_wish_but_the_date():
    request = {"date": "2026-01-05", "term_months": 24, "choices": {"A": 2}}
    assert revise_request(request) == {"term_months": 24, "choices": {"A": 2}}
    assert request["date"] == "2026-01-05"
