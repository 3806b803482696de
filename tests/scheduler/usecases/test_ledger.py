"""The ledger: what moves, what is refused, what is taken back."""

from __future__ import annotations

import pytest

from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import AuditEntry
from scheduler.usecases import ledger, money_shares
from scheduler.usecases.ledger import Transfer
from tests.guarantees.crowds import told
from tests.scheduler.usecases.money_acts import BILLED, FEES, Books
from tests.town import Town


@pytest.fixture
def books(town: Town) -> Books:
    return Books(town)


def test_a_fee_that_is_paid_goes_to_whom_the_split_names(books: Books) -> None:
    town = books.town
    books.settle(1_001, at=0, site="H")
    books.settle(200, at=1, site="T", income="own")

    assert books.balances() == {"cash": 1_201, "fund": -741, "operator": -220, "platform": -120, "owner": -120}
    assert (books.balance("fund", town.sites["H"]), books.balance("fund", town.sites["T"])) == (-701, -40)
    assert books.balance("owner", books.member(1)) == -120
    assert books.faults() == []


def test_a_fee_paid_in_pieces_is_divided_as_if_at_once(books: Books) -> None:
    books.charge(100)
    for before, after in ((0, 1), (1, 34), (34, 100)):
        books.pay(after - before)
        books.divide(before, after)

    assert books.balances() == {"cash": 100, "fund": -70, "operator": -20, "platform": -10}


def test_transactions_are_numbered_without_gaps_and_refusals_take_no_number(books: Books) -> None:
    first = books.charge(5)
    refused = told(lambda: books.pay(6))
    second = books.charge(5)

    assert (first.number, refused, second.number) == (1, "account_short", 2)
    assert (first.month, books.balances()) == ("2026-05", {"receivable": 10, "income": -10})


def test_no_account_passes_its_limit(books: Books) -> None:
    books.settle(100)
    member = books.member(0)
    beyond = {
        "more than the till holds": Transfer(("fund", books.town.sites["H"]), ("cash", None), 101),
        "more than the fund has": Transfer(("cash", None), ("receivable", member), 1),
        "more than was billed": Transfer(BILLED, ("platform", None), 1),
        "more than is to be paid back": Transfer(("payable", member), ("cash", None), 1),
    }

    for transfer in beyond.values():
        with pytest.raises(Conflict) as refused:
            books.post("payout", [transfer])
        assert (refused.value.code, refused.value.field) == ("account_short", "fen")
    assert books.balances() == {"cash": 100, "fund": -70, "operator": -20, "platform": -10}


@pytest.mark.parametrize(
    ("debit", "fen", "code"),
    [("cash", 0, "out_of_range"), ("cash", -5, "out_of_range"), ("cash", 10**18, "out_of_range"),
     ("bank", 5, "same_account")],
)  # fmt: skip
def test_nothing_less_than_a_fen_and_nothing_to_itself_moves(books: Books, debit: str, fen: int, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        books.post("carry", [Transfer((debit, None), ("bank", None), fen)])

    assert refused.value.code == code
    assert told(lambda: books.post("carry", [])) == "nothing_moved"


def test_one_cause_has_one_transaction_of_a_kind(books: Books) -> None:
    cause, moved = new_id(), [Transfer(("receivable", books.member(0)), BILLED, 7)]
    books.post("charge", moved, cause_id=cause)

    assert told(lambda: books.post("charge", moved, cause_id=cause)) == "posted_already"
    assert books.balances() == {"receivable": 7, "income": -7}


# ---- taking back


def test_what_is_taken_back_stands_beside_its_opposite(books: Books) -> None:
    charged = books.charge(300)
    back = books.reverse(charged, "Charged twice.")

    assert (back.kind, back.reverses_id, back.reason, back.site_id) == (
        "correction", charged.id, "Charged twice.", charged.site_id,
    )  # fmt: skip
    assert books.balances() == {}
    assert books.faults() == []


def test_a_transaction_is_taken_back_once_and_a_reversal_never(books: Books) -> None:
    charged = books.charge(300)
    back = books.reverse(charged)

    assert told(lambda: books.reverse(charged)) == "reversed_already"
    assert told(lambda: books.reverse(back)) == "not_reversible"


def test_what_was_spent_meanwhile_cannot_be_taken_back(books: Books) -> None:
    books.charge(100)
    paid = books.pay(100)
    books.post("carry", [Transfer(("bank", None), ("cash", None), 60)])

    assert told(lambda: books.reverse(paid)) == "account_short"
    assert books.balances() == {"cash": 40, "bank": 60, "income": -100}


def test_only_the_office_takes_back_and_says_why(books: Books) -> None:
    town, charged = books.town, books.charge(300)
    given = {"transaction_id": charged.id, "reason": "By mistake."}

    for actor in (town.staff, town.auditor, town.people[0]):
        with pytest.raises(NotAllowed):
            town.do(ledger.reverse, actor=actor, **given)
    with pytest.raises(NotFound):
        town.do(ledger.reverse, actor=town.stranger, **given)
    assert told(lambda: books.reverse(charged, "  ")) == "reason_missing"


# ---- shares


def test_shares_are_paid_out_as_far_as_they_go(books: Books) -> None:
    town = books.town
    books.settle(1_000, income="own")
    books.post("carry", [Transfer(("bank", None), ("cash", None), 600)])
    given = {"actor": town.admin, "place": "bank", "reason": "By resolution of 1 May."}
    for share, subject, fen in (
        ("fund", town.sites["H"], 150), ("operator", town.sites["H"], 100), ("platform", None, 100),
        ("owner", books.member(1), 50),
    ):  # fmt: skip
        town.do(money_shares.pay_out, share=share, subject_id=subject, fen=fen, **given)

    more = {"share": "fund", "subject_id": town.sites["H"], "fen": 51, **given}
    assert told(lambda: town.do(money_shares.pay_out, **more)) == "account_short"
    assert books.balances() == {"cash": 400, "bank": 200, "fund": -50, "owner": -550}


def test_what_is_given_back_of_a_share_that_was_paid_out_is_a_claim_that_the_next_money_fills(books: Books) -> None:
    town, home = books.town, books.town.sites["H"]
    books.settle(1_000)
    given = {"actor": town.admin, "place": "cash", "reason": "By resolution."}
    town.do(money_shares.pay_out, share="operator", subject_id=home, fen=150, **given)
    town.do(money_shares.pay_out, share="fund", subject_id=home, fen=700, **given)
    back = ledger.divide(1_000, 0, FEES.splits[0], {"fund": ("fund", home), "operator": ("operator", home),
                         "platform": ("platform", None)}, ("payable", books.member(0)))  # fmt: skip
    books.post("refund", back)

    assert (books.balance("fund", home), books.balance("operator", home), books.faults()) == (700, 150, [])
    compensation = [Transfer(("fund", home), ("payable", books.member(2)), 1)]
    assert told(lambda: books.post("compensation", compensation)) == "account_short"
    books.settle(900)
    more = {"share": "operator", "subject_id": home, **given}
    assert told(lambda: town.do(money_shares.pay_out, fen=31, **more)) == "account_short"
    town.do(money_shares.pay_out, fen=30, **more)
    assert (books.balance("fund", home), books.balance("operator", home), books.faults()) == (70, 0, [])


def test_a_share_of_which_more_was_spent_than_there_was_is_found_by_the_proofs(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.settle(100)
    with monkeypatch.context() as changed:
        changed.setattr(ledger, "SPENDING", ())
        books.post("payout", [Transfer(("fund", books.town.sites["H"]), ("cash", None), 71)])
    assert books.faults() == ["1 times that more was spent of a share than there was"]


def test_a_share_is_that_of_a_site_or_person_of_the_community(books: Books) -> None:
    town = books.town
    given = {"actor": town.coordinator, "place": "cash", "fen": 1, "reason": "By resolution."}

    for share, subject in (("fund", new_id()), ("owner", None), ("owner", town.sites["H"]), ("platform", new_id())):
        assert told(lambda s=share, i=subject: town.do(  # type: ignore[misc]
            money_shares.pay_out, share=s, subject_id=i, **given)) == "no_such_thing"  # fmt: skip
    assert told(lambda: town.do(money_shares.pay_out, share="platform", subject_id=None,
                                **{**given, "actor": town.staff})) == "not_for_this_role"  # fmt: skip


def test_money_is_carried_from_the_till_to_the_bank_and_noted(books: Books) -> None:
    town = books.town
    books.settle(500)
    given = {"actor": town.coordinator, "source": "cash", "target": "bank", "reason": "To the bank."}
    made = town.do(money_shares.carry, fen=300, **given)

    assert (books.balance("cash"), books.balance("bank")) == (200, 300)
    assert told(lambda: town.do(money_shares.carry, fen=201, **given)) == "account_short"
    with town.database.reading() as session:
        entries = session.query(AuditEntry).filter_by(action="money.carry", subject_id=str(made.id)).all()
    assert [entry.details for entry in entries] == [{"fen": 300, "number": made.number}]
