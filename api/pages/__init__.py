"""Pages: the same use cases as the API, for people with a browser, with or without scripts."""

from __future__ import annotations

from fastapi import FastAPI

from api.pages import (
    agreements,
    assets,
    board,
    check_in,
    communities,
    counter,
    covenant_drafts,
    covenants,
    dispute_counts,
    disputes,
    draw_desk,
    enrolment,
    errors,
    evenness,
    explained,
    fees,
    hearing,
    hours,
    languages,
    late,
    mending,
    mine,
    money,
    moves,
    noticeboard,
    notices,
    office,
    own_spaces,
    papers,
    parking,
    payments,
    plan_changes,
    plan_compare,
    publishing,
    receipts,
    register_apply,
    register_draft,
    review,
    rooms_apply,
    rooms_board,
    rooms_booking,
    rooms_borrowing,
    rooms_counter,
    rooms_mine,
    rooms_office,
    rooms_series,
    rooms_week,
    round_lists,
    round_page,
    round_terms,
    shifts_mine,
    shifts_open,
    shifts_swaps,
    shifts_teams,
    signing,
    trail,
    trust,
    use,
    volunteering,
    ways,
    what_ifs,
)

ROOMS = (
    rooms_board,
    rooms_week,
    rooms_mine,
    rooms_booking,
    rooms_borrowing,
    rooms_series,
    rooms_counter,
    rooms_office,
    rooms_apply,
)
"""Before the others, whose addresses are wider."""
VOLUNTEERING = (check_in, shifts_open, volunteering, shifts_swaps, shifts_teams, shifts_mine)
"""In this order: a seat's address is the widest of them."""
SUBJECTS = (
    board,
    signing,
    languages,
    communities,
    parking,
    noticeboard,
    notices,
    evenness,
    trust,
    covenants,
    covenant_drafts,
    explained,
    *ROOMS,
    *VOLUNTEERING,
    hours,
    money,
    fees,
    payments,
    mending,
    agreements,
    dispute_counts,
    hearing,
    # Before one's own answers, whose addresses are wider.
    disputes,
    ways,
    own_spaces,
    register_apply,
    register_draft,
    mine,
    # Before the counter's, whose addresses are wider.
    use,
    counter,
    # Before the receipts, whose addresses are wider.
    late,
    papers,
    receipts,
    enrolment,
    # Before the moves of a round, whose addresses are wider.
    trail,
    what_ifs,
    review,
    office,
    # Before one round and its moves, whose addresses are wider.
    round_terms,
    round_lists,
    draw_desk,
    plan_compare,
    plan_changes,
    round_page,
    moves,
    publishing,
)


def register(app: FastAPI) -> None:
    """Add all pages, the files that they need, and pages for errors."""
    app.include_router(assets.router)
    for subject in SUBJECTS:
        app.include_router(subject.router)
    app.state.error_page = errors.error_page
