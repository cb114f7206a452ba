from odoo import api, models


class ReportEntitlementMatrix(models.AbstractModel):
    """The print of T1 and T2 shows the whole tables, whatever was selected."""

    _name = "report.visitor_reception.report_entitlement_matrix"
    _description = "Print of the Entitlement Tables"

    @api.model
    def _get_report_values(self, docids, data=None):
        return {
            "docs": self.env["reception.entitlement"],
            "company": self.env.company,
            "matrix": self.env["reception.entitlement"].get_matrix(),
        }
