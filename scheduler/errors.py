"""Errors of the scheduler.

``SchedulerError``
    ``FileRejected``     a file that cannot be read, understood or written (a code, where, the value, what is allowed)
    ``Refused``          a use case that did nothing: a code, and the field, value and what is allowed where it has them
        ``NotFound``     no such thing for this person (404)
        ``NotSignedIn``  nobody is known to be asking (401)
        ``NotAllowed``   this person may not do it (403)
        ``Conflict``     the state of things is against it (409)
        ``Stale``        the thing was changed by another meanwhile (412)
        ``Rejected``     what was sent cannot be (422)
        ``Throttled``    too many tries (429)
        ``Busy``         the database could not be had in time (503)
    ``SettingRejected``  an installation that cannot start as it is set up
    ``DatabaseInUse``    another process owns the SQLite file
"""

from __future__ import annotations

from collections.abc import Mapping

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
    # the sense of a rooms problem
    "range_ends_first",
    "inverted_lengths",
    "too_many_ranges",
    "pin_without_room",
    "linked_to_itself",
    "not_a_hall",
    # the sense of a roster problem
    "inverted_seats",
    "reserved_name",
    "no_roles",
    "not_past",
    "paired_with_self",
    "impossible_pair",
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


class Refused(SchedulerError):
    """A use case that did nothing, and why.

    `code` is stable, `field` the input it speaks of (dotted), `value` what was given, `allowed` what would have been
    accepted; `numbers` fill the sentence of the code.
    """

    def __init__(
        self,
        code: str,
        field: str = "",
        value: object = None,
        allowed: str = "",
        **numbers: int | str,
    ) -> None:
        super().__init__(f"{code}: {field}" if field else code)
        self.code = code
        self.field = field
        self.value = value
        self.allowed = allowed
        self.numbers: Mapping[str, int | str] = numbers


class NotFound(Refused):
    """No such thing, or none that this person may know of: the answer is the same."""

    def __init__(self, code: str = "no_such_thing") -> None:
        super().__init__(code)


class NotSignedIn(Refused):
    """Nobody is known to be asking."""


class NotAllowed(Refused):
    """This person may not do it, whatever the state of things."""


class Conflict(Refused):
    """The state of things is against it."""


class LeaseLost(Conflict):
    """Another worker has what this one worked at, or it has ended: nothing was recorded."""

    def __init__(self) -> None:
        super().__init__("lease_lost")


class Stale(Refused):
    """The thing was changed meanwhile; the change was made from an older version."""


class Rejected(Refused):
    """What was sent cannot be."""


class Throttled(Refused):
    """Too many tries; `seconds` tells when the next may be made."""

    def __init__(self, code: str, seconds: int) -> None:
        super().__init__(code, seconds=seconds)
        self.seconds = seconds


class Busy(Refused):
    """The database could not be had in time; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("busy")


class SettingRejected(SchedulerError):
    """An installation that cannot start as it is set up: the setting and what it needs."""

    def __init__(self, setting: str, needed: str) -> None:
        super().__init__(f"{setting}: {needed}")
        self.setting = setting
        self.needed = needed


class DatabaseInUse(SchedulerError):
    """Another process owns the SQLite file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path
