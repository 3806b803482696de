"""The built-in gate adapter: files of JSON lines that are laid into a folder, one folder for each community."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from scheduler import gates, queries
from scheduler.actors import clockwork
from scheduler.errors import Refused
from scheduler.gates import JsonLines, Told
from scheduler.office import Office
from scheduler.usecases import passages
from scheduler.usecases.turns import apart

REFUSED = ".refused"
log = structlog.get_logger()


class _Line(NamedTuple):
    number: int
    text: str
    site: str
    told: Told


def read_all(office: Office) -> None:
    """Take in every file of the folder of gates, where the installation has one."""
    folder = office.settings.gate_folder
    if folder is None:
        return
    with office.database.reading() as session:
        communities = {row.slug: row.id for row in queries.community.all_of_them(session)}
    for slug, community in communities.items():
        for path in sorted((folder / slug).glob(f"*{gates.SUFFIX}")):
            apart("gate_file", partial(read_file, office, community, path), path.name)


def read_file(office: Office, community: UUID, path: Path) -> tuple[int, int]:
    """Take in one file and remove it; how many passages were new, and how many lines could not be.

    Lines that could not be taken are left beside it as they came, in ``NAME.refused``, or ``NAME.2.refused`` and so on
    where there are such of a file of that name, for people to look at. A process that dies on the way reads the file
    again, and what it had taken counts once.
    """
    with office.database.reading() as session:
        sites = {row.code: row.id for row in queries.supply.sites_of(session, community)}
    recorded = 0
    bad: list[tuple[int, str, str]] = []
    lines = _lines(JsonLines(path).lines(), sites, bad)
    while batch := list(islice(lines, passages.MOST)):
        for site in dict.fromkeys(line.site for line in batch):
            of_site = [line for line in batch if line.site == site]
            told = [line.told for line in of_site]
            intake = office.database.transact(partial(_record, office, community, sites[site], told))
            recorded += intake.recorded
            bad += [(*of_site[fault.at][:2], fault.refused.code) for fault in intake.faults]
    if bad:
        _leave(path, "".join(text for _, text, _ in sorted(bad)))
    path.unlink()
    codes = {code: sum(1 for line in bad if line[2] == code) for code in {line[2] for line in bad}}
    log.info("gate_file_read", file=path.name, recorded=recorded, refused=len(bad), codes=codes)
    return recorded, len(bad)


def _leave(path: Path, refused: str) -> None:
    """Write lines that could not be taken beside their file, over nothing that lies there."""
    for turn in count(1):
        try:
            name = f"{path.name}.{turn}{REFUSED}" if turn > 1 else path.name + REFUSED
            with path.with_name(name).open("x", encoding="utf-8") as file:
                file.write(refused)
        except FileExistsError:
            continue
        return


def _lines(
    lines: Iterable[tuple[int, str]], sites: dict[str, UUID], bad: list[tuple[int, str, str]]
) -> Iterator[_Line]:
    for number, text in lines:
        try:
            site, told = gates.read_line(text)
        except Refused as refused:
            bad.append((number, text, refused.code))
            continue
        if site in sites:
            yield _Line(number, text, site, told)
        else:
            bad.append((number, text, "unknown_id"))


def _record(office: Office, community: UUID, site: UUID, told: list[Told], session: Session) -> passages.Intake:
    return passages.record(
        session,
        actor=clockwork(community),
        vault=office.vault,
        site_id=site,
        told=told,
        source="file",
        now=office.database.now(session),
    )
