"""Words that stand on every page, and those of the first page, sign-in and errors."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SHELL: Mapping[str, Sentence] = {
    "product": Sentence("Commontide", "Commontide"),
    "motto": Sentence("Shared parking and rooms", "车位与活动室共享"),
    "skip": Sentence("Skip to the content", "跳到正文"),
    "signed_in_as": Sentence("Signed in:", "已登录："),
    "sign_in": Sentence("Sign in", "登录"),
    "sign_out": Sentence("Sign out", "退出"),
    "hotline": Sentence("Hotline", "热线"),
    "no_hotline": Sentence("For help, ask at the office's window.", "需要帮助请到服务窗口。"),
    "footer": Sentence(
        "Every plan is checked by rules that anybody can read, and published with its reasons.",
        "每个方案都按公开的规则核验，公示结果和依据。",
    ),
    "cancel_back": Sentence("Back", "返回"),
    "next_page": Sentence("Next page", "下一页"),
    "first_page": Sentence("First page", "第一页"),
    "pages": Sentence("Pages of the list", "列表翻页"),
    "if_any": Sentence("optional", "选填"),
    "fault_summary": Sentence("This could not be done", "未能完成"),
    "fault_below": Sentence("Please mend what is marked below.", "请改正下方标出的内容。"),
    # the first page
    "home_title": Sentence("Rounds", "轮次"),
    "home_lead": Sentence(
        "Spaces that stand empty and rooms of the neighbourhood are shared here, by rules that all can read.",
        "闲置的车位和家门口的活动室，邻里在这里按公开的规则共享。",
    ),
    "home_empty": Sentence("No round is open at the moment.", "目前没有轮次。"),
    "home_empty_next": Sentence(
        "The office announces the next round here. Questions are answered at the window and by the hotline.",
        "下一轮次会在此公布。如有疑问，请到窗口或拨打热线。",
    ),
    "apply_period": Sentence("Applications", "申请时间"),
    "until": Sentence("{first} to {last}", "{first} 至 {last}"),
    "use_period": Sentence("Use", "使用日期"),
    "see_notice": Sentence("Public notice", "查看公示"),
    # sign-in
    "sign_in_lead": Sentence("With the account that the office gave you.", "请使用办公室为您开通的账号。"),
    "sign_in_help": Sentence(
        "No account, or the password is lost? The office gives you one at its window, and does everything for you by "
        "telephone.",
        "没有账号，或忘记密码？请到服务窗口办理，也可打电话由工作人员代办。",
    ),
    "label_login": Sentence("Account", "账号"),
    "label_password": Sentence("Password", "密码"),
    # errors
    "error_next": Sentence("What now?", "接下来"),
    "send_again_title": Sentence("You are signed in again", "您已重新登录"),
    "send_again_text": Sentence(
        "Your session had ended. What you had filled in is kept; it is sent when you press the button.",
        "之前的登录已失效。您填写的内容仍然保留，点击按钮即可提交。",
    ),
    "send_again": Sentence("Send it now", "现在提交"),
    "send_not": Sentence("Do not send", "不提交"),
    "interrupted": Sentence(
        "Your session has ended. Please sign in; what you filled in is kept.",
        "登录已失效，请重新登录；您填写的内容会保留。",
    ),
    "error_home": Sentence("Go to the first page", "返回首页"),
    "error_again": Sentence("Open this page again", "重新打开本页"),
    "error_code": Sentence("Code for the office: {code}", "告知办公室的代码：{code}"),
}
