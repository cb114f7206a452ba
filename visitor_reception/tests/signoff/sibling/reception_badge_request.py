from odoo import api, fields, models


class ReceptionBadgeRequest(models.Model):
    """A signed form as a newcomer writes it, with nothing read but ``readme/DEVELOP.md``; it exists in tests only."""

    _module = None
    _name = "reception.badge.request"
    _inherit = ["reception.signoff.mixin"]
    _description = "Badge Request"

    department_id = fields.Many2one("hr.department")
    holder = fields.Char(required=True)
    reason = fields.Text()
    scan_ids = fields.Many2many("ir.attachment", string="Scans")

    @api.model
    def _signoff_fields(self):
        return super()._signoff_fields() | {"department_id", "holder", "reason"}

    def _missing_facts(self):
        return super()._missing_facts() + self._collect_missing(
            [(not self.reason, "1-3.8", self.env._("say why the badge is needed"), "reason")]
        )
