"""The measurement of plate checks: it looks at what it has prepared, and tells it whole."""

from __future__ import annotations

from scheduler.bench import plates
from tests.town import Town


def test_plates_are_measured_against_uses_of_some_days(town: Town) -> None:
    uses = plates.prepare(town.office, town.community_id, days=2)
    found = plates.measure(town.office, town.community_id, checks=20)

    assert uses == 27
    assert {name: found[name] for name in ("vehicles", "checks", "may_stand")} == {
        "vehicles": 9,
        "checks": 20,
        "may_stand": 18,
    }
    assert list(found)[3:] == ["ms_p50", "ms_p99", "ms_most", "ms_cpu"]
    assert 0 < found["ms_p50"] <= found["ms_p99"] <= found["ms_most"]
