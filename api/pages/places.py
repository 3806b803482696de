"""Where somebody finds themselves again: the page on which a form stands."""

from __future__ import annotations

import re

OWN_PLACE = re.compile(r"/(?![/\\])[!-~]{0,500}")
FORMS = re.compile(r"/(counter|mine|office|agreements|check-in)/[A-Za-z0-9/_\-]{1,300}")
"""Forms of people who are signed in; they may be sent again once somebody is."""
PAGES = (
    (re.compile(r"/counter/find"), "/counter"),
    (re.compile(r"/counter/enrol/begin"), "/counter/enrol"),
    (re.compile(r"/counter/blocks/.+"), "/counter/blocks"),
    (re.compile(r"/counter/use/.+"), "/counter/use"),
    (re.compile(r"/counter/plates/.+"), "/counter/plates"),
    (re.compile(r"/counter/registrations/([^/]+)/path"), "/counter/registrations/{}"),
    (re.compile(r"/counter/people/([^/]+)/apply/([^/]+)/[^/]+"), "/counter/people/{}/apply/{}"),
    (re.compile(r"/mine/apply/([^/]+)/[^/]+"), "/mine/apply/{}"),
    (re.compile(r"/counter/people/([^/]+)/[^/]+"), "/counter/people/{}"),
    (re.compile(r"/(mine|office)/disputes/([^/]+)/[^/]+"), "/{}/disputes/{}"),
    (re.compile(r"/mine/rooms/(?:hold|wait|series|series/book)"), "/rooms"),
    (re.compile(r"/mine/rooms/waiting(?:/.+)?"), "/mine/rooms"),
    (re.compile(r"/mine/calendar/addresses(?:/.+)?"), "/mine/calendar"),
    (re.compile(r"/mine/messages/.+"), "/mine/messages"),
    (re.compile(r"/mine/rooms/([^/]+)/confirm"), "/mine/rooms/{}"),
    (re.compile(r"/mine/shifts/(?:asks|swaps)/.+"), "/mine/shifts"),
    (re.compile(r"/mine/shifts/(open|offer)/.+"), "/mine/shifts/{}"),
    (re.compile(r"/mine/shifts/teams/([^/]+)/[^/]+"), "/mine/shifts/teams/{}"),
    (re.compile(r"/mine/shifts/([0-9a-f-]{36})/(?!swap)[^/]+"), "/mine/shifts/{}"),
    (re.compile(r"/check-in/[^/]+/[^/]+"), "/check-in"),
    (re.compile(r"/office/rounds/([^/]+)/shifts/make"), "/office/rounds/{}/shifts"),
    (re.compile(r"/office/shifts/([^/]+)/(?!change)[^/]+(?:/.+)?"), "/office/shifts/{}"),
    (re.compile(r"(/mine/hours/certificate|/office/volunteers/[^/]+/certificate)/issue"), "{}"),
    (re.compile(r"/office/(seats|volunteers|templates|elders)/([^/]+)/[^/]+"), "/office/{}/{}"),
    (re.compile(r"/office/(swaps|pairs|meeting-points)/.+"), "/office/{}"),
    (re.compile(r"/agreements/([^/]+)/[^/]+"), "/agreements/{}"),
    (re.compile(r"/mine/alternatives/.+"), "/mine"),
    (re.compile(r"/mine/parking/([^/]+)/times"), "/mine/parking/{}"),
    (re.compile(r"/counter/alternatives/.+"), "/counter"),
    (re.compile(r"/counter/rooms/.+"), "/counter/rooms"),
    (re.compile(r"/office/rooms/([^/]+)/[^/]+"), "/office/rooms/{}"),
    (re.compile(r"/office/rounds/([^/]+)/locks/(?:find|[^/]+/remove)"), "/office/rounds/{}/locks"),
    (re.compile(r"/office/rounds/([^/]+)/runs/.+"), "/office/rounds/{}"),
    (re.compile(r"/office/rounds/([^/]+)/draw/.+"), "/office/rounds/{}/draw"),
    (re.compile(r"/office/(?:plans|scenarios)/.+"), "/office/rounds"),
    (re.compile(r"/office/publications/([^/]+)/[^/]+"), "/office/publications/{}"),
    (re.compile(r"/office/audit/export"), "/office/audit"),
    (re.compile(r"/office/ledger/export"), "/office/ledger"),
    (re.compile(r"/office/ledger/transactions/([^/]+)/take-back"), "/office/ledger/transactions/{}"),
    (re.compile(r"/office/accounts/find"), "/office/accounts"),
    (re.compile(r"/office/accounts/([^/]+)/.+"), "/office/accounts/{}"),
    (re.compile(r"/account/.+"), "/account"),
    (re.compile(r"/office/(sites|facilities)/([^/]+)/closures/.+"), "/office/{}/{}/closures"),
    (re.compile(r"/office/sites/([^/]+)/spaces/([^/]+)/owner"), "/office/sites/{}/spaces/{}"),
    (re.compile(r"/office/organisations/([^/]+)/people(?:/.+)?"), "/office/organisations/{}"),
    (re.compile(r"/sign-out"), "/"),
)
"""Where forms are sent to that are no pages themselves, and the page on which each stands."""


def own_place(text: str) -> str:
    """An address within this installation; the first page for anything else."""
    return text if OWN_PLACE.fullmatch(text) and "\\" not in text else "/"


def page_of(path: str) -> str:
    """The page of a form by where it is sent to; most forms are sent to the address of their page."""
    for form, page in PAGES:
        found = form.fullmatch(path)
        if found:
            return page.format(*found.groups())
    return path
