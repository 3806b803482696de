from tests.pages.conftest import *  # noqa
from tests.pages.rooms_street import add_rooms
from scheduler import queries
import pytest, time
@pytest.fixture(scope="package")
def f2(streets_office):
    return add_rooms(streets_office, "f2smoke")
def test_smoke(f2, reader):
    st=f2.street
    with st.office.database.reading() as s:
        site=queries.supply.sites_of(s,st.community_id)[0]; sp=queries.supply.spaces_of(s,site.id)[0]
        fac=queries.rooms.facilities_of(s,st.community_id)[0]; room=queries.rooms.rooms_of(s,fac.id)[0]
        eq=[e for f in queries.rooms.facilities_of(s,st.community_id) for e in queries.rooms.equipment_of(s,f.id)]
    P=["/office/community","/office/organisations","/office/calendar","/office/calendar?year=2027","/office/calendar/2026-10-01","/office/sites",f"/office/sites/{site.id}",f"/office/sites/{site.id}/facts",f"/office/sites/{site.id}/partners",f"/office/sites/{site.id}/hours",f"/office/sites/{site.id}/hours?at=0",f"/office/sites/{site.id}/closures",f"/office/sites/{site.id}/spaces",f"/office/sites/{site.id}/spaces/{sp.id}",f"/office/sites/{site.id}/spaces/{sp.id}/hours","/office/facilities",f"/office/facilities/{fac.id}",f"/office/facilities/{fac.id}/facts",f"/office/facilities/{fac.id}/hours",f"/office/facilities/{fac.id}/closures",f"/office/facilities/{fac.id}/rooms",f"/office/facilities/{fac.id}/rooms/{room.id}",f"/office/facilities/{fac.id}/rooms/{room.id}/hours",f"/office/facilities/{fac.id}/equipment"]
    if eq: P.append(f"/office/facilities/{eq[0].facility_id}/equipment/{eq[0].id}")
    for part in ("coordinator","auditor","property_staff","resident"):
        c=reader(st.login(part)); out=[]
        for p in P:
            t=time.time(); r=c.get(p); out.append((r.status_code, p.replace(str(site.id),"S").replace(str(fac.id),"F"), round(1000*(time.time()-t)), len(r.text)))
        print("@@", part, *out, sep="\n@@  ")
