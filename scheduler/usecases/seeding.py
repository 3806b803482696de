"""A community from a parking problem: its sites and spaces, invented people, a round with everybody's registration.

People go the way of the counter: enrolled, their vehicle registered, their registration taken, endorsed and approved by
the use cases that staff use. A second call finds the community and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import ADMIN, AUDITOR, COMMITTEE, COORDINATOR, COUNCIL, PROPERTY_STAFF, RESIDENT, Actor
from scheduler.covenant import CovenantSettings, ParkingRules
from scheduler.covenant.money import FeesRules, Tariff
from scheduler.ids import new_id
from scheduler.models import (
    ClosedPeriod,
    Household,
    PartnerSites,
    Resource,
    Round,
    Site,
    Space,
    TidalWindow,
)
from scheduler.office import Office
from scheduler.translation import ParkingProblem
from scheduler.translation.seeds import closures_of, uses_of, vehicle_of, windows_of
from scheduler.usecases import accounts, checking, founding, members, registration, rounds
from scheduler.usecases.round_titles import titles

BATCH = 100
WITH_MAIL = 2
"""How many invented people have a mail address: those with an account."""
STREET_CENTRE = (31.2125, 121.5215)
"""Latitude and longitude (GCJ-02) around which invented sites are laid out."""
DEGREES_PER_METRE = (1 / 111_000, 1 / 95_000)
CELL_METRES = 210
COLUMNS = 6
CRITERIA_ZH = "按积分排序：类别、等待、需要、贡献、违规。业主优先，外来车辆有上限。积分相同者按登记先后。"
CRITERIA_EN = (
    "By points: class, waiting, need, credit, violations. Owners come first, outside vehicles are capped. "
    "Equal points are served in the order of registration."
)


@dataclass(frozen=True)
class Cast:
    """Who lives in the invented community: by number their name, phone, plate; by site its names; what places cost."""

    name_of: Callable[[int], str]
    phone_of: Callable[[int], str]
    plate_of: Callable[[int, bool], str]
    site_name: Callable[[int, str], tuple[str, str]]
    prices_of: Callable[[Sequence[str]], Sequence[Mapping[str, object]]] = lambda sites: ()


@dataclass(frozen=True)
class Seeded:
    """What stands after a seed; `fresh` is false where it stood before."""

    community_id: UUID
    round_id: UUID
    fresh: bool


def seed_community(session: Session, *, slug: str, problem: ParkingProblem, cast: Cast, now: datetime) -> Actor:
    """A community with its covenant, sites and spaces; an actor with every office role in it."""
    community = founding.new_community(session, slug, "塘桥街道（示例）", "Tangqiao street (example)")
    policy = problem.policy
    settings = CovenantSettings(
        parking=ParkingRules(
            guard_minutes=policy.guard_minutes,
            reserve_percent=policy.reserve_percent,
            outside_percent=policy.outside_percent,
            household_cap=policy.household_cap,
            accessible_spaces_exclusive=policy.accessible_spaces_exclusive,
            criteria=_criteria(policy.criteria),
        ),
        fees=_fees(problem, cast),
    )
    texts = ("潮汐式停车公约（示例）", "Covenant of tidal parking (example)")
    founding.adopt(session, community, settings, now - timedelta(days=1), *texts)
    _sites(session, community, problem, cast)
    return office_actor(community)


def _fees(problem: ParkingProblem, cast: Cast) -> FeesRules:
    lines = cast.prices_of([site.id for site in problem.sites])
    return FeesRules(tariffs=[Tariff.model_validate(line) for line in lines])


def _criteria(told: Mapping[str, int]) -> Mapping[str, int]:
    """Criteria as a covenant states them: it counts violations, and takes off for them what a file adds as negative."""
    weight = told.get("violations", 0)
    return told if weight <= 0 else {**told, "violations": -weight, "decision": 1}


def _points(criteria: Mapping[str, int], told: Mapping[str, int]) -> dict[str, int]:
    """Points of a file, as they count by `_criteria`."""
    flipped = criteria.get("violations", 0) > 0
    return {name: -value if flipped and name == "violations" else value for name, value in told.items()}


def _sites(session: Session, community: UUID, problem: ParkingProblem, cast: Cast) -> None:
    ids: dict[str, UUID] = {}
    for at, site in enumerate(problem.sites):
        names = cast.site_name(at, site.kind)
        row = Site(
            id=new_id(),
            community_id=community,
            code=site.id,
            name_zh=names[0],
            name_en=names[1],
            kind=site.kind,
            gate_limit=site.gate_limit,
            outside_cap=site.outside_cap,
            datum="GCJ-02",
            latitude=STREET_CENTRE[0] + at // COLUMNS * CELL_METRES * DEGREES_PER_METRE[0],
            longitude=STREET_CENTRE[1] + at % COLUMNS * CELL_METRES * DEGREES_PER_METRE[1],
        )
        session.add(row)
        ids[site.id] = row.id
    session.flush()
    for site in problem.sites:
        session.add_all(TidalWindow(site_id=ids[site.id], **fields) for fields in windows_of(site))
        session.add_all(ClosedPeriod(site_id=ids[site.id], **fields) for fields in closures_of(site.closures))
    _spaces(session, community, problem, ids)
    session.add_all(
        PartnerSites(a_id=ids[pair.a], b_id=ids[pair.b], tolerance=pair.tolerance) for pair in problem.partners
    )
    session.flush()


def _spaces(session: Session, community: UUID, problem: ParkingProblem, ids: dict[str, UUID]) -> None:
    for unit, at in problem.units:
        space = problem.spaces[at]
        row_id = new_id()
        resource = Resource(community_id=community, kind="space", subject_id=row_id)
        session.add(resource)
        session.flush()
        session.add(
            Space(
                id=row_id,
                community_id=community,
                site_id=ids[space.site],
                resource_id=resource.id,
                code=unit,
                size=space.size,
                ev=space.ev,
                accessible=space.accessible,
                reserved_for=list(space.reserved_for),
            )
        )
        session.flush()
        own = ids[space.site]
        session.add_all(TidalWindow(site_id=own, space_id=row_id, **fields) for fields in windows_of(space))
        session.add_all(ClosedPeriod(site_id=own, space_id=row_id, **fields) for fields in closures_of(space.closures))


def open_round(session: Session, *, actor: Actor, problem: ParkingProblem, now: datetime) -> Round:
    """A round for the problem's dates that people can apply in from now on for a month."""
    terms = rounds.RoundTerms(
        code=f"parking-{problem.horizon.first.isoformat()}",
        **titles("parking", problem.horizon.first, problem.horizon.last),
        apply_from=now - timedelta(minutes=1),
        apply_until=now + timedelta(days=30),
        use_first=problem.horizon.first,
        use_last=problem.horizon.last,
        criteria_zh=CRITERIA_ZH,
        criteria_en=CRITERIA_EN,
    )
    made = rounds.set_up(session, actor=actor, terms=terms, now=now)
    return rounds.move(session, actor=actor, round_id=made.id, action="open", now=now)


def seed(
    office: Office, slug: str, problem: ParkingProblem, cast: Cast, told: Callable[[float], None] = lambda share: None
) -> Seeded:
    """Fill an installation, some people at a time; `told` hears the share that is done."""
    database = office.database
    with database.reading() as session:
        known = _standing(session, slug)
    if known is not None and known[1] != "open":
        return known[0]
    if known is None:
        started = database.transact(lambda session: _begin(session, slug, problem, cast, database.now(session)))
    else:
        started = known[0]
    people = _Crowd(office, office_actor(started.community_id), started.round_id, problem, cast)
    for first in range(0, len(problem.requests), BATCH):
        database.transact(partial(people.add, range(first, first + BATCH)))
        told(min(1.0, (first + BATCH) / len(problem.requests)))
    database.transact(people.approve)
    return Seeded(started.community_id, started.round_id, fresh=True)


def office_actor(community: UUID, account: UUID | None = None) -> Actor:
    """Somebody with every office role."""
    return Actor(community, account, roles=frozenset({ADMIN, COORDINATOR, PROPERTY_STAFF}))


def _standing(session: Session, slug: str) -> tuple[Seeded, str] | None:
    """The community of that name with the state of its first round of parking, the one that is seeded."""
    community = queries.community.by_slug(session, slug)
    known = [] if community is None else queries.rounds.listed(session, community.id)
    first = next((row for row in reversed(known) if row.domain == "parking"), None)
    if community is None or first is None:
        return None
    return Seeded(community.id, first.id, fresh=False), first.state


def _begin(session: Session, slug: str, problem: ParkingProblem, cast: Cast, now: datetime) -> Seeded:
    actor = seed_community(session, slug=slug, problem=problem, cast=cast, now=now)
    opened = open_round(session, actor=actor, problem=problem, now=now)
    return Seeded(actor.community_id, opened.id, fresh=True)


class _Crowd:
    """People by the number of their request; who was added before a stop is found by their phone."""

    def __init__(self, office: Office, actor: Actor, round_id: UUID, problem: ParkingProblem, cast: Cast) -> None:
        self.office, self.actor, self.round_id, self.problem, self.cast = office, actor, round_id, problem, cast
        first: dict[str, int] = {}
        for at, request in enumerate(problem.requests):
            first.setdefault(request.vehicle, at)
        self.keeper = [first[request.vehicle] for request in problem.requests]

    def approve(self, session: Session) -> None:
        """Endorse and approve all, as the property company and the housing office do with a list."""
        now = self.office.database.now(session)
        for action in ("endorse", "approve"):
            checking.act_on_all(session, actor=self.actor, round_id=self.round_id, action=action, now=now)

    def add(self, numbers: Sequence[int], session: Session) -> None:
        now = self.office.database.now(session)
        sites = {site.code: site.id for site in queries.supply.sites_of(session, self.actor.community_id)}
        spaces = queries.supply.spaces_by_code(session, self.actor.community_id)
        for number in numbers:
            if number < len(self.problem.requests):
                self._person(session, number, sites, spaces, now)

    def _person(
        self, session: Session, number: int, sites: dict[str, UUID], spaces: dict[str, Space], now: datetime
    ) -> None:
        request, keeper = self.problem.requests[number], self.keeper[number]
        vehicle_id = self._vehicle(session, keeper, sites, now)
        wish = registration.Wish(
            vehicle_id=vehicle_id,
            uses=uses_of(self.problem, request),
            longest_walk=request.longest_walk,
            home_site_id=sites.get(request.home_site or ""),
            walk=dict(request.walk),
            points=_points(self.problem.policy.criteria, request.points),
            split_at_season=request.split_at_season,
        )
        vehicle = queries.community.vehicle(session, self.actor.community_id, vehicle_id)
        known = queries.registrations.of_vehicle_in(session, self.round_id, vehicle_id)
        if vehicle is None or any(row.uses == list(wish.uses) for row in known):
            return
        row = registration.register(
            session,
            actor=self.actor,
            vault=self.office.vault,
            round_id=self.round_id,
            wish=wish,
            channel="import",
            now=now + timedelta(microseconds=number),
        )
        row.household_id = self._household(session, request.household, sites.get(request.home_site or ""))
        if request.previous_space is not None:
            row.previous_space_id = spaces[request.previous_space].id

    def _vehicle(self, session: Session, keeper: int, sites: dict[str, UUID], now: datetime) -> UUID:
        vault, request = self.office.vault, self.problem.requests[keeper]
        plate = self.cast.plate_of(keeper, request.needs_ev)
        known = queries.community.vehicles_by_plate(
            session, self.actor.community_id, vault.index(plate, "vehicle.plate")
        )
        if known:
            return known[0].id
        person = members.Person(
            name=self.cast.name_of(keeper),
            phone=self.cast.phone_of(keeper),
            mail=f"person{keeper}@example.org" if keeper < WITH_MAIL else None,
            household_id=self._household(session, request.household, sites.get(request.home_site or "")),
            home_site_id=sites.get(request.home_site or ""),
        )
        member = members.enrol(session, actor=self.actor, vault=vault, person=person, now=now)
        car = members.Car(plate=plate, **vehicle_of(request))
        made = members.add_vehicle(session, actor=self.actor, vault=vault, member_id=member.id, car=car, now=now)
        return made.id

    def _household(self, session: Session, name: str | None, home: UUID | None) -> UUID | None:
        """A household of the problem, under an id that its name gives."""
        if name is None:
            return None
        row_id = household_id(self.actor.community_id, name)
        if session.get(Household, row_id) is None:
            session.add(Household(id=row_id, community_id=self.actor.community_id, home_site_id=home))
            session.flush()
        return row_id


def household_id(community: UUID, name: str) -> UUID:
    """Id of an invented household (RFC 9562, version 5)."""
    return uuid5(community, name)


# ---- accounts to look around with

LOGINS = ("admin", "coordinator", "property", "committee", "council", "auditor", "resident1", "resident2")
"""Accounts of an invented community, with what follows the @ of each: the community's name."""


def add_accounts(
    session: Session, *, office: Office, seeded: Seeded, slug: str, password: str, now: datetime
) -> list[str]:
    """An account for each role, and for the first two people; those that stand already keep their passwords."""
    actor = office_actor(seeded.community_id)
    site = queries.supply.sites_of(session, seeded.community_id)[0]
    people = queries.community.first_members(session, seeded.community_id, 2)
    roles = {
        "admin": (ADMIN, None, None),
        "coordinator": (COORDINATOR, None, None),
        "property": (PROPERTY_STAFF, None, site.id),
        "committee": (COMMITTEE, None, None),
        "council": (COUNCIL, None, None),
        "auditor": (AUDITOR, None, None),
        "resident1": (RESIDENT, people[0].id, None),
        "resident2": (RESIDENT, people[1].id, None),
    }
    for name, (role, member, of_site) in roles.items():
        add_account(
            session,
            office=office,
            actor=actor,
            wanted=accounts.NewAccount(f"{name}@{slug}", password, member),
            role=role,
            site_id=of_site,
            now=now,
        )
    return [f"{name}@{slug}" for name in LOGINS]


def add_account(
    session: Session,
    *,
    office: Office,
    actor: Actor,
    wanted: accounts.NewAccount,
    role: str,
    now: datetime,
    site_id: UUID | None = None,
) -> None:
    """An account with a role; one that stands already is left as it is."""
    if queries.access.by_login(session, wanted.login) is not None:
        return
    made = accounts.create(session, actor=actor, wanted=wanted, settings=office.settings, now=now)
    accounts.grant(session, actor=actor, account_id=made.id, name=role, site_id=site_id, now=now)
