"""A community: its names, and when its counter is open."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.schemas.base import Sent, Shown
from api.schemas.types import Line, Reason


class CommunityAmended(Sent):
    """Names of a community, and where and when its counter is open."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name_zh": "塘桥街道",
                    "name_en": "Tangqiao street",
                    "counter_zh": "工作日 8:30 至 17:00，塘桥路 1 号一楼",
                    "counter_en": "Workdays 8:30 to 17:00, Tangqiao Road 1, ground floor",
                }
            ]
        }
    )

    name_zh: Line
    name_en: Line
    counter_zh: Reason = ""
    counter_en: Reason = ""


class CommunityShown(Shown):
    """A community; `slug` names it in addresses."""

    version: int = Field(validation_alias="row_version")
    slug: str
    name_zh: str
    name_en: str
    zone: str
    counter_zh: str
    counter_en: str
