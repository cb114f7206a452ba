from werkzeug.urls import url_encode

from odoo import fields, models


class ReceptionReconciliationExport(models.TransientModel):
    """Asks for the period of the reconciliation to export."""

    _name = "reception.reconciliation.export"
    _inherit = ["reception.statistics.export"]
    _description = "Export of the Reconciliation"

    basis = fields.Selection(
        [("date", "Day of the cost"), ("posting_date", "Accounting date")],
        string="Selected By",
        default="date",
        required=True,
        help="A month by accounting date is that of the ledger; by the day of the cost it is that of the visits.",
    )

    def action_export(self):
        """Download the reconciliation of the period.

        :raises AccessError: the user may not read it
        """
        self.ensure_one()
        self.env["reception.reconciliation"]._check_can_export(self.company_id)
        query = url_encode(
            {
                "date_from": self.date_from,
                "date_to": self.date_to,
                "company_id": self.company_id.id,
                "basis": self.basis,
            }
        )
        return {"type": "ir.actions.act_url", "url": f"/reception/reconciliation.xlsx?{query}", "target": "download"}
