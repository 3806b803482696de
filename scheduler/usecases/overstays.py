"""The clockwork of use: stays that outlast their right, what that costs, and rights that are lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, numbers, queries
from scheduler.actors import clockwork
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.db import Database
from scheduler.ids import new_id
from scheduler.models import Covenant, Site, Stay, Vehicle, Violation
from scheduler.office import Office
from scheduler.states import HOLDING
from scheduler.stays import REJOINED, Judged, judge, rights_of
from scheduler.tariffs import price_of_overstay, total
from scheduler.usecases import agreement_endings, invoices, messages, passages, registration, release, violations
from scheduler.usecases.invoices import Bill
from scheduler.usecases.turns import BATCH, apart, in_batches
from scheduler.usecases.violations import BLOCKED_ENTRY

EARLY = timedelta(days=1)
"""How long before its right a vehicle may have come to be looked at when that begins."""
TOO_MANY = "too_many_violations"
"""Why a right ends, as its registration's steps tell it."""
EXIT_TOLD_LATE = "exit_told_late"
"""Why the clockwork takes an overstay back: the gate told too late that the vehicle had left in time."""
MINUTES_TOLD_LATE = "minutes_told_late"
"""Why the clockwork takes back what it charged: passages that were told later make the overstay another one."""


def look_at_all(office: Office) -> None:
    """Look at the stays that are due: warn, charge, take back what was told too late."""
    database = office.database

    def due() -> list[tuple[UUID, UUID]]:
        with database.reading() as session:
            return queries.passages.stays_due(session, database.now(session), BATCH)

    def look(found: tuple[UUID, UUID]) -> bool:
        return apart("overstay", partial(database.transact, partial(_look, database, *found)), str(found[1]))

    in_batches(due, look)


def end_rights(office: Office) -> None:
    """End the rights of vehicles that have too many violations by their covenant."""
    database = office.database
    with database.reading() as session:
        now = database.now(session)
        due = []
        for community in queries.community.all_of_them(session):
            most = violations.rules_of(session, community.id, now).end_from
            if most is not None:
                due += [(community.id, row) for row in queries.violations.to_end(session, community.id, most, now)]
    for community_id, row_id in due:
        apart("end_right", partial(database.transact, partial(_end, database, community_id, row_id)), str(row_id))


def by_night(office: Office) -> None:
    """Let violations expire, and throw away what gates told too long ago."""
    database = office.database
    database.transact(lambda session: queries.violations.expire(session, database.now(session)))
    with database.reading() as session:
        communities = [row.id for row in queries.community.all_of_them(session)]
    for community in communities:
        apart("forget", partial(database.transact, partial(_forget, database, community)), str(community))


# ---- one stay


def look(session: Session, community: UUID, stay_id: UUID, now: datetime) -> None:
    """Bring what follows of a stay up to what is known of it."""
    stay = queries.passages.stay(session, community, stay_id, lock=True)
    if stay is None or stay.look_at is None or stay.look_at > now:
        return
    covenant = queries.community.covenant_in_force(session, community, now)
    rules = settings_of({} if covenant is None else covenant.settings)
    judged = _judged(session, stay, rules, now)
    known = queries.violations.of_stay(session, stay.id)
    system = clockwork(community)
    if judged.over == 0 and known is not None and known.state in queries.violations.COUNTING:
        violations.take_back(session, known, system, EXIT_TOLD_LATE, now)
    _correct(session, stay, known, judged, now)
    if judged.over and stay.left_at is not None:
        numbers.lock(session, community)  # before anything is noted in the audit chain, as everybody does
    if _is_blocked(session, stay):
        violations.add(session, _violation(session, stay, BLOCKED_ENTRY, stay.entered_at), system, rules.use, now)
    if judged.over == 0 or stay.exit_missing:
        return  # when it left nobody knows: what was recorded stays for people to judge
    if known is None:
        assert judged.since is not None
        row = _violation(session, stay, "overstay", judged.since, judged.over)
        known = violations.add(session, row, system, rules.use, now)
    if stay.left_at is not None and known.state == "warned" and covenant is not None:
        _charge(session, known, judged, covenant, rules, now)


def _correct(session: Session, stay: Stay, known: Violation | None, judged: Judged, now: datetime) -> None:
    """Take back what was charged where what was told later makes other minutes of it, or none that anybody knows."""
    if known is None or known.state != "charged" or (known.minutes == judged.over and not stay.exit_missing):
        return
    invoices.waive(session, clockwork(stay.community_id), known.id, MINUTES_TOLD_LATE, now)
    known.state, known.fen, known.row_version = "warned", 0, known.row_version + 1
    session.flush()


def _is_blocked(session: Session, stay: Stay) -> bool:
    """Whether a vehicle that is blocked came for a shared space, which nobody recorded yet.

    Who lives at a site passes its gate for other things too, unless the vehicle has a right there; owners have their
    own space.
    """
    if stay.vehicle_id is None or queries.violations.blocked_until(session, stay.vehicle_id, stay.entered_at) is None:
        return False
    if queries.violations.of_stay(session, stay.id, BLOCKED_ENTRY) is not None:
        return False
    keeper = queries.plates.keeper_of(session, stay.vehicle_id)
    minute = stay.entered_at + timedelta(minutes=1)
    has_right = stay.allocation_id is not None or stay.booking_id is not None
    at_home = queries.plates.home_of(session, keeper) == stay.site_id
    if (at_home and not has_right) or queries.plates.own_times(session, keeper, stay.site_id, stay.entered_at, minute):
        return False
    # A warden may be writing it down just now.
    queries.community.lock_vehicle(session, stay.vehicle_id)
    return violations.known_at(session, stay.vehicle_id, stay.site_id, BLOCKED_ENTRY, stay.entered_at) is None


def _judged(session: Session, stay: Stay, rules: CovenantSettings, now: datetime) -> Judged:
    """How a stay stands against its rights, written into it with when to look again."""
    end, grace = stay.left_at or now, rules.use.grace_minutes
    if stay.vehicle_id is None:
        stay.look_at = None
        return Judged(None)
    first, last = stay.entered_at - REJOINED, end + EARLY
    found = queries.plates.rights(session, stay.vehicle_id, stay.site_id, first, last)
    rights = rights_of(found, stay.entered_at, end)
    judged = judge(rights, stay.entered_at, end, grace)
    if judged.over:
        # Who had a right and owns a space besides stands there for as long as nobody else was given it.
        keeper = queries.plates.keeper_of(session, stay.vehicle_id)
        own = queries.plates.own_times(session, keeper, stay.site_id, rights[0].starts_at, last)
        judged = judge(sorted([*rights, *own], key=lambda right: right[:2]), stay.entered_at, end, grace)
    if rights:
        stay.allocation_id, stay.booking_id = rights[0].allocation_id, rights[0].booking_id
    stay.allowed_until, stay.overstay_minutes = judged.until, 0 if stay.exit_missing else judged.over
    stay.look_at = None
    if stay.left_at is None and judged.over == 0:
        coming = [right.starts_at for right in found if right.starts_at >= end]
        if judged.until is not None:
            stay.look_at = max(judged.until, stay.entered_at) + timedelta(minutes=grace + 1)
        elif coming:
            stay.look_at = coming[0] + timedelta(minutes=1)
    session.flush()
    return judged


def _violation(session: Session, stay: Stay, kind: str, at: datetime, minutes: int = 0) -> Violation:
    vehicle = session.get_one(Vehicle, stay.vehicle_id)
    return Violation(
        id=new_id(),
        community_id=stay.community_id,
        site_id=stay.site_id,
        vehicle_id=vehicle.id,
        member_id=vehicle.member_id,
        stay_id=stay.id,
        kind=kind,
        minutes=minutes,
        note="",
        at=at,
    )


def _charge(
    session: Session, row: Violation, judged: Judged, covenant: Covenant, rules: CovenantSettings, now: datetime
) -> None:
    """Charge an overstay that is over, by the tariff of its site and vehicle."""
    site, vehicle = session.get_one(Site, row.site_id), session.get_one(Vehicle, row.vehicle_id)
    lines = price_of_overstay(rules.fees, site.code, vehicle.party, judged.beyond_grace)  # type: ignore[arg-type]
    row.minutes, row.row_version = judged.over, row.row_version + 1
    fen = total(lines)
    if fen == 0:
        return
    month = calendar.date_of(now, queries.community.one(session, row.community_id).zone).isoformat()[:7]
    bill = Bill(row.member_id, row.site_id, "overstay", row.id, covenant.version, "overstay", lines, month, anew=True)
    invoices.issue(session, clockwork(row.community_id), bill, now)
    row.state, row.fen = "charged", fen
    session.flush()


def _look(database: Database, community: UUID, stay_id: UUID, session: Session) -> None:
    look(session, community, stay_id, database.now(session))


# ---- rights that are lost


def _end(database: Database, community: UUID, registration_id: UUID, session: Session) -> None:
    now, system = database.now(session), clockwork(community)
    numbers.lock(session, community)
    row = queries.registrations.locked(session, community, registration_id)
    if row is None or row.state not in HOLDING:
        return
    registration.move_on(session, row, "end" if row.state == "active" else "refuse", system, now, TOO_MANY)
    release.release(session, [row.id], now)
    agreement_endings.end_with_rights(session, [row.id], now)
    messages.tell(session, row=row, code="right_lost", key=str(row.row_version), now=now)


def _forget(database: Database, community: UUID, session: Session) -> None:
    passages.forget(session, community=community, now=database.now(session))
