"""Sentences of the ledger: what is refused where money moves and months are closed."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

MONEY_REFUSALS: Mapping[str, Sentence] = {
    "account_short": Sentence(
        "The account holds {allowed} fen; {value} are needed.", "账户余额为 {allowed} 分；需要 {value} 分。"
    ),
    "less_there": Sentence("There are only {yuan} yuan there.", "余额只有 {yuan} 元。"),
    "same_account": Sentence("Money moves between two accounts.", "款项只能在两个不同的账户之间转移。"),
    "nothing_moved": Sentence("A transaction moves at least one fen.", "一笔记账至少要转移一分钱。"),
    "posted_already": Sentence("This was posted already.", "该事项已经记账。"),
    "reversed_already": Sentence("This was taken back already.", "该笔记账已经冲销过。"),
    "not_reversible": Sentence(
        "This is not taken back here: a reversal stands, and what has a paper of its own is taken back with that.",
        "该笔记账不能在此冲销：冲销记录不再冲销；有单据的，请通过单据办理。",
    ),
    "month_closed_already": Sentence(
        "This month is closed; the next to close is {allowed}.", "该月已经结账；下一个待结账的月份是 {allowed}。"
    ),
    "month_not_over": Sentence(
        "A month is closed when it is over; {value} is not.", "月份结束后才能结账；{value} 尚未结束。"
    ),
    "month_out_of_order": Sentence(
        "Months are closed in order; the next is {allowed}.", "须按月份顺序结账；下一个是 {allowed}。"
    ),
    "nothing_to_close": Sentence(
        "No money ever moved here; there is no month to close.", "尚无任何收支，没有可以结账的月份。"
    ),
    "ledger_faulty": Sentence(
        "The ledger does not hold in {faults} points. Nothing is closed before that is cleared up; the proofs in the "
        "log name them.",
        "账本有 {faults} 处核对不符。查清之前不能结账；具体见日志中的核对记录。",
    ),
}

MONEY_PHRASES: Mapping[str, str] = {
    "another place": "另一个账户",
    "1 or more": "1 或以上",
    "0 or more": "0 或以上",
    "1 to {}": "1 到 {}",
    "two accounts": "两个账户",
    "a month as YYYY-MM": "YYYY-MM 格式的月份",
}
