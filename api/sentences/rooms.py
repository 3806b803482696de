"""Sentences about activity rooms: what a plan breaks, what decided a section, what a file gets wrong, goals."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOM_RULES: Mapping[str, Sentence] = {
    "room_capacity": Sentence(
        "Room {place} holds {allowed}; {requests} expects {people} people ({minute}).",
        "活动室 {place} 可容纳 {allowed} 人；{requests} 预计 {people} 人（{minute}）。",
        Sentence("The room is too small for so many people.", "该活动室容纳不下这么多人。"),
    ),
    "room_equipment": Sentence(
        "Room {place} lacks what {requests} needs: {lacking} ({minute}).",
        "活动室 {place} 缺少 {requests} 所需的：{lacking}（{minute}）。",
        Sentence(
            "The room lacks something that is needed, or there are too few of it.",
            "该活动室缺少所需的设备，或数量不足。",
        ),
    ),
    "room_not_wished": Sentence(
        "{requests} did not ask for room {place} ({minute}).", "{requests} 没有申请活动室 {place}（{minute}）。"
    ),
    "outside_day": Sentence(
        "{requests} in room {place} leaves its day or the season ({minute}).",
        "{requests} 在活动室 {place} 的活动超出当天或本季（{minute}）。",
        Sentence(
            "A use must begin and end on one day, with the time to set up and to clear.",
            "使用须在同一天内开始和结束，并留出布置和清理时间。",
        ),
    ),
    "room_closed": Sentence(
        "Room {place} is not open for {requests} all the time ({minute}).",
        "活动室 {place} 在 {requests} 的时间内并非全程开放（{minute}）。",
        Sentence("The room is not open for you all that time.", "该活动室在此时段并非全程对您开放。"),
    ),
    "date_not_wished": Sentence(
        "{requests} does not meet on this date ({minute}, room {place}).",
        "{requests} 在这一天没有活动（{minute}，活动室 {place}）。",
    ),
    "time_not_wished": Sentence(
        "The time at {minute} in room {place} lies in no range of {requests}.",
        "{minute} 在活动室 {place} 的时间不在 {requests} 的可行时段内。",
    ),
    "length_not_wished": Sentence(
        "The session of {requests} in room {place} at {minute} is too short or longer than {allowed} minutes.",
        "{requests} 在活动室 {place} {minute} 的时长过短，或超过 {allowed} 分钟。",
    ),
    "one_slot_a_day": Sentence(
        "{requests} meets twice on one day ({minute}, room {place}).",
        "{requests} 在同一天安排了两次（{minute}，活动室 {place}）。",
    ),
    "too_many_sessions": Sentence(
        "{requests} is given {served} sessions a week where {allowed} are wished.",
        "{requests} 每周分到 {served} 次，申请为 {allowed} 次。",
    ),
    "room_taken": Sentence(
        "Room {place}: {requests} meet, or leave too little time between them, at {minute}.",
        "活动室 {place}：{requests} 在 {minute} 时间冲突或间隔不足。",
        Sentence("Somebody has the room at that time.", "该活动室在此时段已有人使用。"),
    ),
    "noisy_neighbours": Sentence(
        "{requests} are noisy next to each other at {minute} (room {place}).",
        "{requests} 在 {minute} 相邻且均有噪声（活动室 {place}）。",
        Sentence(
            "The room next to it is in noisy use at that time; only quiet use is possible.",
            "相邻活动室在此时段有噪声活动，只能安静使用。",
        ),
    ),
    "equipment_short": Sentence(
        "At {minute} {lent} of {name} would be lent where there are {allowed} ({requests}, room {place}).",
        "{minute} 需借出 {name} {lent} 件，共有 {allowed} 件（{requests}，活动室 {place}）。",
        Sentence("Too few of the items are left at that time.", "所需物资在此时段数量不足。"),
    ),
    "same_leader": Sentence(
        "{requests} have one leader and meet, or lie too far apart to walk, at {minute}.",
        "{requests} 由同一人带领，在 {minute} 时间冲突或来不及赶到。",
    ),
    "same_members": Sentence(
        "{requests} share many members and meet at the same time ({minute}).",
        "{requests} 成员大多相同，时间重叠（{minute}）。",
    ),
    "quota_minutes": Sentence(
        "{requests} and others would use {counted} minutes of a quota of {allowed}.",
        "{requests} 等将使用 {counted} 分钟，配额为 {allowed} 分钟。",
    ),
    "quota_sessions": Sentence(
        "{requests} and others would hold {counted} sessions of a quota of {allowed}.",
        "{requests} 等将有 {counted} 次活动，配额为 {allowed} 次。",
    ),
    "room_banned": Sentence(
        "The staff excluded room {place} for {requests} ({minute}).",
        "工作人员不允许 {requests} 使用活动室 {place}（{minute}）。",
    ),
    "pin_not_held": Sentence(
        "{requests} is pinned by the staff but does not meet there.", "{requests} 未按工作人员的固定安排落实。"
    ),
}

ROOM_WORDS: Mapping[str, Sentence] = {
    # goals
    "sessions": Sentence("Sessions served, by priority", "满足的活动（按优先级）"),
    "wishes": Sentence("Wishes met", "满足的意愿"),
    "fairness": Sentence("Fairness over groups", "各团体之间的公平"),
    "last_season": Sentence("Kept from last season", "延续上季"),
    "openings": Sentence("Facilities opened, by weekday", "各设施每周开放天数"),
    "kept_sessions": Sentence("Sessions kept", "保留的活动"),
    "moves": Sentence("Sessions moved", "调整的活动"),
    # reasons
    "room_given": Sentence(
        "Served in room {place}, {weekday}s {start}–{end}: {dates} dates, {moved} moved, {left_out} left out.",
        "已安排在活动室 {place}，周{weekday} {start}–{end}：{dates} 次，其中调整 {moved} 次、停止 {left_out} 次。",
    ),
    "rooms_funnel": Sentence(
        "Of {listed} rooms accepted {large} are large enough, {equipped} of these have what is needed, and "
        "{open_rooms} are open at a time asked for.",
        "可接受的 {listed} 个活动室中，够大的 {large} 个，设备齐全的 {equipped} 个，所需时间开放的 {open_rooms} 个。",
    ),
    "range_too_short": Sentence(
        "No range is as long as the shortest session, {allowed} minutes.", "没有时段能容纳最短时长 {allowed} 分钟。"
    ),
    "no_dates_left": Sentence("No date is left in the ranges asked for.", "所需时段内没有剩余日期。"),
    "rooms_taken": Sentence(
        "All {slots} slots that would do are taken on one of their dates or more.",
        "可行的 {slots} 个时段在部分或全部日期已被占用。",
    ),
    "people_elsewhere": Sentence(
        "At each of the {slots} slots that would do the leader or most members are in another group.",
        "可行的 {slots} 个时段中，带领者或多数成员均在另一团体活动。",
    ),
    "quota_reached": Sentence(
        "Each of the {slots} slots that would do goes beyond a quota.", "可行的 {slots} 个时段均会超出配额。"
    ),
    "room_still_free": Sentence(
        "One of the {slots} slots that would do is still free: please ask the staff to plan again.",
        "可行的 {slots} 个时段中仍有空位：请联系工作人员重新安排。",
    ),
    # alternatives
    "as_asked_room": Sentence(
        "As asked for: room {room}, {weekday}s {start}–{end}.",
        "按原申请：活动室 {room}，周{weekday} {start}–{end}。",
    ),
    "other_room": Sentence(
        "In another room, {room}, {weekday}s {start}–{end}.", "换一个活动室 {room}，周{weekday} {start}–{end}。"
    ),
    "other_time": Sentence(
        "At another time: room {room}, {weekday}s {start}–{end}.",
        "改换时间：活动室 {room}，周{weekday} {start}–{end}。",
    ),
    # files
    "range_ends_first": Sentence(
        "{field} is {value}; needed is {allowed}.",
        "{field} 为 {value}；应为{allowed}。",
        Sentence("{field}: needed is {allowed}.", "{field}：应为{allowed}。"),
    ),
    "inverted_lengths": Sentence(
        "{field} is {value}, less than the shortest length; needed is {allowed}.",
        "{field} 为 {value}，小于最短时长；应为{allowed}。",
        Sentence(
            "{field} is less than the shortest length; needed is {allowed}.", "{field} 小于最短时长；应为{allowed}。"
        ),
    ),
    "too_many_ranges": Sentence(
        "{field} holds {value}; allowed is {allowed}.", "{field} 有 {value} 个；允许：{allowed}。"
    ),
    "pin_without_room": Sentence("A pin names no place; needed is {allowed}.", "固定安排没有写明地点；需要{allowed}。"),
    "linked_to_itself": Sentence(
        "{field} links {value} to itself; needed is {allowed}.", "{field} 把 {value} 与自身关联；需要{allowed}。"
    ),
    "not_a_hall": Sentence("{field} is {value}; needed is {allowed}.", "{field} 为 {value}；需要{allowed}。"),
}
