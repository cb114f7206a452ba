from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionWithdrawal(models.Model):
    """Somebody keeps out of a matter for a direct interest (回避, P1-28)."""

    _name = "reception.petition.withdrawal"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Withdrawal From a Petition Matter"
    _order = "id desc"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", required=True, ondelete="restrict")
    asked_by = fields.Selection(
        [("self", "The person"), ("petitioner", "The petitioner"), ("unit", "The unit")], required=True, default="self"
    )
    asked_by_id = fields.Many2one("res.users", string="Written Down By", required=True, ondelete="restrict")
    reason = fields.Text(required=True)
    decided_by_id = fields.Many2one("res.users", ondelete="restrict")
    comment = fields.Text()
    state = fields.Selection(
        [("asked", "Asked"), ("granted", "Granted"), ("refused", "Refused")], required=True, default="asked"
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.model
    def _transitions(self):
        return {"asked": {"granted", "refused"}, "granted": set(), "refused": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_decide(self):
        for withdrawal in self:
            withdrawal.can_decide = withdrawal.state == "asked" and not withdrawal._decide_refusals()

    def _decide_refusals(self):
        """Petition head decides; on the head's own withdrawal the general manager (P1-28)."""
        heads = self.matter_id._get_heads()
        deciders = self._get_general_managers() if self.user_id in heads else heads
        if self.env.user in deciders:
            return []
        return [
            self._explain(
                "P1-28",
                self.env._("on a withdrawal decides: %(names)s.", names=", ".join(deciders.sudo().mapped("name"))),
            )
        ]

    def _get_general_managers(self):
        position = self.env.ref("visitor_reception.reception_position_general_manager").sudo()
        return self.env["res.users"].union(*(user for user, _shares in position._get_holders(self.matter_id)))

    def action_decide(self, granted, comment=None):
        """Grant or refuse; who asked for oneself was kept out since asking.

        :param bool granted: whether the person keeps out
        :raises UserError: the current user does not decide on it
        """
        self.ensure_one()
        self.matter_id._lock()
        self._refuse(self._decide_refusals())
        if granted not in (True, False):
            raise UserError(self.env._("Say whether the withdrawal is granted."))
        self._move("granted" if granted else "refused", decided_by_id=self.env.uid, comment=self._to_text(comment))
        self.matter_id._bar()
        return True

    def action_grant(self):
        """Grant the withdrawal."""
        return self.action_decide(True)

    def action_refuse(self):
        """Refuse the withdrawal."""
        return self.action_decide(False)
