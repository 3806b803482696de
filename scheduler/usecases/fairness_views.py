"""Fairness over rounds as people see it: one's own, anybody's for the office, all in sum for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.fair_figures import Overall, Sums, overall, sums_of
from scheduler.queries.fairness import Past
from scheduler.remembered import Remembered
from scheduler.translation import DOMAINS

KEPT = 50
"""Most communities whose figures are remembered."""


class Whose(NamedTuple):
    """What rounds of a domain brought to a person, household or organisation."""

    subject_id: UUID
    domain: str
    sums: Sums


def own(session: Session, *, actor: Actor) -> list[tuple[str, Whose]]:
    """What rounds brought to whoever asks: by themselves, as a household, as an organisation; by kind and domain."""
    if actor.member_id is None:
        return []
    member = queries.community.member(session, actor.community_id, actor.member_id)
    if member is None:
        return []
    subjects = {"person": member.id, "household": member.household_id, "organisation": member.organisation_id}
    return [
        (kind, one)
        for kind, subject in subjects.items()
        if subject is not None
        for one in _of(session, actor.community_id, kind, [subject], None)
    ]


def listed(
    session: Session,
    *,
    actor: Actor,
    kind: str,
    domain: str | None = None,
    subject: UUID | None = None,
    last: UUID | None = None,
    limit: int = 50,
) -> list[Whose]:
    """What rounds brought to persons, households or organisations, by number: `limit` of them, or the one named.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, "auditor"):
        raise NotAllowed("not_for_this_role")
    found = [subject] if subject else queries.fairness.subjects(session, actor.community_id, kind, domain, last, limit)
    return _of(session, actor.community_id, kind, found, domain)


def in_sum(session: Session, *, slug: str) -> Sequence[Overall]:
    """How evenly the rounds of a community served all, by domain.

    Raises
    ------
    NotFound
        No such community.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    key = (community.id, queries.fairness.fingerprint(session, community.id))
    return _kept.found(key, lambda: _in_sum(session, community.id))


_kept = Remembered[tuple[UUID, tuple[int | None, ...]], Sequence[Overall]](KEPT)
"""Figures by what they are worked out from: anybody may ask, and they change once a night at most."""


def _in_sum(session: Session, community: UUID) -> Sequence[Overall]:
    compounds = {site.id: site.code for site in queries.supply.sites_of(session, community)}
    past = _by_domain(queries.fairness.past(session, community))
    return [overall(domain, past[domain], compounds) for domain in DOMAINS if domain in past]


def _of(session: Session, community: UUID, kind: str, subjects: Sequence[UUID], domain: str | None) -> list[Whose]:
    past = queries.fairness.past(session, community, domain, kind=kind, of=subjects)
    found = [
        Whose(subject, name, sums)
        for name, rows in _by_domain(past).items()
        for subject, sums in sums_of(rows, _KEYS[kind]).items()
    ]
    return sorted(found, key=lambda one: (one.subject_id, list(DOMAINS).index(one.domain)))


def _by_domain(past: Sequence[Past]) -> Mapping[str, list[Past]]:
    found: dict[str, list[Past]] = {}
    for one in past:
        found.setdefault(one.domain, []).append(one)
    return found


def _person(one: Past) -> UUID | None:
    return one.member_id


def _household(one: Past) -> UUID | None:
    return one.household_id


def _organisation(one: Past) -> UUID | None:
    return one.organisation_id


_KEYS = {"person": _person, "household": _household, "organisation": _organisation}
