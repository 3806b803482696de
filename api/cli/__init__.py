"""The command line `commontide`: the only part of the edge that calls the planning core directly."""

from __future__ import annotations

import sys

ALONE = "audit"


def main() -> None:
    """Entry point of the script; `audit` loads nothing but the checker, so it needs neither solver nor database."""
    if sys.argv[1:2] == [ALONE]:
        import typer

        from api.cli.auditing import register_audit

        checker = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        checker.callback()(lambda: None)
        register_audit(checker)
        checker(prog_name="commontide")
    else:
        from api.cli.app import app

        app()


__all__ = ["main"]
