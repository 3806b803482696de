"""A season round and its plan as anybody may see them: what a rule or goal needs, and nothing about a person.

Requests keep their receipts, facilities and rooms their names. Parties, households, leaders and members become
numbers, and stand only where a rule asks for them; titles, reasons and who applied as a person are left out. Rules and
goals have the same values as in the full round, plan by plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.files import sessions_digest
from solvers.parking.problem import Closure
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import Party, Quota, RoomsProblem, Section


def public_problem(problem: RoomsProblem) -> RoomsProblem:
    """The round without personal data, whose plans have the same violations and values."""
    return _Public(problem).problem()


def public_plan(document: RoomsPlan, public_digest: str) -> RoomsPlan:
    """The plan for the public round with this digest."""
    return replace(
        document,
        problem_digest=public_digest,
        plan_digest=sessions_digest(public_digest, document.assignments),
    )


class _Public:
    """One translation."""

    def __init__(self, full: RoomsProblem) -> None:
        self.full = full
        by_id = {party.id: party for party in full.parties}
        asking = [by_id[name] for name in dict.fromkeys(request.party for request in full.requests)]
        asked = {party.household for party in asking}
        counted = [quota.of for quota in full.quotas if quota.scope == "household" and quota.of in asked]
        leads = Counter(request.leader for request in full.requests if request.leader is not None)
        alike = {at for a, b, kind in RoomsCase(full).conflicts if kind == "members" for at in (a, b)}
        self.parties = _numbered("p", (party.id for party in asking))
        self.households = _numbered("h", (party.household for party in asking if party.household in counted))
        self.leaders = _numbered("l", (name for name, count in leads.items() if count > 1))
        self.alike = {full.requests[at].id for at in alike}
        self.members = _numbered("m", (one for at in sorted(alike) for one in full.requests[at].members))

    def problem(self) -> RoomsProblem:
        full = self.full
        return replace(
            full,
            facilities=tuple(replace(one, closures=_closures(one.closures)) for one in full.facilities),
            rooms=tuple(replace(one, closures=_closures(one.closures)) for one in full.rooms),
            parties=tuple(self._party(one) for one in full.parties if one.id in self.parties),
            requests=tuple(map(self._request, full.requests)),
            quotas=tuple(quota for one in full.quotas for quota in self._quota(one)),
        )

    def _party(self, party: Party) -> Party:
        return Party(self.parties[party.id], household=self.households.get(party.household or ""), lost=party.lost)

    def _request(self, request: Section) -> Section:
        return replace(
            request,
            party=self.parties[request.party],
            title="",
            age_group="senior" if request.age_group == "senior" else "any",
            leader=self.leaders.get(request.leader or ""),
            members=tuple(self.members[name] for name in request.members) if request.id in self.alike else (),
        )

    def _quota(self, quota: Quota) -> Iterable[Quota]:
        """The quota under its new name; none for a party or household that asks for nothing."""
        names: Mapping[str, str] | None = {"party": self.parties, "household": self.households}.get(quota.scope)
        if names is None:
            yield quota
        elif quota.of in names:
            yield replace(quota, of=names[quota.of])


def _numbered(letter: str, names: Iterable[str | None]) -> dict[str, str]:
    """A number for each name, in the order in which they first come."""
    return {name: f"{letter}{at}" for at, name in enumerate(dict.fromkeys(filter(None, names)), start=1)}


def _closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    return tuple(replace(closure, reason="") for closure in closures)
