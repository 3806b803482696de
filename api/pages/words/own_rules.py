"""What rules of the roster say to the volunteer whom they concern, without numbers of people or codes of shifts."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

OWN_RULES: Mapping[str, Sentence] = {
    "own_rule_h01_no_overlap": Sentence("You have another shift at that time.", "您在该时间已有其他班次。"),
    "own_rule_volunteer_busy": Sentence(
        "You have another commitment as a volunteer at that time.", "您在该时间已有其他志愿服务安排。"
    ),
    "own_rule_h02_travel_gap": Sentence(
        "It lies too close to another shift of yours: the time between them is too short for the way.",
        "与您的另一个班次相隔太近，路上时间不够。",
    ),
    "own_rule_h03_availability": Sentence(
        "You have not said that you are free then. You can change that under “My free time”.",
        "您没有登记该时间有空，可在“空闲时间”中修改。",
    ),
    "own_rule_h04_qualification": Sentence(
        "It asks for a skill that the office does not have on record of you. With the papers it can be entered there.",
        "该岗位需要的技能，您尚未登记。请带证件到社区登记。",
    ),
    "own_rule_h05_eligible_person": Sentence(
        "Your age, or a consent that is missing, does not allow this shift.",
        "年龄或监护人同意书不符合该班次的要求。",
    ),
    "own_rule_h05_adult_on_shift": Sentence(
        "Minors would be alone on this shift.", "该班次须有成年人在场，目前只有未成年人。"
    ),
    "own_rule_h06_insurance": Sentence(
        "You are not insured for the risks of this shift. Please ask the office.",
        "您没有该班次所需的保险，请向社区咨询。",
    ),
    "own_rule_h07_risk_exclusion": Sentence(
        "It has a risk that you said you do not take.", "该班次有您表示不接受的风险。"
    ),
    "own_rule_h08_decline_memory": Sentence("You have declined this shift.", "您已谢绝该班次。"),
    "own_rule_h09_max_minutes_day": Sentence(
        "You would serve {counted} minutes within a day; {allowed} are allowed.",
        "您一天内将服务 {counted} 分钟，上限为 {allowed} 分钟。",
    ),
    "own_rule_h10_max_minutes_week": Sentence(
        "You would serve {counted} minutes in that week; {allowed} are allowed.",
        "您该周将服务 {counted} 分钟，上限为 {allowed} 分钟。",
    ),
    "own_rule_h11_max_minutes_month": Sentence(
        "You would serve {counted} minutes in that month; {allowed} are allowed.",
        "您该月将服务 {counted} 分钟，上限为 {allowed} 分钟。",
    ),
    "own_rule_h12_max_continuous": Sentence(
        "You would serve {counted} minutes without a pause; {allowed} are allowed.",
        "您将连续服务 {counted} 分钟，上限为 {allowed} 分钟。",
    ),
    "own_rule_h13_min_rest": Sentence(
        "You would have {gap} minutes of rest before it; {allowed} are needed.",
        "该班次之前您只能休息 {gap} 分钟，应有 {allowed} 分钟。",
    ),
    "own_rule_h14_max_consecutive_days": Sentence(
        "You would serve on {counted} days in a row; {allowed} are allowed.",
        "您将连续服务 {counted} 天，上限为 {allowed} 天。",
    ),
    "own_rule_h15_max_shifts_day": Sentence(
        "You would have {counted} shifts on that day; {allowed} are allowed.",
        "您当天将有 {counted} 个班次，上限为 {allowed} 个。",
    ),
    "own_rule_h16_min_crew_to_run": Sentence(
        "Without you too few people are left for the shift to run.", "少了您，人数不足，该班次不能进行。"
    ),
    "own_rule_h17_seat_max": Sentence("All seats of this role are taken.", "该岗位已满。"),
    "own_rule_h18_lead_present": Sentence("The shift needs a lead, and has none.", "该班次须有组长，目前没有。"),
    "own_rule_h19_mentor_novice": Sentence(
        "New volunteers need somebody with experience beside them; nobody is there yet for one more.",
        "新志愿者须有带教人员陪同，该班次目前带教不足。",
    ),
    "own_rule_h20_required_pair": Sentence(
        "You serve together with your partner, or not at all.", "您须与搭档同班，不能单独参加。"
    ),
    "own_rule_h23_training_first": Sentence(
        "A training comes first, which you have not completed by then.", "须先完成培训，您届时尚未完成。"
    ),
    "own_rule_h24_pinned": Sentence(
        "The office wants you to keep a seat that you would lose.", "工作人员安排您保留的岗位将因此失去。"
    ),
    "own_rule_h24_banned": Sentence(
        "The office does not give you this role. Please ask there.", "工作人员没有安排您担任该岗位，请向社区咨询。"
    ),
    "own_rule_h25_freeze_window": Sentence(
        "It begins too soon to be planned any more.", "该班次即将开始，不能再排班。"
    ),
    "own_rule_h26_no_show_lock": Sentence(
        "You missed {absences} shifts without excuse within 90 days; from {allowed} on nobody is assigned for a while.",
        "您 90 天内无故缺席 {absences} 次；达到 {allowed} 次即暂不安排班次。",
    ),
    "own_rule_h27_requested_gender_language": Sentence(
        "It asks for somebody of another gender, or with another language.", "该班次对性别或语言另有要求。"
    ),
}
