from odoo import api, models


class ReportReceptionPetitionPaper(models.AbstractModel):
    """Values of the printed papers to petitioners (告知书)."""

    _name = "report.visitor_reception_petition.report_paper"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Paper to a Petitioner"

    _report_model = "reception.petition.paper"
    _valid_states = ("issued", "served")

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the papers
        """
        values = super()._get_report_values(docids, data=data)
        kinds = dict(self.env[self._report_model]._fields["kind"]._description_selection(self.env))
        return values | {"get_title": lambda paper: kinds[paper.kind]}
