"""The report shows a plan to everybody: offline, without scripts, in both languages, and whatever ids hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from api.report import render, svg_picture, terminal_picture
from api.report.svg import level_of, shortened
from api.report.words import WORDS
from scheduler.calendar import horizon
from solvers.document import PlanDocument, TierLine, UnheldLock
from solvers.parking.figures import Figures, figures_of
from solvers.parking.generate import Scale, generate_parking
from solvers.parking.greedy import by_density, fill, first_come, started
from solvers.parking.problem import ParkingProblem
from solvers.parking.recipe import formulate
from solvers.plan import Status

SVG = "http://www.w3.org/2000/svg"
HOSTILE = "\"'><script>alert(1)</script><img src=x>{0}&amp;"
DATES = horizon(date(2026, 4, 27), date(2026, 5, 10))
"""With the holiday of 1 May and the make-up workday of 9 May."""


def block() -> ParkingProblem:
    return generate_parking(Scale(4, 40, 90), 1, DATES)


def made(problem: ParkingProblem) -> Figures:
    recipe = formulate(problem)
    ours, first = started(recipe), started(recipe)
    fill(ours, by_density(recipe))
    fill(first, first_come(recipe))
    return figures_of(recipe, ours.plan(), first.plan(), ours.plan())


FIGURES = made(block())
POINTS = FIGURES.whole.points_served
DOCUMENT = PlanDocument(
    problem_digest="ab" * 32,
    plan_digest="cd" * 32,
    engine="greedy",
    status=Status.FEASIBLE,
    seed=7,
    reproducible=True,
    tiers=(TierLine("points", POINTS, POINTS + 10), TierLine("walking", 9_900, 9_900), TierLine("stability", 12)),
    assignments=(),
)


@dataclass
class Warned:
    code: str
    numbers: dict[str, int | str] = field(default_factory=dict)


class Reader(HTMLParser):
    """Reads a page as a person would, part by part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.part, self.cell = "", False
        self.cells: dict[str, list[str]] = {"": [], "zh": [], "en": []}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "div" and dict(attrs).get("id") in ("zh", "en"):
            self.part = dict(attrs)["id"] or ""
        self.cell = tag in ("td", "b", "code")

    def handle_data(self, data: str) -> None:
        if self.cell:
            self.cells[self.part] += re.findall(r"[\d,.]*\d", data)

    def handle_endtag(self, tag: str) -> None:
        self.cell = False


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = render(FIGURES, DOCUMENT)

    assert "http" not in page.replace(SVG, "")
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|url\(|@import|\bon\w+=|javascript:", page)


def test_both_languages_tell_the_same_numbers() -> None:
    cells = Reader(render(FIGURES, DOCUMENT)).cells

    assert cells["zh"] == cells["en"]
    assert len(cells["zh"]) > 300


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_language_asked_for_stands_open_and_the_other_is_one_link_away(language: str) -> None:
    other = "en" if language == "zh" else "zh"

    page = render(FIGURES, DOCUMENT, language=language)

    assert f'<div class="part open" id="{language}"' in page
    assert f'<div class="part" id="{other}"' in page
    assert f'<a href="#{other}"' in page


def test_every_picture_has_a_title_and_a_description() -> None:
    page = render(FIGURES, DOCUMENT)
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)

    assert len(pictures) == 2 * 3
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        names = {part.get("id"): part.text for part in root if part.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc")}
        assert root.get("role") == "img"
        assert all(names[name] for name in str(root.get("aria-labelledby")).split())


def test_no_id_stands_twice() -> None:
    ids = [attributes["id"] for _, attributes in Reader(render(FIGURES, DOCUMENT)).tags if "id" in attributes]

    assert len(ids) == len(set(ids))


def test_every_table_has_a_caption_and_its_headings_a_scope() -> None:
    tags = Reader(render(FIGURES, DOCUMENT)).tags
    names = [name for name, _ in tags]

    assert names.count("table") == names.count("caption") > 10
    assert all(attributes.get("scope") in ("col", "row") for name, attributes in tags if name == "th")


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(name[1]) for name, _ in Reader(render(FIGURES, DOCUMENT)).tags if re.fullmatch("h[1-6]", name)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bounds_are_shown_as_gaps_and_the_best_is_called_proven() -> None:
    page = render(FIGURES, DOCUMENT, language="en")

    assert f"<td>{POINTS:,}</td><td>{POINTS + 10:,}</td><td>{1000 / (POINTS + 10):.2f}%</td>" in page
    assert "<td>9,900</td><td>9,900</td><td>0%, proven best</td>" in page
    assert "<td>12</td><td>not known</td><td>–</td>" in page


def test_the_page_tells_how_to_check_it() -> None:
    page = render(FIGURES, DOCUMENT, problem_file="street.json", plan_file="plan.json")

    assert page.count("commontide verify street.json plan.json") == 2
    assert page.count("ab" * 32) == page.count("cd" * 32) == 2


def test_notices_and_decisions_that_could_not_hold_are_told() -> None:
    document = replace(DOCUMENT, unheld=(UnheldLock("r000001", "s0001", None, "owner_reserve"),))

    page = render(FIGURES, document, notices=[Warned("calendar_not_decreed", {"year": 2031})])

    assert page.count("<td>s0001</td>") == 2
    assert page.count("2031") == 2
    assert "Notices" in page
    assert "no decision" not in page


def test_nobody_is_named() -> None:
    page = render(FIGURES, DOCUMENT)

    assert not re.search(r"\b[rvh]0000\d\d\b", page)


def test_hostile_ids_stay_text() -> None:
    sites = tuple(replace(site, id=f"{at}{HOSTILE}") for at, site in enumerate(FIGURES.sites))
    rows = tuple(replace(row, id=f"{at}{HOSTILE}") for at, row in enumerate(FIGURES.rows))
    document = replace(
        DOCUMENT,
        engine=HOSTILE,
        tiers=(TierLine(HOSTILE, 1, 1),),
        unheld=(UnheldLock(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
    )
    figures = replace(FIGURES, sites=sites, rows=rows)

    page = render(figures, document, notices=[Warned(HOSTILE)], problem_file=HOSTILE, plan_file=HOSTILE)

    assert "<script" not in page
    assert "<img" not in page
    assert ElementTree.fromstring(svg_picture(figures, "en")) is not None


def test_an_empty_plan_renders() -> None:
    recipe = formulate(block())

    page = render(figures_of(recipe, (), ()), replace(DOCUMENT, tiers=(TierLine("points", 0, 0),)))

    assert "没有安排任何登记。" in page
    assert "没有车辆停放" in page


@pytest.mark.parametrize("sites", [0, 4])
def test_a_round_without_supply_renders(sites: int) -> None:
    problem = block()
    barren = replace(problem, sites=problem.sites[:sites], spaces=(), requests=(), partners=(), locks=())
    figures = figures_of(formulate(barren), ())

    assert "没有共享车位。" in render(figures, replace(DOCUMENT, tiers=()))
    assert ElementTree.fromstring(svg_picture(figures, "zh")) is not None
    assert terminal_picture(figures, 80).startswith("Workday")


def test_dates_of_one_day_type_render() -> None:
    figures = made(generate_parking(Scale(2, 12, 20), 1, horizon(date(2026, 5, 2), date(2026, 5, 3))))

    assert "计划期内没有这种日子。" in render(figures, DOCUMENT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_stands_alone_and_is_small(language: str) -> None:
    rows = tuple(replace(FIGURES.rows[at % 4], id=f"s{at:04d}") for at in range(40))

    picture = svg_picture(replace(FIGURES, rows=rows), language)

    assert len(picture.encode()) <= 60_000
    assert picture.startswith(f'<svg xmlns="{SVG}"')
    root = ElementTree.fromstring(picture)
    assert root.find(f"{{{SVG}}}rect[@fill='#ffffff']") is not None
    assert root.findtext(f"{{{SVG}}}desc")


@pytest.mark.parametrize(("width", "lines"), [(120, 13), (80, 13), (40, 27)])
def test_the_terminal_shows_the_tide_within_its_width(width: int, lines: int) -> None:
    drawn = terminal_picture(FIGURES, width).split("\n")

    assert len(drawn) == lines
    assert max(map(len, drawn)) <= width
    assert set("".join(drawn)) & set("▄▅▆▇█")


def test_at_noon_of_a_workday_compounds_are_full_and_towers_shared_with_nobody() -> None:
    lines = terminal_picture(FIGURES, 120).split("\n")

    compounds, towers = lines[5], lines[11]
    assert compounds[24] == "█"
    assert towers[24] == "·"


def test_levels_are_fifths_and_nothing_is_a_level_of_its_own() -> None:
    assert [level_of(share) for share in (0, 0.01, 0.2, 0.21, 0.8, 0.81, 1)] == [0, 1, 1, 2, 4, 5, 5]


def test_long_names_are_cut_by_the_cells_that_they_take() -> None:
    assert [shortened(name, 8) for name in ("s0001", "compound-12", "南浦小区", "南浦小区一号")] == [
        "s0001",
        "compoun…",
        "南浦小区",
        "南浦小…",
    ]


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_of_a_word_leave_the_same_fields_open(key: str) -> None:
    chinese, english = WORDS[key]

    assert chinese
    assert english
    assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", english))
