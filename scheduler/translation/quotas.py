"""Quotas of a season, from the covenant: the same for a round and for a draft that is tried on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from scheduler.covenant import Quotas, RoomsRules
from solvers.rooms import problem as core

WEEK = 7


def quotas_of(
    rules: RoomsRules, parties: Iterable[core.Party], facilities: Collection[str], days: int
) -> Iterator[core.Quota]:
    """Quotas of each party and household, of categories, and of each party at a facility, over a horizon of `days`."""
    households: dict[str, None] = {}
    for party in parties:
        own = rules.organisation_quota if party.kind == "organisation" else rules.person_quota
        yield from _quota("party", party.id, own, days)
        if party.household is not None:
            households[party.household] = None
    for household in households:
        yield from _quota("household", household, rules.household_quota, days)
    for category, quota in rules.category_quotas.items():
        yield from _quota("category", str(category), quota, days)
    for code, quota in rules.facility_quotas.items():
        if code in facilities:
            yield from _quota("facility", code, quota, days)


def _quota(scope: str, of: str, quota: Quotas, days: int) -> Iterator[core.Quota]:
    """A weekly quota over the whole horizon, part of a week counted for what it is."""
    if quota.minutes is None and quota.sessions is None:
        return
    minutes, sessions = (None if most is None else -(-most * days // WEEK) for most in (quota.minutes, quota.sessions))
    yield core.Quota(scope, of, minutes, sessions)  # type: ignore[arg-type]
