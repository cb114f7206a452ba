from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionPromise(models.Model):
    """What somebody promised or decided in a matter, by a day (承诺、决定事项): shown at intake, and reminding."""

    _name = "reception.petition.promise"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Promise in a Petition Matter"
    _order = "due_date, id"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    session_id = fields.Many2one("reception.petition.session", ondelete="restrict", index="btree_not_null")
    text = fields.Text(required=True)
    made_by_id = fields.Many2one("res.users", string="Promised By", required=True, ondelete="restrict")
    made_on = fields.Date(string="Promised On", required=True, default=fields.Date.context_today)
    unit_id = fields.Many2one("reception.petition.unit", ondelete="restrict")
    due_date = fields.Date(required=True)
    state = fields.Selection(
        [("open", "Open"), ("kept", "Kept"), ("withdrawn", "Taken Back")], required=True, default="open"
    )

    @api.model
    def _transitions(self):
        return {"open": {"kept", "withdrawn"}, "kept": set(), "withdrawn": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.model
    def _remind(self):
        """Who promised is reminded on the day; the petition head the day after, to order supervision (5-3.2a)."""
        for promise in self.search([("state", "=", "open")]):
            matter = promise.matter_id
            left = (promise.due_date - matter._get_today()).days
            if left in (0, 1):
                matter._remind_of(promise.made_by_id, promise.due_date, self.env._("A promise is due"))
            elif left == -1:
                for head in matter._get_heads():
                    matter._remind_of(head, matter._get_today(), self.env._("A promise is past: order supervision"))

    def _check_acts(self):
        self.matter_id._lock()
        if self.made_by_id != self.env.user:
            self.matter_id._check_holder(self.env._("says what became of a promise"))

    def action_keep(self):
        """The promise is kept.

        :raises UserError: the matter is on another desk
        """
        for promise in self:
            promise._check_acts()
            promise._move("kept")
        return True

    def action_withdraw(self):
        """The promise is taken back by who made it, or by the office.

        :raises UserError: the matter is on another desk
        """
        for promise in self:
            if promise.made_by_id != self.env.user and not promise.matter_id._acts_for_office():
                raise UserError(
                    self._explain("5-3.2a", self.env._("who promised takes it back, or the petition head."))
                )
            promise._move("withdrawn")
        return True
