"""What-if: named changes of a problem, applied to its file, solved beside it, compared with it."""

from scheduler.scenarios.changes import Change, Changes, changes_from
from scheduler.scenarios.changing import changed

__all__ = ["Change", "Changes", "changed", "changes_from"]
