"""Sentences of the path of an application: documents seen, what is asked of people, and reminders."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

PATH_REFUSALS: Mapping[str, Sentence] = {
    "documents_missing": Sentence(
        "Nobody has seen these documents yet: {allowed}. Please have them recorded first.",
        "以下材料尚未查验：{allowed}。请先登记已查验的材料。",
    ),
    "entry_struck": Sentence("This entry was struck out already.", "该条查验记录已作废。"),
    "document_of_a_person": Sentence(
        "This document is of a person; please name no vehicle.", "该材料属于个人，请不要填写车辆。"
    ),
}
PATH_MESSAGES: Mapping[str, Sentence] = {
    "information_wanted": Sentence(
        "Something is missing for your registration {receipt}. Please bring it by {until}.",
        "您的登记 {receipt} 缺少材料。请在 {until} 之前补充。",
    ),
    "information_due": Sentence(
        "What is missing for your registration {receipt} should be at the window by {until}.",
        "提醒：您的登记 {receipt} 所缺材料请在 {until} 之前送到窗口。",
    ),
    "answer_due": Sentence(
        "Please answer by {until} whether you accept the place for your registration {receipt}.",
        "提醒：请在 {until} 之前答复是否接受登记 {receipt} 分到的名额。",
    ),
    "registration_rejected": Sentence(
        "Your registration {receipt} was not approved. The reason stands with it.",
        "您的登记 {receipt} 未通过审核，理由请见登记详情。",
    ),
}
DOCUMENT_WORDS: Mapping[str, Sentence] = {
    "identity_card": Sentence("identity card", "身份证"),
    "vehicle_licence": Sentence("vehicle licence", "机动车行驶证"),
    "title_deed": Sentence("title deed of the flat", "房产证"),
    "lease": Sentence("lease of the flat", "租赁合同"),
    "employer_letter": Sentence("letter of the employer or partner site", "单位证明或结对单位证明"),
    "disability_card": Sentence("disability card", "残疾人证"),
    "insurance": Sentence("certificate of insurance", "保险凭证"),
}
PATH_PHRASES: Mapping[str, str] = {
    "no vehicle": "不填车辆",
    "the vehicle that it is of": "该材料所属的车辆",
    "a vehicle of the person": "该人员名下的车辆",
}
PATH_WORDS: Mapping[str, Sentence] = {
    "slip_not_blocked": Sentence(
        "The vehicle is blocked until {until} and cannot be registered before.",
        "该车辆被暂停使用资格至 {until}，在此之前不能登记。",
    ),
    "bring_before_approval": Sentence(
        "Nothing is approved before these were seen:", "以下材料查验后，登记才能通过审核："
    ),
    "bring_insurance": Sentence("Certificate of insurance", "保险凭证"),
    "seen_identity_card": Sentence("The identity card was seen.", "身份证已查验。"),
    "seen_vehicle_licence": Sentence("The vehicle licence was seen.", "机动车行驶证已查验。"),
    "seen_title_deed": Sentence("The title deed of the flat was seen.", "房产证已查验。"),
    "seen_lease": Sentence("The lease of the flat was seen.", "租赁合同已查验。"),
    "seen_employer_letter": Sentence(
        "The letter of the employer or partner site was seen.", "单位证明或结对单位证明已查验。"
    ),
    "seen_disability_card": Sentence("The disability card was seen.", "残疾人证已查验。"),
    "seen_insurance": Sentence("The certificate of insurance was seen.", "保险凭证已查验。"),
}
