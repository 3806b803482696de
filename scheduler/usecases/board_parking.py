"""The board of a parking plan: spaces of a site, and who uses each of them on the dates of a week."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Site
from scheduler.translation.weeks import Uses
from scheduler.usecases.board_parts import Bar, Choice, Drawn, Lane, Scene
from scheduler.usecases.serving import may_see, runs

WHOLE = False
"""A street has too many spaces to draw all of its sites at once."""


def choices(scene: Scene) -> Sequence[Choice]:
    """Sites that whoever looks may look at, those at which the plan gives something first."""
    used = queries.boards.sites_used(scene.session, scene.plan.id)
    rows = [row for row in queries.supply.sites_of(scene.session, scene.plan.community_id) if _is_shown(scene, row)]
    return [Choice(str(row.id), row.name_zh, row.name_en) for row in sorted(rows, key=lambda row: row.id not in used)]


def drawn(scene: Scene, choice: Choice | None) -> Drawn:
    """The spaces of a site with everybody's uses."""
    site = None if choice is None else queries.supply.site(scene.session, scene.plan.community_id, UUID(choice.key))
    if site is None:
        return (), ()
    spaces = queries.supply.spaces_of(scene.session, site.id)
    lanes = [Lane(str(space.id), site, space.code, space.code) for space in spaces]
    return lanes, _bars(scene, site)


def _bars(scene: Scene, site: Site) -> list[Bar]:
    covenant = queries.community.covenant(scene.session, scene.plan.community_id, scene.round.covenant_version)
    uses = Uses(scene.horizon, settings_of(covenant.settings).parking.guard_minutes, scene.zone)
    return [
        Bar(
            lane=str(row.space_id),
            subject=row.id,
            receipt=row.receipt,
            starts_at=starts_at,
            ends_at=ends_at,
            state=scene.state_of(row.id),
            open=may_see(scene.actor, row),
        )
        for row in queries.boards.parked(scene.session, scene.plan.id, site.id)
        for starts_at, ends_at in uses.between(row, row.part, scene.first, scene.last)
    ]


def _is_shown(scene: Scene, site: Site) -> bool:
    """Staff who are bound to sites look at these; everybody else at all."""
    return not scene.actor.sites or runs(scene.actor, site.id)
