from odoo import api, fields, models
from odoo.tools import ormcache


class ReceptionClause(models.Model):
    """The policy document that a clause stands in; a refusal names it."""

    _name = "reception.clause"
    _inherit = ["reception.clause", "reception.policy.table"]

    document_id = fields.Many2one(
        "reception.policy.document",
        string="Policy Document",
        ondelete="set null",
        index=True,
        help="The version of the policy document that the rule stands in.",
    )

    @api.model
    def _explain_lines(self, code, reason, way_out=None):
        lines = super()._explain_lines(code, reason, way_out)
        if title := self.env["reception.policy.document"]._get_title_in_force(self._get_document_id(code)):
            lines.append(self.env._("Policy: %(document)s", document=title))
        return lines

    @api.model
    @ormcache("code")
    def _get_document_id(self, code):
        # every employee may know which document the rule stands in
        return self.sudo().browse(self._id_by_code(code)).document_id.id
