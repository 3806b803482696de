"""A new community: its covenant's first version, its audit chain, and the account that sets up the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import ADMIN, COORDINATOR, Actor
from scheduler.covenant import CovenantSettings
from scheduler.errors import Conflict, Rejected
from scheduler.ids import new_id
from scheduler.models import Community, Covenant
from scheduler.settings import Settings
from scheduler.usecases import accounts

SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True)
class Founding:
    """What a community begins with: its name in addresses and to people, its civil time, its first account."""

    slug: str
    name_zh: str
    name_en: str
    login: str
    password: str
    zone: str = calendar.ZONE


def found(session: Session, *, settings: Settings, founding: Founding, now: datetime) -> UUID:
    """Found a community whose covenant has the usual settings, with an administrator who is its coordinator too.

    Raises
    ------
    Conflict, Rejected
        The name or the login is in use; a value that cannot be.
    """
    community = new_community(session, founding.slug, founding.name_zh, founding.name_en, founding.zone)
    adopt(session, community, CovenantSettings(), now)
    actor = Actor(community, roles=frozenset({ADMIN}))
    wanted = accounts.NewAccount(founding.login, founding.password)
    made = accounts.create(session, actor=actor, wanted=wanted, settings=settings, now=now)
    for role in (ADMIN, COORDINATOR):
        accounts.grant(session, actor=actor, account_id=made.id, name=role, now=now)
    audit.record(session, community, actor.name, "community.found", "community", community, now)
    return community


def new_community(session: Session, slug: str, name_zh: str, name_en: str, zone: str = calendar.ZONE) -> UUID:
    """A community with nothing in it but its audit chain.

    Raises
    ------
    Conflict, Rejected
        The name is in use; a value that cannot be.
    """
    if not SLUG.fullmatch(slug):
        raise Rejected("not_a_slug", "slug", slug, "2 to 40 of a-z, 0-9 and -, a letter first")
    for field, name in (("name_zh", name_zh), ("name_en", name_en)):
        if not 1 <= len(name.strip()) <= 100:
            raise Rejected("out_of_range", field, name, "text of 1 to 100 characters")
    if zone not in available_timezones():
        raise Rejected("unknown_zone", "zone", zone, "a zone such as Asia/Shanghai")
    if queries.community.by_slug(session, slug) is not None:
        raise Conflict("community_exists", "slug", slug)
    row = Community(id=new_id(), slug=slug, name_zh=name_zh.strip(), name_en=name_en.strip(), zone=zone)
    session.add(row)
    session.flush()
    queries.audit.start_chain(session, row.id)
    return row.id


def adopt(
    session: Session, community: UUID, settings: CovenantSettings, since: datetime, text_zh: str = "", text_en: str = ""
) -> None:
    """Put the first version of a covenant in force; only what differs from the usual is kept."""
    session.add(
        Covenant(
            community_id=community,
            version=1,
            settings=settings.model_dump(mode="json", exclude_defaults=True),
            text_zh=text_zh,
            text_en=text_en,
            in_force_from=since,
        )
    )
    session.flush()
