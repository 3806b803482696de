"""Probe."""
from __future__ import annotations
import re, json
from uuid import UUID
import pytest
from sqlalchemy import select, inspect
from fastapi.routing import APIRoute
from api.pages import SUBJECTS
from scheduler.models import base
from scheduler import models
from tests.pages.street import add_account
from scheduler.ids import new_id

def routes():
    return [r for s in SUBJECTS for r in s.router.routes if isinstance(r, APIRoute)]

def ids_of(street):
    out = {}
    with street.office.database.reading() as session:
        for mapper in base.Base.registry.mappers:
            cls = mapper.class_
            if hasattr(cls, "community_id") and hasattr(cls, "id"):
                out[cls.__name__] = [r for r in session.scalars(select(cls.id).where(cls.community_id == street.community_id).limit(2)).all()]
        from scheduler.models import TidalWindow, ClosedPeriod, Plan
        rid = out.get("Round", [])
        if hasattr(Plan, "round_id"):
            out["Plan"] = list(session.scalars(select(Plan.id).where(Plan.round_id.in_(rid))).all())
    return out

NAMES = {"round_id":"Round","plan_id":"Plan","run_id":"Run","publication_id":"Publication","registration_id":"Registration","site_id":"Site","space_id":"Space","member_id":"Member","account_id":"Account","facility_id":"Facility","room_id":"Room","shift_id":"Shift","volunteer_id":"Volunteer","organisation_id":"Organisation","scenario_id":"Scenario","violation_id":"Violation","block_id":"Block","agreement_id":"Agreement","dispute_id":"Dispute","transaction_id":"MoneyTransaction","booking_id":"Booking","message_id":"Message","lock_id":"StaffLock","point_id":"MeetingPoint","elder_id":"Elder","template_id":"ShiftTemplate","seat_id":"Seat"}
WORDS = {"action":"settle","day":"2026-12-01","sort":"owner","language":"en","size":"large","move":"verify","reply":"approve","doing":"miss","kind":"add_spaces"}

def fill(path, ids, other=None):
    miss=[]
    def sub(m):
        n=m[1].split(":")[0]
        if n in NAMES and ids.get(NAMES[n]): return str(ids[NAMES[n]][0])
        if n in WORDS: return WORDS[n]
        miss.append(n); return str(new_id())
    return re.sub(r"\{([^}]+)\}", sub, path), miss

JUNK = ["?week=9999-99-99&page=%F0%9F%98%80&place=x&skip=-5&after=99999999999999999999&day=0001-01-01&cursor=zz&month=2026-13&kind=zz&state=zz&site=zz&view=list&show=gaps&first=9999-12-31&last=0001-01-01&year=99999999999&at=99999999999999999999&search=%00&before=99999999999999999999999&who=zz&thing=%3Cscript%3E",
 "?week=2026-12-07&page=%D9%A3&place=&skip=999999999&day=2026-11-30&month=2026-11&search=%25&at=0&year=2026&receipt=%F0%9F%98%80",
 "?after=99999999999999999999&skip=99999999999999999999&page=-1&before=", "?kind=&before=&one=&other=&after=&state=&site=&day=&month=&cursor=&first=&last=&who=&role=&week=&year="]

def test_foreign(reader, open_street, published_street, season_street):
    for st in (published_street, season_street):
        street = st.street if hasattr(st, "street") else st
        ids = ids_of(street)
        print({k: len(v) for k, v in ids.items()})
        add_account(open_street, f"admin2-{street.slug}@willow", "admin")
        for login in (f"admin2-{street.slug}@willow", open_street.login("coordinator")):
            client = reader(login)
            for r in routes():
                if not re.search(r"/(office|counter|papers|ledger)", r.path) or "{" not in r.path: continue
                address, miss = fill(r.path, ids)
                for m in r.methods:
                    if m == "GET": a = client.get(address)
                    elif m == "POST": a = client.post(address, data={"reason":"x","version":"1","sure":"yes","number":"1"})
                    else: continue
                    if a.status_code not in (404,403): print(login.split("@")[0], m, r.path, a.status_code, miss, a.headers.get("location"))

def test_fuzz(reader, published_street, season_street):
    for st in (published_street, season_street):
        street = st.street if hasattr(st, "street") else st
        ids = ids_of(street)
        add_account(street, f"adm@{street.slug}", "admin"); add_account(street, f"cte@{street.slug}", "committee"); add_account(street, f"ccl@{street.slug}", "council"); add_account(street, f"clerk@{street.slug}", "property_staff", site=ids["Site"][0])
        for login in (f"adm@{street.slug}", street.login("coordinator"), street.login("auditor"), f"clerk@{street.slug}", f"cte@{street.slug}", f"ccl@{street.slug}", street.login("resident")):
            client = reader(login)
            for r in routes():
                address, miss = fill(r.path, ids)
                part = login.split("@")[0]
                if "GET" in r.methods and not "sign-out" in r.path:
                    a = client.get(address)
                    if a.status_code >= 500: print("500", part, "GET", address, r.path)
                    if part in ("cte","ccl","resident") and a.status_code == 200 and re.match(r"/(office|counter)", r.path): print("SEES", part, r.path)
                    if a.status_code == 200 and "unsafe-inline" in a.headers.get("content-security-policy","") and "/board" not in r.path: print("CSP", r.path)
                    for j in JUNK if part in ("adm","clerk") else ():
                        a = client.get(address + j)
                        if a.status_code >= 500: print("500", part, "GET", address + j)
                        if j is JUNK[3] and a.status_code >= 400 and not miss and part=="adm": print("EMPTY", a.status_code, r.path)
                if "POST" in r.methods and not re.search("sign-|sessions/end|account/password|cancel|abandon|accounts/", r.path):
                    forms = ({}, {k: "😀<script>" for k in ("reason","name","number","place","decision","kind","space","helper","code","name_zh","title_zh","asked","phone","receipt","day","first","last","start","end","version","account","fen","month","purpose","at","minutes","role","to_receipt","one","other","apply_until","part","organisation_id","latitude","longitude","datum","chosen.x","round_id","login","site_id")}, {k: "999999999" for k in ("number","weekday","version","seats","minutes","tolerance","gate_limit","capacity","x","y","fen","home_x","at")} | {"latitude":"nan","longitude":"inf","code":"x","name_zh":"x","reason":"x","source":"cash","target":"bank","account":str(ids.get("MoneyAccount",[new_id()])[:1]),"decision":"fix","place":"site:zz","day_type":"workday","starts_at":"0001-01-01T00:00","ends_at":"9999-12-31T23:59","start":"99:99","end":"1","number_on":"2026-13-40"})
                    for f in forms if part in ("adm","clerk","auditor") else forms[:1]:
                        a = client.post(address, data=f)
                        if a.status_code >= 500: print("500", part, "POST", address, list(f.items())[:3])
                        if part == "auditor" and a.status_code in (200,303) and re.match(r"/(office|counter)", r.path): print("AUD", r.path, a.status_code)
                        if part in ("cte","ccl","resident") and a.status_code in (200,303,422,409) and re.match(r"/(office|counter)", r.path): print("SENDS", part, r.path, a.status_code)
