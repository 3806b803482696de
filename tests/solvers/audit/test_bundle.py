"""A file that is no bundle of this version is refused with one clear reason, whatever it holds."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from solvers.audit.archive import MOST_BYTES, MOST_ENTRIES
from solvers.audit.bundle import PARTS, BundleRefused, open_bundle
from solvers.audit.canonical import canonical
from tests.bundles import parts_of, small_certificate, zipped


def refused(source: bytes | Path) -> tuple[str, str]:
    """Code and field of a refusal."""
    with pytest.raises(BundleRefused) as caught:
        open_bundle(source)
    return caught.value.code, caught.value.field


def with_part(**changed: Any) -> bytes:
    """A good bundle with some parts replaced."""
    return zipped({**parts_of(small_certificate().bundle), **changed})


def entries(*named: tuple[str, bytes]) -> bytes:
    """A zip archive of entries as they are named."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named:
            archive.writestr(name, content)
    return file.getvalue()


def test_a_bundle_is_read_from_a_file_as_from_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(small_certificate().bundle)

    assert open_bundle(path) == open_bundle(small_certificate().bundle)


@pytest.mark.parametrize("name", ["manifest", *PARTS])
def test_a_missing_part_is_named(name: str) -> None:
    parts = parts_of(small_certificate().bundle)
    del parts[name]

    assert refused(zipped(parts)) == ("part_missing", name)


def test_a_newer_version_is_told_from_what_is_no_certificate() -> None:
    manifest = parts_of(small_certificate().bundle)["manifest"]
    told = {
        told: refused(with_part(manifest={**manifest, "format": told}))
        for told in ("commontide/certificate/2", "commontide/certificate/0", "commontide/plan/1", "", 7, None)
    }

    assert told.pop("commontide/certificate/2") == ("bundle_newer", "manifest.format")
    assert set(told.values()) == {("bundle_unknown", "manifest.format")}


@pytest.mark.parametrize("name", ["../problem.json", "/etc/problem.json", "extra.json", "a/plan.json", "plan.json\\x"])
def test_a_part_of_another_name_is_refused(name: str) -> None:
    good = [(f"{part}.json", canonical(value)) for part, value in parts_of(small_certificate().bundle).items()]

    assert refused(entries(*good, (name, b"{}\n"))) == ("part_unknown", "$")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused() -> None:
    good = [(f"{part}.json", canonical(value)) for part, value in parts_of(small_certificate().bundle).items()]

    assert refused(entries(*good, ("plan.json", b"{}\n"))) == ("part_twice", "plan")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "part_not_json"),
        (b"[]\n", "part_not_json"),
        (b"{", "part_not_json"),
        (b'{"a": 1}\n', "part_not_json"),
        (b'{"a":1,"a":2}\n', "part_not_json"),
        (b'{"a":NaN}\n', "part_not_json"),
        (b'{"b":1,"a":1}\n', "part_not_json"),
        (b'{"a":"\xff"}\n', "part_not_json"),
        (b'{"a":' + b"9" * 5_000 + b"}\n", "part_not_json"),
        (b'{"a":' + b"[" * 60 + b"]" * 60 + b"}\n", "part_too_deep"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "part_too_deep"),
    ],
    ids=["empty", "list", "cut", "spaces", "twice", "nan", "unsorted", "latin", "digits", "deep", "very-deep"],
)
def test_a_part_that_is_not_canonical_json_is_refused(text: bytes, code: str) -> None:
    assert refused(with_part(problem=text)) == (code, "problem")


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    assert refused(with_part(problem=b'{"a":"' + b"0" * 2**25 + b'"}\n')) == ("part_too_large", "problem")


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(with_part(problem=b'{"a":"' + b"0" * 2**25 + b'"}\n'))
    told = (2**25 + 9).to_bytes(4, "little")
    while told in bomb:
        at = bomb.index(told)
        bomb[at : at + 4] = (1_000).to_bytes(4, "little")

    assert refused(bytes(bomb))[0] in ("bundle_damaged", "part_not_json")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_another_way_is_refused_before_it_is_opened(method: int) -> None:
    good = zipped(parts_of(small_certificate().bundle), method)
    spoilt = bytearray(good)
    spoilt[80] ^= 0xFF
    bomb = zipped({**parts_of(small_certificate().bundle), "manifest": b" " * 2**25}, method)

    assert [refused(bytes(one)) for one in (good, spoilt, bomb)] == [("part_packed_otherwise", "manifest")] * 3


def test_what_is_stored_as_it_is_may_be_read() -> None:
    made = small_certificate().bundle

    assert open_bundle(zipped(parts_of(made), zipfile.ZIP_STORED)) == open_bundle(made)


def test_an_archive_of_very_many_entries_is_refused_before_its_directory_is_read() -> None:
    many = entries(*((f"{at}.json", b"{}\n") for at in range(MOST_ENTRIES + 1)))

    assert refused(many) == ("bundle_damaged", "$")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_bundle_that_is_cut_off_is_refused(share: float) -> None:
    whole = small_certificate().bundle

    assert refused(whole[: int(len(whole) * share)]) == ("bundle_damaged", "$")


def test_a_flipped_byte_is_refused_wherever_it_is() -> None:
    whole = small_certificate().bundle
    accepted = 0
    for at in range(0, len(whole), 97):
        spoilt = bytearray(whole)
        spoilt[at] ^= 0x55
        try:
            accepted += open_bundle(bytes(spoilt)) != open_bundle(whole)
        except BundleRefused:
            continue

    assert accepted == 0


def test_what_cannot_be_read_or_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.zip").open("wb").truncate(MOST_BYTES + 1)

    assert refused(tmp_path / "nothing.zip") == ("bundle_unreadable", "$")
    assert refused(tmp_path) == ("bundle_unreadable", "$")
    assert refused(tmp_path / "large.zip") == ("bundle_too_large", "$")
