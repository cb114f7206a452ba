"""What the petition office waits for: earlier matters while typing, the list of what is due, a call that is saved."""

from datetime import timedelta
from uuid import uuid4

from odoo.fields import Date, Datetime
from odoo.tools import SQL

from benchmarks.harness import Scenario

LARGE = (1000, 100_000)
SEALED, BARRED = 1000, 500


def user(env, login):
    return env.ref(f"visitor_reception_petition.user_{login}_demo")


def make_matters(env, count):
    """``count`` matters with a petitioner, a call and a term each, some kept from the accused side; and sealed ones."""
    company, today = env.ref("base.main_company"), Date.today()
    deadline = env.ref("visitor_reception_petition.reception_deadline_petition_conclude")
    env.flush_all()
    values = {
        "company": company.id,
        "count": count,
        "deadline": deadline.id,
        "receiver": user(env, "receiver").id,
        "accused": env.ref("visitor_reception.user_head_demo").id,
        "sealed": SEALED,
        "barred": BARRED,
        "today": today,
        # small and large are made one after the other
        "mark": f"BENCH{count}/",
        "past": Datetime.now() - timedelta(days=30),
    }
    statements = (
        """INSERT INTO reception_petition_petitioner (name, name_key, phone, phone_key, phone_tail, company_id)
           SELECT n, n, p, p, right(p, 4), %(company)s
             FROM (SELECT '测试' || %(mark)s || i AS n, (13000000000 + i::bigint * 7919 * 11 %% 1000000000)::text AS p
                     FROM generate_series(1, %(count)s + %(sealed)s) AS i) AS person""",
        """INSERT INTO reception_petition_matter
                  (name, company_id, kind, state, level, importance, title, request, circumstances, headcount,
                   held_since, holder_id, is_sealed, create_uid)
           SELECT %(mark)s || i, %(company)s, 'appeal', 'accepted', 'handling', 'normal', '事项' || i, '请求', '情节', 1,
                  %(past)s, CASE WHEN i %% 20 = 0 THEN %(receiver)s END, i <= %(sealed)s, %(receiver)s
             FROM generate_series(1, %(count)s + %(sealed)s) AS i""",
        """INSERT INTO reception_petition_contact
                  (name, company_id, channel, state, started_at, matter_id, receiver_id, caller_number)
           SELECT 'C' || m.name, m.company_id, 'call', 'closed', %(past)s, m.id, %(receiver)s, '1'
             FROM reception_petition_matter m WHERE m.name LIKE %(mark)s || '%%'""",
        """INSERT INTO reception_petition_party (matter_id, petitioner_id, contact_id, company_id, role)
           SELECT m.id, p.id, c.id, m.company_id, 'petitioner'
             FROM (SELECT id, company_id, row_number() OVER (ORDER BY id) AS place
                     FROM reception_petition_matter WHERE name LIKE %(mark)s || '%%') AS m
             JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place
                     FROM reception_petition_petitioner WHERE name LIKE '测试' || %(mark)s || '%%') AS p ON p.place = m.place
             JOIN reception_petition_contact c ON c.matter_id = m.id
            WHERE m.place > %(sealed)s""",
        """INSERT INTO reception_petition_term
                  (matter_id, company_id, code, deadline_id, article, day0, days, due_date, state)
           SELECT m.id, m.company_id, 'petition_conclude', %(deadline)s, 'P1-34', %(today)s, 60,
                  %(today)s::date + (m.id %% 60)::int, 'running'
             FROM reception_petition_matter m WHERE m.name LIKE %(mark)s || '%%'""",
        """UPDATE reception_petition_matter m
              SET next_term_id = t.id, next_due_date = t.due_date, first_contact_id = c.id
             FROM reception_petition_term t, reception_petition_contact c
            WHERE t.matter_id = m.id AND c.matter_id = m.id AND m.name LIKE %(mark)s || '%%'""",
        """INSERT INTO reception_petition_matter_barred_user_rel (reception_petition_matter_id, res_users_id)
           SELECT id, %(accused)s FROM reception_petition_matter
            WHERE name LIKE %(mark)s || '%%' AND NOT is_sealed ORDER BY id LIMIT %(barred)s""",
        "ANALYZE reception_petition_petitioner, reception_petition_matter, reception_petition_party",
        "ANALYZE reception_petition_contact, reception_petition_term, reception_petition_matter_barred_user_rel",
    )
    for statement in statements:
        env.cr.execute(SQL(statement, **values))
    env.invalidate_all()


def intake_search(env, size):
    make_matters(env, size)
    contacts = env["reception.petition.contact"].with_user(user(env, "receiver"))
    return lambda: contacts.lookup("1300")


def partner_search(env, size):
    partners = env["res.partner"].create([{"name": f"测试{number}", "phone": f"1300{number}"} for number in range(200)])
    fields = ["display_name", "phone", "email", "street", "city", "parent_id"]
    return lambda: partners.search_read([("phone_mobile_search", "like", "1300")], fields, limit=8)


def due_first_page(env, size):
    make_matters(env, size)
    matters = env["reception.petition.matter"].with_user(user(env, "petition"))
    spec = {
        name: {} for name in ("name", "title", "kind", "state", "next_due_date", "days_left", "colour", "is_sealed")
    }
    spec |= {name: {"fields": {"display_name": {}}} for name in ("holder_unit_id", "holder_id", "next_term_id")}
    week = Date.today() + timedelta(days=7)
    return lambda: matters.web_search_read(
        [("next_due_date", "<=", week)], spec, limit=80, order="next_due_date, id", count_limit=10001
    )


def activity_first_page(env, size):
    partner = env.ref("base.main_partner")
    activities = env["mail.activity"].create(
        [
            {
                "res_model_id": env["ir.model"]._get_id("res.partner"),
                "res_id": partner.id,
                "date_deadline": Date.today(),
                "user_id": env.ref("base.user_admin").id,
                "summary": f"{number}",
            }
            for number in range(1000)
        ]
    )
    spec = {name: {} for name in ("res_name", "summary", "date_deadline", "state", "res_model")}
    spec |= {name: {"fields": {"display_name": {}}} for name in ("activity_type_id", "user_id")}
    return lambda: activities.with_user(env.ref("base.user_admin")).web_search_read(
        [("date_deadline", "<=", Date.today())], spec, limit=80, count_limit=10001
    )


def register_call(env, size):
    make_matters(env, size)
    # the web client says its time zone
    contacts = env["reception.petition.contact"].with_context(tz="Asia/Shanghai").with_user(user(env, "receiver"))
    field = env.ref("visitor_reception_petition.reception_petition_field_wages")
    return lambda: contacts.register(
        {
            "client_id": str(uuid4()),
            "channel": "call",
            "caller_number": "13900009999",
            "rings": 2,
            "kind": "appeal",
            "title": "询问",
            "circumstances": "情节",
            "request": "请求",
            "field_id": field.id,
            "people": [{"name": "来电人", "phone": "13900009999", "address": "江城"}],
        }
    )


def create_expense(env, size):
    employee = env.ref("visitor_reception.employee_host_demo")
    product = env.ref("visitor_reception.product_guest_transport")
    expenses = env["hr.expense"].with_user(env.ref("visitor_reception.user_host_demo"))
    return lambda: expenses.create(
        {"name": "车票", "employee_id": employee.id, "product_id": product.id, "total_amount_currency": 100}
    )


SCENARIOS = [
    Scenario("petition_intake_search", intake_search, "search of res.partner by phone", partner_search, LARGE),
    Scenario("petition_due_first_page", due_first_page, "list of due mail.activity", activity_first_page, LARGE),
    Scenario("petition_register_call", register_call, "create of an hr.expense", create_expense, LARGE),
]
