"""Ids and receipts."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.ids import LETTERS, new_id, new_receipt, read_receipt


def test_an_id_is_a_uuid_of_version_7_and_tells_the_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert 0 <= (made.int >> 80) - before < 60_000


def test_ids_made_one_after_another_stand_in_that_order() -> None:
    made = [new_id() for _ in range(5_000)]

    assert made == sorted(made)
    assert len({one.int >> 80 for one in made}) < len(made)


def test_threads_never_get_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [one for batch in pool.map(lambda _: [new_id() for _ in range(500)], range(8)) for one in batch]

    assert len(set(made)) == 4_000


def test_a_receipt_is_read_back_however_it_is_written() -> None:
    receipt = new_receipt()

    assert len(receipt.replace("-", "")) == 14
    for written in (receipt, receipt.lower(), receipt.replace("-", ""), f"  {receipt.replace('-', ' ')} "):
        assert read_receipt(written) == receipt


def test_letters_that_are_misread_are_understood_before_the_check_letter() -> None:
    receipt = next(one for one in iter(new_receipt, "") if "0" in one[:-1] and "1" in one[:-1])
    misread = receipt[:-1].replace("0", "O", 1).replace("1", "l", 1) + receipt[-1]

    assert read_receipt(misread) == receipt


@given(at=st.integers(0, 12), by=st.integers(1, 31))
def test_one_wrong_letter_is_noticed(at: int, by: int) -> None:
    plain = new_receipt().replace("-", "")
    wrong = LETTERS[(LETTERS.index(plain[at]) + by) % len(LETTERS)]

    assert read_receipt(plain[:at] + wrong + plain[at + 1 :]) is None


@pytest.mark.parametrize("text", ["", " ", "-", "0000", "收据", "A" * 5_000, "\x00", "ABCD-EFGH-JKMN-PQ-RS"])
def test_what_is_no_receipt_is_none(text: str) -> None:
    assert read_receipt(text) is None


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt() for _ in range(2_000)}) == 2_000
