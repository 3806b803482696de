"""Words of the audit trail: the chain, what was done, by whom, and its proofs."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

TRAIL: Mapping[str, Sentence] = {
    "trail_title": Sentence("Audit trail", "操作记录"),
    "trail_lead": Sentence(
        "Everything that was done, by whom and when. Each entry is sealed with the one before: nothing can be changed "
        "or taken out unnoticed.",
        "谁在何时做了什么，全部在此。每条记录都与上一条相连封存，改动或删除都会被发现。",
    ),
    "trail_head": Sentence("{number} entries; the last one's digest", "共 {number} 条；最后一条的摘要"),
    "trail_head_hint": Sentence(
        "Write it down, or have it printed, each month: whoever kept it can prove later that nothing before it was "
        "changed.",
        "建议每月抄录或打印保存：日后凭此可以证明此前的记录没有被改动。",
    ),
    "trail_check": Sentence("Check everything now", "立即核验"),
    "trail_sift": Sentence("Show", "查看"),
    "trail_all": Sentence("Show all", "显示全部"),
    "label_trail_first": Sentence("From", "起始日期"),
    "label_trail_last": Sentence("To", "截止日期"),
    "label_trail_kind": Sentence("What about", "内容"),
    "label_trail_thing": Sentence("Number of the thing", "事项编号"),
    "label_who": Sentence("By whom", "操作人"),
    "label_thing": Sentence("Number of the thing", "事项编号"),
    "family_all": Sentence("Everything", "全部"),
    "family_access": Sentence("Accounts and sign-ins", "账号与登录"),
    "family_people": Sentence("People, vehicles, organisations", "居民、车辆、组织"),
    "family_places": Sentence("Sites, rooms, calendar", "停车点、活动室、日历"),
    "family_rounds": Sentence("Rounds, plans, publications", "轮次、方案、公示"),
    "family_registrations": Sentence("Registrations and agreements", "登记与协议"),
    "family_use": Sentence("Bookings and use", "预约与使用"),
    "family_money": Sentence("Money", "账目"),
    "family_volunteers": Sentence("Volunteers and shifts", "志愿者与班次"),
    "family_council": Sentence("Covenant, disputes, stars", "公约、争议、评价"),
    "trail_of_system": Sentence("Only what happened by itself.", "仅显示系统自动完成的事项。"),
    "trail_of_one": Sentence("Only what one person did.", "仅显示某一账号的操作。"),
    "trail_number": Sentence("no. {number}", "第 {number} 条"),
    "trail_by": Sentence("by", "操作人："),
    "trail_system": Sentence("the system, by itself", "系统自动"),
    "trail_thing": Sentence("{thing}:", "{thing}："),
    "trail_see": Sentence("open", "打开"),
    "trail_of_thing": Sentence("its history", "历史记录"),
    "trail_record": Sentence("As it is sealed", "封存原文"),
    "trail_action": Sentence("Name of the event", "事件名称"),
    "trail_thing_id": Sentence("Number of the thing", "事项编号"),
    "trail_previous": Sentence("Digest of the entry before", "上一条摘要"),
    "trail_digest": Sentence("Its own digest", "本条摘要"),
    "trail_other_event": Sentence("Another event ({action})", "其他事件（{action}）"),
    "trail_none": Sentence("No entry is like that.", "没有符合条件的记录。"),
    "trail_none_next": Sentence("Choose other dates, or show all.", "请更换日期，或显示全部。"),
    "trail_newest": Sentence("Newest", "最新"),
    "trail_older": Sentence("Older", "更早"),
    "download_title": Sentence("Take it away", "下载"),
    "download_csv": Sentence("Download as a table (CSV)", "下载表格（CSV）"),
    "trail_download_hint": Sentence(
        "The entries that are chosen above, with digests, by numbers only. That it was downloaded, and what for, is "
        "put on record.",
        "下载上方所选记录（含摘要），仅含编号，不含个人信息。下载行为及用途会被记录。",
    ),
    "label_download": Sentence("What for", "用途"),
    "purpose_audit": Sentence("Audit", "审计"),
    "purpose_bookkeeping": Sentence("Bookkeeping", "记账"),
    "purpose_council": Sentence("The council", "社委会审阅"),
    "fact_number": Sentence("No.", "编号"),
    "fact_count": Sentence("How many", "数量"),
    "fact_rows": Sentence("Lines", "行数"),
    "fact_faults": Sentence("Faults", "问题数"),
    "fact_version": Sentence("Version", "版本"),
    "fact_fen": Sentence("Yuan", "金额（元）"),
    "fact_role": Sentence("Role", "角色"),
    "fact_purpose": Sentence("What for", "用途"),
    "fact_before": Sentence("Before", "之前"),
    "fact_after": Sentence("After", "之后"),
    "fact_month": Sentence("Month", "月份"),
    # proofs
    "proven_title": Sentence("Check", "核验"),
    "proven_lead": Sentence(
        "All entries, spaces and rooms, hours and the ledger are gone through from the beginning; that takes some "
        "seconds.",
        "从头核对全部操作记录、车位与活动室、时数和账目，需要几秒钟。",
    ),
    "proven_holds": Sentence("Everything holds.", "全部核验通过。"),
    "proven_fails": Sentence("Something does not hold.", "发现问题。"),
    "proven_fails_next": Sentence(
        "Tell whoever runs the installation at once, and change nothing until it is understood: a backup from before "
        "shows what was there.",
        "请立即告知系统管理员；查明之前不要改动。可用之前的备份对照原来的内容。",
    ),
    "proven_at": Sentence("Checked {moment}, over {number} entries.", "{moment} 核验，共 {number} 条记录。"),
    "proven_night_holds": Sentence(
        "Checked by night as well, last {moment}: all held.", "系统每夜核验，上次 {moment}，全部通过。"
    ),
    "proven_night_fails": Sentence(
        "Checked by night as well, last {moment}: something did not hold.", "系统每夜核验，上次 {moment}，发现问题。"
    ),
    "proven_night_never": Sentence("It was not checked by night yet.", "尚未进行过夜间核验。"),
    "proof_chain": Sentence("Audit trail", "操作记录"),
    "proof_chain_holds": Sentence("Every entry follows from the one before.", "每条记录都与上一条相符。"),
    "proof_chain_fails": Sentence("An entry was changed, put in or taken out.", "有记录被改动、插入或删除。"),
    "proof_occupations": Sentence("Spaces and rooms", "车位与活动室"),
    "proof_occupations_holds": Sentence("Nothing was given to two people at once.", "没有同一时间重复安排。"),
    "proof_occupations_fails": Sentence("Something was given to two people at once.", "存在同一时间的重复安排。"),
    "proof_hours": Sentence("Time bank", "时间银行"),
    "proof_hours_holds": Sentence("All minutes balance; no account is below nothing.", "时数收支平衡，没有透支。"),
    "proof_hours_fails": Sentence("Minutes do not balance.", "时数收支不平衡。"),
    "proof_ledger": Sentence("Ledger", "账目"),
    "proof_ledger_holds": Sentence(
        "Balances are what was transferred, they sum to nothing, no number is missing, closed months are as they were.",
        "余额与流水相符，合计为零，编号连续，已结月份未变。",
    ),
    "proof_ledger_fails": Sentence("The books do not agree with themselves.", "账目前后不一致。"),
    "proof_found": Sentence("What was found, for whoever mends it", "问题详情（供技术人员）"),
    "kept_title": Sentence("Compare with what you wrote down", "与抄录的摘要比对"),
    "kept_lead": Sentence(
        "Type or paste a digest that was written down earlier: 64 digits and letters.",
        "输入或粘贴以前抄录的摘要：共 64 位数字和字母。",
    ),
    "label_digest": Sentence("Digest", "摘要"),
    "kept_look": Sentence("Compare", "比对"),
    "kept_found": Sentence(
        "It is the digest of entry no. {number}, of {moment}.", "与第 {number} 条（{moment}）的摘要一致。"
    ),
    "kept_since": Sentence(
        "Nothing up to that entry was changed, where the trail above holds. {count} entries came since.",
        "只要上方操作记录核验通过，该条及以前的记录均未改动。此后新增 {count} 条。",
    ),
    "kept_missing": Sentence("The trail holds no entry with that digest.", "操作记录中没有此摘要。"),
    "kept_missing_next": Sentence(
        "Compare letter by letter. If it is right, entries were changed or lost since: tell the council.",
        "请逐字核对。如抄录无误，说明此后有记录被改动或丢失，请告知社委会。",
    ),
}
