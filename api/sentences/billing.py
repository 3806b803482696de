"""Sentences of fees: invoices, payments, refunds, reminders."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

BILLING_REFUSALS: Mapping[str, Sentence] = {
    "reference_missing": Sentence(
        "The bank's or provider's number of this payment is missing; only cash has none.",
        "缺少银行或支付机构的流水号；只有现金可以不填。",
    ),
    "reference_used": Sentence("A payment with this number is recorded already.", "该流水号的付款已经登记过。"),
    "invoice_not_open": Sentence("This invoice is not open any more ({value}).", "该账单已不是待缴状态（{value}）。"),
    "payment_reversed_already": Sentence("This payment was taken back already.", "该付款已经冲销过。"),
    "payment_refunded": Sentence(
        "Some of this payment was paid out as a refund already; it stands.",
        "该付款已有退款支付，不能冲销。",
    ),
    "refund_paid_already": Sentence("This refund is settled already.", "该退款已经办结。"),
}

BILLING_MESSAGES: Mapping[str, Sentence] = {
    "invoice_issued": Sentence(
        "Invoice no. {number}: {yuan} yuan, due by {due_on}.", "第 {number} 号账单：{yuan} 元，请于 {due_on} 前缴纳。"
    ),
    "invoice_late": Sentence(
        "Invoice no. {number} was due on {due_on}; {yuan} yuan are open.",
        "第 {number} 号账单已于 {due_on} 到期，尚欠 {yuan} 元。",
    ),
    "invoice_waived": Sentence(
        "Invoice no. {number} was waived: {yuan} yuan.", "第 {number} 号账单已减免：{yuan} 元。"
    ),
    "payment_received": Sentence(
        "Receipt no. {number}: {yuan} yuan were received on {received_on}.",
        "第 {number} 号收据：{received_on} 收到 {yuan} 元。",
    ),
    "payment_reversed": Sentence(
        "The payment of receipt no. {number} ({yuan} yuan) was taken back; its invoices are open again.",
        "第 {number} 号收据的付款（{yuan} 元）已冲销，相应账单恢复为待缴。",
    ),
    "refund_made": Sentence(
        "Refund no. {number}: {yuan} yuan, of which {due} yuan are to be paid out; the rest was owed and is no longer.",
        "第 {number} 号退款：{yuan} 元，其中 {due} 元待支付给您，其余从欠费中抵减。",
    ),
    "refund_paid": Sentence("Refund no. {number} was paid out: {yuan} yuan.", "第 {number} 号退款已支付：{yuan} 元。"),
}

BILLING_PHRASES: Mapping[str, str] = {
    "the bank's or provider's number": "银行或支付机构的流水号",
    "an invoice that is not paid": "待缴的账单",
    "an amount in yuan, such as 120.50": "以元为单位的金额，例如 120.50",
}
