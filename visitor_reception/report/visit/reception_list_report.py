from odoo import api, models


class ReportReceptionList(models.AbstractModel):
    """Values of the printed reception list (接待清单): what a visit has cost, by item; a reimbursement document."""

    _name = "report.visitor_reception.report_reception_list"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Reception List"

    _report_model = "reception.visit"
    _valid_states = ("hosting", "closed")

    @api.model
    def _is_valid(self, document):
        return super()._is_valid(document) and document._is_list_signed()

    @api.model
    def _get_report_values(self, docids, data=None):
        return super()._get_report_values(docids, data=data) | {
            "get_items": self._get_items,
            "get_staff": self._get_staff,
        }

    @api.model
    def _get_items(self, visit):
        """What was done for the guests, in the order of time, as ``reception.visit._get_list_items()`` gives it."""
        return sorted(visit._get_list_items(), key=lambda item: (not item[1], item[1]))

    @api.model
    def _get_staff(self, visit):
        """Companions at table, and who drove or attended besides (res.partner and hr.employee names)."""
        visit = visit.sudo()  # names of colleagues on a notice that the reader may read
        companions, hosts = visit._get_list_companions(), visit._get_list_hosts()
        return companions, hosts - companions
