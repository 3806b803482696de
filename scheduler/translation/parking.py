"""Parking as a domain of planning."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import CovenantSettings
from scheduler.files import Document, dump_plan, plan_digest
from scheduler.models import Assignment, Plan, Registration, Round, Space
from scheduler.translation.domain import Places, RefusalLine, requests_served
from scheduler.translation.rounds import problem_of
from solvers.document import Placement, PlanDocument
from solvers.plan import Status

__all__ = ["ENGINES", "base_of", "keep", "places", "problem_of", "unheld", "worth"]
ENGINES: tuple[str, ...] = ("auto", "columns", "direct", "greedy", "fcfs")


def base_of(session: Session, round_: Round, digest: str, published: bool) -> bytes | None:
    """A plan file of the places that people hold, else of the newest plan; who takes part no more is left out."""
    if published:
        held = queries.publications.held_in(session, round_.id)
        found: Places = {right.registration_id: tuple(map(UUID, right.space_ids)) for right in held}
    else:
        plan = queries.plans.to_depart_from(session, round_.id)
        if plan is None:
            return None
        found = places(session, plan.id)
    spaces = {space.id: space for space in queries.supply.spaces_by_code(session, round_.community_id).values()}
    sites = {site.id: site.code for site in queries.supply.sites_of(session, round_.community_id)}
    placements = tuple(
        Placement(row.receipt, sites[spaces[own[0]].site_id], tuple(spaces[space].code for space in own))
        for row in queries.registrations.entered(session, round_.id)
        if (own := found.get(row.id))
    )
    document = PlanDocument(digest, plan_digest(digest, placements), "held", Status.FEASIBLE, 0, True, (), placements)
    return zlib.compress(dump_plan(document))


def keep(
    session: Session,
    plan: Plan,
    document: Document,
    by_receipt: Mapping[str, Registration],
    refusals: Sequence[RefusalLine],
) -> tuple[int, int]:
    """Write who gets which spaces; how many took part, and how many are served."""
    assert isinstance(document, PlanDocument)
    spaces = queries.supply.spaces_by_code(session, plan.community_id)
    rows = list(_assignments(plan, document, by_receipt, spaces))
    if rows:
        session.execute(insert(Assignment), rows)
    return requests_served(document, refusals)


def _assignments(
    plan: Plan, document: PlanDocument, by_receipt: Mapping[str, Registration], spaces: Mapping[str, Space]
) -> Iterable[dict[str, Any]]:
    for placement in document.assignments:
        registration = by_receipt.get(placement.request)
        if registration is None:
            continue  # withdrawn while the plan was made
        for part, code in enumerate(placement.spaces):
            yield {
                "plan_id": plan.id,
                "registration_id": registration.id,
                "part": part,
                "site_id": spaces[code].site_id,
                "space_id": spaces[code].id,
            }


def unheld(document: Document) -> list[dict[str, Any]]:
    """Decisions of the staff that cannot hold."""
    assert isinstance(document, PlanDocument)
    return [
        {"request": lock.request, "site": lock.site, "space": lock.space, "rule": lock.rule} for lock in document.unheld
    ]


def worth(rules: CovenantSettings, row: Registration) -> int:
    """Points, weighted as the covenant says."""
    return rules.parking.weighted(row.points)


def places(session: Session, plan_id: UUID) -> Places:
    """Spaces of every served registration, one for each part."""
    return queries.plans.places(session, plan_id)
