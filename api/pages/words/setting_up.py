"""Words of the community's own page, its organisations and its calendar."""

from __future__ import annotations

from collections.abc import Mapping

from api.sentences.form import Sentence

SETTING_UP: Mapping[str, Sentence] = {
    "nav_community": Sentence("Community", "社区"),
    "nav_organisations": Sentence("Organisations", "单位团体"),
    "nav_calendar": Sentence("Calendar", "日历"),
    # the community
    "community_lead": Sentence("What is set up here, and what comes next.", "设置进度与后续事项。"),
    "community_steps": Sentence("Setting up", "设置清单"),
    "community_step_done": Sentence("done", "已完成"),
    "community_step_open": Sentence("to do", "待办"),
    "setup_counter": Sentence("Everybody reads where and when the counter is open", "公布服务窗口的地点与时间"),
    "setup_counter_hint": Sentence(
        "Shown under “How it works” and beside the hotline.", "显示在“规则与办理”页和热线旁。"
    ),
    "setup_hotline": Sentence("The hotline stands on every page", "每页显示服务热线"),
    "setup_hotline_hint": Sentence(
        "It is set for the whole installation: COMMONTIDE_HOTLINE, see docs/running.md.",
        "由系统安装时统一设置：COMMONTIDE_HOTLINE，见 docs/running.md。",
    ),
    "setup_covenant": Sentence("The covenant is in force", "公约已生效"),
    "setup_covenant_hint": Sentence(
        "It begins with the usual rules; the council adopts others version by version.",
        "初始采用通用规则；社委会可逐版通过修改。",
    ),
    "setup_calendar": Sentence("Workdays and rest days follow the official calendar", "工作日与休息日按国家日历"),
    "setup_calendar_hint": Sentence(
        "Only a date that is something else here has to be stated.", "只需登记本社区与国家日历不同的日子。"
    ),
    "setup_sites": Sentence("Sites have spaces and hours", "停车点已登记车位和时段"),
    "setup_sites_hint": Sentence("Needed before a parking round.", "开展停车轮次前需完成。"),
    "setup_facilities": Sentence("Facilities have rooms and hours", "设施已登记活动室和开放时间"),
    "setup_facilities_hint": Sentence("Needed before rooms are booked.", "开放活动室预约前需完成。"),
    "setup_accounts": Sentence("Property staff have accounts", "物业人员已有账号"),
    "setup_accounts_hint": Sentence("Each of them bound to the sites they run.", "可限定其负责的停车点。"),
    "setup_people": Sentence("People are enrolled", "已有居民登记"),
    "setup_people_hint": Sentence("At the counter, by whoever serves them.", "由窗口工作人员办理。"),
    "setup_rounds": Sentence("A round is set up", "已设立轮次"),
    "setup_rounds_hint": Sentence(
        "Then people can register for it; the covenant says by which rules.", "之后居民即可登记；规则以公约为准。"
    ),
    "community_figures": Sentence("What there is", "现有数据"),
    "count_site": Sentence("sites", "停车点"),
    "count_space": Sentence("spaces", "车位"),
    "count_facility": Sentence("facilities", "设施"),
    "count_room": Sentence("rooms", "活动室"),
    "count_organisation": Sentence("organisations", "单位团体"),
    "count_member": Sentence("people", "登记居民"),
    "count_account": Sentence("accounts", "账号"),
    "count_round": Sentence("rounds", "轮次"),
    "community_names": Sentence("Names and counter", "名称与服务窗口"),
    "counter_open": Sentence("The counter is open", "服务窗口地点与时间"),
    "community_no_counter": Sentence(
        "Not stated yet. Below you can say where and when; it is shown to everybody.",
        "尚未填写。可在下方填写，填写后向公众公布。",
    ),
    "community_counter_english": Sentence("Left empty, the Chinese words stand here too.", "不填则与中文相同。"),
    "community_counter_none": Sentence("not stated", "未填写"),
    "label_counter_zh": Sentence("Where and when the counter is open, in Chinese", "服务窗口地点与时间（中文）"),
    "label_counter_en": Sentence("The same in English", "服务窗口地点与时间（英文）"),
    "community_counter_hint": Sentence(
        "As people shall read it, e.g. workdays 8:30 to 17:00, closed at noon; Tangqiao Road 1, ground floor.",
        "按希望居民看到的写，例如：工作日 8:30 至 17:00，中午休息；塘桥路 1 号一楼。",
    ),
    "community_slug": Sentence("In addresses", "网址中的名称"),
    "community_zone": Sentence("Clock", "时区"),
    "community_covenant": Sentence("Covenant in force", "现行公约"),
    "community_covenant_version": Sentence("version {version}", "第 {version} 版"),
    "community_covenant_none": Sentence("none yet", "尚无"),
    "community_no_hotline": Sentence("none is set", "未设置"),
    # organisations
    "organisations_lead": Sentence(
        "Groups, companies and schools that use rooms or lend them. Whoever acts for one applies in its name.",
        "使用或提供活动室的团队、企业和学校。代表人可以单位名义申请。",
    ),
    "organisations_none": Sentence("There is no organisation yet.", "还没有单位团体。"),
    "organisations_none_next": Sentence("Enter the first one below.", "请在下方登记。"),
    "organisation_new": Sentence("Enter an organisation", "登记单位团体"),
    "organisation_name": Sentence("Name of the organisation", "单位名称"),
    "organisation_people": Sentence("Who acts for it", "代表人"),
    "organisation_people_none": Sentence("Nobody acts for it yet.", "还没有代表人。"),
    "organisation_people_none_next": Sentence(
        "Enter somebody by their phone; then they can apply in its name.",
        "请按手机号登记代表人，之后即可以单位名义申请。",
    ),
    "organisation_join": Sentence("Enter by phone", "按手机号登记"),
    "organisation_join_hint": Sentence(
        "The person has to be enrolled; whoever acted for another organisation acts for this one from now on.",
        "此人须已登记；原代表其他单位的，改为代表本单位。",
    ),
    "organisation_join_do": Sentence("Enter", "登记"),
    "organisation_leave": Sentence("Does not any more", "不再代表"),
    "organisation_leave_who": Sentence("{name} acts for it no longer", "{name} 不再代表本单位"),
    "organisation_lends": Sentence("What it lends", "提供的设施"),
    "organisation_rename": Sentence("Another name", "修改名称"),
    # the calendar
    "year_title": Sentence("Calendar {year}", "{year} 年日历"),
    "year_lead": Sentence(
        "Shared hours follow these days: what is a workday, a rest day, a make-up workday.",
        "共享时段按日型执行：工作日、休息日和调休上班日。",
    ),
    "year_undecreed": Sentence(
        "The make-up workdays of this year are not decreed yet; only statutory holidays are known.",
        "本年度调休安排尚未公布，目前只含法定节假日。",
    ),
    "year_months": Sentence("Months", "月份"),
    "year_other": Sentence("Other years", "其他年份"),
    "day_kind_workday": Sentence("Workday", "工作日"),
    "day_kind_rest_day": Sentence("Rest day", "休息日"),
    "day_kind_holiday": Sentence("Holiday", "节假日"),
    "day_kind_makeup": Sentence("Make-up workday", "调休上班"),
    "day_mark_holiday": Sentence("H", "休"),
    "day_mark_makeup": Sentence("W", "班"),
    "day_stated": Sentence("stated by the community", "社区自定"),
    "days_own": Sentence("Dates that the community states itself", "社区自定的日子"),
    "days_own_none": Sentence(
        "None this year: all follows the official calendar.", "今年没有自定的日子，均按国家日历。"
    ),
    "days_own_none_next": Sentence(
        "Choose a date above to make it a workday or a rest day here.",
        "点选上方日期，可将其定为本社区的工作日或休息日。",
    ),
    "day_is": Sentence("It is", "当前"),
    "day_official": Sentence("By the official calendar", "国家日历"),
    "day_names": Sentence("Names", "名称"),
    "day_touched": Sentence("Who is touched", "影响范围"),
    "day_touched_none": Sentence("No published right holds this date.", "没有已公示的方案使用这一天。"),
    "day_touched_round": Sentence("Round {code}: {count} with a right", "轮次 {code}：{count} 份"),
    "day_touched_means": Sentence(
        "What people were told of this date stays until their round is planned again.",
        "已告知居民的安排保持不变，直到该轮次重新规划。",
    ),
    "day_state": Sentence("State the date", "登记日型"),
    "day_state_do": Sentence("State it", "登记"),
    "day_forget": Sentence("Follow the official calendar again", "恢复国家日历"),
    "label_day_type": Sentence("Here it is a", "定为"),
    "label_names": Sentence("Names by which hours may speak of it", "日子名称（供时段引用）"),
    "day_names_hint": Sentence(
        "Such as festival, in letters; hours can be stated for days of that name.",
        "用字母填写，例如 festival；可为该名称的日子单独设置时段。",
    ),
    "day_reason_hint": Sentence("Why the community decided so; it is kept on record.", "说明决定的原因，将存档。"),
}
