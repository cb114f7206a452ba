from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionLeaderDay(models.Model):
    """A day on which a leader receives petitioners (领导接待日, 5-3.2a); matters are booked on it."""

    _name = "reception.petition.leader.day"
    _inherit = ["reception.workflow.mixin"]
    _description = "Leader Reception Day"
    _order = "date desc, id desc"
    _check_company_auto = True

    leader_id = fields.Many2one(
        "res.users", required=True, ondelete="restrict", index=True, domain=[("share", "=", False)]
    )
    date = fields.Date(required=True, index=True)
    place = fields.Char(required=True)
    capacity = fields.Integer(string="Matters at Most", default=6)
    announced_on = fields.Date(readonly=True)
    announce_by = fields.Date(compute="_compute_announce_by", help="The day is made known so many days ahead.")
    is_announced_late = fields.Boolean(string="Announced Late", compute="_compute_announce_by")
    session_ids = fields.One2many("reception.petition.session", "day_id", string="Booked Matters", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("planned", "Planned"), ("announced", "Announced"), ("held", "Held"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="planned",
        group_expand="_expand_states",
    )

    @api.model
    def _transitions(self):
        return {
            "planned": {"announced", "held", "cancelled"},
            "announced": {"held", "cancelled"},
            "held": set(),
            "cancelled": set(),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"announced_on", "session_ids"}

    @api.depends("date", "leader_id")
    def _compute_display_name(self):
        for day in self:
            # everybody may know which leader receives when
            day.display_name = f"{day.date or ''} {day.leader_id.sudo().name or ''}".strip()

    @api.depends("date", "announced_on", "company_id.reception_petition_announce_days")
    def _compute_announce_by(self):
        for day in self:
            ahead = day.company_id.sudo().reception_petition_announce_days
            day.announce_by = day.date and day.date - timedelta(days=ahead)
            day.is_announced_late = bool(day.announced_on and day.announced_on > day.announce_by)

    def _explain(self, clause, reason, way_out=None):
        return self.env["reception.clause"]._explain(clause, reason, way_out)

    def action_announce(self):
        """Publish the day."""
        self.check_access("write")
        self._move("announced", announced_on=self.env["reception.deadline"]._get_today(self.env.company))
        return True

    def action_hold(self):
        """Close the day: every booked matter has its conclusion.

        :raises UserError: a matter has none yet
        """
        self.check_access("write")
        # booked matters count, whoever closes the day
        waiting = self.sudo().session_ids.filtered(lambda session: session.state == "planned")
        if waiting:
            raise UserError(
                self._explain(
                    "5-3.2a", self.env._("%(count)s booked matters have no conclusion yet.", count=len(waiting))
                )
            )
        self._move("held")
        return True

    def action_cancel(self):
        """Call the day off: its booked sessions do not take place."""
        self.check_access("write")
        planned = self.sudo().session_ids.filtered(lambda session: session.state == "planned")
        if planned:
            planned._move("cancelled")
        self._move("cancelled")
        return True
