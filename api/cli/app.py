"""Commands of `commontide`."""

from __future__ import annotations

import typer

from api.cli import (
    auditing,
    bench,
    checking,
    covenant,
    demo,
    doctoring,
    drawing,
    generating,
    installing,
    reasoning,
    reporting,
    serving,
    solving,
    whatif,
    working,
)

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
auditing.register(app)
whatif.register(app)
covenant.register(app)
reporting.register(app)
reasoning.register(app)
bench.register(app)
demo.register(app)
installing.register(app)
serving.register(app)
working.register(app)
doctoring.register(app)
drawing.register(app)
