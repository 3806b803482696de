"""Who is guaranteed a place after losing too often, and what a plan says to those for whom there was none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from solvers.explain import Reason


class Promised(Protocol):
    """A request that may be guaranteed a place."""

    @property
    def guaranteed(self) -> bool: ...


def guaranteed_of(requests: Sequence[Promised]) -> frozenset[int]:
    """Positions of the guaranteed requests."""
    return frozenset(at for at, request in enumerate(requests) if request.guaranteed)


def not_kept(guaranteed: Collection[int], served: Collection[int]) -> Mapping[int, Reason]:
    """What to tell those guaranteed requests (by position) that a plan does not serve.

    The reason counts how many requests the round guaranteed and how many of them the plan serves.
    """
    refused = sorted(set(guaranteed) - set(served))
    numbers = {"guaranteed": len(guaranteed), "kept": len(guaranteed) - len(refused)}
    return {at: Reason("guarantee_not_kept", numbers=numbers) for at in refused}


class _Note(Protocol):
    @property
    def reasons(self) -> tuple[Reason, ...]: ...


NoteT = TypeVar("NoteT", bound=_Note)


def with_guarantees(notes: Mapping[int, NoteT], guaranteed: Collection[int]) -> dict[int, NoteT]:
    """Notes on the refused requests of a plan, by position; those of guaranteed ones begin by saying so."""
    refused = set(guaranteed) & notes.keys()
    broken = not_kept(guaranteed, set(guaranteed) - refused)
    return {at: _begun(note, broken[at]) if at in broken else note for at, note in notes.items()}


def _begun(note: NoteT, reason: Reason) -> NoteT:
    found: NoteT = replace(note, reasons=(reason, *note.reasons))  # type: ignore[type-var]
    return found
