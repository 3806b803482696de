"""Problem and plan files: read strictly, written canonically.

A file is read in full or refused with one `FileRejected`; nothing else leaves this package for any content of a file.
"""

from scheduler.files.canonical import dump_plan, dump_problem, plan_digest, problem_digest
from scheduler.files.disk import write_json
from scheduler.files.faults import rejected
from scheduler.files.reading import LoadedProblem, Notice, plan_from, problem_from, read_plan, read_problem, schema

__all__ = [
    "LoadedProblem",
    "Notice",
    "dump_plan",
    "dump_problem",
    "plan_digest",
    "plan_from",
    "problem_digest",
    "problem_from",
    "read_plan",
    "read_problem",
    "rejected",
    "schema",
    "write_json",
]
