"""The month of the petition office: calls, visits and letters with every outcome, terms in every colour, accusations."""

# day, hour, login, channel, field, title, answer, name, phone, rating
ANSWERED = [
    (-38, 9, "receiver", "call", "wages", "询问加班工资如何计算", "按劳动合同约定标准计发,已告知计算办法。", "石小川", "13900001001", "satisfied"),
    (-36, 10, "receiver2", "call", "insurance", "询问社保转移手续", "已告知所需材料和办理窗口。", "柳依依", "13900001002", "satisfied"),
    (-33, 14, "receiver", "petition_visit", "housing", "询问周转房申请条件", "已当场说明条件并提供申请表。", "潘大海", "13900001003", "basically_satisfied"),
    (-30, 9, "receiver2", "call", "service", "咨询来访接待时间", "周一至周五上午九时至下午五时。", "侯雪", "13900001004", "satisfied"),
    (-27, 15, "receiver", "call", "finance", "询问停车收费标准", "收费标准已在门卫公示,已说明。", "骆平", "13900001005", "not_satisfied"),
    (-24, 11, "receiver2", "petition_visit", "wages", "询问高温津贴发放", "六至九月随工资发放,已出示制度。", "车文", "13900001006", "satisfied"),
    (-20, 10, "receiver", "call", "environment", "反映厂区夜间灯光", "已协调关闭东侧广告灯。", "伍江", "13900001007", "satisfied"),
    (-17, 9, "receiver3", "call", "safety", "反映路口盲区", "已安装凸面镜。", "管宁", "13900001008", "satisfied"),
    (-13, 16, "receiver", "call", "insurance", "询问医保报销比例", "已告知比例和经办电话。", "蓝英", "13900001009", "basically_satisfied"),
    (-9, 10, "receiver2", "petition_visit", "finance", "询问押金退还", "押金当日退还。", "邢可", "13900001010", "satisfied"),
    (-6, 9, "receiver3", "call", "other", "咨询信访查询方式", "可凭编号电话查询。", "莫凡", "13900001011", "satisfied"),
    (-3, 11, "receiver", "call", "wages", "询问年终奖发放时间", "按制度于春节前发放。", "常青", "13900001012", None),
    (-1, 15, "receiver2", "call", "service", "表扬门卫热心", "已转达并致谢。", "翁美", "13900001013", None),
]  # fmt: skip


def note_answered(number, row):
    day, hour, login, channel, field, title, answer, name, phone, rating = row

    def answered():
        key = f"answered{number}"
        come(key, login, channel, field, title, [person(name, phone)], kind="suggestion")
        decide(key, "answered_on_spot", answer=answer)

    step(day, hour)(answered)
    if rating:
        comment = "希望标准再低一些" if rating == "not_satisfied" else ""
        step(day + 1, 12)(lambda: rate(f"answered{number}", rating, comment=comment))


for number, row in enumerate(ANSWERED):
    note_answered(number, row)


# -- wages: passed on, accepted by the unit, answered in time, rated --------------------------------------------------


@step(-39, 10)
def wages_come():
    come(
        "wages",
        "receiver",
        "petition_visit",
        "wages",
        "三个月工资未按时发放",
        [person("张卫东", "13900002001", document_kind="identity_card", document_number="11010519491231002X")],
        said="六月至八月工资至今未发,多次询问班组长没有答复。",
        wants="补发三个月工资",
    )
    decide("wages", "accepted", route="pass_on", unit_id=unit_of("labour").id, told_how="paper")


@step(-37)
def wages_accepted():
    matter_as("labour", "wages").action_accept({})
    matter_as("labour", "wages").action_take(clerk("labour").id)
    matter_as("labour", "wages").action_note_contact()


@step(-25)
def wages_answered():
    answer_in_writing(
        "labour",
        "wages",
        "经核实,因考勤系统故障,六月至八月工资延迟结算,情况属实。",
        "补发六月至八月工资,并于三个工作日内到账。",
        "supported",
        "wages",
        "contract",
    )


@step(-22, 15)
def wages_rated():
    rate("wages", "satisfied", "satisfied", was_contacted=True, is_solved=True)


# -- a group of eighteen with five representatives; joint reception of three units ------------------------------------


@step(-34, 9)
def group_comes():
    people = [person(f"业主代表{name}", f"1390000210{n}", role="representative") for n, name in enumerate("甲乙丙丁戊")]
    come(
        "group",
        "receiver",
        "petition_visit",
        "housing",
        "宿舍楼漏水多年未修",
        people,
        headcount=18,
        importance="important",
        importance_reason="vital_interest",
        said="七号宿舍楼屋面漏水五年,多次报修未解决。",
        wants="整体维修屋面并明确完工时间",
    )
    decide("group", "accepted", route="ourselves", told_how="orally")
    matter_as("petition", "group").action_report_to_leaders(
        {
            "leader_id": user("gm").id,
            "why": "涉及十八户职工切身利益,群体来访",
            "proposal": "建议召集住房、财务、营销三部门联合接访",
        }
    )


@step(-33, 15)
def group_acknowledged():
    matter_as("gm", "group").leader_report_ids.action_acknowledge("请住房保障处牵头,一周内拿出维修方案。")


@step(-32)
def group_gathered():
    matter_as("petition", "group").action_gather(
        {
            "kind": "joint_reception",
            "date_from": moment(-30, 14),
            "place": "二楼会议室",
            "unit_ids": [unit_of(name).id for name in ("estate", "labour", "marketing")],
        }
    )


@step(-30, 17)
def group_held():
    session = matter_as("petition", "group").session_ids[:1]
    session.action_hold(
        {
            "conclusion": "屋面整体维修,住房保障处牵头,本月招标。",
            "attended": session.member_ids.ids,
            "statements": {session.member_ids[0].id: "资金已列入本年度维修计划。"},
            "promises": [
                {"text": "完成屋面维修招标", "due_date": moment(-4, 9).date(), "unit_id": unit_of("estate").id},
                {"text": "维修期间提供周转房", "due_date": moment(20, 9).date(), "unit_id": unit_of("estate").id},
            ],
        }
    )


# -- handed to the wrong unit: objection agreed; then designated -------------------------------------------------------


@step(-28)
def noise_comes():
    come(
        "noise",
        "receiver2",
        "letter",
        "environment",
        "夜间装卸噪声扰民",
        [person("邱月", "13900002301")],
        said="东门货场每晚十一时后装卸,影响睡眠。",
        wants="夜间停止装卸",
    )
    CONTACTS["noise"].decide("accepted", {"route": "pass_on", "unit_id": unit_of("estate").id})
    CONTACTS["noise"].action_close()


@step(-26)
def noise_objected():
    handover = matter_as("unit", "noise").handover_ids[:1]
    handover.action_see()
    handover.action_object("货场由营销部管理,不属本处职责。")


@step(-25, 14)
def noise_designated():
    matter_as("petition", "noise").handover_ids[:1].action_accept_objection()
    pass_on("noise", "marketing", "designate", leader="常务副总经理何立新", reason="货场归口有争议,指定营销部办理。")


@step(-21)
def noise_accepted():
    matter_as("host", "noise").action_accept({"told_how": "phone"})
    matter_as("host", "noise").action_note_contact()


# -- overdue at the unit: reminded, supervised -------------------------------------------------------------------------


@step(-31, 11)
def slow_comes():
    come(
        "slow",
        "receiver",
        "petition_visit",
        "insurance",
        "入职半年未缴社保",
        [person("唐果", "13900002401", sex="female")],
        said="去年十二月入职,至今没有社会保险登记。",
        wants="补缴社会保险",
    )
    decide("slow", "accepted", route="assign", unit_id=unit_of("labour").id, report_due=moment(-10, 9).date())


@step(-29)
def slow_accepted():
    matter_as("labour", "slow").action_accept({"told_how": "phone"})


@step(-8)
def slow_supervised():
    matter_as("petition", "slow").action_supervise(
        {"ground": "delaying", "demand": "说明未在报告期内答复的原因,并报处理方案。", "advice": "improve"}
    )


# -- a second order, answered and closed ------------------------------------------------------------------------------


@step(-35, 10)
def heating_comes():
    come("heating", "receiver2", "call", "housing", "宿舍暖气不热", [person("尤莉", "13900002501", sex="female")])
    decide("heating", "accepted", route="pass_on", unit_id=unit_of("estate").id)


@step(-34, 15)
def heating_accepted():
    matter_as("unit", "heating").action_accept({"told_how": "phone"})
    matter_as("unit", "heating").action_note_contact()


@step(-24)
def heating_supervised():
    order = matter_as("petition", "heating").action_supervise({"ground": "evading", "demand": "限期修复并答复信访人。"})
    order = env["reception.petition.supervision"].browse(order)
    order.with_user(clerk("unit")).action_answer("已更换水泵,室温达到二十度。")
    order.with_user(clerk("petition")).action_close()


@step(-20, 15)
def heating_answered():
    answer_in_writing(
        "unit", "heating", "经查循环水泵损坏。", "已更换水泵并逐户测温。", "supported", "petition", serve=False
    )
