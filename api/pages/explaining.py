"""An explanation of one result in the reader's language: sections of sentences, alike for the page and the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from api.pages import telling
from api.pages.causes import cause_lines, name_of
from api.pages.reasons import places_of
from api.pages.reasons import told as told_reasons
from api.pages.standing import standing_of
from api.sentences import sentence
from api.sentences.speak import SENTENCES
from api.telling_ways import message_of
from scheduler import queries
from scheduler.usecases.explanations import Explanation
from scheduler.usecases.ways_ground import UNSERVED

DECISIONS = {"keep": "explained_kept", "forbid": "explained_forbidden", "fix": "explained_fixed"}


class Part(NamedTuple):
    """A section: its code, its title, its sentences."""

    code: str
    title: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one explanation: to whom, where, and at what time of the community."""

    found: Explanation
    language: str
    zone: str
    places: Mapping[str, Any]
    hotline: str

    def parts(self, session: Any, now: datetime) -> list[Part]:
        """All sections, in the order in which they are read; empty ones are left out."""
        told = {
            "explained_round": self.round(),
            "explained_points": self.points(),
            "explained_decision": self.decision(),
            "explained_cause": self.cause(),
            "explained_now": self.now(session, now),
            "explained_check": self.check(),
        }
        found = [(code, list(lines)) for code, lines in told.items()]
        return [Part(code, self.speak(code), lines) for code, lines in found if lines]

    def speak(self, code: str, **numbers: object) -> str:
        """A sentence, its numbers with separators."""
        shown = {
            name: telling.count(value, self.language) if isinstance(value, int) and name != "version" else value
            for name, value in numbers.items()
        }
        return telling.spoken(code, self.language, self.found.round.use_first, **shown)

    def name_of(self, code: str) -> str:
        """A site or room as people call it."""
        return name_of(code, self.language, self.places)

    def criterion(self, name: str) -> str:
        """A criterion as people call it; one that only this covenant knows by its own name."""
        return sentence(f"criterion_{name}", self.language) if f"criterion_{name}" in SENTENCES else name

    def round(self) -> Iterator[str]:
        """How many asked and got, and how it went with those of more, as many and fewer points."""
        outcomes = {name: self.found.outcomes.get(name, 0) for name in ("allocated", "waitlisted", "refused")}
        yield self.speak("explained_counts", asked=sum(outcomes.values()), **outcomes)
        for name, (asked, served) in self.found.by_points.items():
            if asked:
                yield self.speak(f"explained_{name}{self._kind(name, served)}", asked=asked, served=served)

    def _kind(self, name: str, served: int) -> str:
        if self.found.round.domain == "rooms":
            return "_rooms"
        is_no_wonder = self.found.line.outcome == "allocated" or not served
        return "_served" if name == "fewer" and is_no_wonder else ""

    def points(self) -> Iterator[str]:
        """The sum, what past rounds count, the lot."""
        found = self.found
        yield self.speak("explained_sum", points=found.line.points, version=found.round.covenant_version)
        if found.lost is not None:
            yield self.speak("explained_lost", lost=found.lost, **({} if found.most_lost is None else self._most()))
        if found.lot is not None:
            yield self.speak("explained_lot", lot=found.lot, entries=found.entries)

    def _most(self) -> dict[str, object]:
        return {"most": self.found.most_lost}

    def decision(self) -> Iterator[str]:
        """What was given, or why nothing: the funnel in words, then the place in the waitlist."""
        line, first = self.found.line, self.found.round.use_first
        if line.outcome == "allocated":
            yield from self._given()
            yield self.speak("explained_together")
        else:
            yield self.speak("explained_not_served")
            yield from told_reasons(line.reasons, self.language, first, self.places)
            if line.rank is not None:
                yield self.speak("explained_rank", rank=line.rank)
        yield from (self.speak(DECISIONS[kind]) for kind in self.found.decisions)

    def _given(self) -> Iterator[str]:
        line = self.found.line
        if line.site_code:
            metres = {} if self.found.metres is None else {"metres": self.found.metres}
            yield self.speak("explained_served", place=self.name_of(line.site_code), **metres)
        for one in line.sessions:
            numbers = {name: one[name] for name in ("weekday", "start", "end", "dates")}
            yield self.speak("explained_session", place=self.name_of(one["room"]), **numbers)

    def cause(self) -> Iterator[str]:
        """The whole cause, then what it is made of."""
        if self.found.line.outcome == "allocated" or self.found.cause is None:
            return
        yield from cause_lines(self.found.cause, self.language, self.found.round.use_first, self.places)

    def now(self, session: Any, now: datetime) -> Iterator[str]:
        """How the registration stands now, what comes next, which other ways there are, whom to ask."""
        found = self.found
        row = found.registration
        yield standing_of(session, row, found.round, self.zone, self.language)["next"]
        if row.state in UNSERVED and (others := queries.ways.open_of(session, row.id)):
            yield self.speak("explained_ways")
            yield from (telling.dated(message_of(session, way, self.language), self.language) for way in others)
        moment = telling.moment(found.object_until, self.zone, self.language)
        yield self.speak("explained_object" if now < found.object_until else "explained_objected", moment=moment)
        yield self.speak("explained_hotline", hotline=self.hotline) if self.hotline else self.speak("explained_window")

    def check(self) -> Iterator[str]:
        """Where everybody's result stands, and the certificate."""
        found = self.found
        yield self.speak("explained_notice", version=found.publication.version)
        state = "" if found.certificate is None else found.certificate.state
        if found.certificate is not None and state == "ready":
            yield self.speak("explained_certificate", root=found.certificate.root)
        else:
            yield self.speak("explained_certificate_waiting" if state == "waiting" else "explained_certificate_none")


def teller_of(session: Any, found: Explanation, language: str, hotline: str) -> Teller:
    """What tells an explanation in a language."""
    community = queries.community.one(session, found.round.community_id)
    places = places_of(session, community.id, found.round.domain)
    return Teller(found, language, community.zone, places, hotline)
