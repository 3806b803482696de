"""A plan file to rows."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.files import dump_plan, plan_digest
from scheduler.ids import new_id
from scheduler.models import Assignment, Plan, Refusal, Registration, Round, Run, Space
from solvers.document import Placement, PlanDocument
from solvers.plan import Status


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """Why a registration is not served: reasons as codes and numbers; `waitable` where a place could come free."""

    request: str
    waitable: bool
    reasons: Sequence[Mapping[str, Any]]


def base_document(session: Session, round_: Round, places: Mapping[UUID, Sequence[UUID]], problem_digest: str) -> bytes:
    """A plan file of places that stand, for a re-run to depart from; who takes part no more is left out."""
    spaces = {space.id: space for space in queries.supply.spaces_by_code(session, round_.community_id).values()}
    sites = {site.id: site.code for site in queries.supply.sites_of(session, round_.community_id)}
    placements = tuple(
        Placement(row.receipt, sites[spaces[held[0]].site_id], tuple(spaces[space].code for space in held))
        for row, _ in queries.registrations.competing(session, round_.id)
        if (held := places.get(row.id))
    )
    digest = plan_digest(problem_digest, placements)
    document = PlanDocument(problem_digest, digest, "held", Status.FEASIBLE, 0, True, (), placements)
    return dump_plan(document)


def record_plan(
    session: Session, *, run: Run, document: PlanDocument, refusals: Iterable[RefusalLine], now: datetime
) -> Plan:
    """Keep a verified plan with its assignments and refusals.

    The waitlist's order is frozen here: more points first, then who was received first; those for whom no place could
    come free stand at the end.
    """
    round_ = session.get_one(Round, run.round_id)
    entered = [registration for registration, _ in queries.registrations.competing(session, round_.id)]
    by_receipt = {registration.receipt: registration for registration in entered}
    plan = Plan(
        id=new_id(),
        community_id=run.community_id,
        round_id=run.round_id,
        run_id=run.id,
        document=zlib.compress(dump_plan(document)),
        problem_digest=document.problem_digest,
        plan_digest=document.plan_digest,
        status=str(document.status),
        reproducible=document.reproducible,
        tiers=[{"name": tier.name, "value": tier.value, "bound": tier.bound} for tier in document.tiers],
        unheld=[
            {"request": lock.request, "site": lock.site, "space": lock.space, "rule": lock.rule}
            for lock in document.unheld
        ],
        requests=0,
        assigned=len(document.assignments),
        created_at=now,
    )
    session.add(plan)
    lines = list(refusals)
    plan.requests = plan.assigned + len(lines)
    session.flush()
    spaces = queries.supply.spaces_by_code(session, run.community_id)
    _insert(session, Assignment, list(_assignments(plan, document, by_receipt, spaces)))
    _insert(session, Refusal, list(_refusals(session, plan, round_, lines, by_receipt)))
    return plan


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


def _refusals(
    session: Session,
    plan: Plan,
    round_: Round,
    lines: Sequence[RefusalLine],
    by_receipt: Mapping[str, Registration],
) -> Iterable[dict[str, Any]]:
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings).parking
    order = {receipt: at for at, receipt in enumerate(by_receipt)}
    known = [line for line in lines if line.request in by_receipt]
    known.sort(
        key=lambda line: (not line.waitable, -rules.weighted(by_receipt[line.request].points), order[line.request])
    )
    for rank, line in enumerate(known, start=1):
        yield {
            "plan_id": plan.id,
            "registration_id": by_receipt[line.request].id,
            "rank": rank,
            "waitable": line.waitable,
            "reasons": [dict(reason) for reason in line.reasons],
        }


def _insert(session: Session, kind: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(kind), rows)
