"""What each setting about fees does, and what runs through all domains."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

FEES: Mapping[str, Sentence] = {
    "fees.tariffs": Sentence(
        "The tariff table: prices in fen by window, class, site, household tier and period. Of the lines that suit, "
        "the one that says most holds; without lines all is free. A line of one site tells why it differs.",
        "收费表：按时段、类别、停车点、户内第几辆和周期定价（分）。适用的各行中以写得最具体的为准；没有一行则免费。"
        "单个停车点的价格须写明理由。",
    ),
    "fees.splits": Sentence(
        "Who gets what of each kind of income, in hundredths of a percent that add up to 10000: the compound's fund, "
        "operator, platform, and of somebody's own space its owner.",
        "各类收入的分成，以万分之一计，合计 10000：小区基金、运营方、平台；自有车位的收入另有业主一份。",
    ),
    "fees.due_days": Sentence("Days in which an invoice is to be paid.", "账单须在多少天内缴付。"),
    "fees.remind_days": Sentence("How many days after that an unpaid invoice is reminded of.", "逾期多少天后催缴。"),
    "fees.refund_percent": Sentence(
        "Share, in per cent, of what was paid for unused days that is paid back; all of it where the community was "
        "the cause.",
        "已付而未用的天数退还的比例（%）；因社区原因的全额退还。",
    ),
    "fees.compensation_fen": Sentence(
        "What an owner gets, in fen, whose space was not free in time and for whom there was no other.",
        "业主的车位未按时腾出且无替代车位时的补偿（分）。",
    ),
    "fees.overstay_most_fen": Sentence("What one overstay costs at most, in fen.", "一次超时最多收费（分）。"),
}
COMMON: Mapping[str, Sentence] = {
    "fairness.most_lost_rounds": Sentence(
        "Who lost so many rounds in a row comes first in the next, before all points; none guarantees nothing.",
        "连续落空多少轮者下一轮优先于一切积分；不填则不保证。",
    ),
    "ways.hold_minutes": Sentence(
        "For how many minutes a way forward is held while somebody thinks about it.", "为考虑者保留其他办法的分钟数。"
    ),
    "ways.most_alternatives": Sentence(
        "Most ways forward that are looked for and shown.", "最多查找并列出的其他办法数。"
    ),
    "disputes.open_days": Sentence(
        "Within how many days of what it is about a dispute may be opened.", "事发后多少天内可以提出争议。"
    ),
    "disputes.mediation_days": Sentence(
        "Days that the neighbourhood committee has for mediation; then the council arbitrates.",
        "居委会调解的天数；逾期转社委会仲裁。",
    ),
    "disputes.arbitration_days": Sentence("Days that the council has to decide.", "社委会作出裁决的天数。"),
    "disputes.remind_days": Sentence(
        "How many days before a step is due whoever is to act is reminded.", "到期前多少天提醒办理人。"
    ),
    "disputes.most_neighbour_cases": Sentence(
        "How many cases on neighbours a person may open in a month; withdrawn ones count.",
        "每人每月最多可提出多少件邻里争议（撤回的也计入）。",
    ),
    "feedback.within_days": Sentence("For how many days after a use stars may be given.", "使用后多少天内可以评星。"),
    "feedback.least_count": Sentence(
        "From how many answers on an average is shown, so that nobody is recognised.",
        "有多少份评价才显示平均分，避免认出个人。",
    ),
    "retention.passages_days": Sentence("For how many days entries and exits are kept.", "出入记录保存的天数。"),
    "retention.feedback_days": Sentence("For how many days feedback is kept.", "评价保存的天数。"),
    "most_vehicles_per_member": Sentence(
        "How many vehicles people may register by themselves; staff may add more.",
        "居民自行登记的车辆数上限；工作人员可以再加。",
    ),
}
