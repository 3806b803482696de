"""Short phrases inside a sentence: what a field may hold, where it stands, what kind of vehicle or person it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from api.sentences.agreements import AGREEMENT_PHRASES
from api.sentences.audits import AUDIT_PHRASES
from api.sentences.billing import BILLING_PHRASES
from api.sentences.covenants import COVENANT_PHRASES
from api.sentences.curtois import CURTOIS_PHRASES
from api.sentences.disputes import DISPUTE_PHRASES
from api.sentences.draws import DRAW_PHRASES
from api.sentences.form import Sentence
from api.sentences.money import MONEY_PHRASES
from api.sentences.path import DOCUMENT_WORDS, PATH_PHRASES
from api.sentences.rosters import ROSTER_NAMES
from api.sentences.scenarios import SCENARIO_PHRASES
from api.sentences.seasons import SEASON_PHRASES
from api.sentences.sharing import SHARING_PHRASES
from api.sentences.volunteers import VOLUNTEER_PHRASES

PHRASES: Mapping[str, str] = {
    "latitude and longitude, or neither": "纬度和经度都填，或都不填",
    # before phrases that are true of these as well
    "after now, before the shift begins": "现在之后、班次开始之前",
    "1 to {} printable characters": "1 到 {} 个可显示字符",
    "1 to {} characters": "1 到 {} 个字符",
    "1 to {} sections": "1 到 {} 项活动",
    "1 to {} weeks": "1 到 {} 周",
    "1 to {} minutes": "1 到 {} 分钟",
    "1 to {} windows": "1 到 {} 个时段",
    **AGREEMENT_PHRASES,
    **AUDIT_PHRASES,
    **COVENANT_PHRASES,
    **BILLING_PHRASES,
    **CURTOIS_PHRASES,
    **DISPUTE_PHRASES,
    **DRAW_PHRASES,
    **MONEY_PHRASES,
    **PATH_PHRASES,
    **SCENARIO_PHRASES,
    **SEASON_PHRASES,
    **SHARING_PHRASES,
    **VOLUNTEER_PHRASES,
    # places in a file
    "line {} column {}": "第 {} 行第 {} 列",
    "$": "整个文件",
    # values
    "a number of about {} digits": "约 {} 位的数字",
    "{} bytes": "{} 字节",
    "a whole zip archive": "完整的 zip 压缩包",
    "each part once": "每个部分一次",
    "at most {} bytes": "最多 {} 字节",
    "JSON in canonical form": "规范形式的 JSON",
    # what is allowed
    "another section": "另一项活动",
    "numbers of courses": "课程编号",
    "a course and a period of the week": "一门课和一周内的一个时段",
    "a plan made since a date was given back": "在归还日期之后制定的方案",
    "a plan made since hours or rooms changed": "在开放时间或活动室变动之后制定的方案",
    "another name": "其他名称",
    "a role of the shift": "该班次的岗位",
    "a role": "岗位",
    "the number of a volunteer": "志愿者编号",
    "the volunteer's number": "志愿者编号",
    "a time at which you can come": "可以来的时间",
    "a volunteer or a seat": "志愿者或岗位",
    "the minutes served, with a reason": "实际服务的分钟数及理由",
    "another volunteer": "另一名志愿者",
    "a role or more": "至少一个岗位",
    "what agrees with {}": "与 {} 一致的值",
    "before {}": "早于 {}",
    "a code of the community": "本社区的代码",
    "whom the application is for": "申请人",
    "a receipt of your own of another season": "您自己上一季的回执",
    "a section of this round": "本轮次的活动",
    "a facility or a room": "设施或活动室",
    "a room of the community": "本社区的活动室",
    "a facility of the community": "本社区的设施",
    "a date to come on which the group meets": "小组今后的活动日期",
    "a whole hall of the same facility": "同一设施的整个大厅",
    "a time after {}, at most 24:00": "{} 之后、不晚于 24:00 的时间",
    "{} or more": "{} 或以上",
    "an organisation of the community": "本社区的单位",
    "another room of the facility": "同一设施的其他活动室",
    "a name": "名称",
    "a booking that stands and has not begun": "有效且尚未开始的预约",
    "what may be booked one by one": "可以单次预约的项目",
    "a room, or equipment alone": "活动室，或单独借用的物资",
    "the person who books": "预约人",
    "a room, or a facility": "活动室，或设施",
    "a room": "活动室",
    "a booking that stands and is not over": "有效且未结束的预约",
    "a booking that has begun": "已开始的预约",
    "both ends, or neither": "开始和结束时间，或都不填",
    "{} to {} weeks": "{} 到 {} 周",
    "at most {} characters": "最多 {} 个字符",
    "a text": "文字",
    "at most {} passages": "最多 {} 条通行记录",
    "the plate of a registered vehicle": "已登记车辆的车牌",
    "an instant with its offset, such as 2026-05-04T18:30:05+08:00": ("带时区的时刻，例如 2026-05-04T18:30:05+08:00"),
    "a room open, suitable and free at that time": "该时段开放、合适且空闲的活动室",
    "a room or a facility": "活动室或设施",
    "at most {} ranges": "最多 {} 个时段",
    "a whole number from {} to {}": "{} 到 {} 的整数",
    "a year from {} to {}": "{} 至 {} 年",
    "a number from -{} to {}": "-{} 到 {} 的数",
    "text of {} to {} characters": "{} 到 {} 个字符的文字",
    "a weighted sum of 1 to {}": "1 到 {} 的加权合计",
    "whole, printable characters": "完整、可显示的字符",
    "a whole number": "整数",
    "a number": "数字",
    "a shorter number": "更短的数字",
    "text in quotes": "引号内的文字",
    "true or false": "true 或 false",
    "a list in [ ]": "[ ] 内的列表",
    "an object in { }": "{ } 内的对象",
    "a date as YYYY-MM-DD": "YYYY-MM-DD 格式的日期",
    "another value": "其他值",
    "a value; this field is required": "填写内容；此项必填",
    "each key once": "每个键只写一次",
    "text in UTF-8": "UTF-8 文本",
    "JSON that is complete": "完整的 JSON",
    "a file that exists": "存在的文件",
    "a folder that exists": "存在的文件夹",
    "a file that may be read": "可以读取的文件",
    "a place that may be written": "可以写入的位置",
    "HH:MM from 00:00 to 24:00": "HH:MM，从 00:00 到 24:00",
    "00:00 to 23:59; a day starts at 00:00": "00:00 到 23:59；一天从 00:00 开始",
    "24:00 for midnight at the end of the day": "24:00（一天结束时的午夜）",
    "a time other than the start {}": "与开始时间 {} 不同的时间",
    "{} or later": "{} 或之后",
    "each date from the day before the first to the day after the last": "从首日前一天到末日后一天的每一天",
    "at most {} dates": "最多 {} 天",
    "at most {} spaces": "最多 {} 个车位",
    "at most {} MiB": "最多 {} MiB",
    "at most {} levels": "最多 {} 层",
    "an id of this problem": "本文件中已有的编号",
    "the id of a registration of this problem": "本文件中登记的编号",
    "spaces of one site": "同一停车点的车位",
    "a space for each part": "每一段时间一个车位",
    "names of the problem": "问题文件中已有的名称",
    "an id of the problem": "问题文件中已有的编号",
    "a space of the problem": "问题文件中已有的车位",
    "2 to 40 of a-z, 0-9 and -, a letter first": "2 到 40 个字符，可用 a-z、0-9 和 -，以字母开头",
    "a zone such as Asia/Shanghai": "时区名称，例如 Asia/Shanghai",
    "the newest plan of the round": "本轮最新的方案",
    "a plan made since the last offer": "最近一次候补通知之后制定的方案",
    "an id of its own": "不重复的编号",
    "each pair of sites once": "每对停车点只写一次",
    "another site": "另一个停车点",
    "a site or a space": "停车点或车位",
    "at least one rule": "至少一条时间规则",
    "{} ends, one for each start": "{} 个结束时间，与开始时间一一对应",
    "0 <= start < end": "0 <= 开始 < 结束",
    "0 <= task < {}": "0 <= 任务 < {}",
    # calls of the API
    "a mobile number of 11 digits, or a landline with its area code": "11 位手机号，或带区号的固定电话",
    "a receipt, a plate, a phone number, or the last four characters of a plate or phone number": (
        "回执号、车牌号、电话号码，或车牌号、电话号码的后四位"
    ),
    "a plate such as 沪A12345 or 沪AD12345": "如 沪A12345 或 沪AD12345 的车牌号",
    "18 characters with a right check character": "18 位，校验码正确",
    "1 to {} rules": "1 到 {} 条规则",
    "a site with a place on the map": "在地图上有位置的停车点",
    "a site of the community": "本社区的停车点",
    "a space of the community": "本社区的车位",
    "a household of the community": "本社区的住户",
    "a space open and suitable at that time": "该时段开放且合适的车位",
    "a confirmed booking that is not over": "尚未结束的有效预约",
    "an instant after applications begin": "申请开始之后的时刻",
    "a date after applications end": "登记截止之后的日期",
    "a later instant than {}": "晚于 {} 的时刻",
    "now or later": "现在或之后",
    "within {} days": "{} 天之内",
    "a site with more than its owners' reserve free": "除业主预留外仍有空位的停车点",
    "a whole minute": "整分钟",
    "a site that takes more outside vehicles": "还接收外来车辆的停车点",
    "a plate or a phone": "车牌号或电话号码",
    "an address such as name@example.org": "如 name@example.org 的地址",
    "a sentence": "一句话",
    "a plan of the same round": "同一轮次的方案",
    "a registration that the newest plan serves": "最新方案已安排的登记",
    "a plan made around the booking": "避开该预约的新方案",
    "the vehicle of the registration": "登记的车辆",
    "an answer in time": "按时答复",
    "a call in time": "在登记期内提交",
    "other times than those asked for": "其他时段",
    "a round without a plan": "尚无方案的轮次",
    "a later end": "更晚的结束时间",
    "at most {} days": "最多 {} 天",
    "a date after {}": "{} 之后的日期",
    "at most {} windows": "最多 {} 个时段",
    "an instant to come": "将来的时刻",
    "at least {} characters": "至少 {} 个字符",
    "at least {} entries": "至少 {} 项",
    "at most {} entries": "最多 {} 项",
    "at least {}": "不小于 {}",
    "more than {}": "大于 {}",
    "at most {}": "不大于 {}",
    "less than {}": "小于 {}",
    "the form that is asked for": "符合要求的格式",
    "a time from 00:00 to 24:00": "00:00 到 24:00 之间的时间",
    "letters, digits and . _ -": "字母、数字和 . _ -",
    "one line": "一行文字",
    "{} minutes": "{} 分钟",
    "an id as this service writes them": "本系统的编号格式",
    "YYYY-MM-DDTHH:MM with an offset such as +08:00, in a year from {} to {}": (
        "YYYY-MM-DDTHH:MM 加时区（如 +08:00），年份在 {} 到 {} 之间"
    ),
    "YYYY-MM-DD in a year from {} to {}": "YYYY-MM-DD，年份在 {} 到 {} 之间",
    "{} to {} characters, {} of them different, and not the account's name": (
        "{} 到 {} 个字符，至少 {} 个不同，且不能是账号名"
    ),
    "{} to {} days later": "{} 起 {} 天之内",
    "{} to {}": "{} 至 {}",
}
"""English phrase to Chinese, in the order in which they are tried; ``{}`` stands for a number, date or name."""

WORDS: Mapping[str, Sentence] = {
    **DOCUMENT_WORDS,
    "compact": Sentence("compact", "小型"),
    "standard": Sentence("standard", "标准"),
    "large": Sentence("large", "大型"),
    "owner": Sentence("owners", "业主"),
    "tenant": Sentence("tenants", "租户"),
    "partner": Sentence("the partner site's users", "结对停车点用户"),
    "outside": Sentence("outside vehicles", "外来车辆"),
    "summer": Sentence("summer", "夏季"),
    "winter": Sentence("winter", "冬季"),
    **ROSTER_NAMES,
}
"""Words of a problem file as people say them."""


def in_chinese(phrase: str) -> str:
    """A phrase in Chinese; ids, numbers and words of a file stay as they are."""
    found = _ANY.fullmatch(phrase)
    if found is None or found.lastindex is None:
        return phrase
    chinese, count = _CHINESE[found.lastindex]
    return chinese.format(*found.groups()[found.lastindex - 1 - count : found.lastindex - 1])


def word(name: str, language: str) -> str:
    """A word of a problem file as people say it."""
    return WORDS[name].text(language) if name in WORDS else name


def _read() -> tuple[re.Pattern[str], Mapping[int, tuple[str, int]]]:
    """All phrases in one pattern, an empty group at the end of each; by its number the Chinese, and how many fields."""
    parts, chinese, number = [], {}, 0
    for phrase, text in PHRASES.items():
        count = phrase.count("{}")
        number += count + 1
        parts.append(re.escape(phrase).replace(r"\{\}", "(.+?)") + "()")
        chinese[number] = (text.replace("{ }", "{{ }}"), count)
    return re.compile("|".join(parts)), chinese


_ANY, _CHINESE = _read()
"""Tried at once: a page of reasons has hundreds of words that are none of them."""
