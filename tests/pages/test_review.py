"""The review pack as a page: for whoever prepares a meeting, in both languages, with nothing that is no word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from tests.pages.street import Street

Reader = Callable[..., TestClient]
PERIOD = {"first": "2026-05-04", "last": "2026-05-10"}


@pytest.mark.parametrize(("language", "words"), [("zh", "议事材料"), ("en", "Review pack")])
def test_the_pack_of_the_whole_community_is_told_in_both_languages(
    reader: Reader, published_street: Street, language: str, words: str
) -> None:
    office = reader(published_street.login("coordinator"))
    page = office.get("/office/review", params=PERIOD, headers={"Accept-Language": language})

    assert page.status_code == 200
    assert f"<h1>{words}</h1>" in page.text
    assert "review_" not in page.text


def test_staff_of_a_site_see_their_own_and_no_other(reader: Reader, published_street: Street) -> None:
    page = reader(published_street.login("property_staff")).get("/office/review", params={**PERIOD, "place": "all"})

    assert page.status_code == 200
    assert 'value="all"' not in page.text


def test_a_period_that_cannot_be_is_refused_in_words(reader: Reader, published_street: Street) -> None:
    wrong = {"first": "2026-05-10", "last": "2026-05-04"}
    page = reader(published_street.login("coordinator")).get("/office/review", params=wrong)

    assert page.status_code == 422
    assert "366" in page.text
