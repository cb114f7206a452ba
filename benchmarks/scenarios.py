"""What is measured: the screens, buttons and files that people wait for (aims: README)."""

from datetime import timedelta

import xlsxwriter
from lxml import etree

from odoo.fields import Command, Datetime
from odoo.tools import SQL

from benchmarks import gate, school
from benchmarks.harness import Scenario

# what the web client reads of the activities in a list
ACTIVITIES = (
    "activity_exception_decoration", "activity_exception_icon", "activity_state", "activity_summary",
    "activity_type_icon", "activity_type_id",
)  # fmt: skip


def user(env, login):
    return env.ref(f"visitor_reception.user_{login}_demo")


def make_visits(env, count, **vals):
    """Notices of the demo company in draft, two guests each."""
    host = env.ref("visitor_reception.employee_host_demo")
    now = Datetime.now()
    return (
        env["reception.visit"]
        .with_user(user(env, "officer"))
        .create(
            [
                {
                    "category_id": env.ref("visitor_reception.reception_visitor_category_key_customer").id,
                    "identity": "重要客户",
                    "purpose": f"商谈 {number}",
                    "date_begin": now + timedelta(hours=1),
                    "date_end": now + timedelta(days=1),
                    "host_id": host.id,
                    "guest_ids": [
                        Command.create({"name": f"来宾{number}-{guest}", "position": "经理"}) for guest in range(2)
                    ],
                    **vals,
                }
                for number in range(count)
            ]
        )
    )


def make_expenses(env, count):
    employee = env.ref("visitor_reception.employee_host_demo")
    product = env.ref("visitor_reception.product_voucher_local_transport")
    return env["hr.expense"].create(
        [
            {
                "name": f"车票 {number}",
                "employee_id": employee.id,
                "product_id": product.id,
                "total_amount_currency": 100,
            }
            for number in range(count)
        ]
    )


def get_spec(model, view_type):
    """What the web client reads when it opens the view."""
    return read_nodes(model, etree.fromstring(model.get_view(view_type=view_type)["arch"]))


def read_nodes(model, node):
    spec = {}
    for child in node.iterchildren(etree.Element):
        if child.tag != "field":
            spec.update(read_nodes(model, child))
            continue
        field = model._fields[child.get("name")]
        spec[field.name] = {}
        lines = child.find("list")
        if lines is not None:
            spec[field.name] = {"fields": read_nodes(model[field.name], lines)}
        elif field.relational and field.name != "activity_ids":
            spec[field.name] = {"fields": {"display_name": {}}}
    return spec


def first_page(model, domain):
    spec = get_spec(model, "list") | {name: {} for name in ACTIVITIES if name in model._fields}
    return lambda: model.web_search_read(domain, spec, limit=80)


def visit_first_page(env, size):
    visits = make_visits(env, size)
    return first_page(visits, [("id", "in", visits.ids)])


def expense_first_page(env, size):
    expenses = make_expenses(env, size)
    return first_page(expenses, [("id", "in", expenses.ids)])


def visit_form(env, size):
    visit = make_visits(env, size)[:1]
    visit.action_submit()
    visit = visit.with_user(user(env, "host"))
    spec = get_spec(visit, "form")
    return lambda: visit.browse(visit.id).web_read(spec)


def expense_form(env, size):
    expense = make_expenses(env, size)[:1].with_user(user(env, "accountant"))
    spec = get_spec(expense, "form")
    return lambda: expense.browse(expense.id).web_read(spec)


def signoff_last_signature(env, _size):
    visit = make_visits(env, 1)
    visit.action_submit()
    env.flush_all()
    visit = visit.with_user(user(env, "gm"))
    return lambda: visit.browse(visit.id).action_sign()


def sign_many(env, size):
    """All notices that wait for one person, in one click."""
    visits = make_visits(env, size)
    visits.action_submit()
    env.flush_all()
    visits = visits.with_user(user(env, "gm"))
    return lambda: visits.browse(visits.ids).action_sign()


def submit_notice(env, _size):
    visit = make_visits(env, 1)
    make_visits(env, 1).action_submit()  # the first number of a year makes its counter
    env.flush_all()
    return lambda: visit.browse(visit.id).action_submit()


def expense_submit(env, _size):
    expense = make_expenses(env, 1).with_user(user(env, "host"))
    env.flush_all()
    return lambda: expense.browse(expense.id).action_submit()


def expense_approve_many(env, size):
    expenses = make_expenses(env, size)
    expenses.with_user(user(env, "host")).action_submit()
    env.flush_all()
    return lambda: expenses.with_user(user(env, "accountant")).browse(expenses.ids)._do_approve()


def expense_approve(env, _size):
    expense = make_expenses(env, 1)
    expense.with_user(user(env, "host")).action_submit()
    env.flush_all()
    return lambda: expense.with_user(user(env, "accountant")).browse(expense.id)._do_approve()


def today_board(env, size):
    """The board Today: its columns and their cards."""
    visits = make_visits(env, size)
    for start in range(0, size, 200):
        some = visits[start : start + 200]
        some.action_submit()
        some.with_user(user(env, "gm")).action_sign()
    return board(visits.browse(), [("id", "in", visits.ids)])


def expense_board(env, size):
    expenses = make_expenses(env, size).with_user(user(env, "accountant"))
    return board(expenses.browse(), [("id", "in", expenses.ids)])


def board(model, domain):
    spec = get_spec(model, "kanban") | {name: {} for name in ACTIVITIES if name in model._fields}
    options = {"auto_unfold": True, "unfold_read_specification": spec, "unfold_read_default_limit": 40}
    return lambda: model.web_read_group(domain, ["state"], ["__count"], **options)


def import_guests(env, _size):
    from benchmarks import import_guests_500

    return lambda: import_guests_500.run(env)


def load_guests(env, _size):
    from benchmarks import import_guests_500

    return lambda: import_guests_500.peer(env)


def import_invoices(env, _size):
    from benchmarks import import_invoices_500

    expenses = env["hr.expense"].with_user(user(env, "host"))
    files = import_invoices_500.make_files(expenses, is_invoice=True)
    return lambda: import_invoices_500.run(expenses, files)


def upload_files(env, _size):
    from benchmarks import import_invoices_500

    expenses = env["hr.expense"].with_user(user(env, "host"))
    files = import_invoices_500.make_files(expenses, is_invoice=False)
    return lambda: import_invoices_500.peer(expenses, files)


def fill_visits(env, size):
    """``size`` notices by copying one in the database, a guest each: the ORM would take an hour."""
    visit = make_visits(env, 1)
    visit.action_submit()
    visit.with_user(user(env, "gm")).action_sign()
    env.flush_all()
    copy_rows(env, "reception_visit", visit.id, size, {"name": SQL("'RN/B/' || n")})
    env.cr.execute("SELECT min(id) FROM reception_visit WHERE name LIKE 'RN/B/%'")
    first = env.cr.fetchone()[0]
    values = {"visit_id": SQL("%s + n - 1", first), "name": SQL("'来宾' || n")}
    copy_rows(env, "reception_visit_guest", visit.guest_ids[0].id, size, values)
    env.cr.execute("ANALYZE reception_visit")
    env.cr.execute("ANALYZE reception_visit_guest")
    env.invalidate_all()
    return visit


def copy_rows(env, table, row_id, count, values):
    """``count`` copies of a row; ``values`` are SQL expressions of ``n``, counted from 1."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'", [table]
    )
    columns = [name for (name,) in env.cr.fetchall()]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s t, generate_series(1, %s) n WHERE t.id = %s ORDER BY n",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL(", ").join(values.get(name) or SQL.identifier("t", name) for name in columns),
            SQL.identifier(table),
            count,
            row_id,
        )
    )


def month_report(env, size):
    visit = fill_visits(env, size)
    statistics = env["reception.statistics"].with_user(user(env, "officer"))
    day = env["reception.deadline"]._to_company_day(visit.date_begin, visit.company_id)
    return lambda: statistics._export_xlsx(visit.company_id, day, day)


def plain_report(env, _size):
    """The same view read by plain SQL and written as it comes: what no report of Odoo can beat."""

    def run():
        book = xlsxwriter.Workbook("/dev/null", {"constant_memory": True})
        sheet = book.add_worksheet()
        query = env["reception.statistics"]._table_query
        env.cr.execute(SQL("SELECT * FROM (%s) AS s ORDER BY date, id", query))
        number = 0
        while rows := env.cr.fetchmany(1000):
            for row in rows:
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write_string(number, column, str(value))
                number += 1
        book.close()

    return run


def clear_vouchers(env, size):
    """A signed clearing sheet of the head of marketing, to be posted and netted."""
    employee = env.ref("visitor_reception.employee_head_demo")
    product = env.ref("visitor_reception.product_voucher_local_transport")
    engine = env["reception.petty.cash"]._as_engine().env
    box = env["reception.petty.cash.box"].search([("is_cash", "=", False)], limit=1)
    advance = engine["reception.petty.cash"].create(
        {
            "name": f"PC/B{size}",
            "borrower_id": employee.id,
            "department_id": employee.department_id.id,
            "amount": 100 * size,
            "purpose": "展会",
            "matter_end": Datetime.now().date(),
            "state": "approved",
        }
    )
    advance.with_user(user(env, "cashier")).with_context(reception_marks=None).action_pay(box_id=box.id)
    sheet = engine["reception.petty.cash.clearing"].create({"petty_cash_id": advance.id, "name": f"CS/B{size}"})
    vouchers = engine["hr.expense"].create(
        [
            {
                "name": f"车票 {number}",
                "employee_id": employee.id,
                "product_id": product.id,
                "total_amount_currency": 100,
                "petty_cash_clearing_id": sheet.id,
            }
            for number in range(size)
        ]
    )
    sheet.write({"state": "approved", "signoff_state": "granted"})
    vouchers.write({"approval_state": "approved"})
    env.flush_all()
    return lambda: sheet.with_user(user(env, "accountant")).with_context(reception_marks=None).action_post()


def post_expenses(env, size):
    expenses = make_expenses(env, size)
    expenses.write({"approval_state": "approved"})
    env.flush_all()
    # a clearing sheet posts them as superuser, too
    return lambda: expenses.with_user(user(env, "accountant")).sudo()._post_without_wizard()


SCENARIOS = [
    *gate.SCENARIOS,
    *school.SCENARIOS,
    Scenario("visit_first_page", visit_first_page, "list of hr.expense", expense_first_page),
    Scenario("visit_form", visit_form, "form of hr.expense", expense_form),
    Scenario("signoff_last_signature", signoff_last_signature, "approval of an hr.expense", expense_approve, (1, 1)),
    Scenario("signoff_20_in_one_click", sign_many, "approval of 20 hr.expense", expense_approve_many, (1, 20)),
    Scenario("visit_submit", submit_notice, "submission of an hr.expense", expense_submit, (1, 1)),
    Scenario("today_board", today_board, "board of hr.expense", expense_board),
    Scenario("import_guests_500", import_guests, "load() of the same rows", load_guests, (500, 500), repeat=5),
    Scenario(
        "clear_200_vouchers",
        clear_vouchers,
        "Odoo posting the same expenses",
        post_expenses,
        (20, 200),
        repeat=3,
    ),
    Scenario(
        "import_invoices_500",
        import_invoices,
        "upload of 500 files to hr.expense",
        upload_files,
        (500, 500),
        repeat=1,
        measures_memory=True,
    ),
    Scenario(
        "month_report_100k",
        month_report,
        "plain SQL to xlsxwriter",
        plain_report,
        (100_000, 100_000),
        repeat=1,
        measures_memory=True,
    ),
]
