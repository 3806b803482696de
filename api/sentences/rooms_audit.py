"""Sentences about what only the checker of certificates finds in a plan of rooms."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOM_FINDINGS: Mapping[str, Sentence] = {
    "off_grid": Sentence(
        "The start or length of {requests} in room {place} ({minute}) does not follow the grid of {allowed} minutes.",
        "{requests} 在活动室 {place} 的开始时间或时长（{minute}）不符合 {allowed} 分钟的时间刻度。",
    ),
    "other_weekday": Sentence(
        "{requests} in room {place} has dates on another weekday than its slot ({minute}).",
        "{requests} 在活动室 {place} 的日期与其星期不符（{minute}）。",
    ),
    "too_many_blocked": Sentence(
        "Room {place} is shut for {requests} on {blocked} of {dates} dates; allowed are {allowed} %.",
        "活动室 {place} 在 {requests} 的 {dates} 个日期中有 {blocked} 个关闭，最多允许 {allowed}%。",
    ),
    "date_missing": Sentence(
        "The plan does not say what becomes of {requests} in room {place} at {minute}.",
        "方案没有说明 {requests} 在活动室 {place} 于 {minute} 的安排。",
    ),
    "date_not_blocked": Sentence(
        "{requests} is moved or left out at {minute}, although room {place} is open then or nothing was due.",
        "{requests} 于 {minute} 被改期或取消，但活动室 {place} 当时开放，或当天本无活动。",
    ),
    "room_may_not_vary": Sentence(
        "{requests} wishes no other room, but is moved from room {place} ({minute}).",
        "{requests} 不接受换活动室，却被调出 {place}（{minute}）。",
    ),
    "bound_pin_unheld": Sentence(
        "The bound counts on a pin of {requests} that the plan does not keep.",
        "界值以 {requests} 的一项指定为前提，但方案没有做到。",
    ),
    "bound_guarantee_unkept": Sentence(
        "The bound counts on {claimed} guaranteed requests being served; the plan serves {counted}.",
        "界值以 {claimed} 项保底申请得到满足为前提，方案满足了 {counted} 项。",
    ),
}
