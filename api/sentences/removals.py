"""Sentences of causes and ways forward of rooms and rosters: what stands between somebody and a place, and what helps.

A removal is told by the sentence `cause_` with its rule, or for rosters with its kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOM_CAUSES: Mapping[str, Sentence] = {
    "cause_room_taken": Sentence(
        "Another session has room {place} on {weekday}s from {start}.",
        "活动室 {place} 周{weekday} {start} 起已安排给其他活动。",
    ),
    "cause_room_pinned": Sentence(
        "The staff have pinned another session to room {place} on {weekday}s from {start}.",
        "工作人员已把活动室 {place} 周{weekday} {start} 起固定给其他活动。",
    ),
    "cause_room_banned": Sentence(
        "The staff have excluded room {place} for this group.", "工作人员不允许该团体使用活动室 {place}。"
    ),
    "cause_room_capacity": Sentence(
        "Room {place} holds {allowed}, the group has {people} people.",
        "活动室 {place} 可容纳 {allowed} 人，该团体 {people} 人。",
    ),
    "cause_room_equipment": Sentence(
        "Room {place} lacks something that the group needs.", "活动室 {place} 缺少该团体所需的设备。"
    ),
    "cause_room_not_wished": Sentence("The group did not accept room {place}.", "该团体未选择活动室 {place}。"),
    "cause_room_closed": Sentence(
        "Room {place} is closed on too many of the dates at the times asked for.",
        "活动室 {place} 在所申请的时间有过多日期不开放。",
    ),
    "cause_seniors_hours": Sentence(
        "Room {place} is kept for seniors at the times asked for.", "活动室 {place} 在所申请的时间为老年人专用。"
    ),
    "cause_outside_day": Sentence(
        "There is no time to set up or clear room {place} within the day.",
        "活动室 {place} 当天没有布置或清理的时间。",
    ),
    "cause_time_not_wished": Sentence(
        "No range asked for holds another session on a day of its own.", "所申请的时段中没有一天还能再安排一次活动。"
    ),
    "cause_date_not_wished": Sentence(
        "No date of the season lies in the ranges asked for.", "本季没有日期落在所申请的时段内。"
    ),
    "cause_one_slot_a_day": Sentence(
        "The group meets already on each of the days asked for.", "该团体在所申请的每一天都已有活动。"
    ),
    "cause_noisy_neighbours": Sentence(
        "Next to room {place} there is noisy use on {dates} of the dates.",
        "活动室 {place} 的相邻活动室在其中 {dates} 天有噪声活动。",
    ),
    "cause_equipment_short": Sentence(
        "Of {name} there are {allowed}, and {lent} would be lent at once.",
        "{name} 共有 {allowed} 件，届时需同时借出 {lent} 件。",
    ),
    "cause_same_leader": Sentence(
        "The leader is with another group at that time, or on the way, on {dates} of the dates.",
        "带领者在其中 {dates} 天同一时间带领另一团体，或来不及赶到。",
    ),
    "cause_same_members": Sentence(
        "Most members are in another group at that time on {dates} of the dates.",
        "多数成员在其中 {dates} 天同一时间参加另一团体。",
    ),
    "cause_quota_minutes": Sentence(
        "With one more session {counted} minutes would count for a quota of {allowed}.",
        "再安排一次活动将计 {counted} 分钟，配额为 {allowed} 分钟。",
    ),
    "cause_quota_sessions": Sentence(
        "With one more session {counted} dates would count for a quota of {allowed}.",
        "再安排一次活动将计 {counted} 次，配额为 {allowed} 次。",
    ),
}

ROSTER_CAUSES: Mapping[str, Sentence] = {
    "cause_seat": Sentence(
        "A seat of {place} could be filled but for {count} rules and {rivals} other seats of whoever is nearest to it.",
        "若非以下 {count} 条规则和最接近者的 {rivals} 个其他岗位，{place} 的岗位本可补上。",
    ),
    "cause_seat_rival": Sentence(
        "Whoever is nearest to the seat of {place} would have to leave {rivals} other seats: the plan would cost "
        "{points} less and {rival_points} more.",
        "最接近 {place} 岗位的人需放下其他 {rivals} 个岗位：方案成本减少 {points}，增加 {rival_points}。",
    ),
    "cause_roster_filter": Sentence(
        "What keeps the volunteer who is nearest to the seat away: {limit}.", "最接近该岗位的志愿者受限于：{limit}。"
    ),
    "cause_roster_limit": Sentence("A limit stands against it: {limit}.", "与下列限制冲突：{limit}。"),
    "cause_roster_rival": Sentence(
        "The volunteer who is nearest to it serves as {role} at {place} ({minute}).",
        "最接近该岗位的志愿者已在 {place}（{minute}）任 {role}。",
    ),
    "cause_roster_lock": Sentence(
        "The volunteer who is nearest to it is kept away by a decision of the staff: {limit}.",
        "工作人员的决定使最接近该岗位的志愿者不能任该岗：{limit}。",
    ),
}

ROOM_WAYS: Mapping[str, Sentence] = {
    "shorter_session": Sentence(
        "A shorter session: room {room}, {weekday}s {start}–{end}.",
        "缩短时长：活动室 {room}，周{weekday} {start}–{end}。",
    ),
    "half_season": Sentence(
        "For half of the season, {from} to {until}: room {room}, {weekday}s {start}–{end}, {dates} dates.",
        "仅半季（{from} 至 {until}）：活动室 {room}，周{weekday} {start}–{end}，共 {dates} 次。",
    ),
    "fewer_dates": Sentence(
        "On fewer dates: room {room}, {weekday}s {start}–{end}, {dates} dates from {from} to {until}.",
        "减少次数：活动室 {room}，周{weekday} {start}–{end}，{from} 至 {until} 共 {dates} 次。",
    ),
    "no_way_in_rooms": Sentence(
        "Nothing else was found: {accepted} suitable rooms were searched at every time of the week, for shorter, for "
        "half of the season and on fewer dates, and {others} other rooms at the times asked for.",
        "没有找到其他办法：已查 {accepted} 个合适活动室一周内的所有时间，并试过缩短时长、仅半季和减少次数；"
        "另按所申请的时间查过 {others} 个其他活动室。",
    ),
}

ROSTER_WAYS: Mapping[str, Sentence] = {
    "roster_standby": Sentence(
        "{people} on standby could take the seat {role}.", "候补的 {people} 人可以接任岗位 {role}。"
    ),
    "roster_other_role": Sentence(
        "{people} of another role with people to spare could take the seat {role}.",
        "人手富余的其他岗位有 {people} 人可以改任 {role}。",
    ),
    "roster_ask": Sentence(
        "{people} may serve as {role} and have only not said that they are free: ask them.",
        "有 {people} 人符合 {role} 的条件，只是没有登记该时间有空：可以询问。",
    ),
}
