"""A bundle audited whole: its seal, its draw, its plan against every rule, its values, and the bound that it proves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar, cast

from solvers.audit import claims, draw
from solvers.audit.bundle import Bundle, open_bundle
from solvers.audit.protocol import DomainAudit, Finding, Malformed
from solvers.audit.seal import check_seal, root_of

T = TypeVar("T")

DOMAINS = ("parking", "rooms", "rosters")
WRONG_SHAPES = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What a part of another shape than its domain's ends in, wherever it is first met."""


@dataclass(frozen=True)
class Audit:
    """What an audit came to.

    `values` are the tiers counted again, `unchecked` those that no bundle alone can show (what a re-plan kept of the
    plan before). `checked_bound` is what the multipliers prove of the tier `goal`, as the next whole number;
    `solver_bound` the solver's own claim. `not_planned` are receipts of the draw that are not in the problem. `parts`
    tells the bytes of each part. What hangs on parts that cannot be read is None or empty.
    """

    domain: str
    root: str
    parts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    goal: str = ""
    values: Mapping[str, int] = dataclasses.field(default_factory=dict)
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    not_planned: tuple[str, ...] = ()
    solver_bound: int | None = None
    checked_bound: int | None = None

    @property
    def accepted(self) -> bool:
        """Whether everything holds."""
        return not self.findings

    @property
    def gap(self) -> float | None:
        """``|checked_bound - value| / max(1, |checked_bound|)`` of the goal; None where either is not known."""
        value = self.values.get(self.goal)
        if value is None or self.checked_bound is None:
            return None
        return abs(self.checked_bound - value) / max(1, abs(self.checked_bound))


def audit(source: Path | bytes, root: str | None = None) -> Audit:
    """Check everything that a bundle says; `root` is the one published elsewhere.

    Raises
    ------
    BundleRefused
        Where the file is no bundle of this version at all.
    """
    bundle = open_bundle(source)
    seal = tuple(check_seal(bundle, root))
    domain = bundle.manifest.get("domain")
    sizes = {name: len(text) for name, text in bundle.texts.items()}
    empty = Audit(str(domain)[:80], root_of(bundle.manifest), sizes, seal)
    if domain not in DOMAINS:
        return dataclasses.replace(empty, findings=(*seal, Finding("other_domain", "manifest.domain")))
    checker = cast(DomainAudit, import_module(f"solvers.audit.{domain}"))
    return _Reading(bundle, checker, list(seal)).onto(empty)


@dataclass(frozen=True)
class _Reading:
    """One pass over the parts; whatever their shape, it comes to its end."""

    bundle: Bundle
    checker: DomainAudit
    findings: list[Finding]

    def onto(self, empty: Audit) -> Audit:
        problem, plan, bound, drawn = (self.bundle.parts[name] for name in ("problem", "plan", "bound", "draw"))
        checker, nothing = self.checker, dict[str, int]()
        self._note("manifest", lambda: claims.check_names(self.bundle))
        self._note("draw", lambda: draw.check_draw(drawn, problem))
        self._note("plan", lambda: checker.check(problem, plan, bound))
        values = self._read("plan", nothing, lambda: dict(checker.values(problem, plan)))
        counts = self._read("plan", nothing, lambda: dict(checker.counts(problem, plan)))
        checked = self._read("bound", None, lambda: claims.proven(checker, problem, bound))
        self._note("plan", lambda: claims.check_values(self.bundle, values, counts))
        if checked is not None:
            value = values.get(checker.GOAL)
            self._note("bound", lambda: claims.check_bounds(self.bundle, value, checked, checker.MAXIMISED))
        return dataclasses.replace(
            empty,
            findings=_once(self.findings),
            goal=checker.GOAL,
            values=values,
            counts=counts,
            unchecked=self._read(
                "plan", (), lambda: tuple(t["name"] for t in plan["tiers"] if t["name"] not in values)
            ),
            not_planned=self._read("draw", (), lambda: tuple(draw.not_planned(drawn, problem))),
            solver_bound=self._read("bound", None, lambda: bound["solver_bound"]),
            checked_bound=checked,
        )

    def _note(self, part: str, work: Callable[[], Iterable[Finding]]) -> None:
        def gathered() -> None:
            for finding in work():
                self.findings.append(finding)

        self._read(part, None, gathered)

    def _read(self, part: str, fallback: T, work: Callable[[], T]) -> T:
        try:
            return work()
        except Malformed as error:
            self.findings.append(error.finding)
        except WRONG_SHAPES as error:
            self.findings.append(Finding("malformed", part, {"kind": type(error).__name__}))
        return fallback


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once: the checker of a domain may have told what the framework tells, too."""
    return tuple({(one.code, one.field, str(sorted(one.numbers.items()))): one for one in findings}.values())
