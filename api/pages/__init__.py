"""Pages: the same use cases as the API, for people with a browser, with or without scripts."""

from __future__ import annotations

from fastapi import FastAPI

from api.pages import (
    agreements,
    assets,
    board,
    counter,
    covenant_drafts,
    covenants,
    dispute_counts,
    disputes,
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
    notices,
    office,
    own_spaces,
    papers,
    payments,
    publishing,
    receipts,
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
    signing,
    trust,
    use,
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
SUBJECTS = (
    board,
    signing,
    languages,
    notices,
    evenness,
    trust,
    covenants,
    covenant_drafts,
    explained,
    *ROOMS,
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
    what_ifs,
    review,
    office,
    moves,
    publishing,
)


def register(app: FastAPI) -> None:
    """Add all pages, the files that they need, and pages for errors."""
    app.include_router(assets.router)
    for subject in SUBJECTS:
        app.include_router(subject.router)
    app.state.error_page = errors.error_page
