"""The draw of a round: that its seed comes of a secret promised before and a public number, and the lots of the seed.

``commitment = SHA-256(secret)``, ``seed = SHA-256(secret + ":" + number)``, and the lot of a receipt is the first
eight hexadecimal digits of ``SHA-256(seed + ":" + receipt)`` as a whole number; the smaller lot comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from solvers.audit.finding import shown
from solvers.audit.protocol import Finding, Part

DIGITS = 8


def check_draw(draw: Part, problem: Part) -> Iterator[Finding]:
    """What does not hold in a draw of the right form, and in the lots of a problem.

    Without a draw no request may have a lot.
    """
    if not draw:
        with_lot = [request["id"] for request in problem.get("requests", ()) if request.get("lot") is not None]
        if with_lot:
            yield Finding("lot_without_draw", "problem.requests.lot", {"request": with_lot[0], "count": len(with_lot)})
        return
    entries = draw["entries"]
    for name, counted in _counted(draw, entries).items():
        if draw[name] != counted:
            yield Finding("draw_differs", f"draw.{name}", {"counted": counted, "claimed": shown(draw[name])})
    yield from _lots(draw["seed"], entries, problem)


def not_planned(draw: Part, problem: Part) -> list[str]:
    """Receipts that took part in the draw and are not in the problem: their people withdrew, or were turned down.

    Problems without requests (rosters) name no receipts: there a draw orders who stands in line later.
    """
    if "requests" not in problem:
        return []
    return sorted(set(draw.get("entries", ())) - {request["id"] for request in problem["requests"]})


def lot_of(seed: str, receipt: str) -> int:
    """The number that a receipt drew."""
    return int(_hex(f"{seed}:{receipt}")[:DIGITS], 16)


def _counted(draw: Part, entries: list[str]) -> dict[str, str]:
    return {
        "commitment": _hex(draw["secret"]),
        "seed": _hex(f"{draw['secret']}:{draw['number']}"),
        "entries_digest": _hex("\n".join(sorted(entries))),
    }


def _lots(seed: str, entries: list[str], problem: Part) -> Iterator[Finding]:
    known = set(entries)
    if len(known) != len(entries):
        yield Finding("entry_twice", "draw.entries", {"count": len(entries) - len(known)})
    for request in problem.get("requests", ()):
        receipt, lot = request["id"], request.get("lot")
        if receipt not in known:
            yield Finding("not_in_draw", "problem.requests.id", {"request": receipt})
        elif lot != lot_of(seed, receipt):
            numbers = {"request": receipt, "counted": lot_of(seed, receipt), "claimed": shown(lot)}
            yield Finding("lot_differs", "problem.requests.lot", numbers)


def _hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()
