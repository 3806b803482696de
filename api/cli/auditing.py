"""`commontide audit` and `commontide certify`: the certificate of a plan, checked by anyone and made from its files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import (
    JsonFlag,
    PlanFile,
    ProblemFile,
    both,
    check_writable,
    refuse,
    refusing,
    say,
    words,
)
from scheduler.errors import FileRejected
from solvers.audit.bundle import BundleRefused
from solvers.audit.report import Audit
from solvers.audit.report import audit as audited
from solvers.audit.telling import plain, told

BundleFile = Annotated[Path, typer.Argument(metavar="BUNDLE.zip", help="The certificate.")]
SHOWN = 20
"""Findings that people are shown; `--json` holds more."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    register_audit(app)
    app.command("certify")(certify)


def register_audit(app: typer.Typer) -> None:
    """Add the command that needs nothing but the checker."""
    app.command("audit")(audit)


@refusing
def audit(
    bundle: BundleFile,
    root: Annotated[str | None, typer.Option(help="The root as the notice or the audit chain states it.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Check a certificate by itself; exit code 0 if it is accepted, 1 if not."""
    try:
        found = audited(bundle, root)
    except BundleRefused as error:
        rejected = FileRejected(error.code, plain(error.field), plain(str(error.value)), error.allowed, str(bundle))
        refuse(rejected, as_json, accepted=False)
    _tell(found, as_json)
    raise typer.Exit(0 if found.accepted else 1)


@refusing
def certify(
    problem: ProblemFile,
    plan: PlanFile,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the certificate goes.")],
    as_json: JsonFlag = False,
) -> None:
    """Make the certificate of a plan from its files; exit code 1, and no file, if its own audit refuses it."""
    from api.cli.certifying import certified
    from scheduler.files import write_json

    check_writable(out)
    made = certified(problem, plan)
    if made.audit.accepted:
        write_json(out, made.bundle)
    _tell(made.audit, as_json)
    raise typer.Exit(0 if made.audit.accepted else 1)


def _tell(found: Audit, as_json: bool) -> None:
    """An audit for programs, or for people; whoever made the bundle may have put anything into its texts."""
    content = told(found)
    for finding in content["findings"]:
        finding["message"] = both(finding["code"], _numbers(finding))
    if as_json:
        typer.echo(plain(json.dumps(content, ensure_ascii=False)))
        return
    for line in _lines(found, content["findings"]):
        say(plain(line))


def _lines(found: Audit, findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for finding in findings[:SHOWN]:
        yield f"  - {finding['field']}: {words(finding['code'], _numbers(finding))}"
    more = len(found.findings) - SHOWN
    if more > 0:
        yield words("audit_more", {"count": more})
    yield words("audit_accepted" if found.accepted else "audit_refused", {"count": len(found.findings)})
    yield words("audit_root", {"root": found.root})
    yield words("audit_policy", {"policy": json.dumps(found.policy, ensure_ascii=False)})
    if found.not_planned:
        yield words("audit_not_planned", {"count": len(found.not_planned)})
    if found.checked_bound is not None:
        yield words("audit_bound", _bound_numbers(found))


def _numbers(finding: Mapping[str, Any]) -> dict[str, Any]:
    """What a sentence may speak of: the numbers of a finding, and where it stands."""
    return {"field": finding["field"], **finding["numbers"]}


def _bound_numbers(found: Audit) -> dict[str, Any]:
    value = found.values.get(found.goal)
    return {
        "goal": found.goal,
        "value": "—" if value is None else f"{value:,}",
        "checked": f"{found.checked_bound:,}",
        "solver": "—" if found.solver_bound is None else f"{found.solver_bound:,}",
        "gap": "—" if found.gap is None else f"{found.gap:.3%}",
    }
