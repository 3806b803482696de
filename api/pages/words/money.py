"""Words of the public books: where a community's money lies, whose it is, what moved it."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

MONEY: Mapping[str, Sentence] = {
    # months
    "money_title": Sentence("The community's money", "社区公共账目"),
    "money_lead": Sentence(
        "Month by month: where the money of shared spaces lies, whose it is, and what moved it. Every month that is "
        "closed stays as it was written.",
        "逐月公布共享收益：钱在哪里、归谁所有、如何变动。已结账的月份不再更改。",
    ),
    "money_none": Sentence("No month is closed yet.", "尚无已结账的月份。"),
    "money_none_next": Sentence(
        "A statement appears here when the office closes a month.", "社区结账后，月度账目在此公布。"
    ),
    "money_closed_on": Sentence("closed on {day}", "{day} 结账"),
    "money_all_months": Sentence("All months", "全部月份"),
    # a month
    "money_month": Sentence("Books of {month}", "{month} 账目"),
    "money_month_lead": Sentence(
        "All amounts in yuan. Nobody is named: what belongs to people is one line.",
        "金额单位：元。不列个人姓名；归个人所有的款项合为一项。",
    ),
    "money_draft": Sentence(
        "Not closed yet: this is how the month stands now, and it still changes.",
        "本月尚未结账：以下为当前情况，仍会变动。",
    ),
    "money_held": Sentence("Where it lies", "资金在哪里"),
    "money_owned": Sentence("Whose it is", "资金归谁"),
    "money_total": Sentence("Together", "合计"),
    "money_equal": Sentence(
        "Both sides come to the same at the beginning and at the end, to the fen.",
        "期初、期末两边合计完全相等，精确到分。",
    ),
    "money_opening": Sentence("At the beginning", "期初"),
    "money_closing": Sentence("At the end", "期末"),
    "money_account": Sentence("Account", "账户"),
    "money_amount": Sentence("Yuan", "金额（元）"),
    "money_cash": Sentence("Till", "现金"),
    "money_bank": Sentence("Bank", "银行存款"),
    "money_provider": Sentence("Payment provider", "支付机构"),
    "money_receivable": Sentence("Owed by people", "应收未收"),
    "money_fund": Sentence("Community fund", "社区基金"),
    "money_operator": Sentence("Operator", "运营单位"),
    "money_platform": Sentence("Platform", "平台"),
    "money_owner": Sentence("Owners of the spaces", "车位产权人"),
    "money_people": Sentence("People: owners' shares and what is to be paid back", "个人：产权人分成及待退款项"),
    "money_income": Sentence("Billed, divided once it is paid", "已开单、待收款后分配"),
    "money_kind_charge": Sentence("charged", "开单"),
    "money_kind_payment": Sentence("paid in", "收款"),
    "money_kind_split": Sentence("divided", "分配"),
    "money_kind_refund": Sentence("given back", "退款"),
    "money_kind_payout": Sentence("paid out", "支出"),
    "money_kind_waiver": Sentence("waived", "减免"),
    "money_kind_compensation": Sentence("compensation", "补偿"),
    "money_kind_carry": Sentence("carried over", "转存"),
    "money_kind_correction": Sentence("corrected", "更正"),
    # sites
    "money_sites": Sentence("By site", "按停车点"),
    "money_no_site": Sentence("Of no site", "不属于任何停车点"),
    "money_billed": Sentence("Charged", "开单"),
    "money_cancelled": Sentence("Of it no longer owed", "其中减免或取消"),
    "money_received": Sentence("Came in and was divided", "实收并分配"),
    "money_refunded": Sentence("Given back of it", "其中已退"),
    "money_compensated": Sentence("Compensation to owners", "对产权人的补偿"),
    "money_to": Sentence("to: {name}", "归{name}"),
    # rules
    "money_rules": Sentence("How it was divided", "分配规则"),
    "money_version": Sentence("Covenant, version {version}", "公约第 {version} 版"),
    "money_of_shared": Sentence("Shared spaces", "公共车位"),
    "money_of_own": Sentence("Somebody's own space", "个人车位"),
    "money_of_booking": Sentence("Single bookings", "单次预约"),
    "money_of_overstay": Sentence("Overstays", "超时停放"),
    "money_percent": Sentence("{percent} %", "{percent}%"),
    # proof
    "money_proof": Sentence("Check it", "核对方法"),
    "money_proof_text": Sentence(
        "The digest covers this statement, and in it the digest of the month before: whoever noted it can tell whether "
        "any month was changed afterwards.",
        "摘要涵盖本月账目以及上月摘要：任何人记下它，日后即可发现是否有月份被改动。",
    ),
    "money_digest": Sentence("Digest", "摘要"),
    "money_previous": Sentence("Digest of the month before", "上月摘要"),
    "money_last_number": Sentence("Last transaction", "最后一笔记账编号"),
    "money_as_data": Sentence("The same as data", "数据格式"),
    # the office
    "money_office": Sentence("Books", "账目"),
    "money_office_lead": Sentence(
        "Months are closed in order once they are over. A statement is public from then on and never changes.",
        "月份结束后依次结账。结账后账目即公开，且不再更改。",
    ),
    "money_next": Sentence("To close: {month}", "待结账：{month}"),
    "money_others": Sentence("sites with few payers, together", "缴费人数较少的停车点（合计）"),
    "money_due": Sentence(
        "{month} is over and is to be closed: compare cash, bank and provider below with the till and the account's "
        "statements, record or take back what is missing or wrong, then close it. Until then nobody else sees it.",
        "{month} 已结束，应当结账：请将下列现金、银行和支付平台余额与实际库存现金及对账单核对，"
        "补登遗漏、冲销错误，然后结账。结账前他人看不到。",
    ),
    "money_due_auditor": Sentence("{month} is over; the office has to close it.", "{month} 已结束，等待管理人员结账。"),
    "money_nothing_to_close": Sentence("No month is to be closed.", "目前没有待结账的月份。"),
    "money_close": Sentence("Close {month}", "结账 {month}"),
    "money_running": Sentence("How {month} stands", "{month} 当前情况"),
    "money_public": Sentence("Public books", "公开账目"),
}
