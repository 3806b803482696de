"""A board in the reader's words: its lines as a table, its bars as a drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from api.pages import telling
from api.pages.desk import Context
from api.pages.plot_parts import Frame, Mark, Row
from api.pages.plots import drawing
from api.pages.words import say
from scheduler.usecases.board_parts import STATES, Bar, Lane
from scheduler.usecases.plan_boards import Board

MOST_ROWS, MOST_BARS = 220, 2_000
"""Rows and bars that are drawn at most; the table has all."""
DAY = {"zh": "M月d日", "en": "d MMM"}


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody has in one row of a board, over the week."""

    lane: Lane
    bars: Sequence[Bar]


def lines(board: Board) -> list[Line]:
    """Lines of a board, in the order of its rows, then of time."""
    lanes = {lane.key: lane for lane in board.lanes}
    order = {key: at for at, key in enumerate(lanes)}
    found: dict[tuple[str, Any, str, str], list[Bar]] = defaultdict(list)
    for bar in board.bars:
        found[bar.lane, bar.subject, bar.receipt, bar.role].append(bar)
    groups = sorted(found.values(), key=lambda bars: (order[bars[0].lane], bars[0].starts_at))
    return [Line(lanes[bars[0].lane], bars) for bars in groups]


def told(board: Board, line: Line, language: str) -> Context:
    """A line as the table tells it."""
    first = line.bars[0]
    return {
        "group": named(line.lane.group, language),
        "lane": named(line.lane, language),
        "receipt": first.receipt,
        "role": telling.duty(first.role, language),
        "state": first.state,
        "spans": _spans(board, line.bars, language),
        "open": first.open,
        "place": place_of(board, first),
    }


def states(board: Board) -> list[str]:
    """States that occur, in their order."""
    met = {bar.state for bar in board.bars}
    return [state for state in STATES if state in met]


def place_of(board: Board, bar: Bar) -> str:
    """The page on which one decides about a bar."""
    home = f"/office/rounds/{board.round.id}/locks"
    if board.round.domain == "rosters":
        return f"{home}/shifts/{bar.subject}" + (f"?of={bar.who}" if bar.who else "")
    return f"{home}/{bar.subject}"


def named(thing: Any, language: str) -> str:
    """The name of a place; where elders are visited has none."""
    return str(getattr(thing, f"name_{language}")) or say("lanes_visits", language)


def _head(day: date, language: str) -> str:
    """A date over its column, in two lines."""
    return f"{telling.weekday(day.isoweekday(), language)}\n{short_day(day, language)}"


def short_day(day: date, language: str) -> str:
    """A date without its year."""
    return str(format_date(day, DAY[language], locale=telling.LOCALES[language]))


def plot(board: Board, language: str, links: bool) -> Markup:
    """The drawing of a board; with `links`, bars lead to where one decides about them."""
    lanes = board.lanes[:MOST_ROWS]
    shown = {lane.key for lane in lanes}
    bars = [bar for bar in board.bars if bar.lane in shown][:MOST_BARS]
    where = {lane.key: f"{named(lane.group, language)} · {named(lane, language)}" for lane in lanes}
    days = [board.first + timedelta(days=at) for at in range(7)]
    who = "label_helper" if board.round.domain == "rosters" else "lanes_who"
    heads = [say(key, language) for key in (who, "lanes_where", "lanes_when", "state")]
    frame = Frame(board.first, [_head(day, language) for day in days], board.rest_days, heads)
    rows = [Row(lane.key, named(lane.group, language), named(lane, language)) for lane in lanes]
    return drawing(frame, rows, [_mark(board, bar, where[bar.lane], language, links) for bar in bars])


def _mark(board: Board, bar: Bar, where: str, language: str, links: bool) -> Mark:
    zone = board.zone
    when = _span(bar.starts_at, bar.ends_at, zone, language)
    place = place_of(board, bar) if links and bar.open else ""
    starts, ends = _wall(bar.starts_at, zone), _wall(bar.ends_at, zone)
    label = bar.receipt.partition("-")[0]
    told = (_who(bar.receipt, bar.role, language), where, when, say(f"lanes_{bar.state}", language))
    return Mark(bar.lane, starts, ends, bar.state, label, told, place)


def _who(receipt: str, role: str, language: str) -> str:
    name = receipt or say("lanes_vacant", language)
    return f"{name} · {telling.duty(role, language)}" if role else name


@lru_cache(maxsize=4_000)
def _span(starts_at: datetime, ends_at: datetime, zone: str, language: str) -> str:
    """The time of one bar; a board tells few of them many times."""
    start, end, nights, day = _clocks(starts_at, ends_at, zone)
    return _told_span(start, end, nights, [day], language)


def _spans(board: Board, bars: Iterable[Bar], language: str) -> list[str]:
    """Times of bars, those of the same clock together."""
    found: dict[tuple[str, str, int], list[date]] = defaultdict(list)
    for bar in bars:
        start, end, nights, day = _clocks(bar.starts_at, bar.ends_at, board.zone)
        found[start, end, nights].append(day)
    return [_told_span(*clocks, days, language) for clocks, days in found.items()]


def _clocks(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[str, str, int, date]:
    """From when until when, over how many nights, and on which date."""
    starts, ends = _wall(starts_at, zone), _wall(ends_at, zone)
    nights = (ends.date() - starts.date()).days
    end = f"{ends:%H:%M}"
    if end == "00:00":
        nights, end = nights - 1, "24:00"
    return f"{starts:%H:%M}", end, nights, starts.date()


def _told_span(start: str, end: str, nights: int, days: Sequence[date], language: str) -> str:
    comma = "、" if language == "zh" else ", "
    listed = comma.join(_days(days, language))
    if nights < 2:
        clock = say("from_to_next" if nights else "from_to", language, start=start, end=end)
        return f"{listed} {clock}"
    last = _near_day(days[0] + timedelta(days=nights), language)
    return f"{listed} " + say("lanes_until", language, start=start, day=last, end=end)


def _days(days: Sequence[date], language: str) -> Iterable[str]:
    """Dates; three or more in a row by the first and the last."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        if len(run) > 2:
            first, last = (_near_day(day, language) for day in (run[0], run[-1]))
            yield say("until", language, first=first, last=last)
        else:
            yield from (_near_day(day, language) for day in run)


@lru_cache(maxsize=4_000)
def _near_day(day: date, language: str) -> str:
    """A date with its weekday; a board tells few of them many times."""
    return telling.near_day(day, language)


@lru_cache(maxsize=4_000)
def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
