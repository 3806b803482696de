"""Settings of a covenant for money: tariffs, splits, refunds, deadlines; all in fen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scheduler.covenant.base import Days, Fen, Party, Rules, Share

WindowClass = Literal["night", "day", "rest_days", "whole"]
"""What a right mostly covers: nights, workdays, rest days, or all of it; see `scheduler.tariffs`."""
Period = Literal["month", "round", "use", "hour"]
Recipient = Literal["fund", "platform", "operator", "owner"]
Income = Literal["shared", "own", "booking", "overstay"]
WHOLE = 10_000


class Tariff(Rules):
    """One line of the tariff table: the price of a period. Of the lines that suit, the one that says most holds.

    What is left out suits all: `site` (its code), `party`, `window`. `tier` is from which vehicle of a household on it
    holds (2: the second and every further one). A line of one site says why it differs, in both languages.
    """

    subject: Literal["right", "booking", "overstay"] = "right"
    window: WindowClass | None = None
    party: Party | None = None
    site: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    tier: Annotated[int, Field(ge=1, le=10)] = 1
    period: Period = "month"
    fen: Fen
    reason_zh: Annotated[str, Field(max_length=500)] = ""
    reason_en: Annotated[str, Field(max_length=500)] = ""

    @model_validator(mode="after")
    def _told(self) -> Tariff:
        if self.site is not None and not (self.reason_zh.strip() and self.reason_en.strip()):
            raise ValueError("tariff_without_reason")
        return self


class Part(Rules):
    """What one recipient gets, in hundredths of a percent."""

    to: Recipient
    share: Annotated[int, Field(ge=0, le=WHOLE)]


class Split(Rules):
    """Who gets what of an income: of shared parts, of somebody's own space, of bookings, of overstays; all of it."""

    income: Income
    parts: Annotated[list[Part], Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _whole(self) -> Split:
        if sum(part.share for part in self.parts) != WHOLE:
            raise ValueError("split_not_whole")
        if len({part.to for part in self.parts}) != len(self.parts):
            raise ValueError("split_named_twice")
        if self.income != "own" and any(part.to == "owner" for part in self.parts):
            raise ValueError("split_without_owner")
        return self


def _splits() -> list[Split]:
    shared = [Part(to="fund", share=7_000), Part(to="operator", share=2_000), Part(to="platform", share=1_000)]
    own = [
        Part(to="owner", share=6_000),
        Part(to="fund", share=2_000),
        Part(to="operator", share=1_000),
        Part(to="platform", share=1_000),
    ]
    return [
        Split(income="shared", parts=shared),
        Split(income="own", parts=own),
        Split(income="booking", parts=shared),
        Split(income="overstay", parts=[Part(to="fund", share=WHOLE)]),
    ]


class FeesRules(Rules):
    """What rights, bookings and overstays cost, and where the money goes; no tariff means that they are free.

    Income of shared parts belongs to the owners: their community fund gets it, less what operator and platform get. An
    invoice is due after `due_days`, and reminded of after `remind_days` more. A month that was paid and not used is
    paid back by days; `refund_percent` of it, all where the community was the cause. An owner whose space was not free
    in time gets `compensation_fen`. One overstay costs `overstay_most_fen` at most.
    """

    tariffs: Annotated[list[Tariff], Field(max_length=500)] = []
    splits: Annotated[list[Split], Field(min_length=1, max_length=4)] = _splits()
    due_days: Days = 14
    remind_days: Days = 7
    refund_percent: Share = 100
    compensation_fen: Fen = 2_000
    overstay_most_fen: Fen = 10_000

    @model_validator(mode="after")
    def _once(self) -> FeesRules:
        keys = [(one.subject, one.window, one.party, one.site, one.tier, one.period) for one in self.tariffs]
        if len(set(keys)) != len(keys):
            raise ValueError("tariff_twice")
        incomes = [split.income for split in self.splits]
        if len(set(incomes)) != len(incomes):
            raise ValueError("split_twice")
        return self
