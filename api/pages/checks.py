"""The list to check at the counter: registrations endorsed, approved or sent back, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.problems import problem_of
from api.schemas.registrations import RegistrationMove
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import COORDINATOR, Actor
from scheduler.errors import Rejected
from scheduler.privacy import masked_plate
from scheduler.states import REGISTRATION_MOVES
from scheduler.usecases import checking, desk_search, path_checks

router = APIRouter(include_in_schema=False)
PLACE = "/counter/checks"
LINES = 40
"""Lines of a page, each of which has a box of its own: a form has at most sixty fields."""
STEPS = {"submitted": ("endorse", "request_information"), "endorsed": ("approve", "return", "request_information")}
"""What is done to registrations by their state; the first leads on, the others go back with a reason."""
FIELDS = ("chosen", "action", "reason", "round_id", "state")
CHOSEN = "chosen."
"""Before the id of a registration, as the name of its box."""
State = Literal["submitted", "endorsed"]


@router.get(PLACE)
def checks(
    desk: AtDesk, state: State = "submitted", after: Id | None = None, all: Literal["", "yes"] = "", done: int = 0
) -> Response:
    """What waits to be checked, the oldest first; `all` ticks every line."""
    return _page(desk, Form(FIELDS, {"state": state}), after, ticked=all == "yes", done=max(0, min(done, LINES)))


@router.post(PLACE)
def act(desk: AtDesk, sent: Sent) -> Response:
    """Take the chosen ones a step on, or send them back with a reason; those that could not be are told."""
    form = Form(FIELDS, sent)
    state: State = "endorsed" if form.value("state") == "endorsed" else "submitted"

    def done() -> Response:
        chosen = _chosen(sent)
        taken = desk.write(lambda session, actor, now: _acted(session, actor, now, form, chosen))
        if taken.left:
            return _left(desk, taken, state)
        return desk.go(f"{PLACE}?state={state}&done={taken.taken}")

    return desk.attempt(form, done, lambda again, status: _page(desk, again, status=status))


def _chosen(sent: Mapping[str, str]) -> dict[UUID, UUID]:
    """The registrations whose boxes are ticked, with their rounds.

    Raises
    ------
    Rejected
        ``none_chosen``, or a box that is none of the page.
    """
    try:
        found = {
            UUID(name.removeprefix(CHOSEN)): UUID(value) for name, value in sent.items() if name.startswith(CHOSEN)
        }
    except ValueError:
        raise Rejected("not_an_id", "chosen", None, "an id as this service writes them") from None
    if not found:
        raise Rejected("none_chosen", "chosen")
    return found


def _acted(session: Any, actor: Actor, now: datetime, form: Form, chosen: Mapping[UUID, UUID]) -> checking.Taken:
    clerks_only(actor)
    action, count = form.value("action"), 0
    left: list[path_checks.Left] = []
    for round_id in sorted(set(chosen.values())):
        rows = [row for row, of_round in chosen.items() if of_round == round_id]
        wanted: dict[str, Any] = {"round_id": round_id, "action": action, "chosen": rows, "now": now}
        if action in checking.ACTIONS:
            taken = checking.act_on_all(session, actor=actor, **wanted)
        else:
            why = read_as(RegistrationMove, {"action": action, "reason": form.value("reason")}).reason
            taken = checking.send_back(session, actor=actor, reason=why, **wanted)
        count, left = count + taken.taken, [*left, *taken.left]
    return checking.Taken(count, tuple(left))


def _left(desk: Desk, taken: checking.Taken, state: State) -> Response:
    told = [(one, problem_of(one.why, desk.language).detail) for one in taken.left]

    def shown(_session: Any, _actor: Actor, _now: datetime) -> Context:
        return {"taken": taken.taken, "left": told, "state": state, "back": PLACE}

    return desk.show("checks_left", shown)


def _page(
    desk: Desk, form: Form, after: Id | None = None, ticked: bool = False, done: int = 0, status: int = 200
) -> Response:
    state: State = "endorsed" if form.value("state") == "endorsed" else "submitted"

    def listed(session: Any, actor: Actor, now: datetime) -> Context:
        clerks_only(actor)
        homes = desk_search.homes_of(actor)
        tally = queries.desk.tally(session, actor.community_id, homes)
        found = queries.desk.waiting(session, actor.community_id, state, homes, after, LINES + 1)
        return {
            "form": form,
            "lines": _lines(session, desk, found[:LINES], STEPS[state][0], now),
            "ticked": ticked,
            "done": done,
            "state": state,
            "counts": {one: tally[one] for one in STEPS},
            "steps": [one for one in STEPS[state] if actor.roles & REGISTRATION_MOVES[one].actors],
            "sees_endorsed": actor.has(COORDINATOR),
            "sites": {site.id: site for site in queries.supply.sites_of(session, actor.community_id)},
            "next": found[LINES - 1][0].id if len(found) > LINES else None,
            "after": after,
            "first": after is None,
            "back": PLACE,
        }

    return desk.show("checks", listed, status)


def _lines(session: Any, desk: Desk, found: Sequence[Any], action: str, now: datetime) -> list[Context]:
    """Registrations with their masked plates, and what stands against the step that they wait for."""
    against: dict[UUID, Any] = {}
    for round_ in {round_.id: round_ for _, round_, _ in found}.values():
        rows = [row.id for row, of_round, _ in found if of_round.id == round_.id]
        against |= path_checks.against(session, round_, action, rows, now)
    return [
        {
            "row": row,
            "round": round_,
            "plate": "" if car is None else _plate(desk, car),
            "against": problem_of(against[row.id], desk.language).detail if row.id in against else "",
        }
        for row, round_, car in found
    ]


def _plate(desk: Desk, car: Any) -> str:
    return masked_plate(desk.office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id))
