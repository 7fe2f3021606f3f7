"""Trials: limits of the legal entity, marks, the end, and the conversion quote."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from configurator.access.refusals import NotPermitted
from configurator.quoting.states import QuoteState
from configurator.services.trials import TrialEnded, TrialOrder, TrialRefused, TrialService
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.storage.trials import TrialState
from tests.factories.benefits import make_benefit_catalog, make_trial
from tests.factories.catalog import make_offering
from tests.factories.quotes import make_fields

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
CRITERIA = ("uptime", "users", "tickets")
ALL_MET = dict.fromkeys(CRITERIA, True)


@pytest.fixture
def trials(database, clock, proposer):
    clock.now = NOW
    proposer.catalog = make_benefit_catalog(make_trial(), offerings=[make_offering("A-1")])
    return TrialService(database.uow_factory, clock, proposer, UTC)


def order(**changes):
    plain = {"programme": "TRIAL-30", "seats": {"A-1": 10}, "start": NOW.date(), "term_months": 24}
    return TrialOrder(**{**plain, "agreed": frozenset(CRITERIA), **changes})


@pytest.fixture
def trial(trials, people, customer):
    return trials.start_trial(people.rep, customer.id, order())


def trail(database, customer_id=1):
    with database.uow_factory.reading() as work:
        return [entry.action for entry in reversed(work.audit.of_subject("customer", customer_id, 99))]


def test_begins_with_its_days_and_a_trail(database, trial, people):
    assert (trial.state, trial.owner_id, trial.start) == (TrialState.RUNNING, people.rep.id, date(2027, 1, 4))
    assert trial.last_day == date(2027, 2, 2)
    assert trail(database) == ["create_customer", "trial_started"]


def test_tells_everything_that_forbids_it(trials, people, customer):
    with pytest.raises(TrialRefused) as refused:
        trials.start_trial(people.rep, customer.id, order(seats={"A-1": 26, "B-9": 1}, agreed=frozenset({"users"})))
    assert [problem.code for problem in refused.value.problems] == [
        "trial_not_offered",
        "trial_seats",
        "trial_criteria",
    ]


@pytest.mark.parametrize("start", [date.min, date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_begins_in_years_that_can_be_reckoned_with(trials, people, customer, start):
    with pytest.raises(TrialRefused) as refused:
        trials.start_trial(people.rep, customer.id, order(start=start))
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("request_date_too_far", "start")


def test_needs_seats(trials, people, customer):
    with pytest.raises(TrialRefused) as refused:
        trials.start_trial(people.rep, customer.id, order(seats={}))
    assert [problem.code for problem in refused.value.problems] == ["trial_without_seats"]


def test_the_same_customer_rests_for_the_trials_months(trials, trial, people, customer):
    with pytest.raises(TrialRefused) as refused:
        trials.start_trial(people.rep, customer.id, order(start=date(2028, 12, 31)))
    assert refused.value.problems[0].code == "trial_repeated"
    assert refused.value.problems[0].params["again"] == "2029-01-04"
    assert trials.start_trial(people.rep, customer.id, order(start=date(2029, 1, 4))).state is TrialState.RUNNING


def test_the_limit_is_the_legal_entitys(trials, people, customers):
    one = customers.create_customer(people.rep, make_fields(domain="a.example")).id
    same = customers.create_customer(people.rep, make_fields(domain="A.example ")).id
    other = customers.create_customer(people.rep, make_fields()).id
    trials.start_trial(people.rep, one, order())
    with pytest.raises(TrialRefused) as refused:
        trials.start_trial(people.other, same, order())
    assert [problem.code for problem in refused.value.problems] == ["trial_repeated"]
    assert trials.start_trial(people.other, other, order()).id == 2


def test_who_sells_nothing_begins_no_trial(trials, people, customer):
    with pytest.raises(NotPermitted):
        trials.start_trial(people.maintainer, customer.id, order())


def test_a_trial_that_the_catalog_does_not_know(trials, people, customer):
    with pytest.raises(RecordUnknown):
        trials.start_trial(people.rep, customer.id, order(programme="NOTHING"))


def test_marks_say_who_judged_when(trials, trial, people, clock, database):
    first = trials.record_marks(people.rep, trial.id, {"users": True, "uptime": False, "made up": True}, trial.revision)
    clock.advance(days=1)
    kept = trials.record_marks(people.rep, trial.id, {"users": True, "uptime": True}, first.revision)
    assert kept.marks == {
        "users": {"met": True, "day": "2027-01-04", "by": people.rep.name},
        "uptime": {"met": True, "day": "2027-01-05", "by": people.rep.name},
    }
    assert trail(database)[2:] == ["trial_marked", "trial_marked"]


def test_marks_of_two_at_once_do_not_overwrite_each_other(trials, trial, people):
    trials.record_marks(people.rep, trial.id, {"users": True}, trial.revision)
    with pytest.raises(StaleRevision):
        trials.record_marks(people.manager, trial.id, {"users": False}, trial.revision)


def test_another_rep_changes_nothing(trials, trial, people):
    with pytest.raises(NotPermitted):
        trials.record_marks(people.other, trial.id, {"users": True}, trial.revision)
    with pytest.raises(NotPermitted):
        trials.end_trial(people.other, trial.id, trial.revision)


def test_ended_with_all_criteria_met_it_becomes_a_draft_of_its_owner(trials, trial, people, quotes, customer, database):
    kept = trials.record_marks(people.rep, trial.id, ALL_MET, trial.revision)
    ended = trials.end_trial(people.manager, trial.id, kept.revision)
    quote = quotes.get_quote(people.rep, ended.quote_id)
    assert (ended.state, ended.quote_number, quote.owner_id) == (TrialState.CONVERTED, quote.number, people.rep.id)
    assert quote.latest.state is QuoteState.DRAFT
    request = quote.latest.request
    assert request["choices"] == {"A-1": 10}
    assert request["codes"] == ["TRIAL-7D"]
    assert (request["term_months"], request["date"]) == (24, "2027-01-04")
    assert request["customer"]["name"] == customer.name
    assert trail(database)[-1] == "trial_converted"


def test_after_the_incentives_last_day_the_quote_does_without(trials, trial, people, quotes, clock):
    kept = trials.record_marks(people.rep, trial.id, ALL_MET, trial.revision)
    clock.advance(days=29)
    ended = trials.end_trial(people.rep, trial.id, kept.revision)
    assert "codes" not in quotes.get_quote(people.rep, ended.quote_id).latest.request


def test_a_quote_that_cannot_be_priced_is_a_draft_all_the_same(trials, people, customers, quotes, proposer):
    customer = customers.create_customer(people.rep, make_fields())
    trial = trials.start_trial(people.rep, customer.id, order())
    kept = trials.record_marks(people.rep, trial.id, ALL_MET, trial.revision)

    def refuse(request, today):
        raise TrialEnded(state="any refusal")

    proposer.content_of = refuse
    ended = trials.end_trial(people.rep, trial.id, kept.revision)
    assert quotes.get_quote(people.rep, ended.quote_id).latest.totals is None


def test_ended_with_a_criterion_missed_it_failed(trials, trial, people):
    kept = trials.record_marks(people.rep, trial.id, {**ALL_MET, "users": False}, trial.revision)
    ended = trials.end_trial(people.rep, trial.id, kept.revision)
    assert (ended.state, ended.quote_id, ended.ended_at) == (TrialState.FAILED, None, NOW)


def test_given_up_it_makes_no_quote_even_with_all_criteria_met(trials, trial, people):
    kept = trials.record_marks(people.rep, trial.id, ALL_MET, trial.revision)
    assert trials.end_trial(people.rep, trial.id, kept.revision, give_up=True).state is TrialState.CANCELLED


def test_what_has_ended_does_not_change(trials, trial, people):
    ended = trials.end_trial(people.rep, trial.id, trial.revision)
    with pytest.raises(TrialEnded):
        trials.record_marks(people.rep, trial.id, ALL_MET, ended.revision)
    with pytest.raises(TrialEnded):
        trials.end_trial(people.rep, trial.id, ended.revision)


def test_a_quote_and_its_trial_are_kept_together_or_not_at_all(trials, trial, people, quotes, database):
    trials.record_marks(people.rep, trial.id, ALL_MET, trial.revision)
    with pytest.raises(StaleRevision):
        trials.end_trial(people.rep, trial.id, trial.revision)
    with database.uow_factory.reading() as work, pytest.raises(RecordUnknown):
        work.quotes.load(1)


def test_lists_the_customers_trials_the_newest_first(trials, trial, people, customer):
    later = trials.start_trial(people.rep, customer.id, order(start=date(2029, 1, 4)))
    assert [view.row.id for view in trials.list_trials(people.maintainer, customer.id)] == [later.id, trial.id]
