"""``python -m scheduler.planning.certifying``: one certificate made and audited in a process of its own.

Stdin: the order as one JSON line; its end means that the parent died. Stdout: the phases as JSON lines, the last one
``{"done": true, …}`` or ``{"error": {"code": …, "field": …}}``. The bundle is a file, there in full before that line.
"""

from __future__ import annotations

from pathlib import Path

from scheduler.certificates.bundle import Context
from scheduler.certificates.making import make
from scheduler.files import write_json
from scheduler.planning.pipes import Teller, serve
from scheduler.planning.protocol import BUNDLE_FILE, CertifyOrder, Line

MODULE = "scheduler.planning.certifying"


def main() -> None:
    """Make the one certificate that is ordered."""
    serve(CertifyOrder, lambda order, tell, _: answer(order, tell), "certificate_failed")


def answer(order: CertifyOrder, tell: Teller) -> Line:
    """Make and audit it; what is to be told last. Nothing is written that its own audit refuses."""
    problem, plan = Path(order.problem).read_bytes(), Path(order.plan).read_bytes()
    made = make(problem, plan, Context(**order.context), lambda phase: tell({"phase": phase}))
    found = made.audit
    if not found.accepted:
        first = found.findings[0]
        return {"error": {"code": "certificate_refused", "field": first.field, "finding": first.code}}
    write_json(Path(order.folder) / BUNDLE_FILE, made.bundle)
    bounds = {"solver_bound": found.solver_bound, "checked_bound": found.checked_bound}
    return {"done": True, "root": found.root, **bounds}


if __name__ == "__main__":
    main()
