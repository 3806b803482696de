"""A draft of the covenant tried on the last round of a kind: a scenario of it, solved by the scenarios' own job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import Conflict, NotAllowed, Rejected
from scheduler.models import CovenantDraft, Round, Run, Scenario
from scheduler.translation import DOMAINS
from scheduler.usecases import planning, scenarios
from scheduler.usecases.covenants import locked, seen
from scheduler.usecases.what_ifs import COVENANT

GONE = ("adopted", "rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft on a round: the scenario and its newest run; `figures` speak of the draft as it is now, else None.

    They name nobody: who would gain or lose is told by the scenario itself, to the office and auditors.
    """

    domain: str
    round: Round
    scenario: Scenario
    run: Run | None
    figures: Mapping[str, Any] | None


def order(session: Session, *, actor: Actor, draft_id: UUID, domain: str, wanted: planning.Order, now: datetime) -> Run:
    """Queue a solve of the last planned round of a domain under a draft; followed and cancelled like any run.

    Raises
    ------
    NotFound, NotAllowed
        No such draft; not for this person.
    Conflict
        ``draft_not_ready`` once it is decided; ``nothing_to_preview``; ``run_under_way``.
    Rejected
        ``not_offered``; an order that cannot be.
    """
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")
    row = locked(session, actor, draft_id)
    if row.state in GONE:
        raise Conflict("draft_not_ready", "state", row.state, "draft, proposed")
    if domain not in DOMAINS:
        raise Rejected("not_offered", "domain", domain, ", ".join(DOMAINS))
    round_ = queries.covenants.last_round(session, actor.community_id, domain)
    if round_ is None:
        raise Conflict("nothing_to_preview", "domain", domain)
    scenario = _scenario(session, actor, row, round_, now)
    row.scenario_id = scenario.id
    return scenarios.queue_run(session, actor=actor, scenario_id=scenario.id, order=wanted, now=now)


def previews(session: Session, *, actor: Actor, draft_id: UUID) -> list[Preview]:
    """What a draft would change on the last round of each kind, where that was tried.

    Raises
    ------
    NotFound
        If there is no such draft for this person.
    """
    row = seen(session, actor=actor, draft_id=draft_id)
    found = []
    for domain in DOMAINS:
        round_ = queries.covenants.last_round(session, row.community_id, domain)
        scenario = None if round_ is None else queries.scenarios.named(session, round_.id, name_of(row))
        if round_ is None or scenario is None:
            continue
        run, figures = queries.scenarios.newest_run(session, scenario.id), None
        if scenario.changes == changes_of(row) and scenario.figures is not None:
            figures = {name: value for name, value in scenario.figures.items() if name != "changes"}
        found.append(Preview(domain, round_, scenario, run, figures))
    return found


def name_of(row: CovenantDraft) -> str:
    """Name of a draft's scenario within a round, which stays though its title changes."""
    return f"公约草案 Covenant {row.id.hex[-8:]}"


def changes_of(row: CovenantDraft) -> list[dict[str, Any]]:
    """The one change that a draft's scenario makes."""
    return [{"kind": COVENANT, "settings": row.settings}]


def _scenario(session: Session, actor: Actor, row: CovenantDraft, round_: Round, now: datetime) -> Scenario:
    wanted = scenarios.Wanted(name_of(row), changes_of(row), row.title)
    known = queries.scenarios.named(session, round_.id, wanted.name)
    if known is None:
        return scenarios.make(session, actor=actor, round_id=round_.id, wanted=wanted, now=now)
    if known.changes == wanted.changes:
        return known
    given: dict[str, Any] = {"scenario_id": known.id, "version": known.row_version, "wanted": wanted}
    return scenarios.amend(session, actor=actor, now=now, **given)
