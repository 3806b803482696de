"""A round to a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import ParkingRules, settings_of
from scheduler.errors import Rejected
from scheduler.files import rejected
from scheduler.lots import lot_number
from scheduler.models import Registration, Round, Vehicle
from scheduler.queries.bookings import Taken
from scheduler.queries.supply import Supply
from scheduler.translation import streaks
from scheduler.translation.site_limits import counted
from scheduler.translation.values import checked, clock, party_of, policy_of, site_of, space_of, use_of
from solvers.errors import InvalidProblem
from solvers.parking import problem as core
from solvers.timetable import Horizon, WindowRule
from solvers.window import DAY


def problem_of(session: Session, round_: Round, now: datetime, but: UUID | None = None) -> core.ParkingProblem:
    """What is to be planned, as it stands now; bookings that are over stand in nobody's way.

    What is held for the registration `but` as a way forward is not in the way either.

    Raises
    ------
    Rejected
        For the first value that no problem may carry, with its code.
    """
    community = queries.community.one(session, round_.community_id)
    covenant = queries.community.covenant(session, community.id, round_.covenant_version)
    rules = settings_of(covenant.settings).parking
    supply = queries.supply.supply_of(session, community.id)
    overrides = queries.community.overrides(session, community.id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    taken = queries.bookings.taken_from_others(
        session,
        community.id,
        round_.id,
        max(now, calendar.instant_of(horizon.first, -DAY, community.zone)),
        calendar.instant_of(horizon.first, (horizon.length + 1) * DAY, community.zone),
        but,
    )
    try:
        return _Round(session, round_, rules, supply, horizon, community.zone).problem(taken)
    except InvalidProblem as error:
        refusal = rejected(error, "")
        raise Rejected(refusal.code, refusal.field, refusal.value, refusal.allowed) from error


class _Round:
    """One translation."""

    def __init__(
        self, session: Session, round_: Round, rules: ParkingRules, supply: Supply, horizon: Horizon, zone: str
    ) -> None:
        self.session, self.round, self.rules, self.supply = session, round_, rules, supply
        self.horizon, self.zone = horizon, zone
        self.site_codes = {site.id: site.code for site in supply.sites}
        self.space_codes = {space.id: space.code for space in supply.spaces}
        self.patterns: dict[tuple[WindowRule, ...], str] = {}
        self.seed = queries.draws.seed(session, round_.id)
        self.guaranteed = streaks.guaranteed(session, round_)

    def problem(self, taken: Iterable[Taken]) -> core.ParkingProblem:
        requests = [self.request(*found) for found in queries.registrations.competing(self.session, self.round.id)]
        return core.ParkingProblem(
            horizon=self.horizon,
            policy=policy_of(self.rules),
            sites=tuple(site_of(site, self.supply, self.horizon) for site in self.supply.sites),
            spaces=tuple(self.spaces(taken)),
            patterns=tuple(core.Pattern(name, rules) for rules, name in self.patterns.items()),
            requests=tuple(requests),
            partners=tuple(
                core.Partnership(self.site_codes[pair.a_id], self.site_codes[pair.b_id], counted(pair.tolerance))
                for pair in self.supply.partners
            ),
            locks=tuple(self.locks({request.id for request in requests})),
        )

    def spaces(self, taken: Iterable[Taken]) -> Iterable[core.Space]:
        closures: dict[UUID, list[core.Closure]] = defaultdict(list)
        for row in taken:
            closures[row.space_id] += self.taken_dates(row)
        for space in self.supply.spaces:
            code, also = self.site_codes[space.site_id], closures.get(space.id, ())
            yield space_of(space, code, self.supply, self.horizon, also)

    def taken_dates(self, taken: Taken) -> list[core.Closure]:
        """Where somebody else has a space, the minutes of each date on which it is closed to the round."""
        first = calendar.minute_of(self.horizon.first, taken.starts_at, self.zone) - self.rules.guard_minutes
        last = calendar.minute_of(self.horizon.first, taken.ends_at, self.zone)
        out = []
        for number in range(first // DAY, (last - 1) // DAY + 1):
            day = self.horizon.first + timedelta(days=number)
            if self.horizon.days[0].date <= day <= self.horizon.days[-1].date:
                start, end = max(first, number * DAY) - number * DAY, min(last, (number + 1) * DAY) - number * DAY
                out.append(core.Closure(day, day, clock(start), clock(end), reason="taken"))
        return out

    def request(self, row: Registration, vehicle: Vehicle) -> core.Registration:
        return core.Registration(
            id=row.receipt,
            vehicle=vehicle.id.hex,
            pattern=self.pattern(tuple(use_of(rule) for rule in row.uses)),
            points={name: int(value) for name, value in row.points.items() if name in self.rules.criteria},
            walk={code: int(metres) for code, metres in row.walk.items() if code in self.site_codes.values()},
            longest_walk=row.longest_walk,
            size=checked(vehicle.size, core.SIZES),
            party=party_of(vehicle.party),
            needs_ev=vehicle.needs_ev,
            needs_accessible=vehicle.needs_accessible,
            household=None if row.household_id is None else row.household_id.hex,
            home_site=None if row.home_site_id is None else self.site_codes[row.home_site_id],
            previous_space=None if row.previous_space_id is None else self.space_codes.get(row.previous_space_id),
            split_at_season=row.split_at_season,
            lot=lot_number(self.seed, row.receipt) if self.seed else None,
            guaranteed=row.id in self.guaranteed,
        )

    def pattern(self, rules: tuple[WindowRule, ...]) -> str:
        return self.patterns.setdefault(rules, f"p{len(self.patterns) + 1}")

    def locks(self, known: set[str]) -> Iterable[core.Lock]:
        for lock, receipt in queries.plans.locks(self.session, self.round.id):
            site = None if lock.site_id is None else self.site_codes[lock.site_id]
            space = None if lock.space_id is None else self.space_codes[lock.space_id]
            if receipt in known:
                yield core.Lock(receipt, "ban" if lock.kind == "forbid" else "pin", site, space)
