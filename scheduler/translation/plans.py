"""A plan file to rows."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.files import Document, dump_plan
from scheduler.ids import new_id
from scheduler.lots import lot_number
from scheduler.models import Plan, Refusal, Registration, Round, Run, Scenario
from scheduler.translation.domain import Domain, RefusalLine


def record_plan(
    session: Session, domain: Domain, *, run: Run, document: Document, refusals: Iterable[RefusalLine], now: datetime
) -> Plan:
    """Keep a verified plan with its assignments and refusals.

    The waitlist's order is frozen here: more points first, then the smaller lot of the round's draw where it is
    revealed, of equal lots the smaller receipt, else who was received first; those for whom no place could come free
    stand at the end.
    """
    round_ = session.get_one(Round, run.round_id)
    by_receipt = {row.receipt: row for row in queries.registrations.entered(session, round_.id)}
    lines = list(refusals)
    plan = _plan(run, document, domain.unheld(document), now)
    session.add(plan)
    session.flush()
    plan.requests, plan.assigned = domain.keep(session, plan, document, by_receipt, lines)
    rows = list(_refusals(session, domain, plan, round_, lines, by_receipt))
    if rows:
        session.execute(insert(Refusal), rows)
    return plan


def record_scenario_plan(
    session: Session, *, run: Run, document: Document, figures: Mapping[str, Any], now: datetime
) -> Plan:
    """Keep the plan of a scenario, whole, and what it changes; none of it is a row of anybody."""
    scenario = session.get_one(Scenario, run.scenario_id)
    plan = _plan(run, document, [], now)
    plan.scenario_id = scenario.id
    plan.requests, plan.assigned = figures["after"]["asked"], figures["after"]["served"]
    scenario.figures = dict(figures)
    session.add(plan)
    session.flush()
    return plan


def _plan(run: Run, document: Document, unheld: list[dict[str, Any]], now: datetime) -> Plan:
    return Plan(
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
        unheld=unheld,
        requests=0,
        assigned=0,
        created_at=now,
    )


def _refusals(
    session: Session,
    domain: Domain,
    plan: Plan,
    round_: Round,
    lines: Sequence[RefusalLine],
    by_receipt: Mapping[str, Registration],
) -> Iterable[dict[str, Any]]:
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    rules = settings_of(covenant.settings)
    order = {receipt: at for at, receipt in enumerate(by_receipt)}
    seed = queries.draws.seed(session, round_.id)
    lot = {receipt: (lot_number(seed, receipt), receipt) if seed else (0, "") for receipt in by_receipt}
    known = [line for line in lines if line.request in by_receipt]
    known.sort(
        key=lambda line: (
            not line.waitable,
            -domain.worth(rules, by_receipt[line.request]),
            lot[line.request],
            order[line.request],
        )
    )
    for rank, line in enumerate(known, start=1):
        yield {
            "plan_id": plan.id,
            "registration_id": by_receipt[line.request].id,
            "rank": rank,
            "waitable": line.waitable,
            "reasons": [dict(reason) for reason in line.reasons],
            "cause": None if line.cause is None else dict(line.cause),
        }
