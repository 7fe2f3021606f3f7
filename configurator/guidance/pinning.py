"""Making what a search found a draft: choices under which the ordinary completion gives exactly the same package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from configurator.configuration.aiming import Baseline
from configurator.configuration.completing import complete
from configurator.configuration.model import Choice
from configurator.guidance.proposing import Proposal, aims_of
from configurator.solver import ConflictFound, Undecided

_ATTEMPTS = 3


def pin(proposal: Proposal) -> tuple[Choice, ...]:
    """The proposal's own choices and as few more as were found to be needed: where the completion would go another way,
    its lines are chosen as they are; after a few attempts, all of them."""
    wanted = Baseline.of(proposal.configuration)
    choices = proposal.session.choices
    for _ in range(_ATTEMPTS):
        given = _complete(proposal, choices)
        changed = wanted.changes(given) if given else ()
        if given is not None and not changed:
            return choices
        choices = _with_lines(choices, wanted, changed or tuple(wanted.quantities))
    last = _complete(proposal, choices)
    rest = wanted.changes(last) if last else ()
    return _with_lines(choices, wanted, (*wanted.quantities, *rest))


def _complete(proposal: Proposal, choices: Sequence[Choice]) -> Baseline | None:
    """What the completion gives; None when that is not certain to be the same another time."""
    compiled = proposal.session.compiled
    try:
        configuration = complete(compiled, choices, aims_of(compiled, proposal.request))
    except (ConflictFound, Undecided):
        return None
    return Baseline.of(configuration) if configuration.proof == "optimal" else None


def _with_lines(choices: Sequence[Choice], wanted: Baseline, codes: Sequence[str]) -> tuple[Choice, ...]:
    """The choices with the wanted line of each code in place of what was chosen for it."""
    pinned = set(codes)
    others = [choice for choice in choices if choice.offering not in pinned]
    return (*others, *(choice for code in dict.fromkeys(codes) for choice in _line(wanted, code)))


def _line(wanted: Baseline, code: str) -> Iterator[Choice]:
    quantity = wanted.quantities.get(code, 0)
    yield Choice(code, quantity)
    for (offering, key), value in wanted.attributes.items() if quantity else ():
        if offering == code:
            yield Choice(code, attribute=key, value=value)
