"""States of rounds, registrations, runs and versions as they stand inside a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.covenants import COVENANT_STATES
from api.sentences.form import Sentence
from api.sentences.seats import SEAT_STATES

STATES: Mapping[str, Sentence] = {
    # rounds
    "draft": Sentence("draft", "草稿"),
    "open": Sentence("open", "申请中"),
    "closed": Sentence("closed", "申请已截止"),
    "planned": Sentence("planned", "已有方案"),
    "published": Sentence("published", "已公示"),
    "settled": Sentence("settled", "已生效"),
    "cancelled": Sentence("cancelled", "已取消"),
    # registrations
    "submitted": Sentence("submitted", "已提交"),
    "needs_information": Sentence("waiting for information", "待补充材料"),
    "endorsed": Sentence("endorsed", "已核实"),
    "approved": Sentence("approved", "已通过审核"),
    "competing": Sentence("competing", "编排中"),
    "allocated": Sentence("allocated", "已分配"),
    "refused": Sentence("refused", "未分配"),
    "waitlisted": Sentence("waitlisted", "候补中"),
    "accepted": Sentence("accepted", "已接受"),
    "declined": Sentence("declined", "已放弃"),
    "lapsed": Sentence("lapsed", "逾期失效"),
    "active": Sentence("in use", "使用中"),
    "ended": Sentence("ended", "已结束"),
    "withdrawn": Sentence("withdrawn", "已撤回"),
    # agreements
    "drawn_up": Sentence("drawn up", "待签订"),
    "signed": Sentence("signed", "已签订"),
    "suspended": Sentence("suspended", "已暂停"),
    "replaced": Sentence("replaced", "已替代"),
    # bookings of rooms
    "held": Sentence("held", "保留中"),
    "requested": Sentence("waiting for the office", "待审批"),
    "confirmed": Sentence("confirmed", "已确认"),
    "no_show": Sentence("nobody came", "未到场"),
    # drafts of the covenant
    **COVENANT_STATES,
    # seats and swaps
    **SEAT_STATES,
    # runs and versions
    "queued": Sentence("queued", "排队中"),
    "running": Sentence("running", "求解中"),
    "done": Sentence("done", "已完成"),
    "failed": Sentence("failed", "失败"),
    "preparing": Sentence("being prepared", "准备中"),
    "prepared": Sentence("prepared", "已准备好"),
    "abandoned": Sentence("given up", "已放弃"),
}
