import time
from tests.pages.conftest import *  # noqa
from tests.pages.street import add_street, publish
from solvers.parking.generate import SCALES
from scheduler import queries
def test_perf(streets_office, reader):
    st=add_street(streets_office,"f2perf",SCALES["street"] if "street" in SCALES else Scale(30,1700,2000))
    with st.office.database.reading() as s:
        sites=queries.supply.sites_of(s,st.community_id); n=queries.places.spaces_by_site(s,st.community_id)
    big=max(sites,key=lambda x:n[x.id]); print("@@",len(sites),sum(n.values()),n[big.id], list(SCALES))
    c=reader(st.login("coordinator"))
    for p in ("/office/community","/office/calendar","/office/sites",f"/office/sites/{big.id}",f"/office/sites/{big.id}/spaces",f"/office/sites/{big.id}/closures",f"/office/sites/{big.id}/hours","/office/organisations"):
        c.get(p); ts=[]
        for _ in range(5):
            t=time.process_time(); r=c.get(p); ts.append(1000*(time.process_time()-t))
        print("@@",p[:60],r.status_code,round(sorted(ts)[2]),"ms cpu",len(r.text))
