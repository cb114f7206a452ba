"""A week at the gate, lived by its people with the verbs alone; it ends on the day of the run."""

days = get_school_days()[-5:]
last = days[-1]
teacher, teacher2 = school_user("teacher"), school_user("teacher2")
badges = {pupil: pupil.badge_ids[:1] for pupil in members | others}
everybody = pupils | interns
leaving = everybody.filtered(lambda pupil: pupil.kind != "boarder")
unplugged = others[5:9]  # leave on the last day while the desk has no network


def ordinary(day):
    """Arrivals and dismissals; somebody is always missing."""
    here = everybody.filtered(lambda pupil: (pupil.id + day) % 29)
    gone = leaving & here
    scan(here, "in", day, 7, 10)
    scan(gone, "out", day, 11, 55)
    scan(gone, "in", day, 14, 5)
    scan(gone - unplugged if day == last else gone, "out", day, 18, 25)


for day in days:
    ordinary(day)

# openings: one nine minutes late, with its reason
with at(days[0], 6, 39):
    gate().with_user(GUARD).action_open()
    env["reception.gate.opening"].search([("gate_id", "=", gate().id)], limit=1).with_user(GUARD).remark = "门锁冻住"
with at(days[0], 8, 30):
    gate().with_user(GUARD).action_close()

# leave slips at each state
with at(days[0], 9):
    back = stamp_slip(write_slip(members[0], moment(days[0], 9), 3, "看牙医", "sick"))
with at(days[0], 9, 20):
    release(back)
with at(days[0], 11, 40):
    back.with_user(GUARD).action_return(gate().id)
with at(days[1], 9):
    late = stamp_slip(write_slip(members[1], moment(days[1], 9), 2, "家中有事"))
with at(days[1], 9, 10):
    release(late)
with at(days[1], 11, 35):
    late.with_user(GUARD).action_return(gate().id)
with at(days[1], 15):
    late.action_explain("路上堵车,家长已来电说明")
with at(days[2], 9):
    unexplained = stamp_slip(write_slip(members[2], moment(days[2], 9), 2, "拔牙", "sick"))
with at(days[2], 9, 10):
    release(unexplained)
with at(days[2], 11, 42):
    unexplained.with_user(GUARD).action_return(gate().id)
with at(days[2], 9):
    expired = stamp_slip(write_slip(members[3], moment(days[2], 9), 2, "参加比赛", "official"))
with at(days[2], 16):
    env["reception.school.leave"]._cron_tell_late()
with at(days[3], 9):
    ill = stamp_slip(write_slip(members[4], moment(days[3], 9), 4, "发烧", "sick"))
with at(days[3], 9, 15):
    release(ill)
with at(days[3], 12):
    ill.action_close("医生建议在家休息三天")
with at(days[3], 10):
    declined = issue_slip(write_slip(members[5], moment(days[3], 14), 3, "看演出"))
    declined.with_user(school_user("grade")).action_decline("上课期间,请周末再去")
    cancelled = stamp_slip(write_slip(members[6], moment(days[3], 14), 3, "接亲戚"))
    cancelled.action_cancel("家长改在周末")
# a father who must not collect, and who came all the same
with at(days[3], 14):
    barred = members[7].custody_ids.filtered(lambda row: row.relation == "father")[:1]
    barred.write({"collect": "must_not", "basis": "法院判决", "note_to_gate": "请稍候,正在联系班主任"})
    divorced = stamp_slip(write_slip(members[7], moment(days[3], 14), 3, "看病", "sick"))
with at(days[3], 14, 20):
    if barred:
        refused(divorced.with_user(GUARD).action_release, {"custody_id": barred.id}, gate().id)
        divorced._note_barred(barred, gate(), GUARD.id)
    release(divorced)
with at(days[3], 16, 30):
    divorced.with_user(GUARD).action_return(gate().id)

# badges: a lost one used by another; a third time without badge, decided
with at(days[1], 7):
    badges[members[8]].with_user(teacher).action_report_lost()
with at(days[1], 7, 30):
    DESK.scan_pupils([{"code": badges[members[8]].code, "direction": "in"}], gate().id)
    DESK.refuse_pupil(members[8].id, "other", {"kind": "others_badge", "remark": "持他人遗失胸卡"}, gate().id)
for day in days[:3]:
    with at(day, 8, 10):
        DESK.pass_pupil(members[9].id, "in", {"remark": "忘记佩戴"}, gate().id)
with at(days[2], 16):
    case = env["reception.school.violation.case"].search([("pupil_id", "=", members[9].id)])
    case.with_user(school_user("affairs")).action_decide("talk", "已与学生谈话,班主任通知家长")

# late arrivals by call, one still to be confirmed
for day, pupil in ((days[2], others[0]), (last, others[1])):
    with at(day, 9, 5):
        DESK.pass_pupil(pupil.id, "in", {"permit": "called", "spoke_with": "刘老师:堵车迟到"}, gate().id)
with at(days[2], 17):
    others[0].gate_pass_ids.with_user(teacher2).action_confirm()

# a boarder at night
with at(days[3], 19):
    night = (
        env["reception.school.gate.pass"]
        .with_user(teacher)
        .create(
            {
                "pupil_id": boarders[0].id,
                "reason": "回家取药",
                "valid_from": moment(days[3], 19),
                "valid_to": moment(days[3], 22),
                "due_back": moment(days[3], 21),
            }
        )
    )
    night.action_contact(boarders[0].custody_ids[0].guardian_id.id, "agreed")
    night.action_issue()
with at(days[3], 19, 10):
    night.with_user(GUARD).action_use("取药", gate().id)
with at(days[3], 20, 50):
    night.with_user(GUARD).action_use("", gate().id)


def approve(matter):
    matter.action_submit()
    matter.with_user(school_user("grade")).action_sign()
    matter.with_user(school_user("security")).action_sign()
    return matter


# parents' meeting: 31 of 33 counted out
with at(days[2], 10):
    meeting = approve(
        env["reception.school.event"]
        .with_user(teacher)
        .create(
            {
                "class_ids": [Command.link(one.id)],
                "place": "高一(1)班教室",
                "date_begin": moment(last, 19),
                "date_end": moment(last, 21),
                "expected_parents": 33,
            }
        )
    )
with at(last, 18):
    meeting.with_user(GUARD).action_acknowledge()
with at(last, 18, 40):
    families = [pupil for pupil in members if pupil != members[7]][:24]
    for number, pupil in enumerate(families):
        meeting.with_user(GUARD).action_let_in(
            pupil.id,
            {"custody_id": pupil.custody_ids[0].id, "headcount": 2 if number < 9 else 1, "is_another": True},
            gate().id,
        )
with at(last, 21, 5):
    meeting.with_user(GUARD).action_end(31, "两位家长留在办公室与老师谈话,由保安陪同离校")
with at(last, 10):
    party = (
        env["reception.school.event"]
        .with_user(teacher2)
        .create(
            {
                "class_ids": [Command.link(two.id)],
                "kind": "party",
                "place": "礼堂",
                "date_begin": moment(7, 19),
                "date_end": moment(7, 21),
                "expected_parents": 40,
            }
        )
    )
    party.action_submit()

# an outing: 24 out, 23 back
with at(days[1], 10):
    outing = approve(
        env["reception.school.outing"]
        .with_user(teacher2)
        .create(
            {
                "class_ids": [Command.link(two.id)],
                "teacher_id": teacher2.id,
                "destination": "省博物馆",
                "date_begin": moment(last, 14.5),
                "date_end": moment(last, 17),
            }
        )
    )
with at(last, 14, 40):
    going = others[1:]
    outing.with_user(GUARD).action_leave(going.ids, len(going), gate("south").id)
with at(last, 16, 50):
    outing.with_user(GUARD).action_come_back(going[1:].ids, len(going) - 1, gate("south").id)

# things left for pupils; one has waited for days
deposits = env["reception.gate.deposit"].with_user(GUARD)
for day, pupil, items in (
    (days[0], members[10], "棉衣一件"),
    (last, members[11], "作业本两本"),
    (last, others[3], "雨伞"),
):
    with at(day, 9, 30):
        deposits.create(
            {"gate_id": gate().id, "pupil_id": pupil.id, "depositor_name": f"{pupil.name}家长", "items": items}
        )
with at(last, 12, 30):
    PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    deposits.search([("pupil_id", "=", others[3].id)]).action_collect(
        signature=PIXEL, badge_code=badges[others[3]].code
    )
    env["reception.gate.deposit"]._cron_remind_teachers()

# an hour without network: badges at dismissal, and a slip that was cancelled meanwhile
with at(last, 8):
    void = stamp_slip(write_slip(members[18], moment(last, 9), 3, "看牙医", "sick"))
with at(last, 9, 30):
    void.action_cancel("家长改到下午")
row = void.sudo().pupil_id.custody_ids[0]
collected = {
    "custody_id": row.id,
    "manner": "document",
    "document_kind": "identity_card",
    "document_tail": row.guardian_id.document_tail,
    "signed_on_paper": True,
}
offline = [
    {
        "client_id": f"demo-offline-{badges[pupil].code}",
        "verb": "scan",
        "at": Datetime.to_string(moment(last, 18.5)),
        "values": {"code": badges[pupil].code, "direction": "out", "decided": "passed"},
    }
    for pupil in unplugged
]
released = {
    "client_id": "demo-offline-release",
    "verb": "release",
    "at": Datetime.to_string(moment(last, 9.75)),
    "model": void._name,
    "res_id": void.id,
    "values": collected,
}
with at(last, 10, 45):
    DESK.sync_passages([released], gate().id)
with at(last, 11, 30):
    DESK.scan_pupils([{"code": badges[members[18]].code, "direction": "in"}], gate().id)
with at(last, 19, 30):
    DESK.sync_passages(offline, gate().id)

# visitors: a trader, a teacher's wife, a parent on foot and one who wanted to drive in
logs = env["reception.gate.log"].with_user(GUARD)
with at(last, 10):
    logs.register([{"kind": "trader", "visitor_name": "推销员", "reason": "推销教辅"}], gate().id)
    person = {"visitor_name": "李梅", "kind": "family", "relation": "妻子", "reason": "送钥匙"}
    (row,) = logs.register([{**person, "host_name": "王芳", "document_kind": "identity_card"}], gate().id)
    logs.browse(row["id"]).action_check_in({"consent_by": "王芳"})
    parent = {
        "kind": "parent",
        "visitor_name": members[12].custody_ids[0].guardian_id.name,
        "pupil_id": members[12].id,
        "parent_purpose": "teacher_asked",
        "reason": "与班主任谈学习",
        "host_name": "王芳",
        "document_kind": "identity_card",
    }
    refused(logs.register, [{**parent, "plate": "云A12345"}], gate().id)
    (row,) = logs.register([parent], gate().id)
    logs.browse(row["id"]).action_check_in({"consent_by": "王芳"})
with at(last, 10, 40):
    for log in logs.search([("state", "=", "inside"), ("gate_id", "=", gate().id)]):
        log.action_check_out({"slip_returned": True, "signed_by": "王芳"})

# a drill by class
with at(days[0], 15, 30):
    drill = env["reception.gate.roll.call"].with_user(GUARD).create({"place": "操场", "is_drill": True})
    rows = drill.sudo().class_roll_ids
    rows[1:].with_user(GUARD).action_all_here()
    missing = rows[0].class_id.pupil_ids[:1]
    rows[0].with_user(GUARD).action_count(rows[0].expected - 1, missing.ids)
    drill.action_end()

# now: to be stamped, stamped, out; times around the moment of the run
with on(0, 23):
    now = Datetime.now()
    waiting = issue_slip(write_slip(members[13], now, 3, "看病", "sick"))
    write_slip(members[14], now, 2, "取快递")
    stamp_slip(write_slip(members[15], now - timedelta(minutes=5), 3, "家中有事"))
    out = stamp_slip(write_slip(members[16], now - timedelta(minutes=5), 2, "打疫苗", "sick"))
    release(out)
env["reception.school.day.count"]._count_days(company, today - timedelta(days=9), today)
env.cr.commit()
