import re
from tests.pages.conftest import *  # noqa
from tests.pages.rooms_street import add_rooms
from tests.pages.street import add_account
from scheduler import queries
def test_crawl(streets_office, reader):
    st=add_rooms(streets_office,"f2crawl").street
    add_account(st,"admin@f2crawl","admin")
    for who in ("admin@f2crawl",*(st.login(p) for p in ("coordinator","auditor","property_staff"))):
        c=reader(who); seen={}; todo=["/office/community","/office/sites","/office/facilities","/office/calendar","/office/organisations"]
        while todo:
            p=todo.pop(0)
            if p in seen or len(seen)>140: continue
            r=c.get(p); seen[p]=r.status_code
            if r.status_code!=200: continue
            main=r.text[r.text.index('<main'):]
            for h in re.findall(r'href="(/[^"#]*)',main):
                h=h.replace("&amp;","&")
                if h.startswith("/office/calendar/") and not h.endswith("-01"): continue
                if h not in seen and (p.startswith(("/office/sites","/office/fac","/office/comm","/office/cal","/office/org"))): todo.append(h)
        print("@@",who,len(seen),{k:v for k,v in seen.items() if v!=200})
