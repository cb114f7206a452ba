from odoo import api, models
from odoo.exceptions import UserError


class ReportReceptionVoucherList(models.AbstractModel):
    """Values of the printed list of journal vouchers (记账凭证清单): the chosen entries of one company."""

    _name = "report.visitor_reception.report_reception_voucher_list"
    _inherit = ["reception.report.mixin"]
    _description = "Printed List of Journal Vouchers"

    _report_model = "account.move"
    _valid_states = ("posted",)

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the entries
        :raises UserError: entries of several companies; a list has one total
        """
        values = super()._get_report_values(docids, data=data)
        entries = values["docs"].sorted(lambda entry: (entry.date, entry.name or "", entry.id))
        if len(entries.company_id) > 1:
            raise UserError(self.env._("These entries are of several companies. Print the list of one at a time."))
        lines = entries.line_ids.filtered(lambda line: line.display_type not in ("line_section", "line_note"))
        return values | {
            "docs": entries,
            "lines_by_entry": lines.grouped("move_id"),
            "debit": sum(lines.mapped("debit")),
            "credit": sum(lines.mapped("credit")),
            "attachment_counts": self._count_attachments(entries),
            "format_date_short": self._format_date_short,
        }

    @api.model
    def _count_attachments(self, entries):
        # how many papers an entry has is on its face; which they are stays with their own rights
        groups = (
            self.env["ir.attachment"]
            .sudo()
            ._read_group([("res_model", "=", "account.move"), ("res_id", "in", entries.ids)], ["res_id"], ["__count"])
        )
        return dict(groups)

    @api.model
    def _format_date_short(self, day):
        return day.strftime("%Y-%m-%d")
