"""Settings of a covenant that all domains share: fairness, ways forward, disputes, what people think, what is kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scheduler.covenant.base import Days, Rules


class FairnessRules(Rules):
    """Fairness over rounds: who lost `most_lost_rounds` in a row comes first in the next; None guarantees nothing."""

    most_lost_rounds: Annotated[int, Field(ge=1, le=100)] | None = 3


class WaysRules(Rules):
    """Ways forward for who was not served: how many are found, and how long one is held while somebody thinks."""

    hold_minutes: Annotated[int, Field(ge=5, le=1_440)] = 60
    most_alternatives: Annotated[int, Field(ge=1, le=3)] = 3


class DisputeRules(Rules):
    """Disputes: opened within `open_days` of what they are about; mediated and arbitrated within so many days.

    On neighbours a person opens at most `most_neighbour_cases` a month.
    """

    open_days: Annotated[int, Field(ge=1, le=400)] = 30
    mediation_days: Annotated[int, Field(ge=1, le=400)] = 14
    arbitration_days: Annotated[int, Field(ge=1, le=400)] = 30
    remind_days: Days = 2
    most_neighbour_cases: Annotated[int, Field(ge=1, le=100)] = 3


class FeedbackRules(Rules):
    """What people think 星级: within `within_days` of a use; an average is told from `least_count` answers on."""

    within_days: Annotated[int, Field(ge=1, le=400)] = 30
    least_count: Annotated[int, Field(ge=1, le=100)] = 5


class RetentionRules(Rules):
    """For how many days after their use records that name people are kept; money and decisions stay."""

    passages_days: Annotated[int, Field(ge=1, le=4_000)] = 90
    feedback_days: Annotated[int, Field(ge=1, le=4_000)] = 730
