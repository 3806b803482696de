"""A certificate made from the two files of a plan, and let through only if its own audit accepts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.certificates.bundle import Context, bundle_of, public_of
from scheduler.certificates.domains import domain_of
from scheduler.errors import FileRejected
from scheduler.files import problem_digest
from solvers.audit.report import Audit, audit


@dataclass(frozen=True)
class Made:
    """A bundle and what its audit came to."""

    bundle: bytes
    audit: Audit


def make(problem: bytes, plan: bytes, context: Context, on_phase: Callable[[str], None] = lambda phase: None) -> Made:
    """The certificate of a plan, audited; whether the audit accepts it is for the caller to look at.

    Parameters
    ----------
    problem, plan
        Texts of a problem file and of a plan file made for it.
    context
        What is told beside them.
    on_phase
        Is told each of ``making_public``, ``proving``, ``sealing`` and ``auditing`` when it begins.

    Raises
    ------
    FileRejected
        If either is no such file, or the plan is of another problem (``other_problem``).
    """
    domain = domain_of(problem)
    document = domain.plan_from(plan)
    whole = domain.problem_from(problem)
    digest = problem_digest(whole)
    if document.problem_digest != digest:
        raise FileRejected("other_problem", "problem_digest", document.problem_digest, digest, "")
    on_phase("making_public")
    public = public_of(domain, whole, document)
    on_phase("proving")
    multipliers = domain.multipliers(public.problem, public.plan)
    on_phase("sealing")
    bundle = bundle_of(domain, public, multipliers, context)
    on_phase("auditing")
    return Made(bundle, audit(bundle))
