"""Sentences for a file that is refused."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

FILES: Mapping[str, Sentence] = {
    # the file
    "not_found": Sentence("{path} was not found.", "找不到{path}。"),
    "not_readable": Sentence(
        "{path} cannot be read. Please check that it is a file and that you may open it.",
        "无法读取{path}。请确认它是文件，并且您有权打开。",
    ),
    "not_writable": Sentence(
        "{path} cannot be written. Please check that the folder exists and that you may write to it.",
        "无法写入{path}。请确认文件夹存在，并且您有权写入。",
    ),
    "too_large": Sentence(
        "{path} is too large: {value}; allowed is {allowed}.", "{path}太大：{value}；允许的大小为：{allowed}。"
    ),
    "empty_file": Sentence("{path} is empty.", "{path}是空文件。"),
    # its text
    "not_utf8": Sentence(
        "{path} is not saved as UTF-8 text. Please save it again with the encoding UTF-8.",
        "{path}不是 UTF-8 编码的文本。请用 UTF-8 编码重新保存。",
    ),
    "not_json": Sentence(
        "{path} is not a JSON file; at {field} stands {value}.", "{path}不是 JSON 文件；{field}处为 {value}。"
    ),
    "truncated_json": Sentence(
        "{path} ends too early, at {field}: part of it is missing. Please fetch or save it again.",
        "{path}在{field}处提前结束，内容不完整。请重新获取或保存。",
    ),
    "too_deep": Sentence(
        "{path} nests too deeply at {field}; allowed is {allowed}.", "{path}在{field}处嵌套过深；允许：{allowed}。"
    ),
    "duplicate_key": Sentence(
        "{field} is written twice. Please keep only the one that counts.", "{field} 写了两次。请只保留其中有效的一个。"
    ),
    # its fields
    "wrong_format": Sentence(
        "This is another kind of file: {field} is {value}; needed is {allowed}.",
        "文件种类不对：{field} 为 {value}；需要的是 {allowed}。",
    ),
    "unknown_field": Sentence(
        "{field} is not known. Perhaps it is misspelt; known here: {allowed}.",
        "不认识 {field}，可能拼写有误。此处可用的有：{allowed}。",
        Sentence("{field} is not known here.", "此处没有 {field} 这一项。"),
    ),
    "missing_field": Sentence("{field} is missing and must be given.", "缺少 {field}，此项必填。"),
    "wrong_type": Sentence(
        "{field} is {value}; it should be {allowed}.",
        "{field} 为 {value}；应为{allowed}。",
        Sentence("{field} should be {allowed}.", "{field} 应为{allowed}。"),
    ),
    "out_of_range": Sentence(
        "{field} is {value}; allowed is: {allowed}.",
        "{field} 为 {value}；允许的值为：{allowed}。",
        Sentence("{field}: not acceptable as stated; allowed is: {allowed}.", "{field} 不符合要求，应为：{allowed}。"),
    ),
    "not_a_number": Sentence(
        "{field} is {value}, which is not a number one can count with.", "{field} 为 {value}，不是可以计算的数字。"
    ),
    "not_a_date": Sentence(
        "{field} is {value}; it should be {allowed}, and the date must exist.",
        "{field} 为 {value}；应为{allowed}，并且这一天要真实存在。",
        Sentence("{field} should be {allowed}.", "{field} 应为{allowed}。"),
    ),
    "not_a_time": Sentence(
        "{field} is {value}; a time is written as {allowed}.",
        "{field} 为 {value}；时间应写作{allowed}。",
        Sentence("{field}: a time is written as {allowed}.", "{field}：时间应写作{allowed}。"),
    ),
    "bad_character": Sentence(
        "{field} holds a character that cannot be shown: {value}. Please remove it.",
        "{field} 含有无法显示的字符：{value}。请删除该字符。",
        Sentence(
            "{field} holds a character that cannot be shown. Please remove it.",
            "{field} 含有无法显示的字符。请删除该字符。",
        ),
    ),
    # its sense
    "unknown_id": Sentence(
        "{field} names {value}, which does not occur here; allowed is {allowed}.",
        "{field} 写的是 {value}，但这里没有它；应为{allowed}。",
        Sentence(
            "{field}: what is stated does not occur here; allowed is {allowed}.",
            "没有找到所填的 {field}；应为{allowed}。",
            Sentence(
                "The plan gives {requests} the space {place}; the registration or the space is not known.",
                "方案把车位 {place} 分给了 {requests}，但登记或车位不存在。",
                Sentence("The plan names {requests}, which is not known.", "方案中的 {requests} 不存在。"),
            ),
        ),
    ),
    "duplicate_id": Sentence(
        "{field} is {value}, which is used already; needed is {allowed}.",
        "{field} 为 {value}，已被使用；需要{allowed}。",
    ),
    "start_at_24_00": Sentence(
        "{field} is {value}; a day starts at 00:00.", "{field} 为 {value}；一天从 00:00 开始，请写 00:00。"
    ),
    "end_at_00_00": Sentence(
        "{field} is {value}; please write 24:00 for midnight at the end of the day.",
        "{field} 为 {value}；一天结束时的午夜请写 24:00。",
    ),
    "empty_window": Sentence(
        "{field} is {value}, the same as the start; please give {allowed}.",
        "{field} 为 {value}，与开始时间相同；请填写{allowed}。",
    ),
    "empty_pattern": Sentence("{field} is empty: a use needs {allowed}.", "{field} 为空：停车时间需要{allowed}。"),
    "inverted_dates": Sentence(
        "{field} lies before the beginning; it should be {allowed}.",
        "{field}早于开始时间；应为 {allowed}。",
    ),
    "outside_horizon": Sentence(
        "{field} is {value}, outside the planned dates {allowed}.", "{field} 为 {value}，不在计划日期 {allowed} 之内。"
    ),
    "horizon_gap": Sentence(
        "{field} is {value}: the dates do not follow one another; needed is {allowed}.",
        "{field} 为 {value}：日期不连续；需要：{allowed}。",
    ),
    "horizon_too_long": Sentence(
        "{field} is {value}, which makes the planned time too long; allowed is {allowed}.",
        "{field} 为 {value}，计划期过长；允许：{allowed}。",
    ),
    "too_many_spaces": Sentence(
        "{field} holds {value} spaces in all; allowed is {allowed}.", "{field} 共有 {value} 个车位；允许：{allowed}。"
    ),
    "points_do_not_count": Sentence(
        "The points at {field} add up to {value}; needed is {allowed}.", "{field} 的积分合计为 {value}；需要{allowed}。"
    ),
    "partner_of_itself": Sentence(
        "{field} is {value}: a site cannot be its own partner; needed is {allowed}.",
        "{field} 为 {value}：停车点不能与自己结对；需要{allowed}。",
    ),
    "pin_without_place": Sentence(
        "A fixed place is named without a place: {field} is missing; needed is {allowed}.",
        "固定分配没有写明地点：缺少 {field}；需要{allowed}。",
    ),
    "plan_breaks_a_rule": Sentence(
        "The plan does not keep the rules for {value}; needed is {allowed}. Please verify the plan first.",
        "方案中 {value} 不符合规则；需要{allowed}。请先核验方案。",
    ),
    # the public table
    "length": Sentence(
        "{field} has {value} entries; needed is {allowed}.",
        "{field} 有 {value} 项；需要{allowed}。",
        Sentence("The plan has another number of tasks than the instance.", "方案的任务数与算例不一致。"),
    ),
    "empty_task": Sentence("{field} is {value}; needed is {allowed}.", "{field} 为 {value}；需要 {allowed}。"),
    "unknown_task": Sentence(
        "{field} names task {value}; allowed is {allowed}.", "{field} 写的任务是 {value}；允许 {allowed}。"
    ),
}
