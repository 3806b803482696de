"""Personal data at rest and in sight: encrypted fields, keyed indexes, plates and phones in one form, masks.

A field is encrypted with AES-256-GCM under the newest key of the key file; key number and row are bound to it, so that
a ciphertext moved to another row or column does not open. Equality is searched by HMAC-SHA-256 with a key of its own.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from scheduler.errors import Rejected, SettingRejected

NONCE = 12
TAIL = 4
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"(?:[{PROVINCES}][A-Z](?:[A-HJ-NP-Z0-9]{{5}}|[A-HJ-NP-Z0-9]{{6}}|[A-HJ-NP-Z0-9]{{4}}[挂学警港澳使领])"
    r"|使[0-9]{6}|WJ[\u4e00-\u9fff]?[A-Z0-9]{5})"
)
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"0(10|2[0-9]|[3-9][0-9]{2})([0-9]{7,8})")
"""Area code and number."""
NAME_LENGTH = 50
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Vault:
    """The keys of an installation.

    Parameters
    ----------
    keys
        Number of each encryption key (1 to 255) to its 32 bytes; the greatest encrypts, all decrypt.
    index_key
        Key of the search indexes; 32 bytes, never changed while rows exist.
    """

    def __init__(self, keys: Mapping[int, bytes], index_key: bytes) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._newest = max(self._ciphers)
        self._index_key = index_key

    @classmethod
    def open(cls, path: Path, create: bool = False) -> Vault:
        """The vault of a key file, made where there is none and `create` says so.

        Raises
        ------
        SettingRejected
            If the file is missing or is no key file.
        """
        if create and not path.exists():
            _write_keys(path)
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            keys = {int(number): base64.b64decode(key, validate=True) for number, key in content["keys"].items()}
            return cls(keys, base64.b64decode(content["index"], validate=True))
        except FileNotFoundError:
            raise SettingRejected("key_file", "a key file that exists; `commontide migrate` makes one") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise SettingRejected("key_file", "a readable key file; restore it from its own backup") from None

    def seal(self, text: str, column: str, row: UUID) -> bytes:
        """Encrypt a text for one column of one row."""
        nonce = os.urandom(NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, text.encode(), _bound_to(column, row))
        return bytes([self._newest]) + nonce + sealed

    def open_sealed(self, sealed: bytes, column: str, row: UUID) -> str:
        """Decrypt what `seal` made for the same column and row.

        Raises
        ------
        ValueError
            If it was made for another row or column, was changed, or its key is gone.
        """
        cipher = self._ciphers.get(sealed[0])
        if cipher is None:
            raise ValueError(f"key {sealed[0]} is not in the key file")
        try:
            return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], _bound_to(column, row)).decode()
        except InvalidTag:
            raise ValueError("not sealed for this row and column, or changed") from None

    def index(self, text: str, column: str) -> bytes:
        """A keyed digest by which equal texts of a column are found."""
        return hmac.new(self._index_key, f"{column}\0{text}".encode(), sha256).digest()


def _bound_to(column: str, row: UUID) -> bytes:
    return column.encode() + b"\0" + row.bytes


def _write_keys(path: Path) -> None:
    fresh = {
        "keys": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "index": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump(fresh, out)
        out.flush()
        os.fsync(out.fileno())


# ---- one form for one thing


def plate_of(text: str) -> str:
    """A Chinese number plate in its usual form: ordinary (7), new energy (8), trailer, learner, police, mission.

    Raises
    ------
    Rejected
        ``not_a_plate``.
    """
    plain = re.sub(r"[\s·.\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not PLATE.fullmatch(plain):
        raise Rejected("not_a_plate", "plate", allowed="a plate such as 沪A12345 or 沪AD12345")
    return plain


def phone_of(text: str) -> str:
    """A Chinese telephone number as +86…

    Raises
    ------
    Rejected
        ``not_a_phone``.
    """
    plain = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(?:\+86|0086)", "", plain)
    if MOBILE.fullmatch(plain):
        return f"+86{plain}"
    if LANDLINE.fullmatch(plain):
        return f"+86{plain[1:]}"
    raise Rejected("not_a_phone", "phone", allowed="a mobile number of 11 digits, or a landline with its area code")


def identity_of(text: str) -> str:
    """A resident identity number with a right check digit.

    Raises
    ------
    Rejected
        ``not_an_identity``.
    """
    try:
        return str(ric.validate(unicodedata.normalize("NFKC", text)))
    except ValidationError:
        raise Rejected("not_an_identity", "identity", allowed="18 characters with a right check character") from None


def name_of(text: str) -> str:
    """A person's name as written (NFC), without invisible characters.

    Raises
    ------
    Rejected
        ``not_a_name``.
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()
    if not 1 <= len(plain) <= NAME_LENGTH or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in plain):
        raise Rejected("not_a_name", "name", allowed=f"1 to {NAME_LENGTH} characters")
    return plain


def tail_of(text: str) -> str:
    """The last four characters, by which staff search."""
    return text[-TAIL:]


# ---- what may be seen


def masked_plate(plate: str) -> str:
    """A plate for the public: the first two characters and the last one, for any length."""
    return f"{plate[:2]}{'*' * max(0, len(plate) - 3)}{plate[-1:]}" if len(plate) > 3 else "*" * len(plate)


def masked_phone(phone: str) -> str:
    """A phone for its owner's eyes: the last four digits."""
    return f"*{phone[-TAIL:]}"


PERSONAL_NUMBERS = re.compile(r"(?<!\d)(?:[1１][3-9３-９]\d(?:[ \-]?\d{4}){2}|\d{17}[\dXxＸｘ])(?![\dXxＸｘ])")
"""Telephone and identity numbers as people write them into a text, in any kind of digits."""
HIDDEN = "●●●"


def without_numbers(text: str) -> str:
    """A text for others than those who may know everything: telephone and identity numbers in it are hidden."""
    return PERSONAL_NUMBERS.sub(HIDDEN, text)


def masked_name(name: str) -> str:
    """A name for staff who need not know it: the first letter."""
    return f"{name[:1]}*"
