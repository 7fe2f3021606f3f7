"""The life of a quote version: one table of (state, action) → the next state and the permission that it takes.

Whatever the table does not hold is refused, so that a request that arrives twice does nothing the second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from configurator.access.permissions import Permission, can
from configurator.access.roles import Role
from configurator.quoting.refusals import TransitionRefused
from configurator.quoting.states import Action, QuoteState


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, and the permission that it takes (None: the system does it itself)."""

    state: QuoteState
    permission: Permission | None


_D, _I, _A, _S = QuoteState.DRAFT, QuoteState.IN_APPROVAL, QuoteState.APPROVED, QuoteState.SENT
_E, _N, _W = QuoteState.EXPIRED, QuoteState.DECLINED, QuoteState.WITHDRAWN
_SELL, _DECIDE = Permission.EDIT_QUOTES, Permission.APPROVE_QUOTES

TRANSITIONS: Mapping[tuple[QuoteState, Action], Transition] = {
    (_D, Action.EDIT): Transition(_D, _SELL),
    (_D, Action.SUBMIT): Transition(_I, _SELL),
    (_D, Action.RELEASE): Transition(_A, _SELL),
    (_D, Action.WITHDRAW): Transition(_W, _SELL),
    (_I, Action.APPROVE): Transition(_A, _DECIDE),
    (_I, Action.REJECT): Transition(_D, _DECIDE),
    (_I, Action.RECALL): Transition(_D, _SELL),
    (_I, Action.WITHDRAW): Transition(_W, _SELL),
    (_I, Action.EXPIRE): Transition(_E, None),
    (_A, Action.SEND): Transition(_S, _SELL),
    (_A, Action.RECALL): Transition(_D, _SELL),
    (_A, Action.WITHDRAW): Transition(_W, _SELL),
    (_A, Action.EXPIRE): Transition(_E, None),
    (_S, Action.ACCEPT): Transition(QuoteState.ACCEPTED, _SELL),
    (_S, Action.DECLINE): Transition(_N, _SELL),
    (_S, Action.WITHDRAW): Transition(_W, _SELL),
    (_S, Action.EXPIRE): Transition(_E, None),
    (_S, Action.SUPERSEDE): Transition(_W, None),
    (_S, Action.REVISE): Transition(_S, _SELL),
    (_E, Action.REVISE): Transition(_E, _SELL),
    (_N, Action.REVISE): Transition(_N, _SELL),
    (_W, Action.REVISE): Transition(_W, _SELL),
}


def transition_of(state: QuoteState, action: Action) -> Transition:
    """What the table says of the action in this state; TransitionRefused when it holds nothing."""
    transition = TRANSITIONS.get((state, action))
    if transition is None:
        raise TransitionRefused(state=state, action=action, possible=tuple(sorted(actions_from(state))))
    return transition


def next_state(state: QuoteState, action: Action) -> QuoteState:
    """Where the action leads from here; TransitionRefused when it leads nowhere."""
    return transition_of(state, action).state


def actions_from(state: QuoteState) -> frozenset[Action]:
    """Everything that can happen to a version in this state."""
    return frozenset(action for origin, action in TRANSITIONS if origin is state)


def actions_open_to(role: Role, state: QuoteState) -> frozenset[Action]:
    """What somebody of this role may do to a version in this state, before asking whose quote it is."""
    return frozenset(action for action in actions_from(state) if _is_open_to(role, state, action))


def _is_open_to(role: Role, state: QuoteState, action: Action) -> bool:
    permission = TRANSITIONS[state, action].permission
    return permission is not None and can(role, permission)
