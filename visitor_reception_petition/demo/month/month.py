"""The month goes on: extension, review and hearing, what is not accepted, repeats, settlement, leader days."""


# -- extension, and review up to a hearing -------------------------------------------------------------------------------


@step(-39, 15)
def pension_comes():
    come(
        "pension",
        "receiver",
        "letter",
        "insurance",
        "工龄认定有误",
        [person("陆伯年", "13900002601")],
        said="一九九八年前工龄未计入。",
        wants="重新认定工龄",
    )
    CONTACTS["pension"].decide("accepted", {})
    CONTACTS["pension"].action_close()


@step(-15)
def pension_extended():
    extension = env["reception.petition.extension"].with_user(clerk("petition"))
    extension = extension.create(
        {"matter_id": MATTERS["pension"].id, "days": 20, "reason": "需向原单位档案室调取一九九八年前档案。"}
    )
    extension.action_submit()
    sign(extension, "gm", comment="同意")


@step(-40, 9)
def bonus_comes():
    come("bonus", "receiver", "petition_visit", "wages", "对绩效奖金分配有异议", [person("贺胜", "13900002701")])
    decide("bonus", "accepted", route="ourselves", told_how="orally")


@step(-37, 15)
def bonus_answered():
    answer_in_writing(
        "receiver", "bonus", "奖金按考核办法计算,程序无误。", "维持原分配结果,并逐项说明。", "explained", "petition"
    )


@step(-30, 10)
def bonus_review():
    matter_as("petition", "bonus").action_ask_review(moment(-30, 10).date(), {"unit_id": unit_of("labour").id})


@step(-26, 10)
def bonus_reviewed():
    answer_in_writing("labour", "bonus", "复核计算表,结果一致。", "维持处理意见。", "not_supported", "contract")


@step(-20, 10)
def bonus_re_review():
    matter_as("petition", "bonus").action_ask_review(moment(-20, 10).date(), {"unit_id": unit_of("group").id})
    matter_as("petition", "bonus").action_gather(
        {"kind": "hearing", "date_from": moment(-9, 9), "place": "听证室", "unit_ids": unit_of("labour").ids}
    )


@step(-8, 17)
def bonus_heard():
    session = matter_as("petition", "bonus").session_ids[:1]
    session.action_hold({"conclusion": "双方陈述完毕,合议后出具复核意见。", "attended": session.member_ids.ids})


# -- not accepted, no longer accepted, further talk ---------------------------------------------------------------------


@step(-29, 10)
def lawsuit_comes():
    come(
        "lawsuit",
        "receiver",
        "petition_visit",
        "finance",
        "对合同纠纷判决不服",
        [person("宁远", "13900002801")],
        is_litigation_related=True,
    )
    decide(
        "lawsuit",
        "not_accepted",
        unit_id=unit_of("court").id,
        reason="litigation_related",
        written_reply=True,
        basis_id=of_petitions("article_petition_demo").id,
    )


@step(-27, 10)
def lawsuit_written():
    matter_as("petition", "lawsuit").paper_ids[:1].action_serve({"served_how": "in_hand"})


@step(-12, 10)
def other_body_comes():
    come("road", "receiver2", "call", "safety", "市政道路路灯不亮", [person("卫国", "13900002901")])
    decide("road", "not_accepted", unit_id=unit_of("group").id, reason="other_body", told_how="phone")


@step(-23, 10)
def final_comes():
    come("final", "receiver", "petition_visit", "land", "一九九五年征地补偿", [person("秦万山", "13900003001")])
    decide(
        "final",
        "no_longer_accepted",
        reason="已经三级终结,无新的事实和理由。",
        reviews_found=True,
        law_explained=True,
        counselled=True,
    )


@step(-14, 10)
def final_comes_again():
    come(
        "final2",
        "receiver2",
        "petition_visit",
        "land",
        "一九九五年征地补偿",
        [person("秦万山", "13900003001")],
        same_matter_id=MATTERS["final"].id,
    )
    decide(
        "final2",
        "no_longer_accepted",
        reason="同一事项已终结。",
        reviews_found=True,
        law_explained=True,
        counselled=True,
    )


@step(-2, 10)
def talk_agreed():
    come(
        "talk",
        "receiver",
        "petition_visit",
        "wages",
        "反映计件单价下调",
        [person("申屠敏", "13900003101", sex="female")],
    )
    decide(
        "talk",
        "follow_up_talk",
        date=moment(2, 10),
        place="一号接待窗口",
        missing_materials="近三个月计件单、劳动合同",
    )


# -- repeats: told how it stands, nothing starts anew --------------------------------------------------------------------


@step(-18, 10)
def slow_comes_again():
    come(
        "slow2",
        "receiver2",
        "call",
        "insurance",
        "再次询问社保补缴",
        [person("唐果", "13900002401", sex="female")],
        same_matter_id=MATTERS["slow"].id,
    )
    decide("slow2", "not_accepted", unit_id=unit_of("labour").id, reason="in_term", told_how="phone")


@step(-5, 10)
def slow_comes_a_third_time():
    come(
        "slow3",
        "receiver",
        "petition_visit",
        "insurance",
        "第三次来访反映社保未补缴",
        [person("唐果", "13900002401", sex="female")],
        same_matter_id=MATTERS["slow"].id,
    )
    decide("slow3", "not_accepted", unit_id=unit_of("labour").id, reason="in_term")
    env["reception.petition.attitude.complaint"].with_user(clerk("petition")).create(
        {"contact_id": CONTACTS["slow2"].id, "staff_id": clerk("receiver2").id, "what": "称接听人员语气生硬。"}
    )


# -- calls nobody answered, one that rang seven times ---------------------------------------------------------------------


@step(-11, 12)
def missed_calls():
    contacts = env["reception.petition.contact"].with_user(clerk("receiver"))
    ids = contacts.register_missed(
        [{"caller_number": number, "started_at": moment(-11, 8)} for number in ("13900003201", "13900003202")]
    )
    contacts.browse(ids[:1]).action_call_back()


@step(-10, 10)
def rang_long():
    come(
        "rang",
        "receiver3",
        "call",
        "service",
        "食堂排队时间长",
        [person("甘露", "13900003301")],
        rings=7,
        kind="suggestion",
    )
    decide("rang", "accepted", route="ourselves", told_how="phone")


# -- settled by agreement, with help ---------------------------------------------------------------------------------------


@step(-22, 9)
def injury_comes():
    come("injury", "receiver", "petition_visit", "labour", "工伤医疗费垫付", [person("华强", "13900003401")])
    decide("injury", "accepted", route="ourselves", told_how="orally")
    as_head = matter_as("petition", "injury")
    env["reception.petition.hardship.help"].with_user(as_head.env.user).create(
        {
            "matter_id": as_head.id,
            "kind": "granted",
            "measure": "临时困难补助",
            "amount": 2000,
            "date": moment(-22, 9).date(),
        }
    )


@step(-16, 15)
def injury_settled():
    as_head = matter_as("petition", "injury")
    agreement = as_head.env["reception.petition.agreement"].create(
        {
            "matter_id": as_head.id,
            "parties": "华强;云岭装备股份有限公司",
            "terms": "公司垫付全部医疗费,后续待遇按工伤认定结论执行。",
            "perform_by": moment(-6, 9).date(),
        }
    )
    agreement.action_sign()
    as_head.action_end("mediated", "双方签署和解协议。")


# -- leader's day: three matters, three promises ----------------------------------------------------------------------------


@step(-26, 9)
def day_planned():
    days = env["reception.petition.leader.day"].with_user(clerk("petition"))
    day = days.create(
        {"leader_id": user("gm").id, "date": moment(-19, 9).date(), "place": "信访接待大厅", "capacity": 6}
    )
    day.action_announce()
    CONTACTS["day"] = day
    for key in ("noise", "pension", "slow", "group"):
        if matter_as("petition", key).state in ("accepted", "passed_on"):
            matter_as("petition", key).action_book_day(day.id)
    coming = days.create({"leader_id": user("edgm").id, "date": moment(9, 9).date(), "place": "信访接待大厅"})
    coming.action_announce()
    days.create({"leader_id": user("gm").id, "date": moment(24, 9).date(), "place": "信访接待大厅"})


@step(-19, 17)
def day_held():
    day = CONTACTS["day"]
    for session in day.sudo().session_ids.with_user(user("gm")):
        session.action_hold(
            {
                "conclusion": "已当面听取意见,责成责任单位限期办理。",
                "promises": [{"text": "两周内书面答复", "due_date": moment(6, 9).date()}],
            }
        )
    day.with_user(clerk("petition")).action_hold()


# -- this week: new, waiting, to be routed -----------------------------------------------------------------------------------


@step(-4, 10)
def lift_comes():
    come("lift", "receiver", "petition_visit", "safety", "货梯年检过期", [person("苗壮", "13900003501")])
    decide("lift", "accepted", route="ourselves", told_how="orally")


@step(-2, 15)
def dust_comes():
    come("dust", "receiver2", "letter", "environment", "车间粉尘较大", [person("向阳", "13900003601")])


@step(-1, 10)
def anonymous_comes():
    come("anonymous", "receiver", "letter", "finance", "匿名反映食堂采购价格偏高", [], name_missing="refused")


@step(-1, 16)
def lamp_comes():
    come("lamp", "receiver", "call", "housing", "宿舍楼道灯不亮", [person("桂香", "13900003701", sex="female")])
    decide("lamp", "accepted", route="pass_on", unit_id=unit_of("estate").id)


# -- three levels, final ------------------------------------------------------------------------------------------------------


@step(-41, 10)
def rank_comes():
    come("rank", "receiver", "petition_visit", "labour", "对岗位定级有异议", [person("卓然", "13900003801")])
    decide("rank", "accepted", route="ourselves", told_how="orally")


@step(-39, 9)
def rank_answered():
    answer_in_writing("receiver", "rank", "定级材料齐全。", "维持定级。", "explained", "petition")


@step(-37, 9)
def rank_reviewed():
    matter_as("petition", "rank").action_ask_review(moment(-37, 9).date(), {"unit_id": unit_of("labour").id})
    answer_in_writing("labour", "rank", "复查无误。", "维持处理意见。", "not_supported", "petition")


@step(-32, 9)
def rank_re_reviewed():
    matter_as("petition", "rank").action_ask_review(moment(-32, 9).date(), {"unit_id": unit_of("estate").id})
    answer_in_writing("unit", "rank", "复核无误。", "维持复查意见。", "not_supported", "petition")


# -- today: somebody objects, one came back, one waits for a signature, two wait with numbers --------------------------------


@step(-5, 14)
def fence_comes():
    for key, title in (("fence", "围墙缺口存在隐患"), ("pond", "景观水池积水有异味")):
        come(key, "receiver2", "call", "environment", title, [person("巫马云", "13900003901")])
        decide(key, "accepted", route="pass_on", unit_id=unit_of("estate").id)


@step(-1, 9)
def fence_objected():
    for key in ("fence", "pond"):
        matter_as("unit", key).handover_ids[:1].action_object("属安全保卫职责,不属本处。")
    matter_as("petition", "pond").handover_ids[:1].action_accept_objection()
    matter_as("petition", "lift").action_report_to_leaders(
        {"leader_id": user("edgm").id, "why": "货梯带病运行,涉及人身安全", "proposal": "立即停用并安排年检"}
    )


@step(-3, 9)
def door_comes():
    come("door", "receiver", "call", "housing", "单元门损坏", [person("安康", "13900004101")])
    decide("door", "accepted", route="pass_on", unit_id=unit_of("estate").id)


@step(-2, 11)
def door_drafted():
    matter_as("unit", "door").action_accept({"told_how": "phone"})
    matter_as("unit", "door").action_note_contact()
    draft_opinion("unit", "door", "门轴断裂,情况属实。", "三日内更换。", "supported", "petition").action_submit()


@step(0, 9)
def visitors_wait():
    contacts = env["reception.petition.contact"].with_user(clerk("receiver"))
    for window in ("one", "two", "one"):
        contacts.take_ticket(of_petitions(f"window_{window}_demo").id)
