"""What programmes grant, brought to the charges of a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from configurator.pricing.contract import cut_runs
from configurator.pricing.deal import Deal
from configurator.pricing.drafting import Draft
from configurator.pricing.stages import keep_grants
from configurator.programmes.model import Grant


def grant_charge(deal: Deal, drafts: list[Draft], grants: Sequence[Grant]) -> list[Draft]:
    """The charge cut where a grant begins or ends, each part with the grants that count for it."""
    item = drafts[0].item
    own = [grant for grant in grants if item.component.charge in grant.charges]
    if not own or item.offering.pass_through:
        return drafts
    months, groups = _list_changes(own), deal.catalog.policy.groups
    cut = [draft.cut(run) for draft in drafts for run in cut_runs([draft.run], months)] if months else drafts
    for draft in cut:
        draft.grants = keep_grants(own, groups, draft)
    return cut


def _list_changes(grants: Iterable[Grant]) -> list[int]:
    spans = [span for grant in grants for span in grant.spans]
    ends = (span.last_month + 1 for span in spans if span.last_month is not None)
    return [*(span.first_month for span in spans if span.first_month > 1), *ends]
