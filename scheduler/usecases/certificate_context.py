"""What a certificate tells of a publication beside its problem and plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.calendar import date_of
from scheduler.certificates.bundle import DRAW_FORMAT, Context, settings_digest
from scheduler.models import Draw, Plan, Publication, Round, Run


def context_of(session: Session, publication: Publication, now: datetime) -> Context:
    """What a bundle tells beside problem and plan: codes, versions and digests, nothing of anybody."""
    round_ = session.get_one(Round, publication.round_id)
    run = session.get_one(Run, session.get_one(Plan, publication.plan_id).run_id)
    covenant = queries.community.covenant(session, round_.community_id, run.covenant_version)
    head = queries.audit.head_of(session, round_.community_id)
    zone = queries.community.one(session, round_.community_id).zone
    return Context(
        software=run.versions,
        publication={
            "round": round_.code,
            "version": publication.version,
            "content_digest": publication.content_digest,
        },
        covenant={"version": covenant.version, "digest": settings_digest(covenant.settings)},
        draw=_draw_part(queries.draws.of_round(session, round_.id)),
        chain={} if head is None else {"seq": head[0], "hash": head[1].hex()},
        made_on=date_of(now, zone).isoformat(),
    )


def _draw_part(draw: Draw | None) -> dict[str, Any]:
    """A draw as a bundle holds it; nothing of one that is not revealed, for its secret is nobody's business yet."""
    if draw is None or draw.state != "revealed":
        return {}
    return {
        "format": DRAW_FORMAT,
        "source": draw.source,
        "number_on": draw.number_on.isoformat(),
        "commitment": draw.commitment,
        "secret": draw.secret,
        "number": draw.number,
        "seed": draw.seed,
        "entries": sorted(draw.entries),
        "entries_digest": draw.entries_digest,
    }
