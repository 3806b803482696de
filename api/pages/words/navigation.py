"""Words of the head of every page: sections and their entry pages, and how a reader likes their pages."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

NAVIGATION: Mapping[str, Sentence] = {
    "navigation": Sentence("Pages", "页面导航"),
    "navigation_more": Sentence("Pages of this part", "本栏目页面"),
    "other_language": Sentence("中文", "English"),
    "type_large": Sentence("Large type", "大字"),
    "type_usual": Sentence("Usual type", "标准字"),
    "section_home": Sentence("Home", "首页"),
    "section_parking": Sentence("Parking", "停车"),
    "section_rooms": Sentence("Rooms", "活动室"),
    "section_mine": Sentence("Mine", "我的"),
    "section_volunteers": Sentence("Volunteers", "志愿服务"),
    "section_counter": Sentence("Counter", "窗口"),
    "section_office": Sentence("Rounds", "轮次"),
    "section_money": Sentence("Money", "账目"),
    "section_oversight": Sentence("Oversight", "监督"),
    "section_setup": Sentence("Settings", "设置"),
    "nav_home": Sentence("First page", "首页"),
    "nav_notices": Sentence("Public notices", "公示"),
    "nav_how": Sentence("How it works", "规则与办理"),
    "nav_parking_free": Sentence("Free spaces now", "空闲车位"),
    "nav_mine": Sentence("My page", "我的事务"),
    "nav_my_spaces": Sentence("My own space", "我的车位"),
    "nav_my_fees": Sentence("My fees", "我的费用"),
    "nav_my_disputes": Sentence("Disputes", "争议"),
    "nav_my_hours": Sentence("My hours", "服务时长"),
    "nav_counter": Sentence("Counter", "窗口登记"),
    "nav_counter_rooms": Sentence("Book for somebody", "代为预约"),
    "nav_enrol": Sentence("Enrol somebody", "新增人员"),
    "nav_plates": Sentence("Check a plate", "车牌核对"),
    "nav_use": Sentence("Use of the spaces", "车位使用"),
    "nav_overdue": Sentence("What is late", "超期未办"),
    "nav_office": Sentence("Rounds", "轮次管理"),
    "nav_agreements": Sentence("Agreements", "使用协议"),
    "nav_office_fees": Sentence("Arrears and refunds", "欠费与退款"),
    "nav_months": Sentence("Months", "月度结账"),
}
