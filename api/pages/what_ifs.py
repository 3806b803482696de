"""What if: the office's page of scenarios over a round, and the page that a secret address shows to the council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages.coded import UNSEEN
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office import EFFORTS, OTHER_PHASES, PHASES, phase_of
from api.pages.reasons import places_of
from api.pages.what_if_menu import MENU, OFFERED, OPTIONAL, SETTINGS, change_of, fields_of, options_of
from api.pages.what_if_told import change_told, classes_told, figures_told, people_told
from api.pages.words import say
from api.schemas.scenarios import ScenarioSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.usecases import rounds, runs, scenarios
from scheduler.usecases.planning import Order
from scheduler.usecases.scenarios import Wanted
from scheduler.usecases.what_ifs import STUDIED

router = APIRouter(include_in_schema=False)
Kind = Literal[
    "add_spaces",
    "add_place",
    "close_place",
    "open_hours",
    "set_policy",
    "set_cap",
    "set_quota",
    "add_people",
    "remove_people",
    "set_lock",
    "unlock",
]
Deed = Literal["run", "stop", "unshare", "remove"]
Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]
DAYS = 14
SHOWN_PEOPLE = 60


@router.get("/office/rounds/{round_id}/scenarios")
def side_by_side(round_id: Id, desk: AtDesk) -> Response:
    """Scenarios of a round side by side, with the menu of changes."""
    return desk.show("what_ifs", lambda session, actor, _now: _listed(session, actor, round_id, desk.language))


@router.get("/office/rounds/{round_id}/scenarios/{kind}")
def ask(round_id: Id, kind: Kind, desk: AtDesk, scenario: Id | None = None) -> Response:
    """The form of a change: of a new scenario, or one more of a scenario that there is."""
    return _form_page(desk, round_id, kind, scenario, Form(()))


@router.post("/office/rounds/{round_id}/scenarios/{kind}")
def state(round_id: Id, kind: Kind, desk: AtDesk, sent: Sent) -> Response:
    """Make a scenario with a change, or add a change to one; it is tried on the problem before it is written."""

    def made() -> Response:
        wanted = desk.read(lambda session, actor, _now: _wanted(session, actor, round_id, kind, scenario, form))
        # It takes seconds for a street: nobody shall wait for it behind a write.
        desk.read(
            lambda session, actor, now: scenarios.check(
                session, actor=actor, round_id=round_id, wanted=wanted[0], now=now
            )
        )
        desk.write(lambda session, actor, now: _written(session, actor, now, round_id, scenario, wanted))
        return desk.go(f"/office/rounds/{round_id}/scenarios")

    form = Form((*MENU[kind], "name", "note"), sent)
    scenario = _named_in(form)
    return desk.attempt(form, made, lambda again, status: _form_page(desk, round_id, kind, scenario, again, status))


@router.post("/office/scenarios/{scenario_id}/share")
def share(scenario_id: Id, desk: AtDesk) -> Response:
    """The secret address of a scenario, which is shown this once."""
    made = desk.write(
        lambda session, actor, now: scenarios.share(session, actor=actor, scenario_id=scenario_id, days=DAYS, now=now)
    )
    address = desk.address(f"/what-if/{made[1]}")
    round_id = desk.read(lambda session, actor, _now: _seen(session, actor, scenario_id).round_id)
    page = desk.show("what_if_shared", lambda *_: {"address": address, "round_id": round_id, "days": DAYS})
    page.headers.update(UNSEEN)
    return page


@router.post("/office/scenarios/{scenario_id}/{deed}")
def act(scenario_id: Id, deed: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Solve a scenario, stop that, end its secret address, or take it away."""
    round_id = desk.read(lambda session, actor, _now: _seen(session, actor, scenario_id).round_id)
    if deed == "run":
        _ordered(desk, scenario_id, Form(("work_limit",), sent).value("work_limit"))
    elif deed == "stop":
        _stopped(desk, scenario_id)
    else:
        work = scenarios.remove if deed == "remove" else scenarios.unshare
        desk.write(lambda session, actor, now: work(session, actor=actor, scenario_id=scenario_id, now=now))
    return desk.go(f"/office/rounds/{round_id}/scenarios")


@router.get("/what-if/{share_secret}")
def council(share_secret: Secret, desk: AtDesk) -> Response:
    """A scenario as the council sees it: numbers, nobody by receipt; whoever has the address can read it."""

    def shown(session: Any, now: datetime) -> Context:
        row, round_ = scenarios.shown(session, secret=share_secret, now=now)
        community = queries.community.one(session, round_.community_id)
        names = places_of(session, round_.community_id, round_.domain)
        changes = scenarios.changes_without_people(row)
        told = {"row": row, "round": round_, "community": community, "zone": community.zone, "neutral": True}
        return told | _compared(row, changes, names, desk.language)

    page = desk.show_public("what_if_council", shown)
    page.headers.update(UNSEEN)
    return page


# ---- shown


def _listed(session: Any, actor: Actor, round_id: Id, language: str) -> Context:
    rows = scenarios.of_round(session, actor=actor, round_id=round_id)
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    names = places_of(session, actor.community_id, round_.domain)
    items = [_item(session, actor, row.id, names, language) for row in rows]
    return {
        "round": round_,
        "items": items,
        "any_under_way": any(item["under_way"] for item in items),
        "may": actor.has(*OFFICE) and round_.state in STUDIED,
        "menu": OFFERED[round_.domain],
        "efforts": EFFORTS,
        "phase_words": {name: say(key, language) for name, key in {**PHASES, **OTHER_PHASES}.items()},
    }


def _item(session: Any, actor: Actor, scenario_id: Id, names: Mapping[str, Any], language: str) -> dict[str, Any]:
    row, run, plan = scenarios.seen(session, actor=actor, scenario_id=scenario_id)
    under_way = run if run is not None and run.state in queries.runs.UNFINISHED else None
    people = list((row.figures or {}).get("changes") or ())
    return {
        "row": row,
        "run": run,
        "plan": plan,
        "under_way": under_way,
        "phase": None if under_way is None else phase_of(under_way),
        "who": people[:SHOWN_PEOPLE],
        "more": max(0, len(people) - SHOWN_PEOPLE),
        **_compared(row, row.changes, names, language),
    }


def _compared(row: Any, changes: Any, names: Mapping[str, Any], language: str) -> dict[str, Any]:
    figures = row.figures
    return {
        "changes": [change_told(change, language, names) for change in changes],
        "figures": None if figures is None else figures_told(figures, language),
        "classes": [] if figures is None else classes_told(figures, language),
        "people": None if figures is None else people_told(figures),
    }


def _form_page(desk: Desk, round_id: Id, kind: Kind, scenario: Id | None, form: Form, status: int = 200) -> Response:
    def asked(session: Any, actor: Actor, _now: datetime) -> Context:
        if not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        round_ = rounds.seen(session, actor=actor, round_id=round_id)
        if kind not in OFFERED[round_.domain]:
            raise NotFound()
        return {
            "round": round_,
            "kind": kind,
            "scenario": None if scenario is None else _seen(session, actor, scenario),
            "form": form,
            "fields": fields_of(round_.domain, kind),
            "options": options_of(session, actor.community_id, round_.domain, kind),
            "settings": SETTINGS[round_.domain],
            "optional": OPTIONAL.get(kind, frozenset()),
        }

    return desk.show("what_if_change", asked, status)


# ---- done


def _seen(session: Any, actor: Actor, scenario_id: Id) -> Any:
    return scenarios.seen(session, actor=actor, scenario_id=scenario_id)[0]


def _named_in(form: Form) -> UUID | None:
    """The scenario that a form adds to; none for a new one."""
    try:
        return UUID(form.value("scenario")) if form.value("scenario") else None
    except ValueError:
        raise NotFound() from None


def _wanted(
    session: Any, actor: Actor, round_id: Id, kind: Kind, scenario: Id | None, form: Form
) -> tuple[Wanted, int | None]:
    """What a form states, and the version that it was shown of."""
    round_ = rounds.seen(session, actor=actor, round_id=round_id)
    change = change_of(form, round_.domain, kind)
    if scenario is None:
        sent = {**form.filled("name", "note"), "changes": [change]}
        return _checked(sent), None
    row = _seen(session, actor, scenario)
    if row.round_id != round_id:
        raise NotFound()
    return _checked({"name": row.name, "note": row.note, "changes": [*row.changes, change]}), form.number("version")


def _checked(sent: Mapping[str, Any]) -> Wanted:
    body = read_as(ScenarioSent, sent)
    return Wanted(body.name, body.told(), body.note)


def _written(
    session: Any, actor: Actor, now: datetime, round_id: Id, scenario: Id | None, wanted: tuple[Wanted, int | None]
) -> None:
    stated, version = wanted
    if scenario is None or version is None:
        scenarios.make(session, actor=actor, round_id=round_id, wanted=stated, now=now)
    else:
        scenarios.amend(session, actor=actor, scenario_id=scenario, version=version, wanted=stated, now=now)


def _ordered(desk: Desk, scenario_id: Id, effort: str) -> None:
    if effort not in EFFORTS:
        raise Rejected("not_offered", "work_limit", effort, ", ".join(EFFORTS))
    made: list[Id] = []

    def ordered(session: Any, actor: Actor, now: datetime) -> None:
        made.clear()  # what an earlier try made is gone
        order = Order(work_limit=float(effort))
        made.append(scenarios.queue_run(session, actor=actor, scenario_id=scenario_id, order=order, now=now).id)

    desk.write_once(ordered, lambda session, _actor, _now: queries.scenarios.under_way(session, scenario_id))
    for run_id in made[-1:]:
        desk.door.enqueue("solve", str(run_id))


def _stopped(desk: Desk, scenario_id: Id) -> None:
    run = desk.read(lambda session, actor, _now: scenarios.seen(session, actor=actor, scenario_id=scenario_id)[1])
    if run is not None and run.state in queries.runs.UNFINISHED:
        desk.write_once(
            lambda session, actor, now: runs.request_cancel(session, actor=actor, run_id=run.id, now=now),
            lambda session, _actor, _now: not queries.scenarios.under_way(session, scenario_id),
        )
