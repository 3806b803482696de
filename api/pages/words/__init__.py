"""The words of the pages, by key, each in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.words.agreements import AGREEMENTS
from api.pages.words.billing import BILLING
from api.pages.words.boards import BOARDS
from api.pages.words.counter import COUNTER
from api.pages.words.covenant import COVENANT
from api.pages.words.disputes import DISPUTES
from api.pages.words.events_office import EVENTS_OFFICE
from api.pages.words.events_people import EVENTS_PEOPLE
from api.pages.words.events_rosters import EVENTS_ROSTERS
from api.pages.words.fairness import FAIRNESS
from api.pages.words.hours import HOURS
from api.pages.words.houses import HOUSES
from api.pages.words.ledger import LEDGER
from api.pages.words.logins import LOGINS
from api.pages.words.mine import MINE
from api.pages.words.money import MONEY
from api.pages.words.navigation import NAVIGATION
from api.pages.words.notice import NOTICE
from api.pages.words.office import OFFICE
from api.pages.words.opinions import OPINIONS
from api.pages.words.oversight import OVERSIGHT
from api.pages.words.own_rules import OWN_RULES
from api.pages.words.own_spaces import OWN_SPACES
from api.pages.words.path import PATH
from api.pages.words.people import PEOPLE
from api.pages.words.place_hours import PLACE_HOURS
from api.pages.words.places import PLACES
from api.pages.words.planning import PLANNING
from api.pages.words.promises import PROMISES
from api.pages.words.public import PUBLIC
from api.pages.words.registering import REGISTERING
from api.pages.words.review import REVIEW
from api.pages.words.rooms import ROOMS
from api.pages.words.rooms_borrowing import ROOMS_BORROWING
from api.pages.words.rooms_mine import ROOMS_MINE
from api.pages.words.rooms_season import ROOMS_SEASON
from api.pages.words.rooms_staff import ROOMS_STAFF
from api.pages.words.rooms_weekly import ROOMS_WEEKLY
from api.pages.words.roster_office import ROSTER_OFFICE
from api.pages.words.roster_setup import ROSTER_SETUP
from api.pages.words.rosters import ROSTERS
from api.pages.words.setting_up import SETTING_UP
from api.pages.words.shell import SHELL
from api.pages.words.shifts import SHIFTS
from api.pages.words.sites import SITES
from api.pages.words.states import STATES
from api.pages.words.things import THINGS
from api.pages.words.trail import TRAIL
from api.pages.words.trust import TRUST
from api.pages.words.use import USE
from api.pages.words.volunteers import VOLUNTEERS
from api.sentences.form import Sentence

WORDS: Mapping[str, Sentence] = {
    **SHELL,
    **NAVIGATION,
    **PUBLIC,
    **OPINIONS,
    **STATES,
    **PEOPLE,
    **AGREEMENTS,
    **BOARDS,
    **COUNTER,
    **COVENANT,
    **PATH,
    **NOTICE,
    **OFFICE,
    **PLANNING,
    **ROOMS,
    **ROOMS_MINE,
    **ROOMS_STAFF,
    **ROOMS_SEASON,
    **ROOMS_WEEKLY,
    **ROOMS_BORROWING,
    **HOURS,
    **ROSTERS,
    **ROSTER_OFFICE,
    **ROSTER_SETUP,
    **SHIFTS,
    **OWN_RULES,
    **VOLUNTEERS,
    **DISPUTES,
    **FAIRNESS,
    **MONEY,
    **BILLING,
    **TRUST,
    **USE,
    **SITES,
    **PROMISES,
    **REVIEW,
    **OWN_SPACES,
    **SETTING_UP,
    **HOUSES,
    **PLACE_HOURS,
    **PLACES,
    **REGISTERING,
    **MINE,
    **EVENTS_OFFICE,
    **EVENTS_PEOPLE,
    **EVENTS_ROSTERS,
    **THINGS,
    **TRAIL,
    **LEDGER,
    **LOGINS,
    **OVERSIGHT,
}


def say(key: str, language: str, **fields: object) -> str:
    """The words of a key, with its fields filled in."""
    return WORDS[key].text(language).format_map(fields)
