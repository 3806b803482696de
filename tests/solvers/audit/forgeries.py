"""Bundles forged with care: whoever makes one changes a part and puts every digest and figure in order again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import Any

from scheduler.calendar import horizon
from scheduler.certificates.making import make
from scheduler.files import LoadedRooms, dump_plan, dump_problem, duties_digest, problem_digest
from scheduler.planning.solving import Order, Watcher
from scheduler.planning.solving_rooms import solve_loaded_rooms
from solvers.audit.canonical import canonical, digest_of
from solvers.audit.claims import plan_digest_of, proven
from solvers.audit.frame import DRAWN
from solvers.document import TierLine
from solvers.plan import Status
from solvers.rooms.generate import ROOMS_SCALES, generate_rooms
from solvers.rosters.case import RosterCase
from solvers.rosters.check import costs
from solvers.rosters.greedy import by_urgency, continued
from solvers.rosters.plan import RosterPlan, duties_of
from tests.bundles import CONTEXT, parts_of, resealed, small_certificate
from tests.solvers.rosters.small import random_problem

Change = Callable[[dict[str, Any]], object]
DOMAINS = ("parking", "rooms", "rosters")


@cache
def bundle(domain: str) -> bytes:
    """A small certificate of a domain that its audit accepts."""
    made = small_certificate() if domain == "parking" else make(*_files(domain), CONTEXT)
    assert made.audit.accepted, made.audit.findings
    return made.bundle


def _files(domain: str) -> tuple[bytes, bytes]:
    if domain == "rooms":
        season = generate_rooms(ROOMS_SCALES["tiny"], 1, horizon(date(2026, 3, 2), date(2026, 3, 29)))
        loaded = LoadedRooms(season, problem_digest(season), ())
        solved = solve_loaded_rooms(loaded, "options", Order(work=0.5, workers=1), Watcher(), None, 0.0)
        return dump_problem(season), dump_plan(solved.document)
    month = random_problem(1)
    case = RosterCase(month)
    found = by_urgency(case, continued(case))
    digest, duties = problem_digest(month), duties_of(case, found.seats())
    parts = costs(case, found)
    tiers = (TierLine("cost", sum(parts.values()), 0), *(TierLine(name, value) for name, value in parts.items()))
    plan = RosterPlan(digest, duties_digest(digest, duties), "greedy", Status.FEASIBLE, 1, True, tiers, duties, ())
    return dump_problem(month), dump_plan(plan)


def forged(domain: str, change: Change, afterwards: Change = lambda parts: None) -> bytes:
    """A bundle with a change, made consistent; `afterwards` is changed once that is done, before the seal."""
    parts = deepcopy(parts_of(bundle(domain)))
    change(parts)
    for step in (_digests, _figures, _bound, _draw):
        try:
            step(parts)
        except Exception:  # where a change leaves nothing to be counted, the old figure stays
            continue
    afterwards(parts)
    return resealed(parts)


def _digests(parts: Mapping[str, Any]) -> None:
    problem, plan, manifest = parts["problem"], parts["plan"], parts["manifest"]
    digest = sha256(canonical(problem)).hexdigest()
    plan["problem_digest"] = manifest["problem_digest"]["public"] = digest
    manifest["policy_digest"]["public"] = digest_of(problem["policy"])
    plan["plan_digest"] = manifest["plan_digest"]["public"] = plan_digest_of(manifest["domain"], plan)


def _figures(parts: Mapping[str, Any]) -> None:
    checker = import_module(f"solvers.audit.{parts['manifest']['domain']}")
    values = dict(checker.values(parts["problem"], parts["plan"]))
    parts["manifest"]["values"] = values
    parts["manifest"]["counts"] = dict(checker.counts(parts["problem"], parts["plan"]))
    for tier in parts["plan"]["tiers"]:
        tier["value"] = values.get(tier["name"], tier["value"])


def _bound(parts: Mapping[str, Any]) -> None:
    manifest, bound = parts["manifest"], parts["bound"]
    checker = import_module(f"solvers.audit.{manifest['domain']}")
    manifest["bound"] |= {"goal": bound["goal"], "solver_bound": bound["solver_bound"]}
    for tier in parts["plan"]["tiers"]:
        if tier["name"] == bound["goal"]:
            tier["bound"] = bound["solver_bound"]
    manifest["bound"]["checked_bound"] = proven(checker, parts["problem"], bound)


def _draw(parts: Mapping[str, Any]) -> None:
    if parts["draw"]:
        parts["manifest"]["draw"] = {name: parts["draw"][name] for name in DRAWN if name in parts["draw"]}
