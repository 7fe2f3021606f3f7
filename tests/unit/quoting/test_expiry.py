from __future__ import annotations

from datetime import date

import pytest

from configurator.quoting.expiry import is_over, require_valid
from configurator.quoting.refusals import ValidityOver

LAST = date(2026, 12, 22)


@pytest.mark.parametrize(("today", "over"), [(21, False), (22, False), (23, True)])
def test_is_valid_through_its_last_day(today, over):
    assert is_over(LAST, date(2026, 12, today)) is over


def test_never_ends_without_a_last_day():
    assert not is_over(None, date(9999, 1, 1))


def test_refuses_what_is_over_and_says_since_when():
    require_valid(LAST, LAST)
    with pytest.raises(ValidityOver) as refused:
        require_valid(LAST, date(2026, 12, 23))
    assert refused.value.params == {"valid_until": LAST}
