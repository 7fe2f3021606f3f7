from __future__ import annotations

import pytest

from configurator.access.refusals import NotPermitted
from configurator.services.audit import changes_between


def test_names_only_what_changed():
    before, after = {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 5, "d": 4}
    assert changes_between(before, after) == {
        "before": {"b": 2, "c": 3, "d": None},
        "after": {"b": 5, "c": None, "d": 4},
    }


@pytest.mark.parametrize("who", ["rep", "manager", "admin"])
def test_owner_and_auditors_read_a_trail(audit, quotes, people, customer, who):
    quote_id = quotes.create_draft(people.rep, customer.id, {}).quote_id
    assert [entry.action for entry in audit.read_trail(getattr(people, who), "quote", quote_id)] == ["create_quote"]


@pytest.mark.parametrize("who", ["other", "maintainer"])
@pytest.mark.parametrize("subject", ["quote", "customer", "user"])
def test_others_do_not(audit, quotes, people, customer, who, subject):
    quotes.create_draft(people.rep, customer.id, {})
    with pytest.raises(NotPermitted):
        audit.read_trail(getattr(people, who), subject, 1)


def test_tells_outsiders_nothing_about_what_there_is(audit, people):
    with pytest.raises(NotPermitted):
        audit.read_trail(people.rep, "quote", 99)


def test_shows_at_most_as_many_entries_as_asked(audit, quotes, people, customer):
    version = quotes.create_draft(people.rep, customer.id, {})
    for step in range(5):
        version = quotes.save_request(people.rep, version.quote_id, {"step": step}, version.revision)
    assert len(audit.read_trail(people.rep, "quote", version.quote_id, limit=3)) == 3
