"""``commontide draw``: the lots of a public draw, worked out again by anybody who has its published parts."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.common import JsonFlag, print_json, refusing, say
from scheduler import lots
from scheduler.errors import Rejected
from scheduler.ids import read_receipt
from solvers.errors import InvalidProblem

HEX = frozenset("0123456789abcdef")
SECRET_DIGITS = 64


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(draw)


@refusing
def draw(
    receipts: Annotated[list[str], typer.Argument(metavar="RECEIPT…", help="Receipts that took part.")],
    secret: Annotated[str, typer.Option(help="The secret, as it was published: 64 hexadecimal digits.")],
    number: Annotated[str, typer.Option(help="The public number, as it was published.")],
    commitment: Annotated[str, typer.Option(help="What was published before: the secret must belong to it.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Work out a public draw again: commitment, seed, and the lots in their order, the smallest first."""
    found = drawn(receipts, secret, number)
    if commitment and commitment != found["commitment"]:
        raise InvalidProblem("secret_of_other_draw", "secret", secret, "the secret that was committed to")
    if as_json:
        print_json(found)
        return
    for name in ("commitment", "seed", "entries_digest"):
        say(f"{name}: {found[name]}")
    for line in found["lots"]:
        typer.echo(f"{line['position']}\t{line['receipt']}\t{line['lot']}")


def drawn(receipts: list[str], secret: str, number: str) -> dict[str, Any]:
    """The fields of ``draw --json``.

    Raises
    ------
    InvalidProblem
        If the secret, the number or a receipt cannot be one, or a receipt comes twice.
    """
    if len(secret) != SECRET_DIGITS or not set(secret) <= HEX:
        raise InvalidProblem("out_of_range", "secret", secret, "64 hexadecimal digits in lower case")
    try:
        told = lots.number_of(number)
    except Rejected as error:
        raise InvalidProblem(error.code, error.field, number, error.allowed) from error
    known = [_receipt(at, text) for at, text in enumerate(receipts)]
    twice = next((receipt for at, receipt in enumerate(known) if receipt in known[:at]), None)
    if twice is not None:
        raise InvalidProblem("duplicate_id", "receipts", twice, "each receipt once")
    seed = lots.seed_of(secret, told)
    ordered = lots.in_order(seed, known)
    return {
        "commitment": lots.commitment_of(secret),
        "number": told,
        "seed": seed,
        "entries_digest": lots.entries_digest(known),
        "lots": [
            {"position": at, "receipt": receipt, "lot": lot, "lot_number": lots.lot_number(seed, receipt)}
            for at, (lot, receipt) in enumerate(ordered, start=1)
        ],
    }


def _receipt(at: int, text: str) -> str:
    receipt = read_receipt(text)
    if receipt is None:
        raise InvalidProblem("not_a_receipt", f"receipts.{at}", text, "a receipt as it was given out")
    return receipt
