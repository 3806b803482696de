"""Words for wardens and clerks: plates checked, who came and left, violations."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

USE: Mapping[str, Sentence] = {
    "plates_title": Sentence("Check a plate", "车牌核对"),
    "plates_lead": Sentence("May this car stand here now?", "这辆车现在可以停在这里吗？"),
    "plates_button": Sentence("Check", "核对"),
    "plates_yes": Sentence("Yes", "可以"),
    "plates_no": Sentence("No", "不可以"),
    "plates_until": Sentence("until {moment}", "至 {moment}"),
    "plates_ended": Sentence("its time ended {moment}", "时段已于 {moment} 结束"),
    "plates_since": Sentence("from {moment}", "{moment} 起"),
    "plates_space": Sentence("Space", "车位"),
    "plates_agreement": Sentence("Agreement no.", "协议编号"),
    "plates_lives_here": Sentence("Its keeper lives at this site.", "车主住在本停车点。"),
    "plates_record": Sentence("Record a violation", "记录违规"),
    "plates_recorded_next": Sentence(
        "Its person is told at once, and may open a dispute.", "系统会立即通知车主，车主可以提出异议。"
    ),
    "label_kind": Sentence("What was seen", "情况"),
    "use_note": Sentence("Note for its person", "给车主的说明"),
    "label_direction": Sentence("Came or left", "进出"),
    "any_site": Sentence("All my sites", "我负责的全部停车点"),
    "kind_overstay": Sentence("stayed too long", "超时停放"),
    "kind_no_right": Sentence("stands without a right", "无停车权停放"),
    "kind_wrong_place": Sentence("stands in a wrong place or in the way", "停放位置不符或堵塞通道"),
    "kind_blocked_entry": Sentence("came in while blocked", "停用期间驶入"),
    "kind_no_show": Sentence("did not come", "预留未使用"),
    "direction_in": Sentence("came", "驶入"),
    "direction_out": Sentence("left", "驶出"),
    "use_title": Sentence("Use of the spaces", "车位使用"),
    "use_passed": Sentence("A vehicle came or left just now", "登记车辆进出（此刻）"),
    "use_write": Sentence("Write it down", "登记"),
    "use_lists": Sentence("Lists", "清单"),
    "use_show_there": Sentence("There now", "当前在场"),
    "use_show_over": Sentence("There too long", "超时在场"),
    "use_show_violations": Sentence("Violations", "违规记录"),
    "use_at": Sentence("Site", "停车点"),
    "use_left": Sentence("left {moment}", "{moment} 驶离"),
    "use_nobody": Sentence("No vehicle is known to be there.", "目前没有车辆在场的记录。"),
    "use_next": Sentence("Gates tell who comes and leaves, or you write it down here.", "由道闸报告进出，或在此登记。"),
    "use_over_none": Sentence("Nobody is there too long.", "目前没有车辆超时。"),
    "use_over_next": Sentence(
        "Who outstays a right is listed here by itself until it leaves, then under the violations.",
        "超过停车权时间的车辆会自动列在这里，驶离后见违规记录。",
    ),
    "use_violations_none": Sentence("No violation is recorded.", "没有违规记录。"),
    "use_violations_next": Sentence("Check a plate to record one.", "核对车牌时可记录违规。"),
    "use_plate": Sentence("Plate", "车牌"),
    "use_entered": Sentence("Came", "驶入时间"),
    "use_allowed": Sentence("May stay until", "可停至"),
    "use_keeper": Sentence("Keeper", "车主"),
    "use_call_keeper": Sentence("Call the keeper", "联系车主"),
    "use_call_applicant": Sentence("Call the applicant", "联系申请人"),
    "use_minutes": Sentence("{minutes} min too long", "超时 {minutes} 分钟"),
    "use_no_right": Sentence("no right known", "未见停车权"),
    "use_waive": Sentence("Waive", "撤销"),
    "use_counts_until": Sentence("counts until {day}", "有效期至 {day}"),
    "violation_state_open": Sentence("recorded", "已记录"),
    "violation_state_warned": Sentence("told", "已告知"),
    "violation_state_charged": Sentence("charged", "已计费"),
    "violation_state_waived": Sentence("waived", "已撤销"),
    "violation_state_expired": Sentence("counts no longer", "已失效"),
}
