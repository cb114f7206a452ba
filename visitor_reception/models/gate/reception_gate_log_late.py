from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionGateLog(models.Model):
    """Guests come late: for some hours after the time set (a setting of the company) they are expected still."""

    _inherit = "reception.gate.log"

    is_open = fields.Boolean(string="Not Over Yet", compute="_compute_is_open", search="_search_is_open")
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_open", help="The time set is over, and the guest is expected still."
    )

    @api.depends("state", "expected_until")
    def _compute_is_open(self):
        now = fields.Datetime.now()
        for log in self:
            log.is_open = log._is_open()
            log.is_late = log.is_open and log.state == "expected" and log.expected_until < now

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        of_companies = Domain.OR(
            Domain("company_id", "=", company.id) & self._get_open_domain(company) for company in self.env.companies
        )
        return of_companies if True in value else ~of_companies

    def _is_open(self):
        """Whether the visitor is inside, waits or is expected still."""
        return self.state in ("waiting", "inside") or (
            self.state == "expected" and self.expected_until >= self._get_latest_end(self.company_id)
        )

    @api.model
    def _get_open_domain(self, company):
        """As ``_is_open``, worded as the index of the few that are open."""
        return Domain("state", "in", ("expected", "waiting", "inside")) & (
            Domain("state", "!=", "expected") | Domain("expected_until", ">=", self._get_latest_end(company))
        )

    @api.model
    def _get_latest_end(self, company):
        """Who was expected until this moment, or longer, is expected still."""
        return fields.Datetime.now() - timedelta(hours=company.sudo().reception_gate_grace_hours)
