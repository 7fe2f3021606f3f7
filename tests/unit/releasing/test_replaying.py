from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from configurator.quoting.model import QuotedLine
from configurator.quoting.states import QuoteState
from configurator.releasing.impact import Outcome
from configurator.releasing.replaying import find_approval_shift, replay
from configurator.services.releases import open_release
from configurator.values.text import Text
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.releases import NEVER, NEVER_BOTH, TLS_ON, TODAY, make_open_quote, make_request


def try_on(after, quote=None, before=None):
    books = open_release(before or tiny_files(), 1), open_release(after, 2)
    return replay(quote or make_open_quote(), books, TODAY)


def test_stays_the_same_where_nothing_changes_for_it():
    found = try_on(changed("clauses.yaml", "Monthly payment.", "Payment by month."))
    assert found.outcome is Outcome.SAME
    assert found.before == found.after
    assert (found.broken, found.gone, found.problems, found.approval) == ((), (), (), None)


def test_prices_the_same_lines_in_both():
    """One controller for 32,000 or 33,000 less the border tag's 2.5 % and 5 %; the trunk is passed through."""
    found = try_on(changed("prices/voice.csv", ",32000,", ",33000,"))
    assert found.outcome is Outcome.PRICE
    assert found.before and found.after
    change = Decimal(found.after.one_time) - Decimal(found.before.one_time)
    assert change == Decimal(1000) * Decimal("0.95")
    assert found.before.monthly == found.after.monthly
    assert Decimal(found.after.tcv) - Decimal(found.before.tcv) == change


def test_prices_of_other_offerings_do_not_matter():
    assert try_on(changed("prices/voice.csv", ",0.15,", ",0.16,")).outcome is Outcome.SAME


def test_a_broken_rule_is_named_with_sentence_and_place():
    found = try_on(NEVER_BOTH)
    assert found.outcome is Outcome.INVALID
    [rule] = found.broken
    assert (rule.key, rule.sentence.en) == ("NEW-01", "Never both.")
    assert rule.location and rule.location.file == "rules/voice.yaml"


def test_a_warning_makes_nothing_invalid():
    softer = NEVER.replace("    evidence: A\n", "    evidence: A\n    severity: warning\n")
    assert try_on(changed("rules/voice.yaml", "  - id: VOICE-07\n", softer)).outcome is Outcome.SAME


def test_a_rule_of_another_time_makes_nothing_invalid():
    later = NEVER.replace("    evidence: A\n", "    evidence: A\n    valid_from: 2027-01-01\n")
    assert try_on(changed("rules/voice.yaml", "  - id: VOICE-07\n", later)).outcome is Outcome.SAME


def test_what_was_broken_before_is_not_blamed_on_the_candidate():
    found = try_on(NEVER_BOTH | {"clauses.yaml": b"clauses: {}\n"}, before=NEVER_BOTH)
    assert (found.outcome, found.broken) == (Outcome.INVALID_ALREADY, ())


def test_what_is_mended_becomes_valid():
    found = try_on(tiny_files(), before=NEVER_BOTH)
    assert found.outcome is Outcome.SAME


def test_a_need_that_is_not_met_any_more_is_named_by_its_code():
    found = try_on(changed("needs.yaml", "require: SIP-30", "require: MIN-OUT"))
    assert found.outcome is Outcome.INVALID
    assert [rule.key for rule in found.broken] == ["voice"]


def drop_trunk():
    """The tiny catalog without its trunk and all that speaks of it."""
    files = tiny_files()
    for path, content in files.items():
        files[path] = content.replace(b"SIP-30", b"SIP-60")
    return files


def test_an_offering_that_is_gone_is_named():
    found = try_on(drop_trunk())
    assert found.outcome is Outcome.INVALID
    assert found.gone == ("SIP-30",)
    assert "request_offering_unknown" in {problem.code for problem in found.problems}
    assert found.after is None


def test_a_value_that_is_gone_is_named():
    files = changed(
        "offerings/voice.yaml", "{on: {zh: 开启, en: enabled}, off: ", "{strict: {zh: 严格, en: strict}, off: "
    )
    files["offerings/voice.yaml"] = files["offerings/voice.yaml"].replace(b"default: on", b"default: off")
    assert try_on(files).gone == ("SBC-100 enabled",)


def test_a_value_with_another_name_is_still_the_same():
    assert try_on(changed("offerings/voice.yaml", "en: enabled", "en: switched on")).outcome is Outcome.SAME


def test_a_quantity_that_is_not_sold_any_more_is_named():
    quote = make_open_quote(QuotedLine("SBC-100", 1, (TLS_ON,)), QuotedLine("SIP-30", 2), QuotedLine("MIN-OUT", 9000))
    found = try_on(changed("offerings/voice.yaml", "1..1000000", "1..5000"), quote)
    assert found.gone == ("9000 × MIN-OUT",)
    assert found.outcome is Outcome.INVALID


def test_a_term_that_is_not_offered_any_more_makes_invalid():
    found = try_on(changed("terms.yaml", "months: 24,", "months: 12,") | drop_discounts())
    assert found.outcome is Outcome.INVALID
    assert [problem.code for problem in found.problems] == ["request_term_unknown"]


def drop_discounts():
    return {"term_discounts.csv": tiny_files()["term_discounts.csv"].split(b"\n")[0] + b"\n"}


def test_a_price_that_ends_makes_invalid():
    files = changed("prices/voice.csv", ",1,32000,24000,,,", ",1,32000,24000,,2026-01-01,")
    found = try_on(files)
    assert found.outcome is Outcome.INVALID
    assert [problem.code for problem in found.problems] == ["pricing_price_missing"]


@pytest.mark.parametrize(
    ("limits", "shift"),
    [
        ("limits: {rep: 5, manager: 15}\n", None),
        ("limits: {rep: 10, manager: 15}\n", None),
        ("limits: {rep: 3, manager: 15}\n", (Decimal(5), Decimal(3), True, True)),
        ("limits: {rep: 3, manager: 4}\n", (Decimal(5), Decimal(3), True, False)),
    ],
)
def test_tells_when_a_discount_crosses_a_limit(limits, shift):
    found = try_on(tiny_files() | {"approvals.yaml": limits.encode()}).approval
    told = found and (found.limit_before, found.limit_after, found.needs_after, found.possible_after)
    assert told == shift


def test_tells_when_no_approval_is_needed_any_more():
    books = open_release(tiny_files(), 1), open_release(tiny_files() | {"approvals.yaml": b"limits: {rep: 9}\n"}, 2)
    shift = find_approval_shift(make_open_quote(discount=Decimal(8)), books)
    assert shift and (shift.needs_after, shift.possible_after) == (False, True)


def test_tells_when_the_margin_falls_below_zero():
    quote = make_open_quote(QuotedLine("SBC-100", 1, (TLS_ON,)), request=make_request(needs=[], choices={}))
    assert try_on(changed("prices/voice.csv", ",32000,24000", ",32000,40000"), quote).turns_to_loss
    assert not try_on(changed("prices/voice.csv", ",32000,24000", ",32000,24001"), quote).turns_to_loss


def test_knows_no_margin_where_a_cost_is_not_known():
    found = try_on(changed("prices/voice.csv", ",32000,24000", ",32000,40000"))
    assert found.after and found.after.margin_percent is None
    assert not found.turns_to_loss


def test_a_draft_is_made_anew_when_its_package_changes():
    files = changed("packages/base.yaml", "SBC-100: 1\n", "SBC-100: 2\n")
    request = make_request(customer={"industry": "I65", "staff": 60, "sites": 2, "revenue": 5_000_000})
    draft = make_open_quote(state=QuoteState.DRAFT, request=request)
    assert try_on(files, draft).is_recomposed
    assert not try_on(files, replace(draft, state=QuoteState.SENT)).is_recomposed
    thrifty = replace(draft, request={**request, "ambition": "essential"})
    assert not try_on(files, thrifty).is_recomposed


def test_an_unreadable_request_is_invalid_in_both():
    found = try_on(tiny_files(), make_open_quote(request={"customer": 5}))
    assert found.outcome is Outcome.INVALID_ALREADY


def test_lines_with_unknown_names_are_told():
    line = QuotedLine("SBC-100", 1, ((Text("颜色", "Colour"), Text("红", "red")),))
    found = try_on(tiny_files(), make_open_quote(line, QuotedLine("SIP-30", 2)))
    assert found.outcome is Outcome.INVALID_ALREADY
