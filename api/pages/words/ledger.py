"""Words of the ledger: accounts, transactions, what is paid out and carried."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

LEDGER: Mapping[str, Sentence] = {
    "ledger_title": Sentence("Ledger", "账户与流水"),
    "ledger_lead": Sentence(
        "What every account holds now. Nothing in it can be changed: what was wrong is taken back by its opposite.",
        "各账户的当前余额。已记的账不能改动，错账只能用相反的一笔冲销。",
    ),
    "ledger_lies": Sentence("Where it lies, together", "资金合计"),
    "ledger_belongs": Sentence("Whose it is, together", "归属合计"),
    "ledger_equal": Sentence("Both come to the same, to the fen.", "两边合计相等，分毫不差。"),
    "ledger_unequal": Sentence(
        "Both do not come to the same: have the books checked.", "两边合计不相等，请立即核查账目。"
    ),
    "ledger_own": Sentence("Community and sites", "社区与停车点"),
    "ledger_people": Sentence("People", "个人"),
    "ledger_how_many": Sentence("Accounts", "账户数"),
    "ledger_together": Sentence("Together, yuan", "合计（元）"),
    "ledger_none": Sentence("No money has moved yet.", "尚无任何流水。"),
    "ledger_none_next": Sentence(
        "Accounts appear here with the first invoice or payment.", "开出第一张账单或收到第一笔款后，账户会出现在这里。"
    ),
    "ledger_none_yet": Sentence(
        "Transactions appear here with the first invoice or payment.",
        "开出第一张账单或收到第一笔款后，流水会列在这里。",
    ),
    "ledger_people_hint": Sentence("Names are masked.", "姓名已遮盖。"),
    "ledger_people_none": Sentence("Nobody has such an account.", "没有此类个人账户。"),
    "ledger_whose": Sentence("Whose", "户名"),
    "ledger_holds": Sentence("It holds, yuan", "当前余额（元）"),
    "ledger_touched": Sentence("What moved it", "流水"),
    "ledger_untouched": Sentence("Nothing moved it yet.", "尚无流水。"),
    "ledger_number": Sentence("No.", "编号"),
    "ledger_no": Sentence("no. {number}", "第 {number} 笔"),
    "ledger_when": Sentence("When", "时间"),
    "ledger_what": Sentence("What", "类别"),
    "ledger_site": Sentence("Site", "停车点"),
    "ledger_moved": Sentence("Moved in all, yuan", "发生额合计（元）"),
    "ledger_transactions": Sentence("Transactions", "全部流水"),
    "ledger_no_transactions": Sentence("There is no such transaction.", "没有符合条件的流水。"),
    "ledger_transaction_title": Sentence("Transaction no. {number}", "第 {number} 笔流水"),
    "ledger_taken_back": Sentence("taken back", "已冲销"),
    "ledger_reversed_by": Sentence("It was taken back by this transaction.", "已由这笔流水冲销。"),
    "ledger_reverses": Sentence("Takes back", "冲销"),
    "ledger_see_it": Sentence("see what it takes back", "查看被冲销的一笔"),
    "ledger_by": Sentence("By whom", "记账人"),
    "ledger_told_in": Sentence("Told in the month", "计入月份"),
    "ledger_rule": Sentence("By the rules of", "所依规则"),
    "ledger_paper": Sentence("Paper", "单据"),
    "ledger_see_paper": Sentence("see invoice or receipt", "查看账单或收据"),
    "ledger_reason": Sentence("Why", "事由"),
    "ledger_transfers": Sentence("From where to where", "款项去向"),
    "ledger_from": Sentence("From", "贷方（转出）"),
    "ledger_to": Sentence("To", "借方（转入）"),
    "ledger_direction": Sentence(
        "From the credited account to the debited one. What people owe is told as an account of its own.",
        "由贷方账户转入借方账户；个人应付的款项也单列账户。",
    ),
    "ledger_take_back": Sentence("Take it back", "冲销这笔"),
    "ledger_take_back_means": Sentence(
        "Its opposite is written into this month; both stay to be seen. This cannot be undone, only done anew.",
        "将在本月记一笔相反的账，两笔都会保留。冲销后不能撤回，只能重新记账。",
    ),
    "ledger_pay_out": Sentence("Pay out a share", "支出分成款"),
    "ledger_pay_out_lead": Sentence(
        "For what was decided to be paid out of a fund, to an operator, the platform or an owner; never more than "
        "there is.",
        "用于支付已决定的款项：社区基金、运营单位、平台或产权人分成。不能超过余额。",
    ),
    "ledger_pay_out_do": Sentence("Record the payout", "记录支出"),
    "ledger_no_shares": Sentence("There is nothing to pay out.", "目前没有可支出的分成款。"),
    "ledger_no_shares_next": Sentence(
        "Shares fill as fees are paid and divided.", "收费并分配后，分成款会出现在这里。"
    ),
    "ledger_reason_hint": Sentence(
        "It stands in the ledger for office and auditors; name nobody.",
        "会记入账目供管理人员和审计查看，请勿写个人姓名。",
    ),
    "ledger_carry": Sentence("Carry money over", "资金转存"),
    "ledger_carry_lead": Sentence("Such as the till's cash that was brought to the bank.", "例如将现金存入银行。"),
    "ledger_carry_do": Sentence("Record it", "记录转存"),
    "ledger_download_hint": Sentence(
        "Every transfer of a month by numbers only, for the accountant. That it was downloaded, and what for, is put "
        "on record.",
        "导出某月全部流水（仅含编号），供会计使用。下载行为及用途会被记录。",
    ),
    "label_month": Sentence("Month", "月份"),
    "label_account": Sentence("Out of", "支出账户"),
    "label_yuan": Sentence("Amount in yuan", "金额（元）"),
    "label_money_from": Sentence("Paid from", "付款来源"),
    "label_source": Sentence("From", "转出"),
    "label_target": Sentence("To", "转入"),
    "money_payable": Sentence("To be paid back to people", "应退个人款"),
}
