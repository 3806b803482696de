"""Words of the pages of the time bank."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

HOURS: Mapping[str, Sentence] = {
    "my_hours_title": Sentence("My volunteer hours", "我的志愿时长"),
    "to_my_hours": Sentence("To my volunteer hours", "查看我的志愿时长"),
    "hours_duration": Sentence("{hours} h {minutes} min", "{hours} 小时 {minutes} 分钟"),
    "minutes_duration": Sentence("{minutes} min", "{minutes} 分钟"),
    "hours_balance": Sentence("In the time bank", "时间银行余额"),
    "hours_cap": Sentence("An account holds at most", "账户上限"),
    "hours_given_month": Sentence("Given to others this month", "本月已转赠"),
    "hours_of_most": Sentence("{given} of at most {most}", "{given}，上限 {most}"),
    "hours_month": Sentence("Statement of {month}", "{month} 月度对账单"),
    "hours_month_before": Sentence("Month before", "上个月"),
    "hours_month_after": Sentence("Month after", "下个月"),
    "hours_months": Sentence("Other months", "其他月份"),
    "hours_what": Sentence("What", "事项"),
    "hours_time": Sentence("Time", "时长"),
    "hours_opening": Sentence("At the beginning of the month", "月初余额"),
    "hours_closing": Sentence("At the end of the month", "月末余额"),
    "hours_rounded": Sentence(
        "Shown to {minutes} minutes; every minute is kept.", "显示时按 {minutes} 分钟取整，账户按分钟记录。"
    ),
    # what moved
    "moved_service": Sentence("Service", "志愿服务"),
    "moved_transfer": Sentence("Given by one volunteer to another", "志愿者之间转赠"),
    "moved_redeem": Sentence("Redeemed for a service", "兑换服务"),
    "moved_correction": Sentence("Correction", "更正"),
    "moved_expiry": Sentence("Expired", "到期"),
    # the record of service
    "certificate_title": Sentence("Record of volunteer service", "志愿服务记录证明"),
    "to_certificate": Sentence("Issue a record of service", "开具服务记录证明"),
    "certificate_preview": Sentence(
        "Record of volunteer service (preview, not issued yet)", "志愿服务记录证明（预览，尚未出具）"
    ),
    "certificate_certify": Sentence("This is to certify that", "兹证明"),
    "certificate_text": Sentence(
        "{name} served as a volunteer in {community} from {first} to {last}. Shifts served: {shifts}; time served: "
        "{time}.",
        "{name} 自 {first} 至 {last} 在 {community} 参加志愿服务 {shifts} 次，累计 {time}。",
    ),
    "certificate_kinds": Sentence("Service by kind", "按服务类别统计"),
    "certificate_kind": Sentence("Kind of service", "服务类别"),
    "certificate_shifts": Sentence("Shifts", "次数"),
    "certificate_total": Sentence("In all", "合计"),
    "certificate_number": Sentence("Volunteer number", "志愿者编号"),
    "certificate_seen": Sentence("Shown by check-in and check-out", "签到签退记录"),
    "certificate_stated": Sentence("Stated by a coordinator", "工作人员确认"),
    "certificate_issued": Sentence("Issued on", "出具日期"),
    "certificate_seal": Sentence("Signature and seal of the community", "社区签章"),
    "certificate_none": Sentence("No service in this period.", "此期间没有服务记录。"),
    "certificate_from": Sentence("From", "起始日期"),
    "certificate_until": Sentence("Until", "截止日期"),
    "certificate_choose": Sentence("Show this period", "按此期间显示"),
    "certificate_print": Sentence("Print this page with the browser (Ctrl+P).", "请用浏览器打印本页（Ctrl+P）。"),
    "certificate_issue": Sentence("Issue this record", "出具证明"),
    "certificate_issue_hint": Sentence(
        "It gets a code by which anybody can check the printed paper. It stays as it is; what is corrected later is "
        "told to whoever checks it.",
        "证明带有核验码，任何人都可据此核对真伪；出具后内容不再改变，以后如有更正，核验时会显示。",
    ),
    "certificate_papers": Sentence("Records issued so far", "已出具的证明"),
    "certificate_paper": Sentence("{day}: service from {first} to {last}", "{day} 出具：{first} 至 {last} 的服务"),
    "certificate_verify": Sentence("Anybody can check this record at", "核验本证明真伪："),
    "certificate_code": Sentence("Code", "核验码"),
    "certificate_qr": Sentence("QR code of the page that checks this record", "核验本证明的二维码"),
    # checked by anybody
    "record_check_title": Sentence("Check a record of service", "服务记录证明核验"),
    "record_check_yes": Sentence("This record was issued as printed.", "该证明确由本社区出具。"),
    "record_check_since": Sentence(
        "This record was issued as printed, but hours of this period were corrected or added since.",
        "该证明确由本社区出具，但出具后服务时长有更正或补记。",
    ),
    "record_check_now": Sentence(
        "Shifts that stand now: {shifts}; time: {time}.", "此期间现有服务 {shifts} 次，累计 {time}。"
    ),
    "record_check_nothing": Sentence(
        "This record was issued as printed, but its hours were taken back since: nothing stands any more.",
        "该证明确由本社区出具，但其服务时长出具后已全部撤销，现无有效服务记录。",
    ),
    "record_check_by": Sentence("Issued by", "出具单位"),
    "record_check_name": Sentence("Name, all but its beginning hidden", "姓名（已隐去部分）"),
    "record_check_period": Sentence("Period", "服务期间"),
    "record_check_text": Sentence(
        "Compare all of it with the paper. Nothing else is told here.",
        "请与纸质证明逐项核对。此处不显示其他信息。",
    ),
    "record_check_unknown": Sentence("No record of service was issued with this code.", "没有以此核验码出具的证明。"),
    "record_check_unknown_next": Sentence(
        "The code is written in the right form, but belongs to no record: do not trust the paper, or ask the community "
        "that is named on it.",
        "核验码格式无误，但没有对应的证明：请勿采信该纸质证明，或向证明上的社区询问。",
    ),
    "record_check_next": Sentence("Check another record", "核验另一份证明"),
    "record_check_code": Sentence("Code on the paper", "证明上的核验码"),
    "record_check_button": Sentence("Check the code", "核验"),
    "served_home_visit": Sentence("Visits to elders at home", "上门探访"),
    "served_class": Sentence("Classes", "课程教学"),
    "served_patrol": Sentence("Patrols", "巡逻"),
    "served_event": Sentence("Festivals and events", "节庆活动"),
    "served_room": Sentence("Staffed rooms", "活动室值守"),
}
