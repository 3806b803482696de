"""What a roster is made from, for the access matrix: a volunteer, their organisation's team, shifts, people visited."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from scheduler.models import Elder, MeetingPoint, Shift, ShiftTemplate, Volunteer
from scheduler.usecases import organisations, roster_locks, teams, volunteer_pairs
from scheduler.usecases.roster_locks import Decision
from scheduler.usecases.teams import TeamAsk
from tests.roster_months import Month
from tests.rosters_town import LESSON, RosterTown, round_row

SEEN_BY_NOBODY = 7
"""Version of what calls would amend."""


def roster_things(rosters: RosterTown, at: int, organisation_id: UUID) -> dict[str, str]:
    """A volunteer with a pair, and a shift for which their organisation is asked, with a decision of the office."""
    town, first = rosters.town, at == 0
    office: dict[str, Any] = {"actor": town.coordinator}
    volunteer, partner, other = (rosters.volunteers[number] for number in (at, at + 1, at + 2))
    member_id = rosters.one(Volunteer, volunteer).member_id
    town.do(organisations.join, member_id=member_id, organisation_id=organisation_id, **office)
    # A version that no call has seen: who may amend is told so, and nothing has to be set up anew.
    rosters.change(Volunteer, volunteer, organisation_id=organisation_id, row_version=SEEN_BY_NOBODY)
    shift = rosters.shift(f"asked{at}", date(2026, 5, 27), "09:00" if first else "13:00", 60, "HALL", LESSON)
    rosters.change(Shift, shift, state="open", row_version=SEEN_BY_NOBODY)
    elder, point = rosters.elders["E1" if first else "E2"], rosters.points["HALL" if first else "GATE"]
    template = rosters.templates["lesson" if first else "patrol"]
    for kind, row in ((Elder, elder), (MeetingPoint, point), (ShiftTemplate, template)):
        rosters.change(kind, row, row_version=SEEN_BY_NOBODY)
    team = town.do(teams.ask, shift_id=shift, team=TeamAsk(organisation_id, "teacher", 1), **office)
    pair = town.do(volunteer_pairs.add, a_id=volunteer, b_id=other, kind="preferred", **office)
    decision = Decision(other, "ban", reason="Agreed.")
    things: dict[str, Any] = {
        "volunteer_id": volunteer,
        "partner_id": partner,
        "pair_id": pair[0].id,
        "elder_id": elder,
        "point_id": point,
        "template_id": template,
        "shift_id": shift,
        "team_id": team.row.id,
        "roster_lock_id": town.do(roster_locks.lock, shift_id=shift, decision=decision, **office).id,
    }
    return {name: str(value) for name, value in things.items()}


def roster_plan(rosters: RosterTown) -> dict[str, str]:
    """A plan of a roster, of a round of its own, so that what others ask of theirs stays as it is."""
    town = rosters.town
    first, last = date(2026, 6, 1), date(2026, 6, 28)
    round_id = town.database.transact(lambda session: round_row(session, town, "rosters-june", first, last, "closed"))
    month = Month(RosterTown(town, round_id, rosters.volunteers, rosters.elders, rosters.points, {}, {}))
    return {"roster_plan_id": str(month.plan("greedy"))}
