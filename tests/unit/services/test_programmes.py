"""The daily run: what is due happens once, and it says what it did."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.content import ContentClaim
from configurator.services.programmes import ProgrammeService
from configurator.services.trials import TrialOrder, TrialService
from configurator.storage.refusals import RecordUnknown
from configurator.storage.trials import TrialState
from tests.factories.benefits import make_benefit_catalog, make_loyalty, make_offer, make_partners, make_trial
from tests.factories.catalog import make_offering, make_text
from tests.factories.content import make_content

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
CLAIM = ContentClaim("offer", "PARTNERS", "erp", make_text("ERP"), 1)
CRITERIA = ("uptime", "users", "tickets")


@pytest.fixture
def trials(database, clock, proposer):
    clock.now = NOW
    book = (make_partners(), make_loyalty(), make_trial())
    proposer.catalog = make_benefit_catalog(*book, offerings=[make_offering("A-1")])
    return TrialService(database.uow_factory, clock, proposer, UTC)


@pytest.fixture
def programmes(database, clock, proposer, quotes, trials):
    return ProgrammeService(database.uow_factory, clock, proposer, (quotes, trials), UTC)


@pytest.fixture
def trial(trials, people, customer):
    order = TrialOrder("TRIAL-30", {"A-1": 10}, NOW.date(), 24, frozenset(CRITERIA))
    return trials.start_trial(people.rep, customer.id, order)


def is_idle(run):
    return (run.expired, run.freed, run.released, run.points, run.converted, run.failed) == (0, 0, (), (), (), ())


def test_nothing_is_due(programmes, database, clock):
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    run = programmes.run()
    assert is_idle(run)
    assert run.day == date(2026, 12, 1)


def test_releases_the_weeks_up_to_the_day_once(programmes):
    assert programmes.run().released == (("PARTNERS", "erp", 25),)
    assert is_idle(programmes.run())
    assert programmes.run(date(2027, 1, 15)).released == (("PARTNERS", "erp", 50),)


def test_expires_quotes_and_frees_their_places(programmes, proposer, quotes, people, customer):
    proposer.claims = (CLAIM,)
    quotes.submit(people.rep, quotes.create_draft(people.rep, customer.id, {"term_months": 24}).quote_id)
    run = programmes.run(date(2027, 3, 1))
    assert (run.expired, run.freed) == (1, 1)


def test_expires_points_and_says_whose(programmes, database, customer):
    with database.uow_factory.writing() as work:
        entry = PointsEntry(0, EntryKind.EARNED, 70, date(2025, 1, 4), NOW.date())
        work.points.add("POINTS", customer.id, entry, NOW)
    assert programmes.run().points == (("POINTS", customer.id, 70),)
    assert is_idle(programmes.run())


def test_a_trial_with_all_criteria_met_becomes_a_quote_on_its_day(programmes, trials, trial, people, quotes):
    trials.record_marks(people.rep, trial.id, dict.fromkeys(CRITERIA, True), trial.revision)
    assert programmes.run(date(2027, 1, 24)).converted == ()
    run = programmes.run(date(2027, 1, 25))
    ((trial_id, number),) = run.converted
    ended = trials.get_trial(people.rep, trial_id).row
    assert (ended.state, ended.quote_number) == (TrialState.CONVERTED, number)
    quote = quotes.get_quote(people.rep, ended.quote_id)
    assert (quote.owner_id, quote.latest.request["codes"]) == (people.rep.id, ["TRIAL-7D"])
    assert programmes.run(date(2027, 1, 26)).converted == ()


def test_a_trial_that_ran_out_without_success_failed(programmes, trials, trial, people):
    assert programmes.run(date(2027, 2, 2)).failed == ()
    assert programmes.run(date(2027, 2, 3)).failed == (trial.id,)
    assert trials.get_trial(people.rep, trial.id).row.state is TrialState.FAILED
    assert programmes.run(date(2027, 2, 4)).failed == ()


def test_a_run_leaves_a_trail_without_a_user(programmes, trial, database, customer):
    programmes.run(date(2027, 2, 3))
    with database.uow_factory.reading() as work:
        newest = work.audit.of_subject("customer", customer.id, 1)[0]
    assert (newest.action, newest.user_id) == ("trial_failed", None)


def test_a_customers_standing(programmes, trial, proposer, quotes, people, customer):
    proposer.claims = (CLAIM,)
    quotes.submit(people.rep, quotes.create_draft(people.rep, customer.id, {"term_months": 24}).quote_id)
    standing = programmes.read_customer(people.maintainer, customer.id)
    assert [view.row.id for view in standing.trials] == [trial.id]
    assert [(place.key, place.week) for place in standing.claims] == [("erp", 1)]
    assert [view.balance for view in standing.points] == [0]


def test_a_drafts_standing_foresees_and_a_submitted_versions_tells(programmes, proposer, quotes, people, customer):
    proposer.claims = (CLAIM,)
    quote_id = quotes.create_draft(people.rep, customer.id, {"programmes": ["PARTNERS"]}).quote_id
    content = replace(make_content(), claims=(CLAIM,))

    def read(content):
        quote = quotes.get_quote(people.rep, quote_id)
        return programmes.read_quote(people.rep, quote, quote.latest, content)

    draft = read(content)
    assert ([each.problems for each in draft.outlook], draft.unmet, len(draft.points)) == ([()], (), 1)
    assert [problem.code for problem in read(make_content()).unmet] == ["claim_not_eligible"]
    assert read(None) == type(draft)()
    quotes.submit(people.rep, quote_id)
    assert [place.key for place in read(content).places] == ["erp"]


def test_a_quote_of_somebody_else_is_unknown(programmes, quotes, people, customer):
    quote = quotes.get_quote(people.rep, quotes.create_draft(people.rep, customer.id, {}).quote_id)
    with pytest.raises(RecordUnknown):
        programmes.read_quote(people.other, quote, quote.latest, None)


def test_a_catalog_that_shrinks_leaves_what_was_held(programmes, proposer, quotes, people, customer):
    proposer.claims = (CLAIM,)
    quotes.submit(people.rep, quotes.create_draft(people.rep, customer.id, {"term_months": 24}).quote_id)
    proposer.catalog = make_benefit_catalog(make_partners(make_offer(quota=1)))
    assert [place.quantity for place in programmes.read_customer(people.rep, customer.id).claims] == [1]
