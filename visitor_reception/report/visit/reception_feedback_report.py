from odoo import api, models
from odoo.exceptions import AccessError


class ReportReceptionFeedback(models.AbstractModel):
    """Values of the card with the code by which guests give feedback (4-12.3)."""

    _name = "report.visitor_reception.report_reception_feedback"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Feedback Card"

    _report_model = "reception.visit"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: a visit has no link, or the user neither hosts it nor is of Administration and HR
        """
        values = super()._get_report_values(docids, data)
        for visit in values["docs"]:
            if not visit.feedback_url:
                raise AccessError(
                    self.env._(
                        "%(visit)s has no feedback link that you may print. Make one first.", visit=visit.display_name
                    )
                )
        return values
