"""The school of the demo: its people, its pupils, and what they do, a function each."""

import random

from odoo.exceptions import UserError

SCHOOL = "visitor_reception_school"
random.seed(20)  # the same school every time
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜"
GIVEN = "子涵雨桐浩然梓萱宇轩欣怡俊杰思远若曦嘉怡明哲诗琪天佑佳宁文博语嫣晨曦志强婷婷建军丽娜"
PUPILS = 25  # a class


def school_user(login):
    return env.ref(f"{SCHOOL}.user_{login}_demo")


def gate(name="north"):
    return env.ref(f"{SCHOOL}.reception_gate_{name}_demo")


GUARD = school_user("guard2")
DESK = env["reception.gate"].with_user(GUARD)


def make_name():
    return random.choice(SURNAMES) + "".join(random.sample(GIVEN, random.choice((1, 2, 2))))


def at(day, hour, minute=0):
    """The clock on a day relative to today; ``hour`` of China."""
    return on(day, hour + minute / 60)


def refused(method, *args):
    """What somebody tries and the rules do not allow."""
    try:
        with env.cr.savepoint():
            method(*args)
    except UserError:
        env.cr.postrollback.clear()
        return
    raise AssertionError(f"{method} was not refused")


def get_school_days():
    """Days of the last week on which the gate opens, the latest last; relative to today."""
    windows = env["reception.school.window"]
    company = env.ref("base.main_company")
    today = env["reception.deadline"]._get_today(company)
    days = (-number for number in range(9, 0, -1))
    return [day for day in days if windows._get_of_day(company, today + timedelta(days=day)).filtered(
        lambda window: window.purpose == "arrival")]  # fmt: skip


def scan(pupils, direction, day, hour, minute=0, name="north"):
    """Badges at the rush, fifty in one call."""
    codes = {badge.pupil_id: badge.code for badge in pupils.badge_ids if badge.state == "active"}
    for first in range(0, len(pupils), 50):
        with at(day, hour, minute + first / 50):
            DESK.scan_pupils(
                [{"code": codes[pupil], "direction": direction} for pupil in pupils[first : first + 50]], gate(name).id
            )


def write_slip(pupil, begin, hours, reason, kind="personal", **vals):
    return (
        env["reception.school.leave"]
        .with_user(pupil.class_id.teacher_id)
        .create(
            {
                "pupil_id": pupil.id,
                "reason": reason,
                "kind": kind,
                "leave_from": begin,
                "leave_to": begin + timedelta(hours=hours),
                **vals,
            }
        )
    )


def issue_slip(slip):
    slip.action_contact(slip.pupil_id.custody_ids[0].guardian_id.id, "agreed", reason_told=slip.reason)
    slip.action_submit()
    return slip


def stamp_slip(slip):
    issue_slip(slip)
    slip.with_user(school_user("grade")).action_sign()
    return slip


def release(slip, row=None):
    row = row or slip.sudo().pupil_id.custody_ids[0]
    slip.with_user(GUARD).action_release(
        {
            "custody_id": row.id,
            "manner": "document",
            "document_kind": "identity_card",
            "document_tail": row.guardian_id.document_tail,
            "signed_on_paper": True,
        },
        gate().id,
    )
