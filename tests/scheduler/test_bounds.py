"""What would be accepted is told in the words that have a Chinese form, whatever pydantic found wrong."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError

from api.sentences.phrases import in_chinese
from scheduler.bounds import allowed_by


class Asked(BaseModel):
    """One field of each kind of bounds."""

    text: str = Field("ab", min_length=2, max_length=5)
    many: list[int] = Field([1], min_length=1, max_length=2)
    most: int = Field(1, ge=1, le=9)
    inside: int = Field(1, gt=0, lt=10)
    kind: Literal["day", "night"] = "day"


@pytest.mark.parametrize(
    ("given", "told", "chinese"),
    [
        ({"text": "abcdef"}, "at most 5 characters", "最多 5 个字符"),
        ({"text": "a"}, "at least 2 characters", "至少 2 个字符"),
        ({"many": [1, 2, 3]}, "at most 2 entries", "最多 2 项"),
        ({"most": 10}, "at most 9", "不大于 9"),
        ({"inside": 10}, "less than 10", "小于 10"),
        ({"kind": "noon"}, "day, night", "day, night"),
    ],
)
def test_what_is_allowed_is_told_in_both_languages(given: dict[str, Any], told: str, chinese: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Asked(**given)
    fault: Any = caught.value.errors()[0]
    assert (allowed_by(fault["type"], fault["ctx"]), in_chinese(told)) == (told, chinese)


def test_what_no_bound_tells_is_another_value() -> None:
    assert allowed_by("url_parsing", {}) == "another value"
