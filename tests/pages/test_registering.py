"""A resident registers for parking by themselves, in four steps that lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from scheduler import queries
from scheduler.actors import AUDITOR, RESIDENT
from scheduler.ids import new_id
from scheduler.models import Registration
from scheduler.office import Office
from scheduler.usecases import registration
from tests.api.conftest import PASSWORD
from tests.pages.street import Street, actor_of, add_account, add_street, block_vehicle, own_rows, rows_of
from tests.pages.test_interrupted import hidden
from tests.pages.visiting import Visitor

Reader = Callable[..., TestClient]
Visit = Callable[..., Visitor]
HOME = "/mine/registrations"
STEPS = ("times", "circumstances", "slip")
REGISTERING_SEEN = {
    "/mine/parking",
    "/mine/parking/{round}",
    "/mine/parking/{round}/times",
    HOME + "/{registration}",
    *(f"{HOME}/{{registration}}/{step}" for step in STEPS),
}
REGISTERING_SENT = {
    "/mine/parking/{round}",
    "/mine/parking/{round}/times",
    *(f"{HOME}/{{registration}}/{step}" for step in STEPS),
}
NIGHTS = {"pattern": "own", "days": "every", "start": "19:00", "end": "07:30", "longest_walk": "800"}
HARD = '<script>alert("x")</script> 倒班 👵🏽 שלום'


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    """A street that takes registrations, and is these tests' own."""
    return add_street(streets_office, "magnolia")


@pytest.fixture
def resident(reader: Reader, street: Street) -> TestClient:
    """The resident, who has given up what they registered before."""
    actor, database = actor_of(street, RESIDENT), street.office.database
    for row in own_rows(street):
        if row.state not in ("withdrawn", "refused"):
            given: dict[str, Any] = {"actor": actor, "registration_id": row.id, "action": "withdraw"}
            database.transact(lambda s, given=given: registration.act(s, now=database.now(s), **given))  # type: ignore[misc]
    return reader(street.login(RESIDENT))


def cars(street: Street) -> list[UUID]:
    """The resident's vehicles, the oldest first."""
    member = actor_of(street, RESIDENT).member_id
    assert member is not None
    with street.office.database.reading() as session:
        return [row.id for row in queries.community.vehicles_of(session, member)]


def row_of(street: Street, place: str) -> Registration:
    """The registration of an address."""
    found = re.search(r"/mine/registrations/([0-9a-f-]+)", place)
    assert found is not None
    with street.office.database.reading() as session:
        return session.get_one(Registration, UUID(found[1]))


def note_of(street: Street, row: Registration) -> str:
    return registration.note_of(row, street.office.vault)


def home_of(street: Street) -> str:
    with street.office.database.reading() as session:
        return str(queries.supply.sites_of(session, street.community_id)[0].id)


def sent(client: TestClient, place: str, **given: str) -> str:
    """Send the form of a page, and go to the next one."""
    answer = client.post(place, data=hidden(client.get(place).text) | given)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def drafted(client: TestClient, street: Street, **times: str) -> str:
    """A draft for the resident's first vehicle; the page that follows."""
    begun = sent(client, f"/mine/parking/{street.round_id}", vehicle_id=str(cars(street)[0]))
    return sent(client, begun, **{**NIGHTS, "home_site_id": home_of(street), **times})


def place_of(next_page: str) -> str:
    return next_page.rpartition("/")[0]


def test_four_steps_lead_to_a_registration_that_was_looked_at_before_it_was_sent(
    resident: TestClient, street: Street
) -> None:
    pages = [f"/mine/parking/{street.round_id}"]
    pages.append(sent(resident, pages[-1], vehicle_id=str(cars(street)[0])))
    pages.append(sent(resident, pages[-1], **NIGHTS, home_site_id=home_of(street)))
    draft = row_of(street, pages[-1])
    pages.append(sent(resident, pages[-1], note=HARD))
    slip = resident.get(pages[-1]).text
    receipt = sent(resident, pages[-1])
    row = row_of(street, receipt)

    assert [re.findall(r"Step (\d) of 4", resident.get(page).text) for page in pages[:2]] == [["1"], ["2"]]
    assert (draft.state, draft.channel, draft.uses) == (
        "draft",
        "web",
        [{"days": "every", "start": "19:00", "end": "07:30"}],
    )
    assert [title in slip for title in ("Please bring", "Met", "Sites in reach", "Points:")] == [True] * 4
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in slip
    assert (row.id, row.state, row.longest_walk, note_of(street, row)) == (draft.id, "submitted", 800, HARD)
    assert row.receipt in resident.get(receipt).text


def test_a_new_vehicle_is_read_as_it_is_meant_and_registered_once(resident: TestClient, street: Street) -> None:
    start, before = f"/mine/parking/{street.round_id}", cars(street)
    form = {"vehicle_id": "new", "plate": " 沪ｂ · 5６7 89 ", "size": "compact", "needs_ev": "yes"}
    pages = [sent(resident, start, **form) for _ in range(2)]
    (made,) = set(cars(street)) - set(before)
    with street.office.database.reading() as session:
        car = queries.community.vehicle(session, street.community_id, made)

    assert pages == [f"{start}/times?vehicle={made}"] * 2
    assert car is not None
    assert (car.size, car.needs_ev, car.party) == ("compact", True, "tenant")


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"plate": "12"}, "plate", "a plate such as"),
        ({"plate": ""}, "plate", "Plate"),
        ({"plate": "<script>"}, "plate", "a plate such as"),
        ({"plate": "沪" * 5_000}, "plate", "Plate"),
        ({"plate": "沪A12399", "size": "huge"}, "size", "Size"),
    ],
)
def test_what_is_wrong_with_a_vehicle_is_told_at_its_field_and_stays(
    resident: TestClient, street: Street, form: dict[str, str], field: str, told: str
) -> None:
    before = cars(street)
    page = resident.post(f"/mine/parking/{street.round_id}", data={"vehicle_id": "new", **form})

    assert page.status_code == 422
    assert told in re.findall(rf'id="{field}-wrong">([^<]+)<', page.text)[0]
    assert 'value="new" checked' in page.text
    assert cars(street) == before


def test_the_plate_of_somebody_else_leads_to_the_window(resident: TestClient, street: Street) -> None:
    other = rows_of(street)[0]
    with street.office.database.reading() as session:
        car = queries.community.vehicle(session, street.community_id, other.vehicle_id or new_id())
        assert car is not None
        plate = street.office.vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id)
    page = resident.post(f"/mine/parking/{street.round_id}", data={"vehicle_id": "new", "plate": plate})

    assert page.status_code == 409
    assert "bring its licence to the window" in page.text


def test_going_back_changes_the_same_draft_and_another_vehicle_takes_its_times_along(
    resident: TestClient, street: Street
) -> None:
    next_page = drafted(resident, street)
    sent(resident, next_page, note="夜班")
    draft = row_of(street, next_page)
    again = drafted(resident, street, start="20:00")
    shown = resident.get(f"{place_of(again)}/times").text
    back = re.findall(r'href="(/mine/parking/[^"]+)"', shown)[-1]
    other = sent(resident, back, vehicle_id="new", plate="沪C24680")
    moved = row_of(street, other)

    assert place_of(again) == place_of(next_page)
    assert "<option selected>20:00</option>" in shown
    assert (moved.state, moved.uses[0]["start"], note_of(street, moved)) == ("draft", "20:00", "夜班")
    assert (moved.vehicle_id == draft.vehicle_id, row_of(street, next_page).state) == (False, "withdrawn")


def test_a_second_press_sends_once(resident: TestClient, street: Street) -> None:
    begun = sent(resident, f"/mine/parking/{street.round_id}", vehicle_id=str(cars(street)[0]))
    form = hidden(resident.get(begun).text) | NIGHTS | {"home_site_id": home_of(street)}
    twice = [resident.post(begun, data=form).headers["location"] for _ in range(2)]
    slip = f"{place_of(twice[0])}/slip"
    once = hidden(resident.get(slip).text)
    ends = [resident.post(slip, data=once) for _ in range(2)]

    assert twice[0] == twice[1]
    assert [(end.status_code, end.headers["location"]) for end in ends] == [(303, place_of(twice[0]))] * 2
    assert [row.state for row in own_rows(street) if row.state in ("draft", "submitted")] == ["submitted"]


def test_what_would_be_refused_cannot_be_sent_from_its_slip(resident: TestClient, street: Street) -> None:
    slip = drafted(resident, street).replace("/circumstances", "/slip")
    vehicle = row_of(street, slip).vehicle_id
    assert vehicle is not None
    block_vehicle(street, vehicle)
    pages = [resident.get(slip).text]
    with street.office.database.writing() as session:
        for block in queries.violations.blocks_standing(session, vehicle, datetime.now(UTC)):
            block.lifted_at = datetime.now(UTC)
    pages.append(resident.get(slip).text)

    assert [">Send the registration<" in page for page in pages] == [False, True]
    assert ["It cannot be sent as it stands." in page for page in pages] == [True, False]


def test_what_another_window_changed_is_shown_beside_what_was_typed(resident: TestClient, street: Street) -> None:
    place = f"{place_of(drafted(resident, street))}/times"
    old = hidden(resident.get(place).text)
    sent(resident, place, **NIGHTS | {"start": "21:00"})
    late = resident.post(place, data={**old, **NIGHTS, "start": "22:00"})
    slip = resident.post(place.replace("times", "slip"), data=old)
    kept = resident.post(place, data={**hidden(late.text), **NIGHTS, "start": "22:00"})

    taken = [re.findall(r'href="([^"]+)">Take the newer', page.text) for page in (late, slip)]

    assert (late.status_code, slip.status_code, kept.status_code) == (412, 412, 303)
    assert taken == [[place], [place.replace("times", "slip")]]
    assert [resident.get(one[0]).status_code for one in taken] == [200, 200]
    assert "21:00 to 07:30 the next day" in late.text
    assert "<option selected>22:00</option>" in late.text
    assert row_of(street, place).uses[0]["start"] == "22:00"
    assert row_of(street, place).state == "draft"


def test_a_draft_begun_in_another_window_is_shown_beside_what_was_typed(resident: TestClient, street: Street) -> None:
    begun = sent(resident, f"/mine/parking/{street.round_id}", vehicle_id=str(cars(street)[0]))
    form = hidden(resident.get(begun).text) | NIGHTS | {"home_site_id": home_of(street)}
    draft = row_of(street, sent(resident, begun, **NIGHTS, home_site_id=home_of(street)))
    late = resident.post(begun, data={**form, "start": "22:00"})
    kept = row_of(street, f"{HOME}/{draft.id}")
    again = resident.post(f"{HOME}/{draft.id}/times", data={**hidden(late.text), **NIGHTS, "start": "22:00"})

    assert (late.status_code, kept.uses[0]["start"], again.status_code) == (412, "19:00", 303)
    assert "19:00 to 07:30 the next day" in late.text
    assert "<option selected>22:00</option>" in late.text
    assert f'action="{HOME}/{draft.id}/times"' in late.text
    assert row_of(street, f"{HOME}/{draft.id}").uses[0]["start"] == "22:00"
    assert resident.get(begun).headers["location"] == f"{HOME}/{draft.id}/times"
    newer = re.findall(r'href="([^"]+)">Take the newer', late.text)
    assert [resident.get(place).status_code for place in newer] == [200]


def test_who_goes_back_and_says_something_else_is_shown_the_draft_that_they_made(
    resident: TestClient, street: Street
) -> None:
    begun = sent(resident, f"/mine/parking/{street.round_id}", vehicle_id=str(cars(street)[0]))
    form = hidden(resident.get(begun).text) | NIGHTS | {"home_site_id": home_of(street)}
    made = row_of(street, resident.post(begun, data=form).headers["location"])
    other = resident.post(begun, data={**form, "start": "21:30"})

    assert (other.status_code, row_of(street, f"{HOME}/{made.id}").uses[0]["start"]) == (412, "19:00")
    assert "<option selected>21:30</option>" in other.text


@pytest.mark.parametrize(
    ("step", "wrong", "mended", "kept"),
    [
        ("times", {"pattern": "own", "start": "soon"}, {**NIGHTS, "start": "23:00"}, "23:00"),
        ("circumstances", {"note": "x" * 5_000}, {"note": "x"}, "21:00"),
    ],
)
def test_a_fault_does_not_hide_what_another_window_changed(
    resident: TestClient, street: Street, step: str, wrong: dict[str, str], mended: dict[str, str], kept: str
) -> None:
    home = place_of(drafted(resident, street))
    seen = hidden(resident.get(f"{home}/{step}").text)
    sent(resident, f"{home}/times", **NIGHTS | {"start": "21:00"})
    given = {**NIGHTS, "home_site_id": home_of(street)} if step == "times" else {}
    faulty = resident.post(f"{home}/{step}", data={**seen, **given, **wrong})
    late = resident.post(f"{home}/{step}", data=seen | given | mended)

    assert [(page.status_code, "21:00 to 07:30 the next day" in page.text) for page in (faulty, late)] == [
        (412, True), (412, True),
    ]  # fmt: skip
    assert row_of(street, home).uses[0]["start"] == "21:00"
    # Who was told what stands now may decide for their own.
    assert resident.post(f"{home}/{step}", data=hidden(faulty.text) | given | mended).status_code == 303
    assert row_of(street, home).uses[0]["start"] == kept


def test_what_was_sent_is_changed_and_withdrawn_until_somebody_checked_it(resident: TestClient, street: Street) -> None:
    place = place_of(drafted(resident, street))
    sent(resident, f"{place}/slip")
    sent(resident, f"{place}/times", pattern="always", longest_walk="500", home_site_id=home_of(street))
    changed = row_of(street, place)
    assert f'href="{place}/times"' in resident.get(place).text
    database, clerk = street.office.database, actor_of(street, "property_staff")
    given: dict[str, Any] = {"actor": clerk, "registration_id": changed.id, "action": "endorse"}
    version = hidden(resident.get(f"{place}/times").text)
    database.transact(lambda session: registration.act(session, now=database.now(session), **given))
    late = resident.post(f"{place}/times", data={**version, **NIGHTS})

    assert (changed.state, changed.uses) == ("submitted", [{"days": "every", "start": "00:00", "end": "24:00"}])
    assert late.status_code in (409, 412)
    assert "can no longer be changed here" in resident.get(f"{place}/times").text
    assert resident.post(f"/mine/{changed.id}/withdraw").status_code == 303
    assert row_of(street, place).state == "withdrawn"


def test_what_the_office_asks_for_is_added_and_sent_again(resident: TestClient, street: Street) -> None:
    place = place_of(drafted(resident, street))
    sent(resident, f"{place}/slip")
    database, clerk = street.office.database, actor_of(street, "property_staff")
    given: dict[str, Any] = {"actor": clerk, "action": "request_information", "reason": "Which nights?"}
    row = row_of(street, place)
    database.transact(
        lambda session: registration.act(session, registration_id=row.id, now=database.now(session), **given)
    )
    hub = resident.get("/mine").text
    sent(resident, f"{place}/circumstances", note="All nights.")
    sent(resident, f"{place}/slip")

    assert f'<a href="{place}/slip"><span>Add what is missing' in hub
    assert (row_of(street, place).state, note_of(street, row_of(street, place))) == ("submitted", "All nights.")


def test_times_that_no_choice_says_stay_as_they_are(resident: TestClient, street: Street) -> None:
    place = place_of(drafted(resident, street))
    row, database = row_of(street, place), street.office.database
    uses = [{"days": "every", "weekdays": [2, 4], "start": "19:00", "end": "22:00"}]
    wish = registration.Wish(row.vehicle_id or new_id(), uses, 500, row.home_site_id)
    given: dict[str, Any] = {"actor": actor_of(street, RESIDENT), "vault": street.office.vault, "wish": wish}
    target: dict[str, Any] = {"registration_id": row.id, "version": row.row_version}
    database.transact(lambda session: registration.amend(session, now=database.now(session), **given, **target))
    page = resident.get(f"{place}/times").text
    sent(resident, f"{place}/times", pattern="kept", longest_walk="300", home_site_id=home_of(street))

    assert "Tue, Thu 19:00 to 22:00" in page
    assert (row_of(street, place).uses, row_of(street, place).longest_walk) == (uses, 300)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"pattern": ""}, "pattern"),
        ({"pattern": "own", "start": "soon"}, "start"),
        ({"pattern": "own", "start": "25:00"}, "start"),
        ({"longest_walk": "far"}, "longest_walk"),
        ({"longest_walk": "999999"}, "longest_walk"),
        ({"home_site_id": "here"}, "home_site_id"),
    ],
)
def test_what_is_wrong_with_times_and_places_is_told_at_its_field(
    resident: TestClient, street: Street, form: dict[str, str], field: str
) -> None:
    place = f"{place_of(drafted(resident, street))}/times"
    given = {**hidden(resident.get(place).text), **NIGHTS, "home_site_id": home_of(street), **form}
    page = resident.post(place, data=given)

    assert page.status_code == 422
    assert re.findall(r'id="(\w+)-wrong"', page.text) == [field]
    assert f'value="{given["pattern"]}" checked' in page.text or field == "pattern"


@pytest.mark.parametrize("note", ["x" * 5_000, "a\u202eb", "bell \x07"])
def test_a_note_that_cannot_be_kept_is_told_and_stays(resident: TestClient, street: Street, note: str) -> None:
    place = f"{place_of(drafted(resident, street))}/circumstances"
    page = resident.post(place, data={**hidden(resident.get(place).text), "note": note})

    assert page.status_code == 422
    assert 'id="note-wrong"' in page.text
    assert note in page.text
    assert note_of(street, row_of(street, place)) == ""


def test_a_session_that_ended_loses_nothing(resident: TestClient, reader: Reader, street: Street) -> None:
    place = f"{place_of(drafted(resident, street))}/circumstances"
    form = {**hidden(resident.get(place).text), "note": "两行\n第二行 <b>"}
    stranger = reader()
    asked = stranger.post(place, data=form)
    known = {"login": street.login(RESIDENT), "password": PASSWORD}
    shown = stranger.post("/sign-in", data={**hidden(asked.text), **known})
    again = stranger.post(place, data=hidden(shown.text))

    assert (asked.status_code, shown.status_code, again.status_code) == (401, 200, 303)
    assert hidden(asked.text)["next"] == place
    assert note_of(street, row_of(street, place)) == "两行\n第二行 <b>"


def test_nobody_else_reads_or_writes_it(resident: TestClient, reader: Reader, street: Street) -> None:
    place, member = place_of(drafted(resident, street)), rows_of(street)[0].member_id
    clients = [reader(street.login(part)) for part in ("property_staff", "coordinator", AUDITOR)]
    clients.append(reader(add_account(street, "auditing-member@magnolia", AUDITOR, member)))
    pages = [f"/mine/parking/{street.round_id}", *(f"{place}/{step}" for step in STEPS)]
    seen = [[client.get(page).status_code for page in pages] for client in clients]
    wrote = [[client.post(page, data=NIGHTS).status_code for page in pages] for client in clients]

    assert {status for row in (*seen, *wrote) for status in row} <= {403, 404}
    assert [reader().get(page).status_code for page in pages] == [303] * len(pages)
    assert row_of(street, place).state == "draft"


def test_a_round_that_is_over_or_of_rooms_is_told(reader: Reader, published_street: Street, season_street: Any) -> None:
    client = reader(published_street.login(RESIDENT))
    page = client.get(f"/mine/parking/{published_street.round_id}")
    rooms = reader(season_street.login(RESIDENT)).get(f"/mine/parking/{season_street.season.round_id}")

    assert "can no longer be changed here" in page.text
    assert rooms.status_code == 409
    assert "No round takes registrations for parking now." in client.get("/mine/parking").text


def test_somebody_registers_on_a_phone_without_scripts(visit: Visit, street: Street) -> None:
    """As an old resident would: by the links of the page, with a plate in their own way, and once back and forth."""
    visitor = visit("phone", "zh", script=False)
    visitor.sign_in(add_account(street, "neighbour@magnolia", RESIDENT, rows_of(street)[1].member_id))
    page = visitor.page
    page.click("text=登记停车 >> nth=0")
    looks = []

    def look() -> None:
        looks.append(visitor.overflows())

    page.check("[value=new]")
    page.fill("#plate", "沪d 13579")
    look()
    page.click("form.sheet button")
    page.check("[value=night]")
    page.select_option("#longest_walk", "1000")
    look()
    page.click("form.sheet button")
    page.fill("#note", "照顾老人")
    look()
    page.click("form.sheet button")
    expect(page.locator("h1")).to_have_text("资格告知单")
    look()
    page.go_back()
    expect(page.locator("#note")).to_have_value("照顾老人")
    page.go_back()
    expect(page.locator("#longest_walk")).to_have_value("1000")
    page.go_forward()
    page.go_forward()
    expect(page.locator("h1")).to_have_text("资格告知单")
    page.click("text=提交登记")

    expect(page.locator(".ticket .receipt")).to_be_visible()
    look()
    made = row_of(street, page.url)
    assert (made.state, made.longest_walk, note_of(street, made)) == ("submitted", 1_000, "照顾老人")
    assert looks == [False] * 5


def test_each_step_is_accessible_on_a_narrow_screen_and_by_keyboard(
    visit: Visit, resident: TestClient, street: Street
) -> None:
    place = place_of(drafted(resident, street))
    visitor = visit("narrow", "zh")
    visitor.sign_in(street.login(RESIDENT))
    for page in ("/mine/parking", f"/mine/parking/{street.round_id}", *(f"{place}/{step}" for step in STEPS), place):
        visitor.page.goto(page)
        assert (visitor.violations(), visitor.overflows()) == ([], False), page
