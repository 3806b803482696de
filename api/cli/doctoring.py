"""`commontide doctor`: is the installation as it must be, and how to mend it."""

from __future__ import annotations

import typer

from api.cli.common import JsonFlag, both, print_json, say, words
from scheduler.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(as_json: JsonFlag = False) -> None:
    """Check settings, keys, database, migrations, workers and calendar; exit code 1 where something must be mended."""
    from scheduler.doctor import examine

    findings = list(examine(Settings()))
    for finding in findings if not as_json else ():
        mark = "✓" if finding.good else "✗" if finding.serious else "!"
        say(f"{mark} {words(f'check_{finding.code}')}: {finding.found}")
        if not finding.good:
            say(f"    {words(f'mend_{finding.code}')}")
    healthy = all(finding.good or not finding.serious for finding in findings)
    if as_json:
        print_json(
            {
                "healthy": healthy,
                "checks": [
                    {
                        "code": finding.code,
                        "good": finding.good,
                        "serious": finding.serious,
                        "found": finding.found,
                        "mend": None if finding.good else both(f"mend_{finding.code}", {}),
                    }
                    for finding in findings
                ],
            }
        )
    raise typer.Exit(0 if healthy else 1)
