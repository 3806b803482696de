"""Who comes to a section, as the form of a season asks for it, and what the office sees of groups that asked twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from fastapi.testclient import TestClient

from api.pages import rooms_sections
from api.pages.forms import Form
from tests.pages.rooms_street import RoomsStreet
from tests.pages.street import own_rows
from tests.pages.test_rooms import forms_in

Reader = Callable[..., TestClient]
PHONES = [f"1991234567{digit}" for digit in range(6)]


def form_of(title: str, hour: int, **more: str) -> dict[str, str]:
    form = {"title": title, "category": "culture", "age_group": "any", "people": "12", "sessions": "1"}
    form |= {"every_weeks": "1", "shortest": "60", "longest": "90", "channel": "door"}
    return form | {"weekday_1": "2", "from_1": f"{hour}:00", "to_1": f"{hour + 2}:00"} | more


def test_members_stand_on_lines_or_between_commas() -> None:
    given = form_of("合唱", 13, leader=PHONES[5], members=f"\n{PHONES[0]}，{PHONES[1]}; {PHONES[2]}\r\n{PHONES[3]} ")
    wish = rooms_sections.section_of(Form(rooms_sections.FIELDS, given))

    assert (wish.leader, list(wish.members)) == (PHONES[5], PHONES[:4])
    assert list(rooms_sections.section_of(Form(rooms_sections.FIELDS, form_of("合唱", 13))).members) == []


def test_the_office_sees_groups_that_seem_to_have_asked_twice(reader: Reader, rooms_street: RoomsStreet) -> None:
    client, place = reader(rooms_street.login("property_staff")), rooms_street.season.round_id
    apply_at = f"/counter/people/{rooms_street.person}/apply/{place}"
    before = {row.id for row in own_rows(rooms_street.street)}
    for title, hour, members in (("合唱一队", 13, PHONES[:4]), ("合唱二队", 15, PHONES[1:5])):
        form = form_of(title, hour, leader=PHONES[5], members="\n".join(members))
        slip = client.post(f"{apply_at}/slip", data=form).text
        sent = {name: unescape(text) for name, text in forms_in(slip, f"{apply_at}/send")[0].items()}
        assert client.post(f"{apply_at}/send", data=sent).status_code == 303
    office, made = f"/office/rounds/{place}", [row for row in own_rows(rooms_street.street) if row.id not in before]
    pages = {part: reader(rooms_street.login(part)).get(office).text for part in ("coordinator", "auditor")}
    twins = re.findall(r'<section aria-labelledby="twins">.*?</section>', pages["coordinator"], re.S)

    assert [row.receipt in twins[0] for row in made] == [True, True]
    assert "share 3 of 4 members" in twins[0]
    assert "seem to have asked twice" not in pages["auditor"]
    assert PHONES[1] not in str([row.section for row in made])


def test_a_phone_that_is_none_is_told_at_its_field(reader: Reader, rooms_street: RoomsStreet) -> None:
    client = reader(rooms_street.login("resident"))
    send = f"/mine/apply/{rooms_street.season.round_id}/send"
    answers = [
        client.post(send, data=form_of("合唱三队", 17, **wrong))
        for wrong in ({"members": f"{PHONES[0]}, 12"}, {"leader": "12"})
    ]
    found = [re.findall(r'class="wrong" id="([a-z_0-9]+)-wrong"', answer.text) for answer in answers]

    assert ([answer.status_code for answer in answers], found) == ([422, 422], [["members"], ["leader"]])
    assert PHONES[0] in answers[0].text
