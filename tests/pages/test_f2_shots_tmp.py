import os
from tests.pages.conftest import *  # noqa
from tests.pages.rooms_street import add_rooms
from tests.pages.street import add_account
from scheduler import queries
import pytest
@pytest.fixture(scope="package")
def f2(streets_office):
    return add_rooms(streets_office, "f2shots")
def test_shots(f2, visit):
    st=f2.street
    add_account(st, "admin@f2shots", "admin")
    with st.office.database.reading() as s:
        site=queries.supply.sites_of(s,st.community_id)[0]; sp=queries.supply.spaces_of(s,site.id)[0]
        fac=[f for f in queries.rooms.facilities_of(s,st.community_id) if queries.rooms.equipment_of(s,f.id)][0]; room=queries.rooms.rooms_of(s,fac.id)[0]
    P={"community":"/office/community","orgs":"/office/organisations","cal":"/office/calendar","day":"/office/calendar/2026-10-01","sites":"/office/sites","site":f"/office/sites/{site.id}","facts":f"/office/sites/{site.id}/facts","partners":f"/office/sites/{site.id}/partners","hours":f"/office/sites/{site.id}/hours?at=0","closures":f"/office/sites/{site.id}/closures","spaces":f"/office/sites/{site.id}/spaces","space":f"/office/sites/{site.id}/spaces/{sp.id}","facs":"/office/facilities","fac":f"/office/facilities/{fac.id}","room":f"/office/facilities/{fac.id}/rooms/{room.id}","rhours":f"/office/facilities/{fac.id}/rooms/{room.id}/hours","fclos":f"/office/facilities/{fac.id}/closures","item":f"/office/facilities/{fac.id}/equipment"}
    only=os.environ.get("ONLY","").split(",") if os.environ.get("ONLY") else list(P)
    for dev,lang in (("desktop","zh"),("phone","zh"),("narrow","en"),("desktop","en")):
        if os.environ.get("DEV") and f"{dev}-{lang}" not in os.environ["DEV"]: continue
        v=visit(dev,lang); v.sign_in("admin@f2shots")
        for n in only:
            v.page.goto(P[n]);
            if os.environ.get("OPEN"): v.page.evaluate("document.querySelectorAll('details').forEach(d=>d.open=true)")
            v.page.screenshot(path=f"/tmp/f2/{n}-{dev}-{lang}.png", full_page=True)
            x=v.violations(); o=v.overflows()
            if x or o: print("@@",n,dev,lang,x,o)
