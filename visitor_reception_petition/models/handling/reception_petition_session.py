from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionSession(models.Model):
    """A talk about a matter at a set time and place; it ends with its conclusion (2-2.4.5)."""

    _name = "reception.petition.session"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Session on a Petition Matter"
    _order = "date_from desc, id desc"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection([("follow_up_talk", "Further talk")], required=True)
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="Until")
    place = fields.Char(required=True)
    missing_materials = fields.Text()
    conclusion = fields.Text()
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")], required=True, default="planned"
    )
    can_hold = fields.Boolean(compute="_compute_can_hold")

    @api.model
    def _transitions(self):
        return {"planned": {"held", "cancelled"}, "held": set(), "cancelled": set()}

    TRANSITIONS = property(lambda self: self._transitions())

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"matter_id", "kind", "conclusion"}

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_hold(self):
        for session in self:
            session.can_hold = session.state == "planned" and session._acts()

    def _acts(self):
        return self.matter_id._acts_as_holder() or self.matter_id._is_receiver()

    def action_hold(self, vals):
        """Note that the talk took place, and its conclusion.

        :param dict vals: ``conclusion``, ``date_to``
        :raises UserError: no conclusion, or the matter is on another desk
        """
        self.ensure_one()
        self._check_acts()
        conclusion = self._need_text(vals.get("conclusion"), "2-2.4.5", self.env._("write what the talk came to."))
        self._move("held", conclusion=conclusion, date_to=vals.get("date_to") or fields.Datetime.now())
        return True

    def action_cancel(self, reason=None):
        """Note that the talk did not take place.

        :raises UserError: the matter is on another desk
        """
        self.ensure_one()
        self._check_acts()
        self._move("cancelled", conclusion=self._to_text(reason) or False)
        return True

    def _check_acts(self):
        self.matter_id._lock()
        if not self._acts():
            raise UserError(self._explain("2-2.4.5", self.env._("the matter is on another desk.")))

    def action_open_hold(self):
        """Ask first, then act."""
        return self._open_dialog("hold", self.env._("Note the Conclusion"))
