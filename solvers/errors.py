"""Errors of the planning core.

``SolverError``
    ``InvalidProblem``  a value that no problem may carry (a code, the field, the value, what is allowed)

Infeasible, timed out and cancelled are answers (`solvers.plan.Status`), never errors.
"""

from __future__ import annotations


class SolverError(Exception):
    """Root of the core's own errors."""


class InvalidProblem(SolverError, ValueError):
    """A value that no problem may carry.

    Parameters
    ----------
    code
        Stable, readable by a program, e.g. ``unknown_id``.
    field
        Path of the value, dotted, list positions as numbers (``requests.3.pattern``).
    value
        The offending value.
    allowed
        What would have been accepted, in codes and numbers.
    """

    def __init__(self, code: str, field: str, value: object, allowed: str) -> None:
        super().__init__(f"{code}: {field} is {value!r}; allowed: {allowed}")
        self.code = code
        self.field = field
        self.value = value
        self.allowed = allowed

    def under(self, prefix: str) -> InvalidProblem:
        """Return the same error with its field path placed under `prefix`."""
        return InvalidProblem(self.code, f"{prefix}.{self.field}", self.value, self.allowed)
