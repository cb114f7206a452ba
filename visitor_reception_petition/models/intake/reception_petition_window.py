from odoo import fields, models
from odoo.tools import SQL


class ReceptionPetitionWindow(models.Model):
    """A place where visitors are received (接待窗口), with its opening hours (2-2.1) and perhaps a kiosk."""

    _name = "reception.petition.window"
    _inherit = ["reception.placed.mixin", "reception.kiosk.mixin"]
    _description = "Reception Window"
    _order = "sequence, id"
    _check_company_auto = True

    _kiosk_path = "/reception/petition/kiosk"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    place = fields.Char(translate=True)
    calendar_id = fields.Many2one("resource.calendar", string="Opening Hours", ondelete="restrict", check_company=True)
    blank_count = fields.Integer(
        string="Blank Forms at a Time", default=10, help="How many forms with numbers of their own one print has."
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _blank_count = models.Constraint(
        "CHECK (blank_count BETWEEN 1 AND 100)", "Print between 1 and 100 forms at a time."
    )

    def _reserve_form(self):
        """The next number of a form on paper, which no other form gets."""
        sequences_sudo = self.env["ir.sequence"].sudo()  # a counter that nobody owns
        return sequences_sudo.with_company(self.company_id).next_by_code("reception.petition.form") or ""

    def _get_next_ticket(self):
        """The next number of today, one count for all windows of the company: ``001``."""
        self.ensure_one()
        company = self.company_id
        # of two who come at once the second waits, fails as a serialisation error, is run anew, and sees the first
        self.env.cr.execute(
            SQL("UPDATE reception_petition_window SET sequence = sequence WHERE company_id = %s", company.id)
        )
        deadlines = self.env["reception.deadline"]
        day = deadlines._get_today(company)
        begin = deadlines._to_moment(fields.Datetime.to_datetime(day), 0, company)
        # who comes learns how many came before, and nothing of them
        count = (
            self.env["reception.petition.contact"]
            .sudo()
            .search_count([("company_id", "=", company.id), ("ticket", "!=", False), ("queued_at", ">=", begin)])
        )
        return f"{count + 1:03}"
