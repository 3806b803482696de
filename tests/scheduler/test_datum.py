"""Places told in one datum are told in the other, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.datum import converted

KNOWN = [
    ((31.1774276, 121.5272106), (31.175303983646, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131695, 113.917176480836)),
    ((39.911954, 116.377817), (39.913345455361, 116.384047224557)),
]
"""Places in Shanghai, Shenzhen and Beijing, in WGS-84 and in GCJ-02."""


@pytest.mark.parametrize(("measured", "drawn"), KNOWN)
def test_what_a_phone_measures_is_where_a_chinese_map_draws_it(
    measured: tuple[float, float], drawn: tuple[float, float]
) -> None:
    assert converted(measured, "WGS-84", "GCJ-02") == pytest.approx(drawn, abs=1e-9)
    assert converted(drawn, "GCJ-02", "WGS-84") == pytest.approx(measured, abs=1e-7)


@given(st.floats(min_value=1, max_value=55), st.floats(min_value=73, max_value=137))
def test_there_and_back_is_the_same_place_within_a_centimetre(latitude: float, longitude: float) -> None:
    there = converted((latitude, longitude), "WGS-84", "GCJ-02")

    assert converted(there, "GCJ-02", "WGS-84") == pytest.approx((latitude, longitude), abs=1e-7)


def test_outside_china_both_are_one() -> None:
    assert converted((60.17, 24.94), "WGS-84", "GCJ-02") == (60.17, 24.94)
    assert converted((31.2, 121.5), "GCJ-02", "GCJ-02") == (31.2, 121.5)
