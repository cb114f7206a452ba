from odoo import api, models


class ReportReceptionHospitality(models.AbstractModel):
    """Values of the printed hospitality application (来客招待申请单, 1-6.1.1)."""

    _name = "report.visitor_reception.report_reception_hospitality"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Hospitality Application"

    _report_model = "reception.hospitality"
    _valid_states = ("told", "approved")

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data=data)
        return values | {
            "companion_rule": self._get_rule("1-6.2.4"),
            "describe_permitted": self._describe_permitted,
            "get_approvals": self._get_approvals,
        }

    @api.model
    def _get_submitted_at(self, document):
        return document.told_at or super()._get_submitted_at(document)

    @api.model
    def _describe_permitted(self, application):
        """The number of companions that the approver has stated (1-6.2.4)."""
        return self.env._("(the approver permits %(count)s)", count=application.companions_permitted)

    @api.model
    def _get_approvals(self, application):
        """The approval of a company leader (1-6.1.1), and the signatures over the standard, asked after it (1-6.2.1)."""
        rows = self._get_signatures(application)
        over = rows.filtered(lambda row: row.step_number > 1) if application.is_over_standard else rows.browse()
        return rows - over, over
