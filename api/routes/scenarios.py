"""What-if: scenarios over a round, tried before anything is saved, compared, shown to the council."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Public, Reading
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.schemas.planning import RunSent, RunShown
from api.schemas.scenarios import (
    PeopleShown,
    PersonChangeShown,
    ScenarioPublic,
    Scenarios,
    ScenarioSent,
    ScenarioShared,
    ScenarioShown,
    ShareSent,
)
from api.schemas.types import Id
from api.tags import Version
from scheduler.usecases import scenarios
from scheduler.usecases.planning import Order
from scheduler.usecases.scenarios import Wanted

router = router_of("scenarios")
Secret = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


@router.post(
    "/rounds/{round_id}/scenarios",
    status_code=201,
    response_model=ScenarioShown,
    responses=refusals(401, 404, 409),
)
def make_scenario(round_id: Id, body: ScenarioSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """A named scenario over a closed round: its changes are tried on the problem at once; a run solves it."""
    wanted = Wanted(body.name, body.told(), body.note)
    # It takes seconds for a street: nobody shall wait for it behind a write.
    door.read(
        lambda session, actor, now: scenarios.check(session, actor=actor, round_id=round_id, wanted=wanted, now=now)
    )
    return door.create(
        lambda session, actor, now: _shown(
            session, scenarios.make(session, actor=actor, round_id=round_id, wanted=wanted, now=now), actor
        ),
        key,
        at="/api/v1/scenarios",
    )


@router.get("/rounds/{round_id}/scenarios", response_model=Scenarios, responses=refusals(401, 403, 404))
def list_scenarios(round_id: Id, door: Reading) -> Scenarios:
    """All scenarios of a round side by side; for the office and auditors."""
    return door.read(
        lambda session, actor, _now: Scenarios(
            items=[_shown(session, row, actor) for row in scenarios.of_round(session, actor=actor, round_id=round_id)]
        )
    )


@router.get("/scenarios/{scenario_id}", response_model=ScenarioShown, responses=refusals(401, 404))
def read_scenario(scenario_id: Id, door: Reading) -> Response:
    """One scenario, with what came of it."""
    shown = door.read(lambda session, actor, _now: _seen(session, actor, scenario_id))
    return tagged(shown, shown.version)


@router.put("/scenarios/{scenario_id}", response_model=ScenarioShown, responses=refusals(401, 404, 409, 412, 428))
def amend_scenario(scenario_id: Id, body: ScenarioSent, version: Version, door: Planning) -> Response:
    """State a scenario anew; what came of other changes is forgotten."""
    wanted = Wanted(body.name, body.told(), body.note)

    def amended(session: Any, actor: Any, now: Any) -> ScenarioShown:
        row = scenarios.amend(session, actor=actor, scenario_id=scenario_id, version=version, wanted=wanted, now=now)
        return _shown(session, row, actor)

    shown = door.write(amended)
    return tagged(shown, shown.version)


@router.delete("/scenarios/{scenario_id}", status_code=EMPTY, responses=refusals(401, 404, 409))
def remove_scenario(scenario_id: Id, door: Planning) -> Response:
    """Take a scenario away, its secret address with it."""
    door.write(lambda session, actor, now: scenarios.remove(session, actor=actor, scenario_id=scenario_id, now=now))
    return Response(status_code=EMPTY)


@router.post(
    "/scenarios/{scenario_id}/runs", status_code=201, response_model=RunShown, responses=refusals(401, 404, 409)
)
def run_scenario(scenario_id: Id, body: RunSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Solve a scenario from the round's plan; follow and cancel it like any run. Its plan is never published."""
    order = Order(**body.model_dump())
    return door.create(
        lambda session, actor, now: RunShown.model_validate(
            scenarios.queue_run(session, actor=actor, scenario_id=scenario_id, order=order, now=now)
        ),
        key,
        at="/api/v1/runs",
        job="solve",
    )


@router.get("/scenarios/{scenario_id}/people", response_model=PeopleShown, responses=refusals(401, 404))
def list_people(scenario_id: Id, door: Reading) -> PeopleShown:
    """Who would gain, lose or move, by receipt; for the office and auditors."""

    def changed(session: Any, actor: Any, _now: Any) -> PeopleShown:
        row, _, _ = scenarios.seen(session, actor=actor, scenario_id=scenario_id)
        found = (row.figures or {}).get("changes") or ()
        return PeopleShown(items=[PersonChangeShown(receipt=receipt, kind=kind) for receipt, kind in found])

    return door.read(changed)


@router.post(
    "/scenarios/{scenario_id}/share", status_code=201, response_model=ScenarioShared, responses=refusals(401, 404)
)
def share_scenario(scenario_id: Id, body: ShareSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """A secret address at which the council may look at a scenario; it is told this once, a new one ends it."""

    def shared(session: Any, actor: Any, now: Any) -> ScenarioShared:
        row, secret = scenarios.share(session, actor=actor, scenario_id=scenario_id, days=body.days, now=now)
        return ScenarioShared(path=f"/api/v1/public/scenarios/{secret}", until=row.shared_until)

    return door.create(shared, key)


@router.delete("/scenarios/{scenario_id}/share", status_code=EMPTY, responses=refusals(401, 404))
def unshare_scenario(scenario_id: Id, door: Planning) -> Response:
    """End the secret address at once."""
    door.write(lambda session, actor, now: scenarios.unshare(session, actor=actor, scenario_id=scenario_id, now=now))
    return Response(status_code=EMPTY)


@router.get("/public/scenarios/{share_secret}", response_model=ScenarioPublic, responses=refusals(404))
def read_shared_scenario(share_secret: Secret, door: Public) -> Response:
    """A scenario as the council sees it: numbers, nobody by receipt; whoever has the address can read it."""

    def shown(session: Any, now: Any) -> ScenarioPublic:
        row, round_ = scenarios.shown(session, secret=share_secret, now=now)
        return ScenarioPublic(
            round_code=round_.code,
            title_zh=round_.title_zh,
            title_en=round_.title_en,
            name=row.name,
            note=row.note,
            changes=scenarios.changes_without_people(row),
            figures=_figures(row.figures),
            shared_until=row.shared_until,
        )

    found = door.read_public(shown)
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return Response(found.model_dump_json(), media_type="application/json", headers=headers)


def _seen(session: Any, actor: Any, scenario_id: Id) -> ScenarioShown:
    row, run, plan = scenarios.seen(session, actor=actor, scenario_id=scenario_id)
    return ScenarioShown(
        id=row.id,
        round_id=row.round_id,
        name=row.name,
        note=row.note,
        changes=row.changes,
        figures=_figures(row.figures),
        shared_until=row.shared_until,
        created_at=row.created_at,
        version=row.row_version,
        run_id=None if run is None else run.id,
        run_state=None if run is None else run.state,
        plan_id=None if plan is None else plan.id,
    )


def _shown(session: Any, row: Any, actor: Any) -> ScenarioShown:
    return _seen(session, actor, row.id)


def _figures(figures: Any) -> dict[str, Any] | None:
    """Figures without those who change, who have an address of their own."""
    return None if figures is None else {name: value for name, value in figures.items() if name != "changes"}
