"""What the people of the demo company do, a function each; run in `odoo shell` before the month that uses them."""

import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command, Datetime

NOW = Datetime.now()
# nine in the morning of the company's today
TODAY = env["reception.deadline"]._to_moment(NOW, 9, env.ref("base.main_company"))


def ref(name):
    return env.ref(f"visitor_reception.{name}")


def user(login):
    return ref(f"user_{login}_demo")


def employee(login):
    return ref(f"employee_{login}_demo")


def on(day, hour=9):
    """The clock on a day relative to today, at an hour in China; never later than now."""
    return freeze_time(min(moment(day, hour), NOW), ignore=["odoo.sql_db", "psycopg2"])


def moment(day, hour):
    return TODAY + timedelta(days=day, hours=hour - 9)


def notice(login, category, unit, day, days, guests, **vals):
    """A notice in draft; guests are (name, position, rank code)."""
    return (
        env["reception.visit"]
        .with_user(user(login))
        .create(
            {
                "category_id": ref(f"reception_visitor_category_{category}").id,
                "organisation_id": unit and ref(f"partner_{unit}_demo").id,
                "date_begin": moment(day, 9),
                "date_end": moment(day + days, 17),
                "host_id": employee(login).id,
                "procedure_category_id": ref(f"reception_visitor_category_{vals.pop('procedure', category)}").id,
                "guest_ids": [
                    Command.create(
                        {
                            "name": name,
                            "position": position,
                            "rank_id": ref(f"reception_rank_{rank}").id,
                            "is_principal": number == 0,
                            "is_accompanying": number > 0,
                        }
                    )
                    for number, (name, position, rank) in enumerate(guests)
                ],
                **vals,
            }
        )
    )


def sign(document, *logins, comment=None):
    for login in logins:
        document.with_user(user(login)).action_sign(comment)


def sign_all(document):
    """Whoever is asked signs, until nobody is asked any more."""
    while document.signoff_state == "asked":
        document.with_user(document.sudo().pending_signatory_ids[0]).action_sign()


def issue(visit):
    visit.action_submit()
    sign_all(visit)


def booking_days(visit, service):
    """Rooms for the days of the visit; people travel on the first."""
    first, last = visit.sudo().date_begin, visit.sudo().date_end
    return {"date_from": first, "date_to": last if service in ("hotel", "dormitory") else first + timedelta(hours=4)}


def book(visit, service, service_class, amount, login="officer", **vals):
    booking = (
        env["reception.booking"]
        .with_user(user(login))
        .create(
            {
                "visit_id": visit.id,
                "service": service,
                "class_id": service_class and ref(f"reception_service_class_{service_class}").id,
                "guest_ids": [Command.set(vals.pop("guests", visit.sudo().guest_ids).ids)],
                "amount_planned": amount,
                **booking_days(visit, service),
                **vals,
            }
        )
    )
    booking.action_book()
    return booking


def book_exception(visit, service, service_class, amount, reason, note, signer, guests, **vals):
    """A ticket above the entitlement, agreed by a leader (1-4.1n)."""
    booking = (
        env["reception.booking"]
        .with_user(user("officer"))
        .create(
            {
                "visit_id": visit.id,
                "service": service,
                "class_id": ref(f"reception_service_class_{service_class}").id,
                "guest_ids": [Command.set(guests.ids)],
                "amount_planned": amount,
                **booking_days(visit, service),
                "exception_reason": reason,
                "exception_note": note,
                **vals,
            }
        )
    )
    booking.action_submit()
    sign(booking, signer, comment="同意,仅此一次")
    booking.action_book()
    return booking


def meal(visit, login, kind, place, venue, day, hour, amount, companions, **vals):
    return (
        env["reception.hospitality"]
        .with_user(user(login))
        .create(
            {
                "visit_id": visit.id,
                "kind": kind,
                "place": place,
                "venue": venue,
                "meal_at": moment(day, hour),
                "reason": vals.pop("reason", "洽谈业务"),
                "business_relation": vals.pop("business_relation", "长期合作客户"),
                "guest_ids": [Command.set(visit.sudo().guest_ids.ids)],
                "companion_ids": [Command.set([employee(companion).id for companion in companions])],
                "amount_planned": amount,
                **vals,
            }
        )
    )


def plan(visit, login, *items):
    """Items of the programme: (day, hour, hours, what, attendees' logins, room)."""
    env["calendar.event"].with_user(user(login)).create(
        [
            {
                "reception_visit_id": visit.id,
                "name": what,
                "start": moment(day, hour),
                "stop": moment(day, hour + hours),
                "partner_ids": [Command.set([user(attendee).partner_id.id for attendee in attendees])],
                "reception_room_id": room and room.id,
            }
            for day, hour, hours, what, attendees, room in items
        ]
    )


def make_resources():
    """Cars and rooms that visits use, and a template for notices."""
    resources = env["reception.resource"].with_user(user("officer"))
    vals_list = [
        {"kind": "car", "name": "考斯特", "plate": "苏E·0A123", "capacity": 19, "driver_id": employee("guard").id},
        {"kind": "car", "name": "商务车", "plate": "苏E·0B456", "capacity": 6},
        {"kind": "room", "name": "一号会议室", "capacity": 24, "location": "办公楼三层"},
        {"kind": "room", "name": "贵宾接待室", "capacity": 8, "location": "办公楼一层"},
    ]
    env["reception.visit.template"].with_user(user("officer")).create(
        {
            "name": "重要客户来访",
            "category_id": ref("reception_visitor_category_key_customer").id,
            "identity": "重要客户",
            "purpose": "商务洽谈",
            "grade": "important",
        }
    )
    return resources.create(vals_list)


def get_resource(name):
    return env["reception.resource"].search([("name", "=", name)])


def answer_feedback(visit, *answers):
    """What guests have said by the link of the visit: (reception, board and lodging, programme, comment, request)."""
    visit.with_user(user("officer")).action_make_feedback_link()
    for reception, board, programme, comment, request in answers:
        visit.sudo()._answer_by_link(
            {
                "rating_reception": reception,
                "rating_board": board,
                "rating_programme": programme,
                "comment": comment,
                "request": request,
            }
        )


def claim(source, login, amount, name, day, post=True):
    """The employee claims, Finance approves and posts."""
    action = source.with_user(user(login)).action_create_expense()
    expense = env["hr.expense"].with_user(user(login)).browse(action["res_id"])
    expense.write({"total_amount_currency": amount, "name": name, "date": moment(day, 9).date()})
    env["ir.attachment"].with_user(user(login)).create(
        {
            "name": f"{name}.txt",
            "datas": base64.b64encode(f"{name} {amount:.2f}".encode()),
            "res_model": "hr.expense",
            "res_id": expense.id,
        }
    )
    expense.action_submit()
    if post:
        expense.with_user(user("accountant"))._do_approve()
        expense.with_user(user("accountant"))._post_without_wizard()
    return expense


def prepare(visit, confirmer="officer"):
    """What a visit waits for before the guests arrive: the six facts, the plan, the preparations, the final check."""
    category = visit.sudo().procedure_category_id
    if category.confirmer:
        visit.with_user(user(confirmer)).action_confirm(visit.sudo().contact_name or "对方联系人")
    if category.plan_clause:
        visit.with_user(
            user("officer")
        ).reception_plan = "<p>行政人事部负责迎送和食宿;座谈在一号会议室,备茶水、水果;资料会前一日送到。</p>"
    do_tasks(visit, lambda step: step.stage == "before" and not step.is_check)
    if category.check_clause:
        visit.with_user(user("officer")).action_final_check()


def do_tasks(visit, wanted=lambda step: not step.is_check):
    """Whoever has a task of the procedure does it."""
    for user, steps in visit._get_open_steps().filtered(wanted).grouped("responsible_id").items():
        steps.with_user(user).action_done("已办")


def receive(visit, day, login, register=None, confirmer="officer", waited=5, finish=True):
    """The guests arrive, wait some minutes and are received."""
    with on(day - 1, 15):
        prepare(visit, confirmer)
    with on(day):
        visit.with_user(user(login)).action_tell_programme()
        visit.with_user(user(login)).action_start()
    with freeze_time(min(moment(day, 9) + timedelta(minutes=waited), NOW), ignore=["odoo.sql_db", "psycopg2"]):
        visit.with_user(user(login)).action_receive()
        if finish:
            do_tasks(visit)
        if register:
            visit.with_user(user(register)).action_sign_register()
