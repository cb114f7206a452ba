"""The office itself: keepers and accusations, roster, evaluation, circular, risk; then the whole month is lived."""


@step(-41, 8)
def keepers_appointed():
    for login in ("keeper", "keeper2"):
        keepers = env["reception.petition.keeper"].with_user(clerk("petition"))
        keeper = keepers.create({"user_id": clerk(login).id, "date_from": moment(-41, 8).date()})
        keeper.action_submit()
        sign_all(keeper)


@step(-41, 9)
def seconded():
    env["reception.petition.secondment"].with_user(clerk("petition")).create(
        {
            "user_id": clerk("receiver3").id,
            "home_unit": "江城区审计局",
            "date_from": moment(-41, 8).date(),
            "date_to": moment(50, 8).date(),
        }
    )


@step(-21, 11)
def accusation_of_the_head():
    come(
        "accusation",
        "receiver",
        "letter",
        "other",
        "反映营销部负责人收受礼金",
        [person("知情人", "13900004001")],
        kind="accusation",
        accused=employee("head").ids,
        said="称营销部负责人在供应商处收受购物卡。",
        wants="请依纪核查",
    )
    MATTERS["accusation"].with_user(clerk("keeper")).action_pass_on(unit_of("discipline").id)
    MATTERS["accusation"].with_user(clerk("keeper")).admit(clerk("inspector").id, "承办核查")


@step(-7, 11)
def accusation_of_a_guard():
    come(
        "accusation2",
        "receiver2",
        "call",
        "other",
        "反映门卫私收停车费",
        [person("路人", "13900004002")],
        kind="accusation",
        accused=employee("guard").ids,
    )
    MATTERS["accusation2"].with_user(clerk("keeper2")).sealed_read("登记后研判")


@step(-13, 9)
def withdrawal_asked():
    matter_as("receiver2", "noise").action_withdraw_from(clerk("receiver2").id, "信访人系本人邻居")
    matter_as("petition", "noise").withdrawal_ids.with_user(clerk("petition")).action_decide(True, "情况属实")


def plan_roster():
    windows = of_petitions("window_one_demo") | of_petitions("window_two_demo")
    people = [clerk(login).id for login in ("receiver", "receiver2", "receiver3")]
    duties = env["reception.petition.duty"].with_user(clerk("petition"))
    for window in windows:
        for week in (-7, 0):
            duties.plan_week(window.id, people, moment(week, 9).date())
    past = duties.search([("date_to", "<", moment(0, 8))], limit=3, order="date_from")
    for minutes, duty in zip((-4, 0, 9)[: len(past)], past, strict=True):
        for at, verb in ((duty.date_from + timedelta(minutes=minutes), "check_in"), (duty.date_to, "check_out")):
            with freeze_time(at, ignore=["odoo.sql_db", "psycopg2"]):
                getattr(duty.with_user(duty.user_id), f"action_{verb}")()
        if minutes > 0:
            duty.with_user(duty.user_id).reason = "地铁故障"


@step(-2, 9)
def evaluated():
    rows = env["reception.petition.evaluation"].with_user(clerk("petition"))
    built = rows.browse(rows.build(moment(-30, 9).date()))
    built.action_publish()
    circular = env["reception.petition.circular"].with_user(clerk("petition"))
    circular = circular.create(
        {
            "subject": "上月信访事项办理情况通报",
            "text": "按时办结率总体良好;劳动人事处一件超期,已督办。请各单位对照整改。",
            "unit_ids": [Command.set([unit_of(name).id for name in ("estate", "labour", "marketing")])],
        }
    )
    circular.action_submit()
    sign_all(circular)
    circular.with_user(clerk("unit")).action_acknowledge()


@step(-6, 15)
def risk_assessed():
    risks = env["reception.petition.risk.assessment"].with_user(clerk("estate"))
    risk = risks.create(
        {
            "subject": "七号宿舍楼整体维修及临时搬迁",
            "body": "维修期间十八户临时搬迁至周转房。",
            "department_id": of_petitions("department_petition_estate_demo").id,
            **dict.fromkeys(("legality", "feasibility", "controllability"), "yes"),
            "reasonableness": "partly",
            "finding": "个别住户担心搬迁费用,需提前公示补助标准。",
            "level": "medium",
            "measures": "公示补助标准,逐户签订协议。",
            "conclusion": "later",
        }
    )
    risk.action_submit()


def live_petitions():
    if env["reception.petition.matter"].search_count([], limit=1):
        return
    for day, hour, function in sorted(STEPS, key=lambda row: row[:2]):
        with on(day, hour):
            function()
    plan_roster()
    # what the clock does every night
    env["reception.petition.matter"].sudo()._cron_clock()
    env.cr.commit()


live_petitions()
