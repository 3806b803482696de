"""How the installation does: what is ready, what runs and waits, when it was last proven and backed up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context
from api.sentences import sentence
from scheduler.actors import Actor
from scheduler.usecases import running, trail

router = APIRouter(include_in_schema=False)
PATIENCE = timedelta(minutes=2)
"""The clock turns every ten seconds; later than this, nobody works."""
TOLD_APART = ("workers", "file", "database", "migrations", "communities")
"""What the doctor finds that the page tells in its own words, or that is there as long as it can be shown."""


@router.get("/office/running")
def health(desk: AtDesk) -> Response:
    """Checks, jobs, messages, the last proofs and the last backup; without what tells where things lie."""
    desk.read(lambda _session, actor, _now: trail.check_reader(actor))
    app = desk.request.app
    checks, findings, engine = (
        app.state.readiness.checks(),
        running.findings(desk.office),
        running.engine(app.state.jobs),
    )

    def found(session: Any, actor: Actor, now: datetime) -> Context:
        turned = None if engine is None else engine.turns["tick"]
        return {
            "seen": running.seen(session, actor=actor, now=now),
            "checks": checks,
            "findings": [one for one in findings if one.code not in TOLD_APART],
            "told": lambda code: sentence(code, desk.language),
            "engine": engine,
            "turned": turned,
            "works": turned is not None and now - turned < PATIENCE,
            "backup": running.last_backup(desk.office),
            "embedded": desk.office.settings.embedded,
            "old": now - timedelta(hours=36),
            "now": now,
        }

    return desk.show("running", found)
