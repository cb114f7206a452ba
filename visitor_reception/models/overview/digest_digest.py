from odoo import fields, models
from odoo.exceptions import AccessError

from .ir_ui_menu import READERS


class DigestDigest(models.Model):
    """The figures of the reception in Odoo's periodic mail, for who reads the statistics (1-2.3)."""

    _inherit = "digest.digest"

    kpi_reception_visits = fields.Boolean(string="Visits Received")
    kpi_reception_visits_value = fields.Integer(compute="_compute_kpi_reception_visits_value")
    kpi_reception_guests = fields.Boolean(string="Guests Received")
    kpi_reception_guests_value = fields.Integer(compute="_compute_kpi_reception_guests_value")
    kpi_reception_cost = fields.Boolean(string="Reception Cost")
    kpi_reception_cost_value = fields.Monetary(compute="_compute_kpi_reception_cost_value")
    kpi_reception_over_standard = fields.Boolean(string="Cases Over Standard")
    kpi_reception_over_standard_value = fields.Integer(compute="_compute_kpi_reception_over_standard_value")

    def _compute_kpi_reception_visits_value(self):
        self._compute_reception_kpi("kpi_reception_visits_value")

    def _compute_kpi_reception_guests_value(self):
        self._compute_reception_kpi("kpi_reception_guests_value", "headcount")

    def _compute_kpi_reception_cost_value(self):
        self._compute_reception_kpi("kpi_reception_cost_value", "cost_actual")

    def _compute_kpi_reception_over_standard_value(self):
        self._compute_reception_kpi("kpi_reception_over_standard_value", "over_standard_count")

    def _compute_reception_kpi(self, kpi, summed=None):
        """:raises AccessError: the reader does not read the statistics; Odoo then leaves the figure out"""
        if not self.env.user.has_groups(READERS) and not self.env["reception.position.holder"]._get_companies_managed():
            raise AccessError(self.env._("The reception statistics are not for this reader."))
        self._calculate_company_based_kpi("reception.statistics", kpi, date_field="date_begin", sum_field=summed)

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("visitor_reception.reception_menu_root").id
        link = f"visitor_reception.reception_statistics_action?menu_id={menu}"
        kpis = ("visits", "guests", "cost", "over_standard")
        return {**actions, **dict.fromkeys((f"kpi_reception_{kpi}" for kpi in kpis), link)}
