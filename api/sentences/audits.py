"""Sentences about certificates: files that are none, what an audit finds, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

BUNDLE_REFUSALS: Mapping[str, Sentence] = {
    "bundle_unreadable": Sentence("The certificate cannot be read.", "无法读取证书文件。"),
    "bundle_too_large": Sentence(
        "The certificate is too large; allowed is {allowed}.", "证书文件过大；允许的大小为：{allowed}。"
    ),
    "bundle_damaged": Sentence(
        "The file is no whole zip archive. Please fetch it again.", "文件不是完整的 zip 压缩包，请重新下载。"
    ),
    "bundle_newer": Sentence(
        "The certificate is of a newer version ({value}); this program checks {allowed}. Please use a newer program.",
        "证书版本较新（{value}），本程序只能核验 {allowed}。请使用更新的程序。",
    ),
    "bundle_unknown": Sentence(
        "This is no certificate: its format is {value}; needed is {allowed}.",
        "这不是证书：格式为 {value}，应为 {allowed}。",
    ),
    "part_missing": Sentence("The part {value} is missing from the certificate.", "证书缺少 {value} 部分。"),
    "part_unknown": Sentence(
        "The certificate holds {value}, which is no part of one; its parts are {allowed}.",
        "证书含有不属于证书的 {value}；证书的组成部分为 {allowed}。",
    ),
    "part_twice": Sentence("The part {value} stands in the certificate twice.", "证书中的 {value} 部分重复。"),
    "part_packed_otherwise": Sentence(
        "The part {field} is packed in a way that is not read; allowed is {allowed}.",
        "不支持 {field} 部分的压缩方式；允许：{allowed}。",
    ),
    "part_too_large": Sentence(
        "The part {field} is too large: {value} bytes; allowed is {allowed}.",
        "{field} 部分过大：{value} 字节；允许：{allowed}。",
    ),
    "part_not_json": Sentence(
        "The part {field} is not written as a certificate's parts are; expected is {allowed}.",
        "{field} 部分的写法不符合证书要求；应为{allowed}。",
    ),
    "part_too_deep": Sentence(
        "The part {field} nests too deeply; allowed is {allowed}.", "{field} 部分嵌套过深；允许：{allowed}。"
    ),
}
FINDINGS: Mapping[str, Sentence] = {
    "field_changed": Sentence(
        "{field} is not what it was when the certificate was sealed.", "{field} 与证书封存时的内容不一致。"
    ),
    "part_changed": Sentence(
        "The part {field} is not what it was when the certificate was sealed.", "{field} 部分与证书封存时不一致。"
    ),
    "root_changed": Sentence(
        "The certificate's root is not the digest of its content, which is {counted}.",
        "证书的根摘要与内容不符，按内容计算应为 {counted}。",
    ),
    "root_differs": Sentence(
        "This is not the published certificate: its root is {counted}, published is {published}.",
        "这不是已公布的证书：其根摘要为 {counted}，公布的是 {published}。",
    ),
    "other_domain": Sentence("{field} speaks of another kind of round.", "{field} 属于另一类轮次。"),
    "other_format": Sentence("{field} is of an unknown form ({claimed}).", "{field} 的格式（{claimed}）无法识别。"),
    "malformed": Sentence(
        "{field} is {value} and cannot be read; allowed is: {allowed}.",
        "{field} 为 {value}，无法读取；允许：{allowed}。",
        Sentence("{field} cannot be read as what it should be.", "{field} 的内容无法按应有的形式读取。"),
    ),
    "digest_differs": Sentence(
        "{field} names another content: the digest counted is {counted}.",
        "{field} 指向别的内容：计算所得摘要为 {counted}。",
    ),
    "value_differs": Sentence(
        "{field} states {claimed}; counted is {counted}.", "{field} 写为 {claimed}，实际为 {counted}。"
    ),
    "bound_differs": Sentence(
        "{field} states the bound {claimed}; counted is {counted}.", "{field} 所写界值为 {claimed}，实际为 {counted}。"
    ),
    "beyond_bound": Sentence(
        "The value {value} is better than the bound {bound} that should limit it.",
        "目标值 {value} 优于本应限制它的界值 {bound}。",
    ),
    "draw_differs": Sentence(
        "{field} does not follow from the draw: counted is {counted}, stated {claimed}.",
        "{field} 与抽签不符：应为 {counted}，写为 {claimed}。",
    ),
    "entry_twice": Sentence("{count} receipts take part in the draw twice.", "有 {count} 个回执重复参加抽签。"),
    "not_in_draw": Sentence(
        "{request} is planned, but did not take part in the draw.", "{request} 被安排，但没有参加抽签。"
    ),
    "lot_differs": Sentence(
        "{request} drew {counted}, but was planned with {claimed}.",
        "{request} 抽得 {counted}，安排时却用了 {claimed}。",
    ),
    "lot_without_draw": Sentence(
        "{count} requests have a lot, though there was no draw.", "没有抽签，却有 {count} 项申请带有签号。"
    ),
}
AUDIT_WORDS: Mapping[str, Sentence] = {
    "audit_accepted": Sentence(
        "Accepted: every rule is kept, and every figure was counted again. How close to the best it is stands below.",
        "核验通过：全部规则均得到遵守，各项数字重新计算无误。方案与最优可能相差多少，见下。",
    ),
    "audit_policy": Sentence(
        "Settings that differ from the usual ones, to be compared with the covenant: {policy}",
        "与默认值不同的设置，请与公约比对：{policy}",
    ),
    "audit_not_planned": Sentence(
        "{count} receipts took part in the draw, but were not planned for: each of them may ask why (see --json).",
        "有 {count} 个回执参加了抽签，却不在参与安排的申请之中；当事人均可询问原因（见 --json）。",
    ),
    "audit_refused": Sentence("Refused: {count} things do not hold.", "核验不通过：有 {count} 处不成立。"),
    "audit_more": Sentence("… and {count} more (see --json).", "……另有 {count} 处（见 --json）。"),
    "audit_root": Sentence(
        "Root: {root}. Compare it with the one on the public notice.", "根摘要：{root}。请与公示上的根摘要比对。"
    ),
    "making_public": Sentence("Certificate: leaving out personal data …", "证书：正在去除个人信息……"),
    "proving": Sentence("Certificate: working out the proof of the bound …", "证书：正在求界值的证明……"),
    "sealing": Sentence("Certificate: counting values and digests …", "证书：正在计算各项数值与摘要……"),
    "auditing": Sentence("Certificate: checking it as anybody would …", "证书：正在像任何人那样核验……"),
    "demo_certificate": Sentence(
        "Certificate: {path}. Proven bound {checked}, {gap} from the plan; the solver claims {solver}.",
        "证书：{path}。已证界值 {checked}，与方案相差 {gap}；求解器声称的界值为 {solver}。",
    ),
    "audit_bound": Sentence(
        "{goal}: {value}. Proven here: no plan is better than {checked} ({gap} away); the solver claims {solver}.",
        "{goal}：{value}。此处证明：任何方案都不会优于 {checked}（相差 {gap}）；求解器声称的界值为 {solver}。",
    ),
}
CERTIFICATE_REFUSALS: Mapping[str, Sentence] = {
    "certificate_waiting": Sentence(
        "The certificate is still being made. Please come back in some minutes.", "证书正在生成，请几分钟后再来。"
    ),
    "certificate_for_auditors": Sentence(
        "The certificate of a roster tells who serves when, if only by numbers: it is for the office and auditors. "
        "Its root is public.",
        "志愿排班的证书会以编号显示谁在何时服务，仅供办公室和审计人员使用；其根摘要公开。",
    ),
    "certificate_over": Sentence(
        "The certificate was shown as long as the notice; whoever kept it can still check it by its root.",
        "证书的公示期已过；已保存证书的人仍可凭根摘要核验。",
    ),
    "certificate_refused": Sentence(
        "The certificate failed its own audit and was not kept. This is a fault of the program; please report it.",
        "证书未通过自身核验，没有保存。这是程序的缺陷，请反馈。",
    ),
    "certificate_failed": Sentence(
        "The certificate could not be made. This is a fault of the program; please report it.",
        "未能生成证书。这是程序的缺陷，请反馈。",
    ),
}
AUDIT_PHRASES: Mapping[str, str] = {
    "{} bits": "{} 位二进制数",
    "64 hexadecimal digits": "64 位十六进制数字",
    "YYYY-MM-DD": "YYYY-MM-DD 形式的日期",
    "a date of the horizon": "安排期内的日期",
    "a name of this problem": "本问题中的名称",
    "ids of this problem": "本问题中的编号",
    "a name, and a multiplier at the end": "首项为名称、末项为乘数",
    "a pin names a room or a facility": "锁定须指明场地或场馆",
    "a pin names a site or a space": "锁定须指明停车点或车位",
    "an object": "一个对象",
    "a list of at most {}": "至多 {} 项的列表",
    "digits, letters and . , : + / - with single spaces between": "数字、字母和 . , : + / -，其间至多一个空格",
    "each pair of two sites once": "每两个停车点只结对一次",
    "needed": "此项必填",
    "no less than shortest": "不短于最短时长",
    "no such field": "没有这一项",
    "sorted": "按顺序排列",
    "after {}, {}": "{} 之后，{}",
    "{} values": "{} 个值",
}
"""What an audit tells as allowed."""
