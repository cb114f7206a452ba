from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionAgreement(models.Model):
    """A settlement in writing (调解、和解协议, P1-33): signed by both sides, it ends the matter as mediated."""

    _name = "reception.petition.agreement"
    _inherit = ["reception.petition.numbered.mixin"]
    _description = "Settlement Agreement"
    _order = "id desc"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    parties = fields.Text(required=True)
    terms = fields.Text(string="What Is Agreed", required=True)
    perform_by = fields.Date()
    signed_on = fields.Date(readonly=True)
    scan = fields.Binary(attachment=True)
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed"), ("performed", "Performed"), ("broken", "Broken")],
        required=True,
        readonly=True,
        default="draft",
    )

    @api.model
    def _transitions(self):
        return {"draft": {"signed"}, "signed": {"performed", "broken"}, "performed": set(), "broken": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"signed_on"}

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        for agreement in agreements:
            agreement.matter_id._check_holder(self.env._("drafts an agreement"))
            if agreement.matter_id.sudo().is_sealed:
                raise UserError(self._explain("P1-30", self.env._("an accusation is not settled by agreement.")))
        return agreements

    def write(self, vals):
        if not self._is_engine() and any(agreement.state != "draft" for agreement in self):
            raise UserError(self._explain("P1-33", self.env._("what both sides signed does not change any more.")))
        return super().write(vals)

    def _do(self, state, **vals):
        for agreement in self:
            agreement.matter_id._lock()
            agreement.matter_id._check_holder(self.env._("says what became of an agreement"))
            agreement._move(state, **vals)
        return True

    def action_sign(self):
        """Both sides have signed on paper."""
        return self._do("signed", signed_on=self.env["reception.deadline"]._get_today(self.env.company))

    def action_perform(self):
        """What was agreed is done."""
        return self._do("performed")

    def action_break(self):
        """It was not kept: the petition head is told; nothing is reopened by itself."""
        self._do("broken")
        for matter in self.matter_id:
            for head in matter._get_heads():
                matter.sudo().activity_schedule(
                    "visitor_reception_petition.mail_activity_matter",
                    summary=matter.name,
                    note=self.env._("An agreement was broken"),
                    user_id=head.id,
                )
        return True
