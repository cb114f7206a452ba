from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionLeaderReport(models.Model):
    """A written report on an important matter (重要信访事项报告单): sent to a leader, who acknowledges it (2-1.8b)."""

    _name = "reception.petition.leader.report"
    _inherit = ["reception.petition.numbered.mixin"]
    _description = "Report to Leaders"
    _order = "id desc"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    why = fields.Text(string="Why Important")
    proposal = fields.Text()
    leader_id = fields.Many2one("res.users", ondelete="restrict", index="btree_not_null")
    sent_by_id = fields.Many2one("res.users", ondelete="restrict")
    sent_on = fields.Date()
    instruction = fields.Text()
    acknowledged_at = fields.Datetime()
    state = fields.Selection(
        [("draft", "To Send"), ("sent", "Sent"), ("acknowledged", "Acknowledged")], required=True, default="draft"
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.model
    def _transitions(self):
        return {"draft": {"sent"}, "sent": {"acknowledged"}, "acknowledged": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends_context("uid")
    @api.depends("leader_id")
    def _compute_is_mine(self):
        for report in self:
            report.is_mine = report.leader_id == self.env.user

    def action_acknowledge(self, instruction=None):
        """The leader has read it, perhaps with an instruction.

        :raises UserError: not the leader it was sent to
        """
        self.ensure_one()
        self.matter_id._lock()
        if self.leader_id != self.env.user:
            raise UserError(
                self._explain(
                    "2-1.8b", self.env._("only %(leader)s acknowledges it.", leader=self.leader_id.sudo().name or "–")
                )
            )
        self._move(
            "acknowledged", instruction=self._to_text(instruction) or False, acknowledged_at=fields.Datetime.now()
        )
        return True

    def action_open_acknowledge(self):
        """Ask for an instruction, then acknowledge."""
        return self._open_dialog("acknowledge", self.env._("Acknowledge"))
