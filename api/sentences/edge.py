"""Sentences of the API's own refusals: calls that are wrong as HTTP, who is asking, and kinds of answers."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

EDGE: Mapping[str, Sentence] = {
    # kinds of answers
    "status_400": Sentence("Not readable", "无法读取"),
    "status_401": Sentence("Not signed in", "尚未登录"),
    "status_403": Sentence("Not allowed", "没有权限"),
    "status_404": Sentence("Not found", "找不到"),
    "status_405": Sentence("No such method", "不支持此方法"),
    "status_409": Sentence("Not possible as things stand", "与当前状态冲突"),
    "status_412": Sentence("Changed meanwhile", "内容已被他人修改"),
    "status_413": Sentence("Too large", "内容过大"),
    "status_415": Sentence("Not JSON", "内容格式不支持"),
    "status_422": Sentence("Not acceptable as sent", "提交的内容有误"),
    "status_428": Sentence("State the version", "需要注明版本"),
    "status_429": Sentence("Too many calls", "请求过于频繁"),
    "status_500": Sentence("A fault of ours", "系统故障"),
    "status_503": Sentence("Not available at the moment", "暂时无法使用"),
    # calls that are wrong as HTTP
    "unreadable": Sentence("The call could not be read.", "请求无法读取。"),
    "body_too_large": Sentence(
        "The body of the call is too large; allowed is {allowed}.", "请求内容过大；允许的大小为：{allowed}。"
    ),
    "wrong_media_type": Sentence(
        "The body of the call must be {allowed}, stated as its Content-Type.",
        "请求内容必须为 {allowed}，并在 Content-Type 中注明。",
    ),
    "body_not_utf8": Sentence("The body of the call is not UTF-8 text.", "请求内容不是 UTF-8 文本。"),
    "body_not_json": Sentence("The body of the call is not JSON.", "请求内容不是 JSON。"),
    "body_too_deep": Sentence(
        "The body of the call nests too deeply; allowed is {allowed}.", "请求内容嵌套过深；允许：{allowed}。"
    ),
    "no_such_method": Sentence(
        "This address does not take that method; it takes {allowed}.", "此地址只支持 {allowed}。"
    ),
    "no_such_thing": Sentence("There is no such thing, or none that you may see.", "没有此内容，或您无权查看。"),
    "cross_site": Sentence(
        "The call came from another site and was not made. Please use the product's own pages.",
        "请求来自其他网站，未予执行。请使用本系统的页面。",
    ),
    "version_needed": Sentence(
        "Please state in If-Match the ETag of the version that you have changed; * is not accepted.",
        "请在 If-Match 中注明所修改版本的 ETag；不接受 *。",
    ),
    "changed_meanwhile": Sentence(
        "It was changed by another meanwhile. Please load it again and repeat the change.",
        "内容已被他人修改。请重新载入后再改。",
    ),
    "too_many_requests": Sentence(
        "Too many calls came from your address. Please try again in {seconds} seconds.",
        "来自您所在地址的请求过多。请在 {seconds} 秒后再试。",
    ),
    "busy": Sentence(
        "The service is very busy or its database cannot be reached. Nothing was changed; please try again.",
        "系统繁忙或数据库暂时无法访问。没有任何改动，请稍后再试。",
    ),
    "fault": Sentence(
        "Something went wrong on our side. Nothing was changed; please tell the office the number {request}.",
        "系统出现故障，没有任何改动。请将编号 {request} 告知管理员。",
    ),
    # fields
    "not_an_id": Sentence("{field} is not an id as this service writes them.", "{field} 不是本系统的编号。"),
    "not_a_moment": Sentence(
        "{field} should be {allowed}.", "{field} 应为：{allowed}。", Sentence("This is no instant.", "时刻有误。")
    ),
    "not_whole_minutes": Sentence("{field} should be a whole minute.", "{field} 应为整分钟。"),
    "inverted": Sentence("{field} must be later than the start.", "{field} 必须晚于开始时间。"),
    "bad_cursor": Sentence(
        "The cursor is not one of this list; please start at the first page.", "翻页标记不属于此列表；请从第一页开始。"
    ),
    # who is asking
    "not_signed_in": Sentence("Please sign in first.", "请先登录。"),
    "wrong_login": Sentence("Account or password is not right.", "账号或密码不正确。"),
    "too_many_logins": Sentence(
        "Too many tries to sign in. Please wait {seconds} seconds.", "登录尝试过多。请等待 {seconds} 秒。"
    ),
    "not_for_this_role": Sentence("Your role does not allow this.", "您的角色无权执行此操作。"),
    "scope_needed": Sentence(
        "The token is not good for this; it needs the scope {allowed}.", "该令牌无权执行此操作；需要权限 {allowed}。"
    ),
    "session_needed": Sentence(
        "A token cannot do this; please sign in with account and password.", "令牌不能执行此操作；请用账号和密码登录。"
    ),
    "wrong_password": Sentence("The present password is not right.", "当前密码不正确。"),
    "passwords_differ": Sentence(
        "Both must be the same; please type the new password again.", "两次输入的新密码不一致，请重新输入。"
    ),
    "weak_password": Sentence("A password should be {allowed}.", "密码应为：{allowed}。"),
    "login_taken": Sentence("There is an account of that name.", "已有同名账号。"),
    "member_has_account": Sentence("This person has an account.", "此人已有账号。"),
    "own_account": Sentence(
        "Administrators cannot disable themselves or give up their own role.",
        "管理员不能停用自己，也不能放弃自己的角色。",
    ),
    "last_admin": Sentence(
        "The community would be left without an administrator. Please appoint another first.",
        "社区将没有管理员。请先任命另一位管理员。",
    ),
    "site_not_for_role": Sentence("Only property staff belong to a site.", "只有物业人员可以指定停车点。"),
    "no_such_site": Sentence("The community has no such site.", "本社区没有此停车点。"),
    "no_such_member": Sentence("The community has no such member.", "本社区没有此人。"),
    "already_over": Sentence("{field} should be {allowed}.", "{field} 应为：{allowed}。"),
    "role_held": Sentence("The account has this role.", "该账号已有此角色。"),
    # starting
    "database_in_use": Sentence(
        "Another process has the database {path}. Please end it first; with SQLite only one may run.",
        "数据库 {path} 正被另一进程使用。请先结束该进程；SQLite 同一时间只能由一个进程使用。",
    ),
    "setting_rejected": Sentence("{setting} needs {needed}.", "{setting} 需要：{needed}。"),
    # commands sent again
    "sent_already": Sentence(
        "This form was sent before and said something else. Please look at what was recorded; send it again only if "
        "this is to be recorded as well.",
        "该表单此前已提交过，内容与此次不同。请先查看已登记的内容；确需另行登记的，再提交一次。",
    ),
    "key_reused": Sentence(
        "This Idempotency-Key was sent before with another call. Please use a new key for a new call.",
        "该 Idempotency-Key 已用于另一个请求。新的请求请使用新的键。",
    ),
}
