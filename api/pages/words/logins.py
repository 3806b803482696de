"""Words of accounts: those of the community, and one's own."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

LOGINS: Mapping[str, Sentence] = {
    "logins_title": Sentence("Accounts", "账号"),
    "logins_lead": Sentence(
        "Who may sign in, and what they may do. Every change ends the sessions of the account.",
        "谁可以登录、能做什么。更改角色后，该账号需重新登录。",
    ),
    "logins_new": Sentence("New account", "开通账号"),
    "logins_new_lead": Sentence(
        "A first password is made for it and shown once.", "系统会生成初始密码，并只显示一次。"
    ),
    "logins_make": Sentence("Make the account", "开通"),
    "logins_another": Sentence("Another account", "再开通一个"),
    "logins_made": Sentence("The account is made", "账号已开通"),
    "login_renewed": Sentence("A new password", "新密码"),
    "logins_find": Sentence("Find by name", "按账号查找"),
    "logins_all": Sentence("All", "全部"),
    "logins_none": Sentence("There is no such account.", "没有符合条件的账号。"),
    "logins_none_next": Sentence("Show all, or make one.", "请查看全部，或开通新账号。"),
    "logins_more": Sentence("The first {count}; type more of the name.", "仅显示前 {count} 个，请多输入几个字。"),
    "login_hint": Sentence(
        "Letters and digits, such as li.wei or window2@nanpu; one for each person, never shared.",
        "字母和数字，例如 li.wei 或 window2@nanpu；一人一号，不要共用。",
    ),
    "login_site_hint": Sentence(
        "Property staff may be bound to one site: they see its residents only.",
        "物业人员可限定在一个停车点，只看到该处居民。",
    ),
    "login_phone_when": Sentence("of the person, for a resident's account", "居民账号填写其登记的电话"),
    "login_first_password": Sentence("Password", "密码"),
    "login_told_once": Sentence(
        "Tell or print it now: it is not shown again. Ask the person to change it under “My account”.",
        "请立即告知本人或打印，此后不再显示。请提醒本人在“我的账号”中修改。",
    ),
    "login_to_account": Sentence("To the account", "查看账号"),
    "login_open": Sentence("open", "正常"),
    "login_closed": Sentence("closed", "已停用"),
    "login_closed_at": Sentence("Closed", "停用时间"),
    "login_made": Sentence("Made", "开通时间"),
    "login_person": Sentence("Person", "居民"),
    "login_history": Sentence("Trail", "操作记录"),
    "login_about_it": Sentence("what was done to it", "对此账号的操作"),
    "login_did": Sentence("what it did", "此账号的操作"),
    "login_roles": Sentence("Roles", "角色"),
    "login_and": Sentence(", ", "、"),
    "login_no_role": Sentence("no role", "无角色"),
    "login_no_role_means": Sentence(
        "Without a role one can sign in, but sees nothing.", "没有角色的账号可以登录，但看不到内容。"
    ),
    "login_give_role": Sentence("Give a role", "授予角色"),
    "login_take_role": Sentence("take away", "收回"),
    "login_roles_hint": Sentence(
        "The person is signed out and has the role from the next sign-in on.", "授予后需重新登录生效。"
    ),
    "login_all_sites": Sentence("all sites", "全部停车点"),
    "label_role": Sentence("Role", "角色"),
    "label_bound_site": Sentence("Site", "限定停车点"),
    "label_language": Sentence("Language of messages", "消息语言"),
    "role_does_resident": Sentence("registers, books, sees their own", "登记、预约、查看本人事项"),
    "role_does_property_staff": Sentence("registers on behalf, endorses, runs a site", "窗口代办、核实、管理停车点"),
    "role_does_coordinator": Sentence("runs rounds, plans, publishes", "组织轮次、编排、公示"),
    "role_does_admin": Sentence("all of the office, and accounts", "全部管理事项及账号"),
    "role_does_auditor": Sentence("sees everything, changes nothing", "查看一切，不能改动"),
    "role_does_committee": Sentence("mediates disputes", "调解争议"),
    "role_does_council": Sentence("adopts the covenant, arbitrates", "表决公约、仲裁"),
    "login_doors": Sentence("Getting in", "登录"),
    "login_reset": Sentence("Somebody lost their password", "忘记密码"),
    "login_reset_means": Sentence(
        "A new password is made and shown once. Sessions and tokens of the account end.",
        "生成新密码并只显示一次；该账号的登录和令牌全部失效。",
    ),
    "login_reset_do": Sentence("Make a new password", "生成新密码"),
    "login_close": Sentence("Close the account", "停用账号"),
    "login_close_means": Sentence(
        "Nobody can sign in with it, and its sessions end. What it did stays on record. It can be opened again.",
        "停用后不能登录，已登录的立即退出；操作记录保留。可随时恢复。",
    ),
    "login_reopen": Sentence("Open it again", "恢复账号"),
    "login_reopen_means": Sentence("With the same password and roles.", "密码和角色不变。"),
    "login_is_own": Sentence("This is your own account.", "这是您自己的账号。"),
    # one's own
    "account_title": Sentence("My account", "我的账号"),
    "account_password": Sentence("Change the password", "修改密码"),
    "account_password_hint": Sentence(
        "10 characters or more, such as four words that do not belong together.",
        "至少 10 个字符，可用几个不相关的词组成。",
    ),
    "account_password_do": Sentence("Change it", "修改"),
    "account_password_means": Sentence(
        "You are signed out everywhere and sign in with the new one; tokens end.",
        "修改后需用新密码重新登录，令牌同时失效。",
    ),
    "label_secret_current": Sentence("Present password", "当前密码"),
    "label_secret_password": Sentence("New password", "新密码"),
    "label_secret_again": Sentence("New password once more", "再次输入新密码"),
    "label_current": Sentence("The present password", "当前密码"),
    "label_again": Sentence("The new password", "新密码"),
    "account_sessions": Sentence("Where you are signed in", "登录情况"),
    "account_since": Sentence("Since", "登录时间"),
    "account_used": Sentence("Last used", "最近使用"),
    "account_this": Sentence("this browser", "本浏览器"),
    "account_more_sessions": Sentence("And {count} more.", "另有 {count} 处。"),
    "account_everywhere": Sentence("Sign out everywhere", "全部退出"),
    "account_everywhere_hint": Sentence(
        "Do so where you do not know a line above, and change the password.", "如有陌生的登录，请全部退出并修改密码。"
    ),
    "account_tokens": Sentence("Tokens for programs", "程序令牌"),
    "account_tokens_lead": Sentence(
        "A token lets a program do in your name what you choose here, and never more than you may yourself.",
        "程序凭令牌以您的名义操作，只限所选范围，且不超过您本人的权限。",
    ),
    "token_new": Sentence("A new token", "新令牌"),
    "token_make": Sentence("Make the token", "生成令牌"),
    "token_title": Sentence("The token is made", "令牌已生成"),
    "token_told_once": Sentence(
        "Put it into the program now: it is not shown again. Whoever has it acts in your name.",
        "请立即填入程序，此后不再显示。持有者可以您的名义操作，请妥善保管。",
    ),
    "token_good": Sentence("good", "有效"),
    "token_ended": Sentence("ended", "已失效"),
    "token_made": Sentence("made {moment}", "{moment} 生成"),
    "token_until": Sentence("until {moment}", "有效至 {moment}"),
    "token_revoked": Sentence("ended {moment}", "{moment} 作废"),
    "token_end": Sentence("End it", "作废"),
    "token_end_means": Sentence(
        "Programs that use it are shut out at once, for good.", "使用它的程序立即失效，不能恢复。"
    ),
    "token_days": Sentence("{count} days", "{count} 天"),
    "token_for_ever": Sentence("until it is ended", "长期，直到作废"),
    "label_token_name": Sentence("What for", "用途"),
    "label_scopes": Sentence("It may", "允许的操作"),
    "label_good_for": Sentence("Good for", "有效期"),
    "scope_read": Sentence("read", "查看"),
    "scope_register": Sentence("register", "登记"),
    "scope_book": Sentence("book", "预约"),
    "scope_plan": Sentence("run rounds and plans", "组织轮次与编排"),
    "scope_administer": Sentence("administer", "系统管理"),
}
