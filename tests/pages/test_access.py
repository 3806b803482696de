"""Who may see which page and send which form; a page that no table names fails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.pages import SUBJECTS
from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Alternative
from scheduler.usecases import scenarios
from scheduler.usecases.scenarios import Wanted
from tests.pages.street import Street, actor_of
from tests.pages.test_agreements import AGREEMENTS_SEEN, AGREEMENTS_SENT
from tests.pages.test_boards import BOARDS_SEEN, BOARDS_SENT
from tests.pages.test_covenant import COVENANT_SEEN, COVENANT_SENT
from tests.pages.test_disputes import DISPUTES_SEEN, DISPUTES_SENT
from tests.pages.test_fees import FEES_SEEN, FEES_SENT
from tests.pages.test_hours import HOURS_SEEN, HOURS_SENT
from tests.pages.test_logins import LOGINS_SEEN, LOGINS_SENT
from tests.pages.test_money import MONEY_SEEN, MONEY_SENT
from tests.pages.test_office_places import PLACES_SEEN, PLACES_SENT
from tests.pages.test_opinions import OPINIONS_SEEN, OPINIONS_SENT
from tests.pages.test_oversight import OVERSIGHT_SEEN, OVERSIGHT_SENT
from tests.pages.test_own_spaces import SPACES_SEEN, SPACES_SENT
from tests.pages.test_planning_desk import DESK_SEEN, DESK_SENT
from tests.pages.test_public import PUBLIC_SEEN, PUBLIC_SENT
from tests.pages.test_registering import REGISTERING_SEEN, REGISTERING_SENT
from tests.pages.test_rooms_access import ROOMS_SEEN, ROOMS_SENT
from tests.pages.test_roster_office import ROSTER_SEEN, ROSTER_SENT
from tests.pages.test_rosters import ROSTERS_SEEN
from tests.pages.test_shifts import SHIFTS_SEEN, SHIFTS_SENT
from tests.pages.test_sites import SITES_SEEN, SITES_SENT

Reader = Callable[..., TestClient]
PARTS = ("", "resident", "property_staff", "coordinator", "auditor")
WHO_SEES = {
    "/": PARTS,
    "/sign-in": PARTS,
    "/rounds/{round}/notice": PARTS,
    "/rounds/{round}/fairness": PARTS,
    "/trust": PARTS,
    "/mine": PARTS[1:],
    "/mine/calendar": PARTS[1:],
    "/mine/messages": PARTS[1:],
    "/counter": ("property_staff", "coordinator"),
    "/counter/enrol": ("property_staff", "coordinator"),
    "/counter/plates": ("property_staff", "coordinator"),
    "/counter/use": ("property_staff", "coordinator"),
    "/counter/overdue": ("property_staff", "coordinator"),
    "/counter/rounds/{round}": ("property_staff", "coordinator"),
    "/office/rounds": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}/refused": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}/settle": ("coordinator",),
    "/office/rounds/{round}/scenarios": ("coordinator", "auditor"),
    "/office/review": ("property_staff", "coordinator", "auditor"),
    "/office/rounds/{round}/scenarios/add_spaces": ("coordinator",),
}
WHO_SEES_MORE = {
    "/registrations/{registration}/explained": PARTS[1:],
    "/counter/people/{member}": ("property_staff", "coordinator"),
    "/counter/registrations/{registration}": ("property_staff", "coordinator"),
    "/counter/registrations/{registration}/withdraw": ("property_staff", "coordinator"),
    "/mine/{registration}/withdraw": ("resident",),
    "/office/publications/{publication}": ("coordinator",),
}
WHO_ACTS = {
    "/counter/find": ("property_staff", "coordinator"),
    "/counter/plates": ("property_staff", "coordinator"),
    "/counter/plates/violations": ("property_staff", "coordinator"),
    "/counter/use/passages": ("property_staff", "coordinator"),
    "/counter/use/violations/{violation}/waive": ("coordinator",),
    "/counter/enrol": ("property_staff", "coordinator"),
    "/counter/people/{member}/vehicles": ("property_staff", "coordinator"),
    "/counter/people/{member}/documents": ("property_staff", "coordinator"),
    "/counter/people/{member}/documents/strike": ("property_staff", "coordinator"),
    "/counter/people/{member}/slip": ("property_staff", "coordinator"),
    "/counter/people/{member}/change": ("property_staff", "coordinator"),
    "/counter/people/{member}/registrations": ("property_staff", "coordinator"),
    "/counter/registrations/{registration}/path": ("property_staff", "coordinator"),
    "/counter/registrations/{registration}/withdraw": ("property_staff", "coordinator"),
    "/mine/{registration}/withdraw": ("resident",),
    "/mine/messages/{message}/read": ("resident",),
    "/mine/alternatives/{registration}/search": ("resident",),
    "/mine/alternatives/{alternative}/take": ("resident",),
    "/counter/alternatives/{registration}/search": ("property_staff", "coordinator"),
    "/counter/alternatives/{alternative}/take": ("property_staff", "coordinator"),
    "/office/rounds/{round}/settle": ("coordinator",),
    "/office/rounds/{round}/runs/order": ("coordinator",),
    "/office/rounds/{round}/runs/{run}/stop": ("coordinator",),
    "/office/plans/{plan}/prepare": ("coordinator",),
    "/office/publications/{publication}/publish": ("coordinator",),
    "/office/publications/{publication}/abandon": ("coordinator",),
    "/office/rounds/{round}/scenarios/add_spaces": ("coordinator",),
    "/office/scenarios/{scenario}/share": ("coordinator",),
    "/office/scenarios/{scenario}/run": ("coordinator",),
}
"""Who may send which form."""
FOR_ALL = {
    "/sign-in",
    "/sign-out",
    "/rounds/{round}/notice",
    "/language/{language}",
    "/what-if/{share_secret}",
    "/agreements/verify/{agreement_code}",
}
FORM = {
    "name": "王小明",
    "phone": "13900009999",
    "plate": "沪A12345",
    "work_limit": "10",
    "longest_walk": "500",
    "channel": "door",
    "document": "lease",
    "reason": "看错了",
    "action": "reject",
    "uses": '[{"days": "every", "start": "09:00", "end": "10:00"}]',
}


def test_every_street_of_these_tests_has_a_name_of_its_own() -> None:
    """They stand in one office; a name that comes twice fails only where both modules meet in one process."""
    made = re.compile(r'\badd_\w+\(\s*[\w.]*office[\w.]*,\s*"([a-z-]+)"')
    names = [name for path in sorted(Path(__file__).parent.glob("*.py")) for name in made.findall(path.read_text())]

    assert len(names) > 20
    assert [name for name, times in Counter(names).items() if times > 1] == []


def things_of(street: Street) -> dict[str, UUID]:
    """What stands in addresses: things of the street, the registration being the resident's own."""
    with street.office.database.reading() as session:
        account = queries.access.by_login(session, street.login("resident"))
        version = queries.publications.current(session, street.round_id)
        assert account is not None
        assert account.member_id is not None
        assert version is not None
        things = {
            "round": street.round_id,
            "member": account.member_id,
            "registration": queries.registrations.of_member(session, account.member_id)[0].id,
            "publication": version.id,
            "plan": version.plan_id,
            "run": queries.runs.of_round(session, street.round_id)[0].id,
            "scenario": scenario_of(street).id,
            "violation": new_id(),
            "message": new_id(),
        }
    return {**things, "alternative": a_way(street, things)}


def a_way(street: Street, things: dict[str, UUID]) -> UUID:
    """A way forward of the registration, whose time is over."""
    with street.office.database.writing() as session:
        now = street.office.database.now(session)
        way = Alternative(
            id=new_id(),
            community_id=street.community_id,
            round_id=things["round"],
            registration_id=things["registration"],
            publication_id=things["publication"],
            rank=1,
            kind="as_asked",
            state="lapsed",
            found_at=now,
            decided_at=now,
        )
        session.add(way)
        session.flush()
        return way.id


def scenario_of(street: Street) -> Any:
    """A scenario over the street's round, made once."""
    given: dict[str, Any] = {"actor": actor_of(street, "coordinator"), "round_id": street.round_id}
    name = "seen by few"
    database = street.office.database
    with database.reading() as session:
        known = [row for row in scenarios.of_round(session, **given) if row.name == name]
    wanted = Wanted(name, [{"kind": "set_policy", "field": "reserve_percent", "value": 10}])
    return (known or [database.transact(lambda s: scenarios.make(s, wanted=wanted, now=database.now(s), **given))])[0]


def filled_form(street: Street, things: dict[str, UUID]) -> dict[str, str]:
    """Every field that any form has."""
    with street.office.database.reading() as session:
        vehicle = queries.community.vehicles_of(session, things["member"])[0]
    return {**FORM, "vehicle_id": str(vehicle.id), "entry_id": str(new_id()), "round_id": str(street.round_id)}


def status_of(reader: Reader, street: Street, part: str, place: str) -> int:
    client = reader(street.login(part) if part else None)
    return client.get(place.format(round=street.round_id)).status_code


@pytest.mark.parametrize("place", WHO_SEES)
def test_each_page_is_shown_to_its_readers_and_to_nobody_else(
    reader: Reader, published_street: Street, place: str
) -> None:
    seen = {part: status_of(reader, published_street, part, place) for part in PARTS}

    assert seen == {part: 200 if part in WHO_SEES[place] else 403 if part else 303 for part in PARTS}


@pytest.mark.parametrize("place", WHO_SEES_MORE)
def test_pages_of_single_things_are_shown_to_those_whom_they_concern(
    reader: Reader, published_street: Street, place: str
) -> None:
    address = place.format(**things_of(published_street))
    seen = [
        part for part in PARTS if reader(published_street.login(part) if part else None).get(address).status_code == 200
    ]

    assert tuple(seen) == WHO_SEES_MORE[place]


@pytest.mark.parametrize("place", WHO_ACTS)
def test_a_form_of_somebody_whom_it_does_not_concern_is_refused(
    reader: Reader, published_street: Street, place: str
) -> None:
    things = things_of(published_street)
    form, address = filled_form(published_street, things), place.format(**things)
    refused = [part for part in PARTS[1:] if part not in WHO_ACTS[place]]
    answers = {part: reader(published_street.login(part)).post(address, data=form) for part in refused}

    stranger = reader().post(address, data=form)

    assert (stranger.status_code, f'name="send_to" value="{address}"' in stranger.text) == (401, True)
    assert [part for part, answer in answers.items() if answer.status_code not in (403, 404)] == []


def test_every_page_and_form_is_in_one_of_these_tables() -> None:
    routes = [route for subject in SUBJECTS for route in subject.router.routes if isinstance(route, APIRoute)]
    names = {
        "step": "take",
        "action": "settle",
        "answer": "withdraw",
        "verdict": "refuse",
        "kind": "add_spaces",
        "deed": "run",
    }
    known = {
        "GET": {
            *WHO_SEES,
            *WHO_SEES_MORE,
            *PUBLIC_SEEN,
            *OPINIONS_SEEN,
            *ROOMS_SEEN,
            *HOURS_SEEN,
            *SPACES_SEEN,
            *PLACES_SEEN,
            *REGISTERING_SEEN,
            *AGREEMENTS_SEEN,
            *BOARDS_SEEN,
            *COVENANT_SEEN,
            *DISPUTES_SEEN,
            *ROSTERS_SEEN,
            *ROSTER_SEEN,
            *SHIFTS_SEEN,
            *DESK_SEEN,
            *MONEY_SEEN,
            *OVERSIGHT_SEEN,
            *LOGINS_SEEN,
            *FEES_SEEN,
            *SITES_SEEN,
            *FOR_ALL,
        },
        "POST": {
            *WHO_ACTS,
            *PUBLIC_SENT,
            *OPINIONS_SENT,
            *SPACES_SENT,
            *ROSTER_SENT,
            *SHIFTS_SENT,
            *PLACES_SENT,
            *REGISTERING_SENT,
            *DESK_SENT,
            *COVENANT_SENT,
            *ROOMS_SENT,
            *AGREEMENTS_SENT,
            *BOARDS_SENT,
            *DISPUTES_SENT,
            *MONEY_SENT,
            *OVERSIGHT_SENT,
            *LOGINS_SENT,
            *FEES_SENT,
            *HOURS_SENT,
            *SITES_SENT,
            *FOR_ALL,
        },
    }
    missing = []
    for route in routes:
        place = re.sub(r"\{(\w+?)(?:_id)?\}", lambda found: names.get(found[1], f"{{{found[1]}}}"), route.path)
        missing += [f"{method} {place}" for method in route.methods or () if place not in known[method]]

    assert missing == []


def test_a_round_of_another_community_is_not_there(
    reader: Reader, open_street: Street, published_street: Street
) -> None:
    stranger = reader(open_street.login("coordinator"))

    assert stranger.get(f"/office/rounds/{published_street.round_id}").status_code == 404
    assert stranger.post(f"/office/rounds/{published_street.round_id}/settle").status_code == 404
