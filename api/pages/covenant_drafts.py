"""Drafts of the covenant on pages: written, tried, put to the council, decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.covenant_told import changes_told
from api.pages.covenant_values import changed, chosen
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.office import OTHER_PHASES, PHASES, phase_of
from api.pages.what_if_told import classes_told, figures_told, people_told
from api.pages.words import say
from api.schemas.covenants import DraftMoved, DraftSent
from api.schemas.types import Id
from api.sentences.settings import GROUPS, SETTINGS
from scheduler import queries
from scheduler.actors import COUNCIL, OFFICE, Actor
from scheduler.errors import Rejected
from scheduler.states import COVENANT_MOVES
from scheduler.usecases import covenant_previews, covenant_votes, covenants
from scheduler.usecases.covenant_votes import Resolution, Vote
from scheduler.usecases.covenants import Wanted
from scheduler.usecases.planning import Order

router = APIRouter(include_in_schema=False)
Deed = Literal["propose", "take_back", "adopt", "reject", "withdraw"]
MOST = 50
EFFORTS = {"20": "covenant_effort_quick", "120": "effort_usual", "600": "effort_thorough"}
"""Work that a trial may take; the first is usual, and enough for a street within a minute."""
VOTE = ("votes_for", "votes_against", "abstained")
TEXTS = ("title", "text_zh", "text_en", "note")


@router.get("/office/covenant")
def drafts(desk: AtDesk) -> Response:
    """Drafts of the community, the newest first, and the form of a new one."""
    return _list(desk, Form(("title",)))


@router.post("/office/covenant")
def begin(desk: AtDesk, sent: Sent) -> Response:
    """Begin a draft that says what the newest version says."""
    form = Form(("title",), sent)

    def made() -> Response:
        def work(session: Any, actor: Actor, now: datetime) -> Id:
            base = covenants.newest(session, actor.community_id)
            told = {"title": form.value("title").strip(), "text_zh": base.text_zh, "text_en": base.text_en}
            body = read_as(DraftSent, {**told, "settings": base.settings})
            return covenants.make(session, actor=actor, wanted=Wanted(**body.model_dump()), now=now).id

        return desk.go(f"/office/covenant/{desk.write(work)}")

    return desk.attempt(form, made, lambda again, status: _list(desk, again, status))


@router.get("/office/covenant/{draft_id}")
def draft(draft_id: Id, desk: AtDesk, path: str = "") -> Response:
    """A draft: what it changes, what that would have done, its next steps; `path` is a setting to be changed."""
    return _draft(desk, draft_id, Form((), {"path": path}))


@router.post("/office/covenant/{draft_id}/setting")
def set_one(draft_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Another value of one setting."""
    form = Form(("path", "value", "version"), sent)

    def settings(row: Any) -> dict[str, Any]:
        return changed(row.settings, form.value("path"), form.value("value"))

    return _amended(desk, draft_id, form, lambda row: {**_texts(row), "settings": settings(row)})


@router.post("/office/covenant/{draft_id}/text")
def set_text(draft_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Another title or text."""
    form = Form((*TEXTS, "version"), sent)
    return _amended(
        desk,
        draft_id,
        form,
        lambda row: {**{name: form.value(name) for name in TEXTS}, "settings": row.settings},
    )


@router.post("/office/covenant/{draft_id}/preview")
def preview(draft_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Try the draft on the last round of a kind."""
    form = Form(("domain", "work_limit"), sent)

    def ordered() -> Response:
        if form.value("work_limit") not in EFFORTS:
            raise Rejected("not_offered", "work_limit", form.value("work_limit"), ", ".join(EFFORTS))
        wanted: dict[str, Any] = {
            "domain": form.value("domain"),
            "wanted": Order(work_limit=float(form.value("work_limit"))),
        }
        run = desk.write(
            lambda session, actor, now: (
                covenant_previews.order(session, actor=actor, draft_id=draft_id, now=now, **wanted).id
            )
        )
        desk.door.enqueue("solve", str(run))
        return desk.go(f"/office/covenant/{draft_id}")

    return desk.attempt(form, ordered, lambda again, status: _draft(desk, draft_id, again, status))


@router.post("/office/covenant/{draft_id}/{deed}")
def move(draft_id: Id, deed: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Put a draft to the council, take it back, record its vote, withdraw it."""
    form = Form(("reason", *VOTE, "voted_on", "minutes", "in_force_from", "annuls"), sent)

    def moved() -> Response:
        body = read_as(DraftMoved, {"action": deed, **_resolution(form, deed, desk)})
        vote = None if body.vote is None else Vote(**body.vote.model_dump())
        given: dict[str, Any] = {"resolution": Resolution(body.reason, vote, body.in_force_from, body.annuls)}
        desk.write(
            lambda session, actor, now: covenant_votes.move(
                session, actor=actor, draft_id=draft_id, action=deed, now=now, **given
            )
        )
        return desk.go(f"/office/covenant/{draft_id}")

    return desk.attempt(form, moved, lambda again, status: _draft(desk, draft_id, again, status))


# ---- shown


def _list(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        rows = covenants.listed(session, actor=actor, last=None, limit=MOST, newest=True)
        community = queries.community.one(session, actor.community_id)
        return {"rows": rows, "community": community, "form": form, "writes": actor.has(*OFFICE)}

    return desk.show("office_covenant", found, status)


def _draft(desk: Desk, draft_id: Id, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        row = covenants.seen(session, actor=actor, draft_id=draft_id)
        previews = covenant_previews.previews(session, actor=actor, draft_id=draft_id)
        shown = [_preview(one, desk.language) for one in previews]
        newest = covenants.newest(session, actor.community_id)
        moves = [name for name, known in COVENANT_MOVES.items() if row.state in known.before]
        return {
            "row": row,
            "form": form,
            "overtaken": row.state in ("draft", "proposed") and row.based_on != newest.version,
            "newest": newest,
            "newest_to_come": newest.in_force_from > now,
            "changed": changes_told(covenants.changes_of(session, row), desk.language),
            "previews": shown,
            "any_under_way": any(one["under_way"] for one in shown),
            "efforts": EFFORTS,
            "phase_words": {name: say(key, desk.language) for name, key in {**PHASES, **OTHER_PHASES}.items()},
            "moves": {name for name in moves if actor.has(*COVENANT_MOVES[name].actors)},
            "writes": actor.has(*OFFICE) and row.state == "draft",
            "tries": actor.has(*OFFICE) and row.state in ("draft", "proposed"),
            "decides": actor.has(COUNCIL, *OFFICE) and row.state == "proposed",
            "settings": _menu(desk.language),
            "chosen": chosen(row, form, desk.language),
        }

    return desk.show("office_covenant_draft", found, status)


def _preview(one: Any, language: str) -> dict[str, Any]:
    run = one.run
    under_way = run if run is not None and run.state in queries.runs.UNFINISHED else None
    return {
        "round": one.round,
        "scenario": one.scenario,
        "run": run,
        "under_way": under_way,
        "phase": None if under_way is None else phase_of(under_way),
        "figures": None if one.figures is None else figures_told(one.figures, language),
        "classes": [] if one.figures is None else classes_told(one.figures, language),
        "people": None if one.figures is None else people_told(one.figures),
    }


def _menu(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Settings by group, to choose from."""
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for path, told in SETTINGS.items():
        found[path.partition(".")[0]].append((path, told.text(language)))
    return [(GROUPS[group].text(language), lines) for group, lines in found.items()]


# ---- sent


def _amended(desk: Desk, draft_id: Id, form: Form, stated: Any) -> Response:
    def amended() -> Response:
        def work(session: Any, actor: Actor, now: datetime) -> None:
            row = covenants.seen(session, actor=actor, draft_id=draft_id)
            body = read_as(DraftSent, stated(row))
            given: dict[str, Any] = {"version": form.number("version"), "wanted": Wanted(**body.model_dump())}
            with _at_the_value():
                covenants.amend(session, actor=actor, draft_id=draft_id, now=now, **given)

        desk.write(work)
        return desk.go(f"/office/covenant/{draft_id}")

    return desk.attempt(form, amended, lambda again, status: _draft(desk, draft_id, again, status))


@contextmanager
def _at_the_value() -> Iterator[None]:
    """Tell what a setting cannot be at the field in which its value stands."""
    try:
        yield
    except Rejected as refused:
        if refused.field.partition(".")[0] != "settings":
            raise
        raise Rejected(refused.code, "value", refused.value, refused.allowed, **refused.numbers) from refused


def _texts(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in TEXTS}


def _resolution(form: Form, deed: str, desk: Desk) -> dict[str, Any]:
    """What goes with a move: the reason, the vote of an adoption or rejection, and from when it is in force."""
    told: dict[str, Any] = form.filled("reason")
    if deed in covenant_votes.VOTED:
        counts = {name: form.number(name) for name in VOTE}
        told["vote"] = {**counts, **form.filled("voted_on", "minutes")}
    if deed == "adopt" and form.value("in_force_from"):
        zone = desk.read(lambda session, actor, _now: queries.community.one(session, actor.community_id).zone)
        told |= {"in_force_from": form.moment("in_force_from", zone).isoformat(), "annuls": bool(form.value("annuls"))}
    return told
