"""Words of setting a roster up: templates, shifts of a round, meeting points, elders, pairs."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROSTER_SETUP: Mapping[str, Sentence] = {
    "to_swaps": Sentence("Swaps", "换班审批"),
    "to_pairs": Sentence("Pairs", "搭档关系"),
    "to_elders": Sentence("Elders", "探访对象"),
    "to_points": Sentence("Meeting points", "集合点"),
    # needs
    "need_code": Sentence("Short name in plans (letters, digits)", "代号（字母、数字）"),
    "need_title_zh": Sentence("Title in Chinese", "中文名称"),
    "need_title_en": Sentence("Title in English", "英文名称"),
    "need_start_clock": Sentence("Begins at", "开始时间"),
    "need_minutes": Sentence("Minutes", "时长（分钟）"),
    "need_every_weeks": Sentence("Every so many weeks", "每几周一次"),
    "need_elder_id": Sentence("Elder who is visited", "探访对象"),
    "need_where_hint": Sentence("Either a meeting point or an elder.", "集合点与探访对象选其一。"),
    "need_kind": Sentence("Kind", "类别"),
    "need_type": Sentence("What is done, in one word", "服务类型代号"),
    "need_role": Sentence("Role {number}", "岗位 {number}"),
    "need_role_name": Sentence("Name", "名称"),
    "need_more_roles": Sentence("Other roles on the same shift", "同一班次的其他岗位"),
    "need_rows": Sentence("Show room for more roles", "增加岗位栏"),
    "need_least": Sentence("At least", "最少"),
    "need_target": Sentence("Wished", "期望"),
    "need_most": Sentence("At most", "最多"),
    "need_role_hint": Sentence(
        "Usual names: visitor, guard, teacher, aide, keeper, steward, medic.",
        "常用名称：visitor 探访、guard 巡逻、teacher 授课、aide 助教、keeper 值守、steward 引导、medic 急救。",
    ),
    "need_safety": Sentence("with fewer than the least it does not run", "不足最少人数则不开班"),
    "need_draw": Sentence("if many wish for it, lots decide", "报名人多时抽签"),
    "need_approval": Sentence("swaps wait for a coordinator", "换班须经批准"),
    # fields, where something is wrong with one
    "field_title_zh": Sentence("Title in Chinese", "中文名称"),
    "field_title_en": Sentence("Title in English", "英文名称"),
    "field_least": Sentence("At least", "最少"),
    "field_most": Sentence("At most", "最多"),
    "field_capacity": Sentence("Most volunteers at once", "同时最多人数"),
    "field_x": Sentence("Metres east", "向东（米）"),
    "field_y": Sentence("Metres north", "向北（米）"),
    "field_home_x": Sentence("Metres east", "向东（米）"),
    "field_home_y": Sentence("Metres north", "向北（米）"),
    "field_primary_receipt": Sentence("First contact", "主要联系志愿者"),
    "field_second_receipt": Sentence("Second contact", "次要联系志愿者"),
    "field_vetoes": Sentence("Who shall not come", "不希望来的志愿者"),
    "field_one": Sentence("Volunteer number", "志愿者编号"),
    "field_other": Sentence("The other's number", "另一名志愿者编号"),
    "field_seats": Sentence("How many people", "人数"),
    "field_point_id": Sentence("Meeting point", "集合点"),
    "field_elder_id": Sentence("Elder who is visited", "探访对象"),
    # templates
    "templates_title": Sentence("Recurring needs", "班次模板"),
    "templates_lead": Sentence(
        "Stated once; each round's shifts are made of them by the work calendar.", "设置一次，每轮按工作日历生成班次。"
    ),
    "template_new": Sentence("Another recurring need", "新增模板"),
    "templates_none": Sentence("There are no recurring needs yet.", "还没有班次模板。"),
    "templates_none_next": Sentence(
        "Add the first: a weekly class, a patrol, a visit.", "可先新增一项：每周课程、巡逻或探访。"
    ),
    "template_weeks": Sentence("every {count} weeks", "每 {count} 周"),
    "template_when": Sentence("On which dates", "日期"),
    "template_stays": Sentence("Shifts that were made before stay as they are.", "已生成的班次不变。"),
    "template_retire": Sentence("Make no more of it", "停用模板"),
    "template_retire_means": Sentence("Shifts that are there stay.", "已有班次保留。"),
    "template_is_retired": Sentence("No more shifts are made of it.", "已停用。"),
    # shifts of a round
    "making_title": Sentence("Set up shifts", "设置班次"),
    "making_templates": Sentence("From recurring needs", "由模板生成"),
    "making_hint": Sentence(
        "Left empty: all dates of the round. What is there already is not made again.",
        "不填即为本轮全部日期；已有的班次不会重复生成。",
    ),
    "making_only_some": Sentence("Only some of the {count}", "只选部分（共 {count} 项）"),
    "making_do": Sentence("Make the shifts", "生成班次"),
    "making_one": Sentence("Add a single shift", "新增单个班次"),
    "making_made": Sentence("{made} shifts made, {there} were there.", "生成 {made} 个班次，已有 {there} 个。"),
    "making_past": Sentence("{past} would lie in the past.", "另有 {past} 个已过期，未生成。"),
    "making_look": Sentence("To the roster", "查看排班表"),
    "making_notices": Sentence("Please note", "请注意"),
    # meeting points
    "points_title": Sentence("Meeting points", "集合点"),
    "points_lead": Sentence(
        "Where shifts meet. A poster with a code hangs there, by which volunteers check in.",
        "班次集合的地方。张贴带签到码的海报，供志愿者签到。",
    ),
    "points_none": Sentence("There are no meeting points yet.", "还没有集合点。"),
    "points_none_next": Sentence(
        "Add every hall, gate and room where people meet.", "请添加大厅、门口、活动室等集合地点。"
    ),
    "point_add": Sentence("Add a meeting point", "新增集合点"),
    "point_change": Sentence("Change", "修改"),
    "point_code": Sentence("Short name in plans (letters, digits)", "代号（字母、数字）"),
    "point_name_zh": Sentence("Name in Chinese", "中文名称"),
    "point_name_en": Sentence("Name in English", "英文名称"),
    "point_x": Sentence("Metres east", "向东（米）"),
    "point_y": Sentence("Metres north", "向北（米）"),
    "point_capacity": Sentence("Most volunteers at once", "同时最多人数"),
    "point_hint": Sentence(
        "Metres from the middle of the community's grid; west and south are negative.",
        "以社区网格原点计，向西、向南为负。",
    ),
    "point_has_code": Sentence("code hangs", "已有签到码"),
    "point_no_code": Sentence("no code yet", "尚无签到码"),
    "point_room_for": Sentence("at most {count} people", "最多 {count} 人"),
    "point_poster": Sentence("Poster to print", "打印签到海报"),
    "point_poster_means": Sentence(
        "A new code is made; a poster that hangs already is void from then on.",
        "将生成新的签到码，已张贴的旧海报随即失效。",
    ),
    "point_poster_do": Sentence("Make a new poster", "生成新海报"),
    "poster_title": Sentence("Poster", "签到海报"),
    "poster_once": Sentence("The code is shown this once.", "签到码只显示这一次。"),
    "poster_qr": Sentence("QR code to check in by", "签到二维码"),
    # elders
    "elders_title": Sentence("Elders who are visited", "探访对象"),
    "elders_lead": Sentence(
        "Names are masked; who looks at one in clear is put on record.", "姓名已脱敏；查看完整信息会留下记录。"
    ),
    "elders_none": Sentence("Nobody is visited yet.", "还没有探访对象。"),
    "elders_none_next": Sentence("Take in who would like to be visited.", "请登记愿意接受探访的老人。"),
    "elder_new": Sentence("Take somebody in", "登记老人"),
    "elder_visited": Sentence("Visited", "探访中"),
    "elder_retired": Sentence("No longer", "已停止"),
    "elder_code": Sentence("Code", "代号"),
    "elder_name": Sentence("Name", "姓名"),
    "elder_address": Sentence("Address", "住址"),
    "elder_phone": Sentence("Telephone", "电话"),
    "elder_home_x": Sentence("Metres east", "向东（米）"),
    "elder_home_y": Sentence("Metres north", "向北（米）"),
    "elder_primary_receipt": Sentence("First contact (volunteer number)", "主要联系志愿者编号"),
    "elder_second_receipt": Sentence("Second contact (volunteer number)", "次要联系志愿者编号"),
    "elder_vetoes": Sentence("Who shall not come (volunteer numbers)", "不希望来的志愿者编号"),
    "elder_vetoes_hint": Sentence(
        "Separated by commas. Nobody is told; visits that they have there are taken back.",
        "用逗号分隔。不会告知本人；其在此的探访将收回。",
    ),
    "elder_gender": Sentence("Whom they would like", "希望探访者"),
    "elder_language": Sentence("Language", "语言"),
    "elder_active": Sentence("is visited", "继续探访"),
    "elder_reveal": Sentence("Show name and address", "查看姓名住址"),
    "elder_reveal_hint": Sentence("It is put on record that you looked.", "查看会留下记录。"),
    "elder_revealed": Sentence("That you looked was put on record.", "本次查看已记录。"),
    "elder_change": Sentence("Change", "修改"),
    "elder_kept": Sentence("empty: stays", "不填则不变"),
    "gender_unknown": Sentence("anybody", "不限"),
    "gender_woman": Sentence("women", "女性"),
    "gender_man": Sentence("men", "男性"),
    # pairs
    "pairs_title": Sentence("Pairs of volunteers", "搭档关系"),
    "pairs_lead": Sentence(
        "What holds for two volunteers; they are not told.", "两名志愿者之间的安排要求，不告知本人。"
    ),
    "pairs_none": Sentence("Nothing is stated of any two volunteers.", "尚未设置搭档关系。"),
    "pairs_none_next": Sentence(
        "Spouses, carers and interpreters come together; some must not meet.", "如夫妻、照护者须同班，或不宜同班者。"
    ),
    "pair_add": Sentence("State a pair", "设置搭档关系"),
    "pair_one": Sentence("Volunteer number", "志愿者编号"),
    "pair_other": Sentence("The other's number", "另一名志愿者编号"),
    "pair_kind": Sentence("What holds", "关系"),
    "pair_required": Sentence("always together", "必须同班"),
    "pair_prohibited": Sentence("never together", "不得同班"),
    "pair_preferred": Sentence("rather together", "最好同班"),
    "pair_unpreferred": Sentence("rather not together", "最好不同班"),
}
