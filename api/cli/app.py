"""Commands of `commontide`."""

from __future__ import annotations

import typer

from api.cli import bench, checking, demo, generating, reporting, solving, working

app = typer.Typer(
    name="commontide",
    help="Plan shared parking spaces across time windows, with a proven bound.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
generating.register(app)
solving.register(app)
checking.register(app)
reporting.register(app)
bench.register(app)
demo.register(app)
working.register(app)


def main() -> None:
    """Entry point of the script."""
    app()
