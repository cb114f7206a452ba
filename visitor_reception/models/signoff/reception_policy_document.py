from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionPolicyDocument(models.Model):
    """Documents that wait for the general manager (1-8.2)."""

    _inherit = "reception.policy.document"

    for_general_manager = fields.Boolean(
        compute="_compute_for_general_manager",
        search="_search_for_general_manager",
        export_string_translation=False,
        help="The user is the general manager, who issues it.",
    )

    @api.depends_context("uid")
    @api.depends("company_id")
    def _compute_for_general_manager(self):
        companies = self.env["reception.position.holder"]._get_companies_managed()
        for document in self:
            document.for_general_manager = (document.company_id or self.env.company) in companies

    def _search_for_general_manager(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["reception.position.holder"]._get_companies_managed()
        return Domain("company_id", "in", [*companies.ids, *([False] if self.env.company in companies else [])])
