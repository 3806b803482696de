import re
import pytest
from fixtures import people
from tests.pages.visiting import Visitor
from tests.pages.street import own_rows
from tests.pages.test_counter import found_person, wish_for
from tests.pages.test_standing import USES
from tests.pages.test_path import sent
from sqlalchemy import select
from scheduler.models import RegistrationEvent

def test_shots(browser, service, reader, open_street, sent):
    clerk = reader(open_street.login("property_staff"))
    person = found_person(clerk, people.phone_of(0))
    clerk.post(f"{person}/documents", data={"document": "lease", "valid_until": "2090-12-31"})
    clerk.post(f"{person}/documents", data={"document": "identity_card"})
    with open_street.office.database.writing() as session:
        for step in session.execute(select(RegistrationEvent).where(RegistrationEvent.registration_id == sent.id)).scalars():
            step.at = step.at.replace(year=step.at.year - 1)
    for device, language in (("narrow", "zh"), ("desktop", "en")):
        for part, place in (("resident", "/mine"), ("coordinator", f"/counter/registrations/{sent.id}"), ("property_staff", person), ("property_staff", "/counter/overdue")):
            v = Visitor(browser, service, device, language, True)
            v.sign_in(open_street.login(part))
            v.page.goto(place)
            v.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            name = place.strip("/").split("/")[-2:] 
            v.page.screenshot(path=f"/tmp/shot_{device}_{part}_{place.split('/')[1]}_{place.split('/')[-1][:5] if 'over' in place or 'mine' in place else place.split('/')[2]}.png", full_page=True)
            print(device, part, place, v.overflows(), v.violations(), v.faults)
            v.close()
