from odoo import fields, models
from odoo.tools import SQL

from ...models.petty_cash.reception_petty_cash import OPEN_STATES

BANDS = [
    ("30", "Up to 30 days"),
    ("60", "31 to 60 days"),
    ("90", "61 to 90 days"),
    ("over", "Above 90 days"),
]


class ReceptionAdvanceAgeing(models.Model):
    """Open petty cash by person and age (备用金账龄), for the closing of a month: one row for each open advance.

    Read by Finance, Administration and HR, and auditors; written by nobody.
    """

    _name = "reception.advance.ageing"
    _description = "Open Advances by Age"
    _auto = False
    _order = "age_days desc, id"
    _rec_name = "petty_cash_id"
    _depends = {
        "res.company": ["reception_tz"],
        "account.move": ["date", "petty_cash_id", "petty_cash_part", "state"],
        "reception.petty.cash": [
            "amount_open",
            "amount_paid",
            "borrower_id",
            "company_id",
            "department_id",
            "due_date",
            "state",
        ],
    }

    petty_cash_id = fields.Many2one("reception.petty.cash", string="Petty Cash Advance", readonly=True)
    borrower_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    paid_on = fields.Date(readonly=True, help="Accounting date of the first pay-out.")
    due_date = fields.Date(string="To Report Until", readonly=True, help="1-7.3a.")
    age_days = fields.Integer(
        string="Age in Days", readonly=True, aggregator="max", help="Days since the first pay-out."
    )
    age_band = fields.Selection(BANDS, string="Age", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max", help="Days after the last day to report (1-7.3a).")
    amount_paid = fields.Monetary(string="Paid Out", readonly=True)
    amount_open = fields.Monetary(string="Still Open", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT aged.*, aged.today - aged.paid_on AS age_days, GREATEST(aged.today - aged.due_date, 0) AS days_overdue,
                CASE WHEN aged.today - aged.paid_on <= 30 THEN '30' WHEN aged.today - aged.paid_on <= 60 THEN '60'
                    WHEN aged.today - aged.paid_on <= 90 THEN '90' ELSE 'over' END AS age_band
            FROM (
                SELECT advance.id, advance.id AS petty_cash_id, advance.borrower_id, advance.department_id,
                    advance.company_id, company.currency_id, advance.due_date, advance.amount_paid, advance.amount_open,
                    %(local)s::date AS today,
                    (SELECT MIN(entry.date) FROM account_move entry WHERE entry.petty_cash_id = advance.id
                        AND entry.petty_cash_part = 'payout' AND entry.state = 'posted') AS paid_on
                FROM reception_petty_cash advance
                JOIN res_company company ON company.id = advance.company_id
                WHERE advance.state IN %(states)s
            ) aged
            """,
            local=self.env["res.company"]._sql_reception_local(SQL("%s", fields.Datetime.now()), "company"),
            states=OPEN_STATES,
        )

    def action_open_advance(self):
        """Open the advance of the row."""
        self.ensure_one()
        return self.petty_cash_id.get_formview_action()
