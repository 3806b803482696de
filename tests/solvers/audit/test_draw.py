"""The draw of a certificate: what its seed comes of, and the lot of each receipt."""

from typing import Any

import pytest

from scheduler import lots
from solvers.audit.draw import check_draw, lot_of, not_planned
from solvers.audit.frame import check_draw_form
from solvers.audit.protocol import Malformed
from tests.bundles import GONE, NUMBER, draw_of, parts_of, small_certificate

RECEIPTS = ["R-1", "R-2", "R-3"]
DRAW = draw_of(RECEIPTS)


def problem(**lots: int | None) -> dict[str, Any]:
    """A problem of which only receipts and lots matter."""
    drawn = {receipt: lot_of(DRAW["seed"], receipt) for receipt in RECEIPTS} | {
        name.replace("_", "-"): lot for name, lot in lots.items()
    }
    return {"requests": [{"id": name} | ({} if lot is None else {"lot": lot}) for name, lot in drawn.items()]}


def found(draw: dict[str, Any], round_: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in check_draw(draw, round_)]


def test_a_true_draw_has_no_findings_and_tells_who_is_no_longer_planned() -> None:
    assert found(DRAW, problem()) == []
    assert not_planned(DRAW, problem()) == [GONE]
    assert not_planned(DRAW, {"shifts": []}) == []


def test_the_lots_of_a_certificate_are_those_of_its_draw() -> None:
    parts = parts_of(small_certificate().bundle)

    assert found(parts["draw"], parts["problem"]) == []
    assert all("lot" in request for request in parts["problem"]["requests"])


def test_a_lot_is_the_beginning_of_the_digest_of_seed_and_receipt() -> None:
    # printf 'abc:R-1' | sha256sum
    assert f"{lot_of('abc', 'R-1'):08x}" == "0a0202d2"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("secret", {"draw.commitment", "draw.seed"}),
        ("number", {"draw.seed"}),
        ("commitment", {"draw.commitment"}),
        ("entries_digest", {"draw.entries_digest"}),
    ],
)
def test_what_does_not_follow_from_the_secret_and_the_number_is_found(name: str, fields: set[str]) -> None:
    assert {field for _, field in found({**DRAW, name: "00"}, problem())} == fields


def test_a_lot_that_is_not_the_drawn_one_is_found() -> None:
    assert found(DRAW, problem(R_2=5)) == [("lot_differs", "problem.requests.lot")]
    assert found(DRAW, problem(R_2=None)) == [("lot_differs", "problem.requests.lot")]


def test_who_took_no_part_in_the_draw_is_found() -> None:
    assert found(DRAW, problem(R_4=5)) == [("not_in_draw", "problem.requests.id")]


def test_who_takes_part_twice_is_found() -> None:
    twice = draw_of([*RECEIPTS, "R-3"])

    assert found(twice, problem()) == [("entry_twice", "draw.entries")]


def test_a_round_without_a_draw_has_no_lots() -> None:
    assert found({}, problem(R_1=None, R_2=None, R_3=None)) == []
    assert found({}, problem()) == [("lot_without_draw", "problem.requests.lot")]


SPOILT = {
    "secret": (7, "5e" * 31, "5E" * 32, f"{'5e' * 31}:a"),
    "commitment": ("", "0" * 63),
    "seed": (None, "g" * 64),
    "number": (7, "", " 03 11", "03  11", "03\n11", "\uff10\uff13", "whatever I like #17", "no digit"),
    "number_on": ("", "2026-02-30", "20260503", "tomorrow"),
    "source": (None, "", ["x"]),
    "format": (None,),
    "entries": ("all", [1], [""], ["R-1\nR-2"], ["R-3", "R-2", "R-1"]),
    "entries_digest": ("00",),
}
SPOILT_FIELDS = [(name, value) for name, values in SPOILT.items() for value in values]


@pytest.mark.parametrize(("name", "value"), SPOILT_FIELDS, ids=[f"{name}-{value}" for name, value in SPOILT_FIELDS])
def test_a_draw_that_cannot_be_read_is_named_by_its_field(name: str, value: Any) -> None:
    with pytest.raises(Malformed) as caught:
        check_draw_form({**DRAW, name: value})

    assert caught.value.finding.code == "malformed"
    assert caught.value.finding.field.startswith(f"draw.{name}")


def test_a_draw_has_all_its_fields_and_no_others() -> None:
    check_draw_form(DRAW)
    check_draw_form({})
    for name in DRAW:
        with pytest.raises(Malformed):
            check_draw_form({other: value for other, value in DRAW.items() if other != name})
    with pytest.raises(Malformed):
        check_draw_form({**DRAW, "note": ""})


@pytest.mark.parametrize("typed", [NUMBER, " 3,021.56 ", "\uff10\uff13  11", "A/7:2"])
def test_whatever_number_two_people_may_enter_is_one_that_a_draw_may_hold(typed: str) -> None:
    check_draw_form({**DRAW, "number": lots.number_of(typed)})
