"""Errors of the scheduler.

``SchedulerError``
    ``FileRejected``  a file that cannot be read, understood or written (a code, where, the value, what is allowed)
"""

from __future__ import annotations

FILE_CODES = (
    # the file
    "not_found",
    "not_readable",
    "not_writable",
    "too_large",
    "empty_file",
    # its text
    "not_utf8",
    "not_json",
    "truncated_json",
    "too_deep",
    "duplicate_key",
    # its fields
    "wrong_format",
    "unknown_field",
    "missing_field",
    "wrong_type",
    "out_of_range",
    "not_a_number",
    "not_a_date",
    "not_a_time",
    "bad_character",
    # its sense
    "unknown_id",
    "duplicate_id",
    "start_at_24_00",
    "end_at_00_00",
    "empty_window",
    "empty_pattern",
    "inverted_dates",
    "outside_horizon",
    "horizon_gap",
    "horizon_too_long",
    "too_many_spaces",
    "points_do_not_count",
    "partner_of_itself",
    "pin_without_place",
)
"""Every code that `FileRejected` may carry. Codes are stable; sentences for them are `api.sentences`."""


class SchedulerError(Exception):
    """Root of the scheduler's own errors."""


class FileRejected(SchedulerError):
    """A file that cannot be read, understood or written: its most telling fault, and only that one.

    `field` is the dotted path of the value with list positions as numbers (``requests.12.pattern``), ``line 3 column
    9`` in a text that is no JSON, and ``$`` for the whole file. `value` is in JSON notation, shortened, empty for none.
    """

    def __init__(self, code: str, field: str, value: str, allowed: str, path: str) -> None:
        super().__init__(f"{path}: {code}: {field} is {value or 'missing'}; allowed: {allowed}")
        self.code = code
        self.field = field
        self.value = value
        self.allowed = allowed
        self.path = path
