"""Requests ask for tiers and partner benefits by their keys, as for other programmes."""

from datetime import date

from configurator.guidance.reading_programmes import list_programmes, read_programmes
from configurator.values.dates import ALWAYS, DateRange
from tests.factories.benefits import make_benefit_catalog, make_ladder, make_loyalty, make_partners, make_trial

DAY = date(2027, 1, 15)
LATER = DateRange(date(2027, 6, 1))
CATALOG = make_benefit_catalog(
    make_ladder(), make_ladder(key="LATER", valid=LATER), make_partners(), make_trial(), make_loyalty()
)


def read(*keys):
    problems = []
    return read_programmes(CATALOG, keys, DAY, problems.append), problems


def test_tiers_and_partner_benefits_can_be_asked_for():
    assert list_programmes(CATALOG) == {"PACKAGES": ALWAYS, "LATER": LATER, "PARTNERS": ALWAYS}
    assert read("PARTNERS", "PACKAGES") == (("PARTNERS", "PACKAGES"), [])


def test_trials_and_points_are_not_asked_for_by_name():
    found, problems = read("TRIAL-30", "POINTS")
    assert found == ()
    assert [problem.field for problem in problems] == ["programmes.0", "programmes.1"]


def test_a_package_that_is_not_in_force_is_told():
    found, (problem,) = read("LATER")
    assert found == ("LATER",)
    assert problem.code == "request_programme_not_in_force"
