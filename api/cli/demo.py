"""`commontide demo`: an invented street runs a whole round before your eyes, then serves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import typer

from api.cli.common import offered, refusing, say, words
from api.cli.installing import PASSWORD, fill, installing, opened
from api.cli.reporting import Compared, picture, write_report
from scheduler.errors import FileRejected
from scheduler.files import plan_from, problem_from, write_json
from scheduler.office import Office
from scheduler.settings import Settings

FOLDER = Path("demo-output")
SLUG = "tangqiao"
HOTLINE = "021-5550199"
"""Invented, as everything is: numbers with 555 belong to nobody."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


@refusing
@installing
def demo(
    size: Annotated[str, typer.Option(help="mini or street.")] = "street",
    work_limit: Annotated[float, typer.Option(min=1, help="Work units of about a second.")] = 100.0,
    folder: Annotated[Path, typer.Option(help="Where the files go.")] = FOLDER,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it at the end, or stop.")] = True,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")] = 8000,
) -> None:
    """Seed an invented street, plan and publish its parking, a season of rooms and a month of volunteers; serve it."""
    offered("--size", size, ("mini", "street"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileRejected("not_writable", "$", "", "a place that may be written", str(folder)) from error
    settings = Settings(
        database_url=f"sqlite:///{folder / size}.sqlite",
        key_file=folder / "commontide.key",
        mail_folder=folder / "mail",
        hotline=HOTLINE,
        port=port,
    )
    round_ids, logins = _run(settings, size, work_limit, folder)
    say(words("demo_logins", {"logins": ", ".join(logins), "password": PASSWORD}))
    if serve:
        from api import serving

        address = f"http://{settings.host}:{port}"
        for login in logins:
            say(words("demo_link", {"link": f"{address}/sign-in?login={quote(login)}"}))
        notices = " ".join(f"{address}/rounds/{one}/notice" for one in round_ids)
        say(words("demo_serving", {"address": address, "notice": notices}))
        serving.serve(settings, settings.host, port, 1)


def _run(settings: Settings, size: str, work_limit: float, folder: Path) -> tuple[list[str], list[str]]:
    """The rounds of parking, rooms and rosters; what stands from an earlier demo in the folder is left as it is."""
    from api.cli.demo_certificate import write_certificate
    from api.cli.demo_roster import run_roster, volunteer_login
    from api.cli.demo_round import DemoRound
    from api.cli.demo_season import run_season

    with opened(settings) as office:
        say(words("demo_seeding"))
        seeded, logins = fill(office, size, SLUG)
        staged = DemoRound(office, seeded.community_id, seeded.round_id, logins)
        say(words("demo_planning"))
        staged.to_publication(work_limit)
        _tell(*staged.files(), folder)
        write_certificate(office, seeded.round_id, folder / "certificate.zip")
        season_id = run_season(office, seeded, size, logins, work_limit, folder)
        month = run_roster(office, seeded, size, logins, work_limit, folder)
        logins.append(volunteer_login(office, month, SLUG))
        for round_id in (seeded.round_id, UUID(season_id)):
            _open_next(office, seeded.community_id, round_id)
    say(words("demo_files", {"folder": str(folder)}))
    return [str(seeded.round_id), season_id, str(month.round_id)], logins


def _open_next(office: Office, community: UUID, round_id: UUID) -> None:
    """The round after a published one, for whoever wants to try how to ask for something."""
    from scheduler.usecases import seeding, seeding_next

    actor, database = seeding.office_actor(community), office.database
    database.transact(
        lambda session: seeding_next.open_next(session, actor=actor, round_id=round_id, now=database.now(session))
    )


def _tell(problem: bytes, plan: bytes, folder: Path) -> None:
    """Write the files of the parking round and tell what came out."""
    write_json(folder / "problem.json", problem)
    write_json(folder / "plan.json", plan)
    compared = Compared.of(problem_from(problem), plan_from(plan))
    write_report(folder / "report.html", compared.figures, plan_from(plan))
    typer.echo(picture(compared.figures))
    say(words("demo_problem", compared.size()))
    say(words("demo_comparison", compared.numbers()))
