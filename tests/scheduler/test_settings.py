"""Settings as an office writes them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scheduler.settings import Settings


@pytest.mark.parametrize("written", ["https://tide.example.org", "https://tide.example.org/"])
def test_the_address_of_a_service_may_end_with_a_slash(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("COMMONTIDE_PUBLIC_URL", written)

    assert Settings().public_url == "https://tide.example.org"


@pytest.mark.parametrize("written", ["tide.example.org", "https://tide.example.org/app", "https://tide.example.org//"])
def test_what_is_no_address_of_a_host_stops_the_program(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("COMMONTIDE_PUBLIC_URL", written)

    with pytest.raises(ValidationError, match="public_url"):
        Settings()
