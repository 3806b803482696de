"""Which line of the covenant 公约 each rule and goal of a plan comes from: settings by path, or an article.

Articles hold in every version: they say what no setting can switch off. Nothing decides about people that is not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

ARTICLES = (
    "one_place",
    "own_times",
    "suits",
    "short_ways",
    "kept_places",
    "public_draw",
    "decisions",
    "fair_exchange",
    "as_asked",
    "once_at_a_time",
    "shared_things",
    "safe_service",
    "wishes_of_volunteers",
)
"""Articles of every covenant, in their order."""


class Line(NamedTuple):
    """Settings by path, and an article where no setting says it all."""

    settings: tuple[str, ...] = ()
    article: str = ""


def _set(group: str, *names: str, article: str = "") -> Line:
    return Line(tuple(f"{group}.{name}" for name in names), article)


def _parking(*names: str, article: str = "") -> Line:
    return _set("parking", *names, article=article)


def _rooms(*names: str, article: str = "") -> Line:
    return _set("rooms", *names, article=article)


def _safe(*names: str) -> Line:
    """A rule of a roster, which may be switched off by its number."""
    return _set("rosters", *names, "off", article="safe_service")


def _cost(*names: str) -> Line:
    """A cost of a roster: its weight is a setting."""
    return _set("rosters", "weights", *names, "off", article="wishes_of_volunteers")


GUARANTEE = Line(("fairness.most_lost_rounds",))
PARKING: Mapping[str, Line] = {
    "guarantee": GUARANTEE,
    "points": _parking(
        "criteria",
        "class_points",
        "need_points",
        "points_per_lost_round",
        "most_waiting_points",
        "points_per_won_round",
        "most_won_points",
        "near_points",
        "near_metres",
    ),
    "walking": Line(article="short_ways"),
    "stability": _parking("redraw_rounds", article="kept_places"),
    "kept": Line(article="kept_places"),
    "changes": Line(article="kept_places"),
    "draw": Line(article="public_draw"),
    "request_once": Line(article="one_place"),
    "one_right_per_vehicle": Line(article="one_place"),
    "wrong_site": Line(article="one_place"),
    "no_overlap": _parking("guard_minutes"),
    "eligibility": Line(article="own_times"),
    **dict.fromkeys(("opening", "closure", "curfew", "leave_by"), Line(article="own_times")),
    **dict.fromkeys(("size", "charger", "accessible", "reserved"), Line(article="suits")),
    "accessible_only": _parking("accessible_spaces_exclusive"),
    "longest_walk": _parking("farthest_walk"),
    "owner_reserve": _parking("reserve_percent"),
    "outside_cap": _parking("outside_percent"),
    "gate_throughput": Line(article="own_times"),
    "household_cap": _parking("household_cap"),
    "reciprocity": Line(article="fair_exchange"),
    **dict.fromkeys(("pin", "ban", "unheld_pin"), Line(article="decisions")),
}
ROOMS: Mapping[str, Line] = {
    "guarantee": GUARANTEE,
    "sessions": _rooms("weights", "partial_percent"),
    "wishes": Line(article="as_asked"),
    "fairness": Line(article="fair_exchange"),
    "last_season": Line(article="kept_places"),
    "kept_sessions": Line(article="kept_places"),
    "moves": Line(article="kept_places"),
    "openings": Line(article="shared_things"),
    "draw": Line(article="public_draw"),
    **dict.fromkeys(("room_capacity", "room_equipment", "room_not_wished"), Line(article="suits")),
    "room_closed": _rooms("blocked_percent", article="own_times"),
    "outside_day": _rooms("setup", "clear"),
    "date_not_wished": _rooms("grid", article="as_asked"),
    "time_not_wished": _rooms("grid", article="as_asked"),
    "length_not_wished": _rooms("grid", article="as_asked"),
    "one_slot_a_day": Line(article="as_asked"),
    "too_many_sessions": Line(article="as_asked"),
    "room_taken": _rooms("setup", "clear"),
    "noisy_neighbours": Line(article="shared_things"),
    "equipment_short": Line(article="shared_things"),
    "same_leader": _rooms("travel", article="once_at_a_time"),
    "same_members": _rooms("shared_percent", "travel", article="once_at_a_time"),
    "quota_minutes": _rooms(
        "organisation_quota", "person_quota", "household_quota", "facility_quotas", "category_quotas"
    ),
    "quota_sessions": _rooms(
        "organisation_quota", "person_quota", "household_quota", "facility_quotas", "category_quotas"
    ),
    **dict.fromkeys(("room_banned", "pin_not_held"), Line(article="decisions")),
}
ROSTERS: Mapping[str, Line] = {
    "h01_no_overlap": Line(article="once_at_a_time"),
    "h02_travel_gap": _safe("least_gap", "metres_a_minute", "detour_percent", "travel_extra"),
    **dict.fromkeys(("h03_availability", "h04_qualification", "h06_insurance", "h07_risk_exclusion"), _safe()),
    "h05_eligible_person": _safe("age_home_visit", "age_class", "age_event", "minors_until"),
    "h05_adult_on_shift": _safe(),
    "h08_decline_memory": Line(("rosters.off",), "wishes_of_volunteers"),
    "h09_max_minutes_day": _safe("day_minutes"),
    "h10_max_minutes_week": _safe("week_minutes"),
    "h11_max_minutes_month": _safe("month_minutes"),
    "h12_max_continuous": _safe("continuous_minutes", "demanding_minutes"),
    "h13_min_rest": _safe("rest_minutes"),
    "h14_max_consecutive_days": _safe("days_in_row"),
    "h15_max_shifts_day": _safe("shifts_a_day"),
    **dict.fromkeys(("h16_min_crew_to_run", "h17_seat_max", "h20_required_pair", "h21_prohibited_pair"), _safe()),
    "h18_lead_present": _safe("lead_from", "lead_for"),
    "h19_mentor_novice": _safe("novice_below", "mentor_from", "novices_a_mentor"),
    **dict.fromkeys(("h22_prohibited_beneficiary", "h23_training_first", "h27_requested_gender_language"), _safe()),
    **dict.fromkeys(("h24_pinned", "h24_banned"), Line(article="decisions")),
    "h25_freeze_window": _safe("freeze_minutes"),
    "h26_no_show_lock": _safe("absences"),
    "m1_shift_cannot_run": _cost("priority_factors"),
    "m2_below_min": _cost("priority_factors"),
    "m3_below_target": _cost("priority_factors"),
    "s01_over_target": _cost(),
    "s02_fair_time": _cost("fair_steps", "history_days"),
    "s03_fair_burden": _cost("fair_steps", "history_days"),
    "s04_include_idle": _cost("idle_days"),
    **dict.fromkeys(("s05_desired_hours", "s06_preferred_time", "s07_preferred_role"), _cost()),
    "s08_continuity": _cost("faces"),
    "s09_travel": _cost("near_metres", "travel_unit"),
    **dict.fromkeys(("s10_disruption", "s11_wished_pair", "s14_gaps", "s15_near_day_off"), _cost()),
    "s12_weekends": _cost("weekends"),
    "s13_consecutive_days_soft": _cost("days_in_row_soft"),
    "s16_expected_attendance": _cost("rate_floor"),
    "s17_standby": _cost("standby_for"),
    "s18_scarce_skill": _cost("scarce_below"),
    "s19_variety": _cost("same_type"),
    **dict.fromkeys(("s20_mentoring_chance", "s21_neighbour_loan"), _cost()),
    "s22_late_to_early": _cost("late_from", "early_until"),
}
LINES: Mapping[str, Mapping[str, Line]] = {"parking": PARKING, "rooms": ROOMS, "rosters": ROSTERS}
"""By domain and code of the rule or goal."""


def line_of(domain: str, code: str) -> Line:
    """The line of a rule or goal; nothing is said of codes that are no rule."""
    return LINES[domain].get(code, Line())
