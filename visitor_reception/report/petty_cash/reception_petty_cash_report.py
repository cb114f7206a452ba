from odoo import api, models


class ReportReceptionPettyCash(models.AbstractModel):
    """Values of the printed petty cash slip (备用金借支单, 1-7), which stays with the journal voucher."""

    _name = "report.visitor_reception.report_reception_petty_cash"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Petty Cash Slip"

    _report_model = "reception.petty.cash"
    _valid_states = ("approved", "paid", "clearing", "cleared")

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data=data)
        # a cashier has no rights in accounting, and the slip says when the money was paid and how it was accounted for
        advances = values["docs"].sudo()
        return values | {
            "payouts": self.env["account.payment"]._get_petty_cash_money(advances, "outbound").grouped("petty_cash_id"),
            "get_designation": self._get_designation,
            "get_spent": self._get_spent,
            "get_cleared_on": self._get_cleared_on,
        }

    @api.model
    def _get_designation(self, advance):
        """The designation by which somebody else than the head drew (1-7.2): the last before the submission."""
        advance = advance.sudo()  # whoever reads the advance may know who sent the borrower
        designations = advance.env["reception.petty.cash.designation"]
        if advance.borrower_id == advance.department_id.reception_head_id:
            return designations
        submitted_at = self._get_signatures(advance)[:1].create_date or advance.write_date
        return designations.search(
            [
                ("department_id", "=", advance.department_id.id),
                ("employee_id", "=", advance.borrower_id.id),
                ("date_from", "<=", self.env["reception.deadline"]._to_company_day(submitted_at, advance.company_id)),
            ],
            order="date_from desc, id desc",
            limit=1,
        )

    @api.model
    def _get_spent(self, advance):
        """What the posted vouchers of the advance come to (CNY), beyond the advance too."""
        # whoever reads the advance may know what it was spent on
        sheets = advance.sudo().clearing_ids.filtered(lambda sheet: sheet.state == "posted")
        return sum(sheets.mapped("amount_recognised"))

    @api.model
    def _get_cleared_on(self, advance):
        """The day of the last entry of an advance that is cleared."""
        # a cashier has no rights in accounting
        return advance.state == "cleared" and max(advance.sudo().move_ids.mapped("date"))
