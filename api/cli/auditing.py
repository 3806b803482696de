"""`commontide audit` and `commontide certify`: the certificate of a plan, checked by anyone and made from its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import (
    JsonFlag,
    PlanFile,
    ProblemFile,
    both,
    check_writable,
    print_json,
    refuse,
    refusing,
    say,
    words,
)
from scheduler.errors import FileRejected
from solvers.audit.bundle import BundleRefused
from solvers.audit.report import Audit
from solvers.audit.report import audit as audited
from solvers.audit.telling import told

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
        rejected = FileRejected(error.code, error.field, str(error.value), error.allowed, str(bundle))
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
    """An audit for programs, or for people."""
    content = told(found)
    for finding in content["findings"]:
        finding["message"] = both(finding["code"], _numbers(finding))
    if as_json:
        print_json(content)
        return
    for finding in content["findings"][:SHOWN]:
        say(f"  - {finding['field']}: {words(finding['code'], _numbers(finding))}")
    more = len(found.findings) - SHOWN
    if more > 0:
        say(words("audit_more", {"count": more}))
    say(words("audit_accepted" if found.accepted else "audit_refused", {"count": len(found.findings)}))
    say(words("audit_root", {"root": found.root}))
    if found.checked_bound is not None:
        say(words("audit_bound", _bound_numbers(found)))


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
