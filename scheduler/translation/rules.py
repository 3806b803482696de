"""Windows and closures as staff write them, held to what the core allows."""

from __future__ import annotations

from scheduler.errors import Rejected
from scheduler.models import ClosedPeriod, TidalWindow
from scheduler.translation.values import closure_of, leave_by_of, rule_of
from solvers.errors import InvalidProblem


def check_window(row: TidalWindow, field: str) -> None:
    """Refuse a window that no problem may carry.

    Raises
    ------
    Rejected
        With the core's own code, the field below `field`, and what is allowed.
    """
    try:
        leave_by_of(row) if row.purpose == "leave_by" else rule_of(row)
    except InvalidProblem as error:
        raise Rejected(error.code, f"{field}.{error.field}", error.value, error.allowed) from error


def check_closure(row: ClosedPeriod) -> None:
    """Refuse a closure that no problem may carry.

    Raises
    ------
    Rejected
        With the core's own code, the field, and what is allowed.
    """
    try:
        closure_of(row)
    except InvalidProblem as error:
        raise Rejected(error.code, error.field, error.value, error.allowed) from error
