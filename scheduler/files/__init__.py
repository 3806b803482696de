"""Problem and plan files: read strictly, written canonically.

A file is read in full or refused with one `FileRejected`; nothing else leaves this package for any content of a file.
"""

from scheduler.files.canonical import (
    dump_plan,
    dump_problem,
    duties_digest,
    plain_value,
    plan_digest,
    problem_digest,
    sessions_digest,
)
from scheduler.files.disk import write_json
from scheduler.files.faults import rejected
from scheduler.files.reading import (
    LoadedProblem,
    LoadedRooms,
    LoadedRosters,
    Notice,
    is_rooms,
    is_rosters,
    plan_from,
    problem_from,
    read_plan,
    read_problem,
    read_rooms,
    read_rooms_plan,
    read_roster_plan,
    read_rosters,
    rooms_plan_from,
    rooms_problem_from,
    roster_plan_from,
    roster_problem_from,
    schema,
    section_from,
    speaks_of_rooms,
)

__all__ = [
    "LoadedProblem",
    "LoadedRooms",
    "LoadedRosters",
    "Notice",
    "dump_plan",
    "dump_problem",
    "duties_digest",
    "is_rooms",
    "is_rosters",
    "plain_value",
    "plan_digest",
    "plan_from",
    "problem_digest",
    "problem_from",
    "read_plan",
    "read_problem",
    "read_rooms",
    "read_rooms_plan",
    "read_roster_plan",
    "read_rosters",
    "rejected",
    "rooms_plan_from",
    "rooms_problem_from",
    "roster_plan_from",
    "roster_problem_from",
    "schema",
    "section_from",
    "sessions_digest",
    "speaks_of_rooms",
    "write_json",
]
