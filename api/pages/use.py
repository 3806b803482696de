"""For wardens and clerks: may this car stand here, what was seen, who came and left, and what followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.returns import site_named
from api.schemas.types import Id
from api.schemas.use import PlateAsked, SeenPassing, ViolationSent, WhySent
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed
from scheduler.gates import DIRECTIONS, Told
from scheduler.ids import new_id
from scheduler.privacy import masked_plate
from scheduler.usecases import passages, plate_checks, violations
from scheduler.usecases.serving import runs
from scheduler.usecases.violations import BLOCKED_ENTRY, SEEN_BY_WARDENS, Sighting

router = APIRouter(include_in_schema=False)
PLATE = ("plate", "site_id")
SEEN = (*PLATE, "kind", "note")
PASSED = (*PLATE, "direction")
LINES = 25
MINUTE = timedelta(minutes=1)
SHOWS = ("there", "over", "violations")
"""Lists of the page: who is there, who of them too long, what was recorded."""
ONLY = {"there": "open", "over": "over_now"}
Show = Literal["there", "over", "violations"]


@router.get("/counter/plates")
def ask(desk: AtDesk) -> Response:
    """The form for a plate."""
    return _plates(desk, Form(PLATE))


@router.post("/counter/plates")
def check(desk: AtDesk, sent: Sent) -> Response:
    """The answer for a plate, which was posted so that none stands in an address; and the form for the next."""
    form = Form(PLATE, sent)

    def done() -> Response:
        asked = read_as(PlateAsked, form.filled(*PLATE))
        wanted: dict[str, Any] = {"vault": desk.office.vault, "plate": asked.plate, "site_id": asked.site_id}
        found = desk.read(lambda session, actor, now: plate_checks.check(session, actor=actor, now=now, **wanted))
        return _plates(desk, form, found=found)

    return desk.attempt(form, done, lambda again, status: _plates(desk, again, status))


@router.post("/counter/plates/violations")
def record(desk: AtDesk, sent: Sent) -> Response:
    """Record what a warden saw of the vehicle before them."""
    form = Form(SEEN, sent)

    def done() -> Response:
        seen = Sighting(**read_as(ViolationSent, form.filled(*SEEN)).model_dump())

        def recorded(session: Any, actor: Actor, now: datetime) -> str:
            violations.record(session, actor=actor, vault=desk.office.vault, sighting=seen, now=now)
            return "/counter/use?show=violations"

        return desk.make(sent, recorded)

    return desk.attempt(form, done, lambda again, status: _plates(desk, again, status))


@router.get("/counter/use")
def use(desk: AtDesk, show: Show = "there", site: str = "", after: Id | None = None) -> Response:
    """Who stands at the sites of this clerk, or at one of them, who of them too long, and what was recorded."""
    return _use(desk, Form(PASSED, {"site_id": site}), show=show, site=site_named(site), after=after)


@router.post("/counter/use/passages")
def passed(desk: AtDesk, sent: Sent) -> Response:
    """Write down that a vehicle came or left just now."""
    form = Form(PASSED, sent)

    def written(session: Any, actor: Actor, now: datetime, seen: SeenPassing) -> str:
        told = [Told(seen.plate, seen.direction, now, str(new_id()))]
        wanted: dict[str, Any] = {"vault": desk.office.vault, "site_id": seen.site_id, "told": told}
        intake = passages.record(session, actor=actor, source="clerk", now=now, **wanted)
        if intake.faults:
            raise intake.faults[0].refused
        return "/counter/use"

    def done() -> Response:
        seen = read_as(SeenPassing, form.filled(*PASSED))
        return desk.make(sent, lambda session, actor, now: written(session, actor, now, seen))

    return desk.attempt(form, done, lambda again, status: _use(desk, again, status))


@router.post("/counter/use/violations/{violation_id}/waive")
def waive(violation_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Waive a violation, with why."""
    form = Form(("reason", "version"), sent)

    def waived(session: Any, actor: Actor, now: datetime) -> str:
        if not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        why, version = read_as(WhySent, form.filled("reason")).reason, form.number("version")
        violations.waive(session, actor=actor, violation_id=violation_id, version=version, reason=why, now=now)
        return "/counter/use?show=violations"

    return desk.attempt(
        form,
        lambda: desk.make(sent, waived),
        lambda again, status: _use(desk, again, status, show="violations", at=violation_id),
    )


def _plates(desk: Desk, form: Form, status: int = 200, found: plate_checks.Checked | None = None) -> Response:
    def looked(session: Any, actor: Actor, _now: datetime) -> Context:
        return {"form": form, "found": found, "kinds": _kinds(form, found), "sites": _sites(session, actor)}

    return desk.show("plates", looked, status)


def _kinds(form: Form, found: plate_checks.Checked | None) -> list[str]:
    """What may be recorded of a vehicle, and what was chosen before."""
    blocked = found is not None and found.reason == "blocked_now"
    return [kind for kind in SEEN_BY_WARDENS if kind != BLOCKED_ENTRY or blocked or form.value("kind") == kind]


def _use(
    desk: Desk,
    form: Form,
    status: int = 200,
    show: Show = "there",
    site: UUID | None = None,
    after: Id | None = None,
    at: UUID | None = None,
) -> Response:
    """One of the lists; what was refused is shown at the violation `at` which it was sent, else at the form."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        sites = _sites(session, actor)
        part: dict[str, Any] = {"site_id": site, "last": after, "limit": LINES + 1, "newest": True}
        rows = _rows(session, actor, show, part)
        stays = rows[:LINES] if show != "violations" else []
        cars = queries.desk.vehicles(session, {row.vehicle_id for row in rows if row.vehicle_id is not None})
        return {
            "form": form if at is None else Form(PASSED),
            "waiving": form if at is not None else Form(()),
            "at": at,
            "show": show,
            "shows": SHOWS,
            "site": site,
            "sites": sites,
            "names": {one.id: one for one in sites},
            "directions": DIRECTIONS,
            "stays": [(row, _plate(desk, row), _over(row, now)) for row in stays],
            "violations": _with_plates(desk, cars, rows[:LINES]) if show == "violations" else [],
            "keepers": _keepers(session, actor, cars),
            "may_waive": actor.has(*OFFICE),
            "waivable": queries.violations.COUNTING,
            "next": rows[LINES - 1].id if len(rows) > LINES else None,
            "first": after is None,
            "back": "/counter/use",
        }

    return desk.show("use", looked, status)


def _rows(session: Any, actor: Actor, show: Show, part: Mapping[str, Any]) -> Sequence[Any]:
    if show == "violations":
        return violations.listed(session, actor=actor, **part)
    return passages.stays(session, actor=actor, only=ONLY[show], **part)


def _over(row: Any, now: datetime) -> int:
    """Minutes that a vehicle stayed too long: of one that is still there, what is on record is that of its warning."""
    known: int = row.overstay_minutes
    return max(known, -((row.allowed_until - now) // MINUTE)) if known and row.left_at is None else known


def _keepers(session: Any, actor: Actor, cars: Mapping[UUID, Any]) -> dict[UUID, UUID]:
    """Whose vehicles are, as far as this clerk serves them."""
    homes = queries.desk.homes(session, {car.member_id for car in cars.values()})
    return {car.id: car.member_id for car in cars.values() if runs(actor, homes.get(car.member_id))}


def _with_plates(desk: Desk, cars: Mapping[UUID, Any], rows: Sequence[Any]) -> list[tuple[Any, str]]:
    """Violations, each with the masked plate of its vehicle."""
    vault = desk.office.vault
    plates = {
        car.id: masked_plate(vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id)) for car in cars.values()
    }
    return [(row, plates.get(row.vehicle_id, "")) for row in rows]


def _sites(session: Any, actor: Actor) -> list[Any]:
    clerks_only(actor)
    return [site for site in queries.supply.sites_of(session, actor.community_id) if runs(actor, site.id)]


def _plate(desk: Desk, row: Any) -> str:
    return masked_plate(desk.office.vault.open_sealed(row.plate_cipher, "stay.plate", row.id))
