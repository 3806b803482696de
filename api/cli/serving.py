"""`commontide serve`: the API and its pages."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.common import say, words
from scheduler.errors import DatabaseInUse, SettingRejected
from scheduler.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; more than 1 with PostgreSQL only.")] = 1,
) -> None:
    """Serve the API and its pages; on SQLite runs are worked on in the same process."""
    # The web framework and the job engine take a second to load, which no other command should wait for.
    from api import serving

    settings = Settings()
    try:
        chosen = settings.port if port is None else port
        serving.serve(settings, host or settings.host, chosen, workers)
    except DatabaseInUse as error:
        say(f"database_in_use: {words('database_in_use', {'path': error.path})}")
        raise typer.Exit(2) from None
    except SettingRejected as error:
        told = {"setting": error.setting, "needed": error.needed}
        say(f"setting_rejected: {words('setting_rejected', told)}")
        raise typer.Exit(2) from None
