"""A month's shifts from templates, by the work calendar; what is there already is not made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import ServiceRules
from scheduler.errors import Conflict, Rejected
from scheduler.ids import new_id
from scheduler.models import Round, Shift, ShiftTemplate
from scheduler.terms import recurrence
from scheduler.translation.volunteer_checks import check_start, dates_of
from scheduler.usecases import roster_notices
from scheduler.usecases.roster_notices import Notice
from scheduler.usecases.shift_places import opening
from scheduler.usecases.shifts import growing
from scheduler.usecases.volunteers import rules_of

COLUMNS = (
    "id",
    "row_version",
    "community_id",
    "round_id",
    "template_id",
    "code",
    "title_zh",
    "title_en",
    "date",
    "starts_at",
    "ends_at",
    "point_id",
    "elder_id",
    "terms",
    "changed",
    "state",
    "opens_at",
    "draw_at",
    "coordinator_id",
    "reason",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class Made:
    """How many shifts were made, were there already, or would have begun before; and what should be known."""

    made: int
    there: int
    past: int
    notices: Sequence[Notice]


def from_templates(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    now: datetime,
    template_ids: Sequence[UUID] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Made:
    """Make the shifts of all templates (or some) on the dates of a round (or a part of them).

    A template makes at most one shift a date, whatever became of it but with a cancelled round: to run it twice makes
    nothing twice.

    Raises
    ------
    NotFound, NotAllowed, Rejected, Conflict
        No such round; not for this person; an unknown template, dates outside the round; the round is over, or plans
        no rosters; a short name in use.
    """
    round_ = growing(session, actor, round_id)
    since, until = _dates(round_, first, last)
    notices, wanted = _visited(session, _templates(session, actor, template_ids))
    known = queries.shifts.made_between(session, round_.community_id, since, until)
    all_of_them = list(_shifts(session, round_, wanted, (since, until), now))
    coming = [row for row in all_of_them if row.starts_at > now]
    fresh = [row for row in coming if (row.template_id, row.date) not in known]
    _name_anew(fresh, queries.shifts.given_up_between(session, round_.community_id, since, until))
    used = queries.shifts.codes_used(session, round_.community_id, [row.code for row in fresh])
    if used:
        raise Conflict("code_in_use", "template_ids", min(used))
    queries.shifts.add_all(session, [{name: getattr(row, name) for name in COLUMNS} for row in fresh])
    notices += roster_notices.of_posts(session, round_.community_id, _latest(fresh), now)
    made = Made(len(fresh), len(coming) - len(fresh), len(all_of_them) - len(coming), notices)
    details = {"made": made.made, "there": made.there}
    audit.record(session, round_.community_id, actor.name, "shift.make", "round", round_.id, now, details)
    return made


def _dates(round_: Round, first: date | None, last: date | None) -> tuple[date, date]:
    since, until = first or round_.use_first, last or round_.use_last
    for field, day in (("first", since), ("last", until)):
        if not round_.use_first <= day <= round_.use_last:
            allowed = f"{round_.use_first} to {round_.use_last}"
            raise Rejected("outside_horizon", field, day.isoformat(), allowed)
    if until < since:
        raise Rejected("inverted_dates", "last", until.isoformat(), f"{since} or later")
    return since, until


def _templates(session: Session, actor: Actor, ids: Sequence[UUID] | None) -> list[ShiftTemplate]:
    found = queries.shifts.templates_in_use(session, actor.community_id, ids)
    known = {row.id for row in found}
    for at, one in enumerate(ids or ()):
        if one not in known:
            raise Rejected("unknown_id", f"template_ids.{at}", str(one), "a template in use")
    return found


def _visited(session: Session, templates: Sequence[ShiftTemplate]) -> tuple[list[Notice], list[ShiftTemplate]]:
    """Templates but those at the homes of elders who are not visited any more, and a notice of each of these."""
    homes = [row.elder_id for row in templates if row.elder_id is not None]
    retired = queries.volunteers.retired_elders(session, homes)
    left_out = [row for row in templates if row.elder_id in retired]
    notices = [Notice("template_left_out", {"template": row.code}) for row in left_out]
    return notices, [row for row in templates if row.elder_id not in retired]


def _shifts(
    session: Session, round_: Round, templates: Sequence[ShiftTemplate], span: tuple[date, date], now: datetime
) -> Iterator[Shift]:
    overrides = queries.community.overrides(session, round_.community_id)
    zone = queries.community.one(session, round_.community_id).zone
    service = rules_of(session, round_.community_id, now).service
    for template in templates:
        for day in dates_of(recurrence(template.recurrence), *span, overrides):
            yield _shift(round_, template, day, zone, service, now)


def _shift(round_: Round, template: ShiftTemplate, day: date, zone: str, service: ServiceRules, now: datetime) -> Shift:
    starts_at = calendar.instant_of(day, check_start(template.start_clock, template.minutes), zone)
    opens_at, draw_at = opening(service, zone, day, starts_at, template.terms)
    return Shift(
        id=new_id(),
        row_version=1,
        community_id=round_.community_id,
        round_id=round_.id,
        template_id=template.id,
        code=f"{template.code}-{day.isoformat()}",
        title_zh=template.title_zh,
        title_en=template.title_en,
        date=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=template.minutes),
        point_id=template.point_id,
        elder_id=template.elder_id,
        terms=template.terms,
        changed=False,
        state="planned",
        opens_at=opens_at,
        draw_at=draw_at,
        coordinator_id=template.coordinator_id,
        reason="",
        created_at=now,
    )


def _name_anew(fresh: Sequence[Shift], given_up: Mapping[tuple[UUID, date], int]) -> None:
    """Give a number to those whose name in plans a shift of a cancelled round has."""
    for row in fresh:
        times = 0 if row.template_id is None else given_up.get((row.template_id, row.date), 0)
        row.code += f"-{times + 1}" if times else ""


def _latest(rows: Sequence[Shift]) -> list[Shift]:
    """The last shift of each template, by when certificates may have expired."""
    found: Mapping[UUID | None, Shift] = {row.template_id: row for row in rows}
    return list(found.values())
