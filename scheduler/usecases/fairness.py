"""The memory of what rounds brought to whom: written when a round settles, kept up while its rights are in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import outcomes, queries
from scheduler.calendar import date_of
from scheduler.ids import new_id
from scheduler.models import Round
from scheduler.outcomes import Figures
from scheduler.terms import VolunteerTerms


class _Line(NamedTuple):
    """What came of one subject, and whom it concerns."""

    subject_id: UUID
    whom: Mapping[str, Any]
    figures: Figures


def record(session: Session, round_: Round, now: datetime) -> int:
    """Remember what a round brought to whom; how many outcomes are new or differ from what was remembered.

    Done again it writes nothing new; later it keeps up with what was used, given back or offered on meanwhile.
    """
    known = queries.fairness.known(session, round_.id)
    lines = list(_LINES[round_.domain](session, round_, now))
    fresh = [
        {
            "id": new_id(),
            "community_id": round_.community_id,
            "round_id": round_.id,
            "subject_id": line.subject_id,
            "domain": round_.domain,
            **line.whom,
            **asdict(line.figures),
            "recorded_at": now,
        }
        for line in lines
        if line.subject_id not in known
    ]
    changed = [
        (known[line.subject_id][0], asdict(line.figures))
        for line in lines
        if line.subject_id in known and known[line.subject_id][1] != asdict(line.figures)
    ]
    queries.fairness.add(session, fresh)
    queries.fairness.change(session, changed)
    return len(fresh) + len(changed)


def _of_registrations(session: Session, round_: Round, now: datetime) -> Iterator[_Line]:
    begun = queries.fairness.dates_begun(session, round_.id, now)
    left = queries.fairness.left_from(session, round_.id)
    given_back = queries.fairness.given_back(session, round_.id)
    rights = queries.fairness.last_rights(session, round_.id)
    for row, line, party in queries.fairness.entries(session, round_.id):
        state = outcomes.state_that_counts(row.state, left.get(row.id), line)
        whom = {
            "member_id": row.member_id,
            "household_id": row.household_id if row.organisation_id is None else None,
            "organisation_id": row.organisation_id,
            "home_site_id": row.home_site_id,
        }
        if row.section is None:
            figures = outcomes.of_parking(state, begun.get(row.id, 0))
            yield _Line(row.id, {**whom, "person_class": party or ""}, figures)
            continue
        wished = outcomes.sessions_wished(row.section, round_.use_first, round_.use_last)
        returned = given_back.get(row.id, 0)
        figures = outcomes.of_rooms(state, rights.get(row.id, []), wished, begun.get(row.id, 0), returned)
        yield _Line(row.id, {**whom, "person_class": row.section.get("category", "other")}, figures)


def _of_volunteers(session: Session, round_: Round, now: datetime) -> Iterator[_Line]:
    """Volunteers who are active and came before the round was over, or have been on a shift of it."""
    zone = queries.community.one(session, round_.community_id).zone
    seats = defaultdict(list)
    for seat in queries.fairness.seat_times(session, round_.id):
        seats[seat.volunteer_id].append(seat)
    passed_over = queries.fairness.passed_over(session, round_.id)
    for row, household, home in queries.fairness.volunteers(session, round_.community_id):
        own = seats.get(row.id, [])
        here = row.state == "active" and date_of(row.created_at, zone) <= round_.use_last
        if not here and not own:
            continue
        desired = VolunteerTerms.model_validate(row.terms).desired
        figures = outcomes.of_roster(
            [(seat.state, seat.starts_at, seat.ends_at) for seat in own],
            0 if desired is None else desired[1],
            row.id in passed_over,
        )
        counted = [seat for seat in own if seat.state in (outcomes.SERVED, *outcomes.COMING)]
        kind = outcomes.main_kind((seat.terms["kind"], seat.starts_at, seat.ends_at) for seat in counted)
        whom = {
            "member_id": row.member_id,
            "household_id": household,
            "organisation_id": row.organisation_id,
            "home_site_id": home,
        }
        yield _Line(row.id, {**whom, "person_class": kind}, figures)


_LINES = {"parking": _of_registrations, "rooms": _of_registrations, "rosters": _of_volunteers}
