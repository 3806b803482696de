"""Rosters planned and published: what a plan can no longer give, what people are told."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROSTER_PLAN_WORDS: Mapping[str, Sentence] = {
    "shift_cancelled": Sentence("The shift was called off.", "该班次已取消。"),
    "shift_begun": Sentence("The shift has begun.", "该班次已开始。"),
    "volunteer_not_active": Sentence("The volunteer is not active any more.", "该志愿者已不在册服务。"),
    "changed_since_planned": Sentence(
        "Since the plan was begun, the volunteer's seats or the shift have changed; it is left as it is now.",
        "方案开始制定之后，该志愿者的岗位或该班次已有变动，维持现状。",
    ),
}
ROSTER_MESSAGES: Mapping[str, Sentence] = {
    "roster_offered": Sentence(
        "The roster from {since} to {last} is published. Seats you are asked to take: {count}; please answer each.",
        "{since} 至 {last} 的志愿服务排班已发布，邀请您承担 {count} 个岗位，请逐一答复。",
        Sentence(
            "The roster is published. Seats you are asked to take: {count}; please answer each.",
            "志愿服务排班已发布，邀请您承担 {count} 个岗位，请逐一答复。",
        ),
    ),
    "roster_taken_back": Sentence(
        "The roster from {since} to {last} has changed. Seats no longer needed from you: {count}.",
        "{since} 至 {last} 的志愿服务排班有变动：您的 {count} 个岗位已不再需要您承担。",
        Sentence(
            "The roster has changed. Seats no longer needed from you: {count}.",
            "志愿服务排班有变动：您的 {count} 个岗位已不再需要您承担。",
        ),
    ),
}
