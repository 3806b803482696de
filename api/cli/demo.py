"""`commontide demo`: a street planned before your eyes."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
