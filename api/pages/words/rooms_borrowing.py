"""Words of the pages on which people borrow things without a room."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

ROOMS_BORROWING: Mapping[str, Sentence] = {
    "borrow_title": Sentence("Borrow things", "借用物资"),
    "borrow_lead": Sentence(
        "Fetch them at the facility and bring them back there, both in its opening hours.",
        "请在开放时间内到该设施领取，并在开放时间内归还。",
    ),
    "borrow_there": Sentence("there are {count}", "共 {count} 件"),
    "label_equipment_id": Sentence("What", "物资"),
    "label_count": Sentence("How many", "数量"),
    "borrow_look": Sentence("Hold it for me", "为我保留"),
    "borrow_for": Sentence("Lend it", "办理借用"),
    "booking_next_confirmed_item": Sentence(
        "It is yours. Please fetch it when it begins, and bring it back in time.", "已为您预留。请按时领取，按时归还。"
    ),
    "booking_next_cancelled_item": Sentence("Others can borrow it now.", "物资已让给他人。"),
    "cancel_means_item": Sentence("Others can borrow it then. This cannot be undone.", "物资将让给他人，不能恢复。"),
    "cancel_means_late_item": Sentence(
        "It is later than the rules allow: it will count as not used. Others can borrow it all the same.",
        "已过可取消的时间：将按未到场计。物资仍会让给他人。",
    ),
}
