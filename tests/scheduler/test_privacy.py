"""Personal fields at rest, plates and phones in one form, masks."""

from __future__ import annotations

import json
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from scheduler import privacy
from scheduler.errors import Rejected, SettingRejected
from scheduler.ids import new_id
from scheduler.models import Member
from scheduler.privacy import Vault
from tests.town import Town

OLD, NEW, INDEX = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
VAULT = Vault({1: OLD}, INDEX)
ROW = new_id()


# ---- sealed fields


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_sealed_text_opens_for_its_own_row_and_column_only(text: str) -> None:
    sealed = VAULT.seal(text, "member.phone", ROW)

    assert VAULT.open_sealed(sealed, "member.phone", ROW) == text
    for column, row in (("member.name", ROW), ("member.phone", new_id())):
        with pytest.raises(ValueError, match="not sealed for this row"):
            VAULT.open_sealed(sealed, column, row)


def test_a_ciphertext_with_any_byte_changed_does_not_open() -> None:
    sealed = VAULT.seal("沪A12345", "vehicle.plate", ROW)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(ValueError, match=r"key|changed"):
            VAULT.open_sealed(changed, "vehicle.plate", ROW)


def test_equal_texts_are_sealed_differently_and_have_one_index_for_each_column() -> None:
    assert VAULT.seal("a", "member.name", ROW) != VAULT.seal("a", "member.name", ROW)
    assert VAULT.index("a", "member.phone") == VAULT.index("a", "member.phone")
    assert VAULT.index("a", "member.phone") != VAULT.index("a", "vehicle.plate")
    assert VAULT.index("a", "member.phone") != Vault({1: OLD}, NEW).index("a", "member.phone")


def test_a_new_key_seals_what_comes_and_the_old_one_opens_what_stands() -> None:
    old = VAULT.seal("before", "member.name", ROW)
    both = Vault({1: OLD, 2: NEW}, INDEX)
    new = both.seal("after", "member.name", ROW)

    assert (both.open_sealed(old, "member.name", ROW), both.open_sealed(new, "member.name", ROW)) == ("before", "after")
    assert (old[0], new[0]) == (1, 2)
    with pytest.raises(ValueError, match="key 1 is not in the key file"):
        Vault({2: NEW}, INDEX).open_sealed(old, "member.name", ROW)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "commontide.key"
    sealed = Vault.open(path, create=True).seal("a", "member.name", ROW)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Vault.open(path, create=True).open_sealed(sealed, "member.name", ROW) == "a"


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "\x00", '{"keys": {}, "index": "AA=="}', '{"keys": {"1": "AA=="}, "index": "AA=="}',
     '{"keys": {"one": "AA=="}, "index": ""}', '{"keys": 1, "index": ""}', '{"keys": {"1": 5}, "index": ""}'],
)  # fmt: skip
def test_what_is_no_key_file_stops_the_start(content: str, tmp_path: Path) -> None:
    path = tmp_path / "commontide.key"
    path.write_text(content)
    with pytest.raises(SettingRejected, match="key_file"):
        Vault.open(path)


def test_a_missing_key_file_stops_the_start_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(SettingRejected, match="migrate"):
        Vault.open(tmp_path / "none.key")
    assert list(tmp_path.iterdir()) == []


def test_no_plain_personal_field_is_in_the_database(published: Town) -> None:
    with published.database.reading() as session:
        members = list(session.execute(select(Member)).scalars())
        clear = [published.vault.open_sealed(row.phone_cipher or b"", "member.phone", row.id) for row in members]
        dump = json.dumps(
            [[str(row) for row in session.execute(table.select())] for table in Member.metadata.sorted_tables],
            ensure_ascii=False,
        )
    assert len(clear) == 9
    assert [phone for phone in clear if phone in dump or phone[3:] in dump] == []


def test_a_ciphertext_moved_to_another_person_does_not_open(town: Town) -> None:
    with town.database.writing() as session:
        first, second = session.execute(select(Member).limit(2)).scalars()
        session.execute(update(Member).where(Member.id == first.id).values(phone_cipher=second.phone_cipher))
    with town.database.reading() as session:
        moved = session.get_one(Member, first.id)
        with pytest.raises(ValueError, match="not sealed"):
            town.vault.open_sealed(moved.phone_cipher or b"", "member.phone", moved.id)


# ---- one form for one thing


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("沪A12345", "沪A12345"),
        ("沪a12345", "沪A12345"),
        (" 沪A·123 45 ", "沪A12345"),
        ("沪Ａ１２３４５", "沪A12345"),
        ("沪A-12345", "沪A12345"),
        ("沪AD12345", "沪AD12345"),
        ("沪A12345D", "沪A12345D"),
        ("粤Z1234港", "粤Z1234港"),
        ("粤Z1234澳", "粤Z1234澳"),
        ("沪A1234学", "沪A1234学"),
        ("沪A1234挂", "沪A1234挂"),
        ("使123456", "使123456"),
        ("WJ沪12345", "WJ沪12345"),
        ("wj12345", "WJ12345"),
    ],
)
def test_a_plate_has_one_form(text: str, plate: str) -> None:
    assert privacy.plate_of(text) == plate
    assert VAULT.index(privacy.plate_of(text), "vehicle.plate") == VAULT.index(plate, "vehicle.plate")


@pytest.mark.parametrize(
    "text",
    ["", "沪", "A12345", "沪А12345", "沪A1234", "沪A1234567", "沪AI2345", "沪AO2345", "沪A1234🚗", "沪A12345\u202e",
     "\u202e沪A12345", "沪A1\u200b2345", "沪A12345港", "市A12345", "使١٢٣٤٥٦", "沪A12345; DROP", "沪A" + "1" * 10_000],
)  # fmt: skip
def test_what_is_no_plate_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="not_a_plate"):
        privacy.plate_of(text)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("19900000001", "+8619900000001"),
        ("+86 199 0000 0001", "+8619900000001"),
        ("0086-199-0000-0001", "+8619900000001"),
        ("１９９００００００００１"[:11], "+8619900000000"),
        ("(021) 5888 0000", "+862158880000"),
        ("0512-5888000", "+865125888000"),
    ],
)
def test_a_phone_has_one_form(text: str, phone: str) -> None:
    assert privacy.phone_of(text) == phone


@pytest.mark.parametrize(
    "text",
    ["", "1990000000", "199000000011", "12900000001", "1990000000١", "021", "+1 202 555 0100", "abc", "1" * 9_999],
)
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="not_a_phone"):
        privacy.phone_of(text)


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 11010519491231002X "]
)
def test_an_identity_number_has_one_form(text: str) -> None:
    # The specimen of GB 11643-1999, which belongs to nobody.
    assert privacy.identity_of(text) == "11010519491231002X"


@pytest.mark.parametrize(
    "text", ["", "110105194912310021", "11010519491331002X", "1101051949123100", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"]
)
def test_what_is_no_identity_number_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="not_an_identity"):
        privacy.identity_of(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李", "李"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("𠮷野𱁬", "𠮷野𱁬"),
        ("Zoe\u0308", "Zoë"),
        ("王\u200b芳\u200e", "王芳"),
        ("  王芳 ", "王芳"),
        ("长" * 50, "长" * 50),
        ("O'Neill-García", "O'Neill-García"),
    ],
)
def test_a_name_is_kept_as_it_is_written(text: str, name: str) -> None:
    assert privacy.name_of(text) == name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "长" * 51, "王\x00芳", "王\n芳", "王\ud800"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="not_a_name"):
        privacy.name_of(text)


# ---- masks


@given(st.text(alphabet="沪ABCD0123456789港", max_size=12))
def test_a_masked_plate_shows_at_most_the_first_two_and_the_last_letter(plate: str) -> None:
    masked = privacy.masked_plate(plate)

    assert len(masked) == len(plate)
    shown = [at for at, letter in enumerate(masked) if letter != "*"]
    assert shown == ([0, 1, len(plate) - 1] if len(plate) > 3 else [])
    assert all(masked[at] == plate[at] for at in shown)


def test_masks_of_a_person_show_the_first_letter_and_the_last_four_digits() -> None:
    assert privacy.masked_name("王芳") == "王*"
    assert privacy.masked_name("𠮷野") == "𠮷*"
    assert privacy.masked_phone("+8619900001234") == "*1234"
    assert privacy.tail_of("沪A12345") == "2345"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("call 13800138000 at night", "call ●●● at night"),
        ("打138-0013-8000或139 0013 8000", "打●●●或●●●"),
        ("１３８００１３８０００", "●●●"),
        ("身份证11010519491231002X。", "身份证●●●。"),
        ("receipt 20260504-0017, 1,700 spaces, 28000 fen", "receipt 20260504-0017, 1,700 spaces, 28000 fen"),
        ("138001380001234 is no telephone", "138001380001234 is no telephone"),
    ],
)
def test_numbers_of_people_are_hidden_in_what_others_read(text: str, told: str) -> None:
    assert privacy.without_numbers(text) == told
