"""A list of 500 guests from a workbook onto a notice: our wizard, and Odoo's own import of the same rows."""

import base64
import io

import xlsxwriter

HEADING = ("Full Name", "Position", "Rank", "Unit", "Phone")
SIZE = 500


def run(env):
    """Read the workbook with the wizard and add its guests."""
    wizard = env["reception.guest.import"].create(
        {"visit_id": _make_visit(env).id, "source": "file", "file": base64.b64encode(_make_workbook(_make_rows(env)))}
    )
    wizard.action_read()
    wizard.action_add()
    env.flush_all()


def peer(env):
    """Read the same workbook and the same columns with Odoo's base_import."""
    visit = _make_visit(env)
    wizard = env["base_import.import"].create(
        {
            "res_model": "reception.visit.guest",
            "file": _make_workbook([(*row, visit.id) for row in _make_rows(env)]),
            "file_name": "guests.xlsx",
            "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    )
    columns = ["name", "position", "rank_id", "unit", "phone", "visit_id/.id"]
    result = wizard.execute_import(columns, columns, {"has_headers": True, "headers": True, "quoting": '"'})
    if result["messages"]:
        raise ValueError(result["messages"])
    env.flush_all()


def _make_visit(env):
    host = env["hr.employee"].search([("department_id", "!=", False)], limit=1)
    return env["reception.visit"].create(
        {
            "category_id": env["reception.visitor.category"].search([("code", "=", "key_customer")]).id,
            "host_id": host.id,
            "date_begin": "2026-03-02 01:00:00",
            "date_end": "2026-03-03 09:00:00",
        }
    )


def _make_rows(env):
    ranks = env["reception.rank"].search([]).mapped("name")
    return [
        (f"Guest {number}", "Clerk", ranks[number % len(ranks)], f"Unit {number % 7}", f"138{number:08}")
        for number in range(SIZE)
    ]


def _make_workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([(*HEADING, "Notice")[: len(rows[0])], *rows]):
            sheet.write_row(number, 0, row)
    return file.getvalue()
