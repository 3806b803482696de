"""The covenant over HTTP: drafted, put to the council, adopted, read by everybody; days whose type is stated."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi.testclient import TestClient

from scheduler.covenant.difference import settings_paths
from scheduler.models import DayOverride
from scheduler.usecases import accounts
from tests.api.conftest import OWN_PAGE, PASSWORD
from tests.api.edge.test_draws import client_of
from tests.api.edge.test_setting_up import seen
from tests.apps import create_app
from tests.town import Town

HOME = "/api/v1/public/communities/tangqiao/covenant"
DRAFTS = "/api/v1/covenant-drafts"
BODY = {"title": "Night spaces at 80 yuan", "settings": {"fees": {"tariffs": [{"window": "night", "fen": 8_000}]}}}
VOTE = {"votes_for": 21, "votes_against": 2, "abstained": 1, "voted_on": "2026-05-01", "minutes": "2026-7"}


def code(answer: Any) -> tuple[int, str, str | None]:
    return answer.status_code, answer.json()["code"], answer.json().get("field")


def council_of(town: Town) -> TestClient:
    """Somebody of the community council, signed in."""
    wanted = accounts.NewAccount("council", PASSWORD)
    made = town.do(accounts.create, actor=town.admin, wanted=wanted, settings=town.office.settings)
    town.do(accounts.grant, actor=town.admin, account_id=made.id, name="council")
    return client_of(town, "council")


def test_a_version_from_its_draft_to_everybody(town: Town) -> None:
    office, council = client_of(town, "coordinator"), council_of(town)
    anybody = TestClient(create_app(town.office), headers=OWN_PAGE)
    made = office.post(DRAFTS, json=BODY, headers={"Idempotency-Key": "once"})
    again = office.post(DRAFTS, json=BODY, headers={"Idempotency-Key": "once"})
    assert (made.status_code, made.content == again.content, made.headers["etag"]) == (201, True, '"1"')
    address = f"{DRAFTS}/{made.json()['id']}"
    body = {**BODY, "text_zh": "公约", "text_en": "Covenant"}
    assert office.put(address, json=body).status_code == 428
    assert office.put(address, json=body, headers={"If-Match": '"1"'}).headers["etag"] == '"2"'
    assert code(office.put(address, json=body, headers={"If-Match": '"1"'}))[:2] == (412, "changed_meanwhile")
    assert office.post(f"{address}/moves", json={"action": "propose"}).json()["state"] == "proposed"

    resolution: dict[str, Any] = {"action": "adopt", "in_force_from": "2026-06-01T00:00+08:00"}
    assert code(council.post(f"{address}/moves", json=resolution)) == (422, "vote_missing", "vote")
    lost = {**resolution, "vote": {**VOTE, "votes_for": 2}}
    assert code(council.post(f"{address}/moves", json=lost)) == (422, "vote_not_carried", "vote.votes_for")
    adopted = council.post(f"{address}/moves", json={**resolution, "vote": VOTE}).json()
    assert (adopted["state"], adopted["adopted_as"], adopted["votes_for"]) == ("adopted", 2, 21)
    assert [one["id"] for one in council.get(f"{DRAFTS}?state=adopted").json()["items"]] == [adopted["id"]]

    assert anybody.get(HOME).json()["version"] == 1
    second = anybody.get(f"{HOME}/versions/2").json()
    assert (second["text_zh"], second["minutes"], second["in_force_from"]) == ("公约", "2026-7", "2026-05-31T16:00:00Z")
    assert {one["path"] for one in second["explained"]} == settings_paths().keys()
    first_page = anybody.get(f"{HOME}/versions?limit=1").json()
    rest = anybody.get(f"{HOME}/versions?limit=1&cursor={first_page['next']}").json()
    assert [one["version"] for one in (*first_page["items"], *rest["items"])] == [2, 1]
    changed = anybody.get(f"{HOME}/versions/2/changes?since=1").json()["items"]
    assert ("fees.tariffs", []) in [(one["path"], one["before"]) for one in changed]
    assert code(anybody.get(f"{HOME}/versions/3"))[:2] == (404, "no_such_thing")


def test_what_a_draft_cannot_say_is_refused_with_its_field(town: Town) -> None:
    office = client_of(town, "coordinator")

    def sent(settings: Any) -> tuple[int, str, str | None]:
        return code(office.post(DRAFTS, json={"title": "x", "settings": settings}))

    assert sent({"parking": {"reserve": 5}}) == (422, "unknown_field", "settings.parking.reserve")
    assert sent({"parking": {"criteria": {}}}) == (422, "points_sum_nowhere", "settings.parking.class_points.owner")
    split = [{"income": "shared", "parts": [{"to": "fund", "share": 9_000}, {"to": "platform", "share": 2_000}]}]
    assert sent({"fees": {"splits": split}}) == (422, "split_not_whole", "settings.fees.splits.0")
    assert sent([]) == (422, "wrong_type", "settings")
    assert office.get(DRAFTS).json()["items"] == []


def test_a_draft_is_tried_by_a_run_like_any_other(published: Town) -> None:
    office = client_of(published, "coordinator")
    address = f"{DRAFTS}/{office.post(DRAFTS, json=BODY).json()['id']}/previews"

    run = office.post(address, json={"domain": "parking", "work_limit": 5})

    assert (run.status_code, run.json()["state"], run.headers["location"][:13]) == (201, "queued", "/api/v1/runs/")
    assert code(office.post(address, json={"domain": "parking"}))[:2] == (409, "run_under_way")
    assert code(office.post(address, json={"domain": "rooms"}))[:2] == (409, "nothing_to_preview")
    shown = office.get(address).json()["items"]
    assert [(one["domain"], one["run_state"], one["figures"]) for one in shown] == [("parking", "queued", None)]


def test_a_day_is_what_the_community_states_and_published_rights_are_named(published: Town) -> None:
    office, staff = client_of(published, "coordinator"), client_of(published, "staff")
    day, calendar = "/api/v1/day-types/2026-05-06", "/api/v1/day-types?first=2026-05-01&last=2026-05-31"
    usual = {"date": "2026-05-06", "day_type": "workday", "official": "workday", "stated": False, "names": []}
    first = staff.get(day)
    assert first.json() == {**usual, "version": 1}
    sent = {"day_type": "rest_day", "names": ["festival"], "reason": "The street's festival."}
    assert code(staff.put(day, json=sent, headers=seen(first)))[:2] == (403, "not_for_this_role")
    answer = office.put(day, json=sent, headers=seen(first))
    stated = answer.json()
    assert (stated["day_type"], stated["stated"]) == ("rest_day", True)
    assert [one["rights"] for one in stated["touched"]] == [5]
    listed = staff.get(calendar).json()["items"]
    assert [(one["date"], one["version"]) for one in listed] == [("2026-05-06", stated["version"])]
    assert code(office.put(day, json={**sent, "reason": ""}, headers=seen(answer)))[:2] == (422, "out_of_range")
    other = office.put("/api/v1/day-types/2027-01-05", json=sent, headers=seen(first))
    assert other.json()["touched"] == []
    forgotten = office.delete(day, headers=seen(answer))
    assert (forgotten.json()["day_type"], forgotten.json()["version"]) == ("workday", 1)
    assert code(office.delete(day, headers=seen(forgotten)))[:2] == (404, "no_such_thing")
    assert code(staff.get("/api/v1/day-types?first=2026-05-02&last=2026-05-01")) == (422, "out_of_range", "last")


def test_what_another_stated_of_a_day_meanwhile_is_not_overwritten_unseen(published: Town) -> None:
    office, other = client_of(published, "coordinator"), client_of(published, "admin")
    day, sent = "/api/v1/day-types/2026-05-06", {"day_type": "rest_day", "reason": "The street's festival."}
    old = office.get(day)
    theirs = other.put(day, json={**sent, "reason": "The lake is drained."}, headers=seen(old))

    late = [office.put(day, json=sent, headers=seen(old)), office.delete(day, headers=seen(old))]
    blind = [office.put(day, json=sent), office.delete(day)]
    with published.database.reading() as session:
        stands = session.get_one(DayOverride, (published.community_id, date(2026, 5, 6))).reason
    mended = office.put(day, json=sent, headers=seen(office.get(day)))

    assert [code(answer)[:2] for answer in late] == [(412, "changed_meanwhile")] * 2
    assert [code(answer)[:2] for answer in blind] == [(428, "version_needed")] * 2
    assert (theirs.status_code, stands, mended.status_code) == (200, "The lake is drained.", 200)
    assert office.get(day).headers["etag"] == mended.headers["etag"] != theirs.headers["etag"]
