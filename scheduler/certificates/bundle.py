"""Bundles written: problem and plan made public, bound, draw and manifest, sealed in one zip file.

The same input gives the same bytes: texts are canonical, entries stand in one order and carry no time of the clock.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from typing import Any

from scheduler.certificates.domains import Certified
from scheduler.files import dump_plan, dump_problem, plain_value
from solvers.audit.bundle import FORMAT, MANIFEST, PARTS
from solvers.audit.canonical import canonical, digest_of
from solvers.audit.claims import proven
from solvers.audit.formats import BOUND_FORMAT
from solvers.audit.formats import DRAW_FORMAT as DRAW_FORMAT
from solvers.audit.frame import DRAWN
from solvers.audit.seal import part_seal, sealed

FIRST_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


@dataclass(frozen=True)
class Context:
    """What a bundle tells beside problem and plan; nothing of it where a plan was never published.

    `publication` holds the round's code, the version and the digest of its notice, `covenant` the version and digest of
    its settings, `chain` the place in the audit chain (seq, hash) before the certificate, `made_on` a date.
    """

    software: Mapping[str, str] = field(default_factory=dict)
    publication: Mapping[str, Any] = field(default_factory=dict)
    covenant: Mapping[str, Any] = field(default_factory=dict)
    draw: Mapping[str, Any] = field(default_factory=dict)
    chain: Mapping[str, Any] = field(default_factory=dict)
    made_on: str = ""


@dataclass(frozen=True)
class Public:
    """A problem and its plan as the bundle holds them, and their digests as they were before."""

    problem: Any
    plan: Any
    problem_digest: str
    plan_digest: str
    policy_digest: str


def public_of(domain: Certified, problem: Any, document: Any) -> Public:
    """Problem and plan without personal data."""
    public = domain.public_problem(problem, document)
    digest = sha256(dump_problem(public)).hexdigest()
    policy = digest_of(plain_value(problem.policy))
    return Public(
        public,
        domain.public_plan(document, digest, problem, public),
        document.problem_digest,
        document.plan_digest,
        policy,
    )


def bundle_of(domain: Certified, public: Public, multipliers: Mapping[str, Any], context: Context) -> bytes:
    """The file of a certificate."""
    checker = import_module(f"solvers.audit.{domain.name}")
    problem, plan = _plain(dump_problem(public.problem)), _plain(dump_plan(public.plan))
    claimed = next((tier.bound for tier in public.plan.tiers if tier.name == checker.GOAL), None)
    told = {"domain": domain.name, "format": BOUND_FORMAT, "goal": checker.GOAL, "solver_bound": claimed}
    parts = {"problem": problem, "plan": plan, "bound": {**multipliers, **told}, "draw": dict(context.draw)}
    checked = proven(checker, problem, parts["bound"])
    texts = {name: canonical(part) for name, part in parts.items()}
    manifest = {
        "format": FORMAT,
        "domain": domain.name,
        "made_on": context.made_on,
        "publication": dict(context.publication),
        "covenant": dict(context.covenant),
        "policy_digest": {"original": public.policy_digest, "public": digest_of(problem["policy"])},
        "problem_digest": {"original": public.problem_digest, "public": sha256(texts["problem"]).hexdigest()},
        "plan_digest": {"original": public.plan_digest, "public": public.plan.plan_digest},
        "software": dict(context.software),
        "solver_seed": public.plan.seed,
        "values": dict(checker.values(problem, plan)),
        "counts": dict(checker.counts(problem, plan)),
        "bound": {"goal": checker.GOAL, "solver_bound": claimed, "checked_bound": checked},
        "draw": {name: context.draw[name] for name in DRAWN if name in context.draw},
        "chain": dict(context.chain),
        "parts": {name: part_seal(texts[name], parts[name]) for name in PARTS},
    }
    return _zipped({MANIFEST: canonical(sealed(manifest)), **texts})


def settings_digest(settings: Mapping[str, Any]) -> str:
    """Digest of a covenant's settings, as anybody who has them can count it."""
    return digest_of(settings)


def _plain(text: bytes) -> Any:
    return json.loads(text)


def _zipped(texts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in (MANIFEST, *PARTS):
            entry = zipfile.ZipInfo(f"{name}.json", FIRST_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, READABLE
            archive.writestr(entry, texts[name])
    return file.getvalue()
