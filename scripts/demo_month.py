"""A believable month of the demo company, lived day by day by its people: run in `odoo shell` on the demo database.

Every step is what a user does on the screen: the clock is set to the day, the record is taken over by the user of that
role, and the button's method is called. So the demo holds only what the add-on itself allows.
The steps: `demo_helpers.py`; money: `demo_petty_cash.py`.
"""


def last_month():
    """Visits that are over: closed, claimed and in the books."""
    with on(-40):
        customer = notice(
            "host",
            "key_customer",
            "customer",
            -38,
            1,
            [("郑海峰", "总经理", "equivalent_a"), ("孙丽", "采购总监", "below_deputy_gm")],
            purpose="商谈年度供货合同",
            identity="重要客户",
            contact_name="孙丽",
            contact_phone="0512-5550100",
        )
        issue(customer)
        book(
            customer,
            "train",
            "soft_sleeper",
            640,
            guests=customer.sudo().guest_ids[:1],
            description="G7012 次",
            place_from="海州",
            place_to="江城",
        )
        book_exception(
            customer,
            "train",
            "soft_sleeper",
            640,
            "no_ticket",
            "硬座及动车票均已售完。",
            "gm",
            customer.sudo().guest_ids[1:],
            description="G7012 次",
        )
        book(
            customer,
            "hotel",
            "four_star_standard",
            1160,
            description="江城国际酒店",
            quantity=2,
            supplier_id=ref("partner_hotel_demo").id,
        )
        dinner = meal(
            customer, "officer", "banquet", "outside", "临江酒楼", -38, 18, 600, ["dgm", "host"], reason="欢迎晚宴"
        )
        dinner.action_submit()
        sign(dinner, "edgm", comment="同意")
        plan(
            customer,
            "host",
            (-38, 10, 2, "商务洽谈", ["host", "head", "dgm"], get_resource("一号会议室")),
            (-38, 14, 2, "参观装配车间", ["host", "engineer"], None),
        )
    receive(customer, -38, "host", register="head", confirmer="host")
    with on(-36):
        claim(dinner, "host", 586, "欢迎晚宴", -38)
        customer.with_user(user("host")).write(
            {"origin": "customer", "visit_type": "business", "information_gained": "<p>明年拟新增两条产线。</p>"}
        )
        customer.with_user(user("host")).action_close()
        answer_feedback(customer, ("5", "4", "5", "安排周到,接待热情。", ""), ("4", "4", "4", "", "希望提供样册一份"))

    with on(-33):
        board = notice(
            "officer",
            "board_meeting",
            None,
            -29,
            1,
            [("田一鸣", "董事", "director"), ("罗敏", "董事", "director"), ("秘书小高", "随员", "ordinary_staff")],
            purpose="第三季度董事会会议",
            identity="董事及随行人员",
            grade="important",
            principal_host_id=employee("gm").id,
        )
        issue(board)
        flights = book(
            board,
            "plane",
            "economy_class",
            3600,
            guests=board.sudo().guest_ids[:2],
            quantity=2,
            description="MU5301",
            supplier_id=ref("partner_agency_demo").id,
        )
        lunch = meal(
            board,
            "officer",
            "work_meal",
            "inside",
            "职工食堂",
            -29,
            12,
            32,
            ["officer"],
            reason="会议工作餐",
            business_relation="公司董事",
        )
        lunch.action_submit()
        lunch.with_user(user("policy")).action_note()
    receive(board, -29, "officer")
    with on(-27):
        claim(flights, "officer", 3540, "董事机票", -29)
        claim(lunch, "officer", 32, "董事会工作餐", -29)
        board.with_user(user("officer")).action_close()
        answer_feedback(board, ("5", "5", "4", "会务井井有条。", ""))


def past_weeks():
    with on(-24):
        government = notice(
            "head",
            "government_body",
            "city",
            -21,
            0,
            [
                ("沈局长", "局长", "equivalent_b"),
                ("唐处长", "处长", "below_deputy_gm"),
                ("干事小陆", "干事", "ordinary_staff"),
            ],
            purpose="安全生产与技改项目调研",
            identity="上级主管部门",
            grade="highest",
            principal_host_id=employee("gm").id,
            counterpart_department_id=ref("department_technology_demo").id,
        )
        government.action_submit()
        sign(government, "chairman", comment="请技术部牵头接待")
        book(government, "car", None, 300, car_id=get_resource("考斯特").id)
        plan(
            government,
            "head",
            (-21, 10, 2, "座谈会", ["gm", "edgm", "head"], get_resource("一号会议室")),
            (-21, 15, 1, "考察技改项目现场", ["engineer", "head"], None),
        )
        supper = meal(
            government,
            "officer",
            "banquet",
            "inside",
            "公司小餐厅",
            -21,
            18,
            200,
            ["edgm", "head"],
            reason="调研座谈后工作晚餐",
            business_relation="主管部门",
        )
        supper.action_submit()
        sign_all(supper)
    receive(government, -21, "head", confirmer="engineer")
    with on(-20):
        claim(supper, "head", 196, "调研晚餐", -21)
        government.with_user(user("head")).action_close()

    with on(-18):
        shareholders = notice(
            "officer",
            "shareholders_meeting",
            None,
            -14,
            1,
            [("股东代表韩先生", "股东", "shareholder"), ("随员小邓", "随员", "below_deputy_gm")],
            purpose="临时股东会",
            identity="股东",
            grade="important",
            principal_host_id=employee("chairman").id,
        )
        shareholders.action_submit()
        sign(shareholders, "chairman", "vice_chairman", "gm", "supervisory_chairman")
        suite = book(
            shareholders,
            "hotel",
            "five_star_suite",
            2400,
            guests=shareholders.sudo().guest_ids[:1],
            description="江城国际酒店",
            supplier_id=ref("partner_hotel_demo").id,
        )
    receive(shareholders, -14, "officer")
    with on(-12):
        claim(suite, "officer", 2360, "股东住宿", -14)
        shareholders.with_user(user("officer")).action_close()

    with on(-10):
        association = notice(
            "head",
            "industry_association",
            "association",
            -6,
            0,
            [("协会秘书长", "秘书长", "below_deputy_gm")],
            purpose="行业交流",
            identity="行业社团",
            counterpart_department_id=ref("department_technology_demo").id,
        )
        association.action_submit()
        association.with_user(user("edgm")).action_decline("近期生产任务紧,建议改在下月。")
        cancelled = notice(
            "host",
            "other",
            "institute",
            -5,
            0,
            [("访问学者", "研究员", "ordinary_staff")],
            purpose="参观车间",
            identity="访问学者",
            procedure="key_customer",
        )
        issue(cancelled)
        cancelled.with_user(user("host")).action_cancel()


def this_week():
    """What is going on now: here, expected, waiting for signatures, drafts."""
    with on(-3):
        experts = notice(
            "officer",
            "professional_of_gm",
            "supplier",
            -1,
            4,
            [("安装工程师老许", "工程师", "ordinary_staff"), ("安装技师小范", "技师", "ordinary_staff")],
            purpose="数控机床安装调试",
            staff_kind="technical",
            contract_ref="设备采购合同 YL-2026-118",
        )
        issue(experts)
        book(experts, "dormitory", None, 0, description="员工宿舍 3 号楼")
        # eats in the canteen every day
        for day in (0, 1):
            lunch = meal(
                experts,
                "officer",
                "work_meal",
                "inside",
                "职工食堂",
                day,
                12,
                24,
                ["engineer"],
                host_id=employee("engineer").id,
                reason="安装调试工作餐",
                business_relation="设备供应商",
            )
            lunch.action_submit()
        experts.sudo().guest_ids[0].with_user(user("officer")).write(
            {"preference_food": "清真", "things_to_avoid": "辛辣"}
        )
    receive(experts, -1, "officer", finish=False)

    with on(-2):
        customer = notice(
            "host",
            "key_customer",
            "customer",
            -1,
            3,
            [("傅明远", "副总经理", "equivalent_b"), ("助理小林", "助理", "below_deputy_gm")],
            purpose="新产品验收",
            identity="重要客户",
            contact_name="孙丽",
            contact_phone="0512-5550100",
        )
        issue(customer)
        book_exception(
            customer,
            "train",
            "soft_sleeper",
            960,
            "with_superior",
            "助理随副总经理同行,夜间车次。",
            "edgm",
            customer.sudo().guest_ids,
            quantity=2,
            description="Z38 次",
        )
        book(
            customer,
            "hotel",
            "four_star_suite",
            1600,
            guests=customer.sudo().guest_ids[:1],
            description="江城国际酒店",
            supplier_id=ref("partner_hotel_demo").id,
        )
        book(customer, "car", None, 0, car_id=get_resource("商务车").id, description="接送站")
        book(
            customer,
            "train",
            "emu_train",
            480,
            date_from=moment(2, 15),
            date_to=moment(2, 19),
            description="D3066 次",
            is_return=True,
            quantity=2,
        )
        plan(
            customer,
            "host",
            (-1, 14, 2, "新产品验收", ["host", "head", "dgm"], get_resource("一号会议室")),
            (0, 14, 2, "技术交流", ["host", "engineer"], get_resource("贵宾接待室")),
            (1, 10, 1, "签约仪式", ["gm", "dgm", "head", "host"], get_resource("一号会议室")),
        )
        customer.with_user(user("host")).areas_open = "装配车间一层、样品间;研发中心不开放。"
    receive(customer, -1, "host", confirmer="host", waited=12, finish=False)
    with on(0):
        customer.with_user(user("host")).action_acknowledge_secrecy()
        env["reception.incident"].with_user(user("officer")).create(
            {
                "name": "接站车辆晚到十分钟",
                "kind": "service",
                "visit_id": customer.id,
                "occurred_at": moment(-1, 9),
                "handling": "已向客人致歉,今后提前半小时到站。",
            }
        )
        exception = (
            env["reception.exception"]
            .with_user(user("host"))
            .create(
                {
                    "subject": "客人随行摄影师在样品间拍摄",
                    "reason": "办法未规定,客人宣传需要",
                    "visit_id": customer.id,
                }
            )
        )
        exception.action_submit()
        sign(exception, "gm", comment="限样品间,成片先审")
    with on(0, 10):
        # made up the day after, with a reason
        dinner = meal(
            customer,
            "host",
            "banquet",
            "outside",
            "临江酒楼",
            -1,
            19,
            380,
            ["host", "head"],
            reason="验收顺利,临时安排便宴",
            made_up_reason="客人提前一天到达,电话请示常务副总同意",
            agreed_by_id=user("edgm").id,
            agreed_at=moment(-1, 16),
        )
        dinner.action_submit()
        banquet = meal(
            customer,
            "officer",
            "banquet",
            "outside",
            "江城国际酒店",
            1,
            18,
            900,
            ["dgm", "host"],
            reason="签约晚宴",
            over_reason="签约仪式,请示超标准安排",
        )
        banquet.action_submit()
        sign(banquet, "gm")


def next_weeks():
    with on(0, 11):
        directors = notice(
            "officer",
            "director_invited",
            None,
            5,
            1,
            [("田一鸣", "董事", "director")],
            purpose="审计委员会会前沟通",
            identity="董事",
            grade="important",
            principal_host_id=employee("gm").id,
        )
        directors.action_submit()
        sign(directors, "vice_chairman")
        expected = notice(
            "host",
            "key_customer",
            "customer",
            0,
            1,
            [("验收专员小程", "专员", "ordinary_staff")],
            purpose="设备点检",
            identity="重要客户",
        )
        issue(expected)
        issued = notice(
            "head",
            "government_body",
            "city",
            4,
            0,
            [("唐处长", "处长", "below_deputy_gm")],
            purpose="技改补贴现场核查",
            identity="上级主管部门",
            counterpart_department_id=ref("department_technology_demo").id,
            letter_number="江工信函〔2026〕87号",
            letter_title="关于开展技改补贴现场核查的函",
            letter_date=moment(-2, 9).date(),
            letter_attachment_ids=[
                Command.create({"name": "公函.txt", "datas": base64.b64encode("公函扫描件".encode())})
            ],
        )
        issue(issued)
        meeting = notice(
            "officer",
            "professional_of_gm",
            "association",
            14,
            1,
            [("协会秘书长", "秘书长", "below_deputy_gm"), ("特邀专家老周", "教授", "below_deputy_gm")],
            purpose="行业技术论坛",
            meeting_kind="external",
            headcount=60,
            cost_line_ids=[
                Command.create({"kind": "venue", "name": "会场及音响", "quantity": 2, "unit_amount": 3000}),
                Command.create({"kind": "hospitality", "name": "工作餐", "quantity": 120, "unit_amount": 8}),
                Command.create({"kind": "material", "name": "会议资料", "quantity": 60, "unit_amount": 15}),
            ],
        )
        meeting.action_submit()
        waiting = notice(
            "host",
            "other",
            "institute",
            7,
            0,
            [("研究员小白", "研究员", "ordinary_staff"), ("研究员小夏", "研究员", "ordinary_staff")],
            purpose="产学研合作洽谈",
            procedure="key_customer",
            identity="合作单位",
        )
        waiting.action_submit()
        notice("host", "key_customer", "customer", 10, 1, [("待定客人", "", "below_deputy_gm")], identity="重要客户")


def confirm_categories(company):
    """Finance says what the expense categories are, so that no meal is claimed through another one."""
    rows = env["reception.cost.category"].with_user(user("accountant"))._propose(company)
    rows.filtered(lambda row: not row.nature).nature = "none"
    rows.action_confirm()


def run():
    if env["reception.visit"].search_count([], limit=1):
        return
    company = env.ref("base.main_company")
    company.reception_officer_id = user("officer")
    company.reception_department_id = ref("department_administration_demo")
    confirm_categories(company)
    make_resources()
    last_month()
    past_weeks()
    # from now on official visits need a letter
    ref("reception_visitor_category_government_body").with_company(company).preset_id = ref("reception_preset_p2")
    this_week()
    next_weeks()
    env["reception.monthly.report"].sudo()._cron_build()
    env.cr.commit()


run()
