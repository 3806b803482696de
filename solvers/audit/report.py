"""A bundle audited whole: its seal, its draw, its plan against every rule, its values, and the bound that it proves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TypeVar, cast

from solvers.audit import claims, draw, frame
from solvers.audit.bundle import MANIFEST, PARTS, Bundle, BundleRefused, open_bundle
from solvers.audit.finding import short
from solvers.audit.outcome import Audit as Audit
from solvers.audit.protocol import DomainAudit, Finding, Malformed
from solvers.audit.seal import check_seal, root_of
from solvers.audit.tiers import check_tiers
from solvers.audit.whole import check_numbers

T = TypeVar("T")

DOMAINS = ("parking", "rooms", "rosters")
MOST_COUNTED = 256
"""Bits of a value or bound: beyond these it is none, whatever it was counted from."""


def audit(source: Path | bytes, root: str | None = None) -> Audit:
    """Check everything that a bundle says; `root` is the one published elsewhere.

    Raises
    ------
    BundleRefused
        Where the file is no bundle of this version at all.
    """
    bundle = open_bundle(source)
    reading = _Reading(bundle)
    sizes = {name: len(text) for name, text in bundle.texts.items()}
    domain = bundle.manifest.get("domain")
    told = Audit(domain[:80] if isinstance(domain, str) else "", "", sizes)
    try:
        told = dataclasses.replace(told, root=root_of(bundle.manifest))
        told = reading.onto(told, root)
    except BundleRefused:
        raise
    except Exception as error:  # nobody shall be told more of a spoilt bundle by a traceback than by a finding
        reading.findings.append(Finding("malformed", "$", {"kind": type(error).__name__}))
    return dataclasses.replace(told, findings=_once(reading.findings))


@dataclass(frozen=True)
class _Reading:
    """One pass over the parts; whatever their shape, it comes to its end."""

    bundle: Bundle
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def onto(self, empty: Audit, root: str | None) -> Audit:
        """The audit in full, or as far as parts can be read."""
        domain, parts = self.bundle.manifest.get("domain"), self.bundle.parts
        self._note(MANIFEST, lambda: check_seal(self.bundle, root))
        if domain not in DOMAINS:
            self.findings.append(Finding("other_domain", "manifest.domain", {"allowed": ", ".join(DOMAINS)}))
            return empty
        self._note(MANIFEST, lambda: claims.check_formats(self.bundle, domain))
        sealed = len(self.findings)
        for name, part in ((MANIFEST, self.bundle.manifest), *((name, parts[name]) for name in PARTS)):
            self._note(name, partial(check_numbers, name, part))
        if len(self.findings) > sealed:
            return empty
        return self._counted(cast(DomainAudit, import_module(f"solvers.audit.{domain}")), domain, empty)

    def _counted(self, checker: DomainAudit, domain: str, empty: Audit) -> Audit:
        problem, plan, bound, drawn = (self.bundle.parts[name] for name in PARTS)
        formed = len(self.findings)
        self._read(MANIFEST, None, lambda: frame.check_manifest(self.bundle.manifest))
        self._read("bound", None, lambda: frame.check_bound(domain, bound))
        self._read("draw", None, lambda: frame.check_draw_form(drawn))
        formed = formed == len(self.findings)
        self._note("plan", lambda: checker.check(problem, plan, bound))
        values = self._read("plan", None, lambda: _sane("plan", checker.values(problem, plan)))
        counts = self._read("plan", None, lambda: _sane("plan", checker.counts(problem, plan)))
        checked = self._read("bound", None, lambda: _sane("bound", {"rows": claims.proven(checker, problem, bound)}))
        if not formed or values is None or counts is None:
            return dataclasses.replace(empty, goal=checker.GOAL)
        self._claims(checker, values, counts, checked)
        return dataclasses.replace(
            empty,
            goal=checker.GOAL,
            values=values,
            counts=counts,
            unchecked=tuple(tier["name"] for tier in plan["tiers"] if tier["name"] not in values),
            policy=problem["policy"],
            not_planned=tuple(draw.not_planned(drawn, problem)),
            solver_bound=bound["solver_bound"],
            checked_bound=None if checked is None else checked["rows"],
        )

    def _claims(
        self,
        checker: DomainAudit,
        values: Mapping[str, int],
        counts: Mapping[str, int],
        checked: Mapping[str, int] | None,
    ) -> None:
        """What the parts say of each other, where all of them can be read."""
        bundle, proven = self.bundle, None if checked is None else checked["rows"]
        problem, plan, _, drawn = (bundle.parts[name] for name in PARTS)
        self._note(MANIFEST, lambda: claims.check_summary(bundle))
        self._note(MANIFEST, lambda: claims.check_digests(bundle))
        self._note("draw", lambda: draw.check_draw(drawn, problem))
        self._note("plan", lambda: claims.check_values(bundle, values, counts))
        self._note("plan", lambda: check_tiers(checker, plan, checker.tier_names(problem, plan)))
        self._note("bound", lambda: claims.check_bounds(bundle, checker, values.get(checker.GOAL), proven))

    def _note(self, part: str, work: Callable[[], Iterable[Finding]]) -> None:
        def gathered() -> None:
            for finding in work():
                self.findings.append(finding)

        self._read(part, None, gathered)

    def _read(self, part: str, fallback: T, work: Callable[[], T]) -> T:
        """What work comes to, or a finding and the fallback: a part of another shape may end in anything."""
        try:
            return work()
        except BundleRefused:
            raise
        except Malformed as error:
            self.findings.append(error.finding)
        except Exception as error:
            self.findings.append(Finding("malformed", part, {"kind": type(error).__name__}))
        return fallback


def _sane(part: str, counted: Mapping[str, int]) -> Mapping[str, int]:
    """What was counted, if all of it can be shown and divided: `Malformed` with ``out_of_range`` otherwise."""
    for name, value in counted.items():
        if value.bit_length() > MOST_COUNTED:
            raise Malformed("out_of_range", f"{part}.{name}", value=value, allowed=f"{MOST_COUNTED} bits")
    return counted


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, fit to be shown: the checker of a domain may have told what the framework tells, too."""
    told = map(short, findings)
    return tuple({(one.code, one.field, str(sorted(one.numbers.items()))): one for one in told}.values())
