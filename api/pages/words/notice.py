"""Words of the public notice."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

NOTICE: Mapping[str, Sentence] = {
    "notice_title": Sentence("Public notice", "公示"),
    "notice_none": Sentence("Nothing is published of this round yet.", "本轮次尚未公示。"),
    "notice_none_next": Sentence("The result appears here once it is published.", "结果公布后在此查看。"),
    "notice_decided": Sentence("What was decided", "公示结果"),
    "notice_served": Sentence("served", "项已分配"),
    "notice_waitlisted": Sentence("on the waitlist", "项候补"),
    "notice_refused": Sentence("not served", "项未分配"),
    "notice_of": Sentence("of {count} registrations", "共 {count} 项登记"),
    "notice_period": Sentence("Displayed until", "公示截止"),
    "notice_find": Sentence("Find your receipt", "查询您的结果"),
    "label_receipt": Sentence("Receipt number", "回执号"),
    "notice_find_button": Sentence("Look up", "查询"),
    "notice_not_found": Sentence(
        "This receipt is not in the notice. Please compare it with your slip.", "公示中没有此回执号，请与告知单核对。"
    ),
    "notice_criteria": Sentence("By which criteria", "分配依据"),
    "notice_covenant": Sentence("Covenant", "公约"),
    "notice_covenant_version": Sentence("version {version}", "第 {version} 版"),
    "notice_quality": Sentence("How good the plan is", "方案有多好"),
    "notice_value": Sentence("The plan serves registrations worth {value} points.", "方案满足的登记合计 {value} 分。"),
    "notice_best": Sentence(
        "It is proven that no arrangement that keeps the rules is worth more.",
        "已经证明：遵守全部规则的任何方案都不可能更好。",
    ),
    "notice_bound": Sentence(
        "It is proven that no arrangement that keeps the rules is worth more than {bound} points: this plan is at "
        "most {gap} from the best.",
        "已经证明：遵守全部规则的任何方案都不超过 {bound} 分，本方案与最好方案的差距最多 {gap}。",
    ),
    "notice_kept": Sentence(
        "Of {most} who were served by the notice before, {kept} still are.",
        "上一次公示中已安排的 {most} 项，本次仍予安排的有 {kept} 项。",
    ),
    "notice_no_bound": Sentence("How much better a plan could be was not worked out.", "未推算可能的最好方案。"),
    "notice_lines": Sentence("All registrations", "全部登记"),
    "notice_lines_hint": Sentence(
        "By receipt; plates are masked and no names are shown.", "按回执号排列；车牌已遮盖，不含姓名。"
    ),
    "outcome": Sentence("Result", "结果"),
    "points": Sentence("Points", "积分"),
    "plate": Sentence("Plate", "车牌"),
    "in_line": Sentence("number {rank} of the waitlist as published", "公示候补编号 {rank}"),
    "filter_all": Sentence("All", "全部"),
    "filter_label": Sentence("Show", "筛选"),
    "notice_version_text": Sentence("version {version}, {moment}", "第 {version} 版，{moment}"),
    "notice_digest": Sentence("Digest", "摘要"),
    "notice_digest_text": Sentence(
        "Whoever has this list can recompute the digest; a changed line gives another one.",
        "持有本名单者可以重算摘要；改动任何一行，摘要都会不同。",
    ),
    "plan_certificate_title": Sentence("Certificate", "证书"),
    "plan_certificate_text": Sentence(
        "With this file anybody can check the whole plan without trusting us: every rule, every figure, the draw, and "
        "that no plan is better than the bound below. It holds receipts, but no names, plates or addresses.",
        "任何人都可凭此文件核验整个方案，无需信任我们：每条规则、每个数字、抽签，以及没有方案优于下列界值。文件含回执号，不含"
        "姓名、车牌或地址。",
    ),
    "plan_certificate_root": Sentence("Root digest", "根摘要"),
    "plan_certificate_bound": Sentence("Proven bound of the first goal", "首要目标的已证界值"),
    "plan_certificate_how": Sentence("How to check it:", "核验方法："),
    "plan_certificate_fetch": Sentence("Download the certificate", "下载证书"),
    "plan_certificate_auditors": Sentence(
        "The file tells who serves when, if only by numbers: it is for the office and auditors. Its root is public.",
        "证书文件会以编号显示谁在何时服务，仅供办公室和审计人员使用；其根摘要公开。",
    ),
    "plan_certificate_over": Sentence(
        "The time of display is over: the file can no longer be fetched. Whoever kept it can still check it.",
        "公示期已满，文件不再提供下载；已保存者仍可核验。",
    ),
    "plan_certificate_waiting": Sentence(
        "The certificate of this version is being made; please come back in some minutes.",
        "本版公示的证书正在生成，请几分钟后再来。",
    ),
    "plan_certificate_failed": Sentence(
        "The certificate of this version could not be made. Please tell the office.",
        "本版公示的证书未能生成，请告知管理方。",
    ),
    "notice_over": Sentence(
        "The time of display is over: the list is no longer shown. With a receipt number the result is still found.",
        "公示期已满，名单不再显示。凭回执号仍可查询结果。",
    ),
    "how_to_answer": Sentence("How to answer", "如何答复"),
    "answer_by_hotline": Sentence(
        "Who was given something accepts or declines it in time: at the window or by the hotline {hotline}, with the "
        "receipt number, or signed in under “My page”.",
        "已获分配者请按时接受或放弃：凭回执号到窗口或拨打热线 {hotline}，也可登录后在“我的事务”办理。",
    ),
    "answer_at_window": Sentence(
        "Who was given something accepts or declines it in time: at the window with the receipt number, or signed in "
        "under “My page”.",
        "已获分配者请按时接受或放弃：凭回执号到窗口办理，也可登录后在“我的事务”办理。",
    ),
    "notice_objection": Sentence("Something wrong?", "有异议？"),
    "notice_objection_text": Sentence(
        "Tell the office by {moment}, at the window or by the hotline, with your receipt number.",
        "请在 {moment} 前凭回执号到窗口或拨打热线提出。",
    ),
}
