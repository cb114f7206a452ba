from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS


class ReceptionGateRollCallLine(models.Model):
    """One passage of a roll call. Rows of their own, so that several guards mark people at the same time."""

    _name = "reception.gate.roll.call.line"
    _inherit = ["reception.workflow.mixin"]
    _description = "Person of a Roll Call"
    _order = "roll_call_id, visitor_name, id"

    roll_call_id = fields.Many2one(
        "reception.gate.roll.call", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="roll_call_id.company_id", store=True, precompute=True, index=True)
    log_id = fields.Many2one("reception.gate.log", string="Passage", readonly=True, ondelete="restrict", index=True)
    visitor_name = fields.Char(string="Visitor", required=True, readonly=True)
    visitor_phone = fields.Char(string="Visitor's Phone", readonly=True)
    headcount = fields.Integer(string="Number of People", readonly=True, default=1)
    host_name = fields.Char(string="Person Visited", readonly=True)
    state = fields.Selection(
        [("unknown", "Not found yet"), ("safe", "Found"), ("gone", "Has left"), ("missing", "Missing")],
        required=True,
        readonly=True,
        default="unknown",
    )
    remark = fields.Char()
    marked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    marked_at = fields.Datetime(readonly=True)

    _log_once = models.UniqueIndex(
        "(roll_call_id, log_id) WHERE log_id IS NOT NULL", "This passage is on the list already."
    )

    @api.model
    def _guarded_fields(self):
        return {name for name, field in self._fields.items() if field.store and name not in MAGIC_COLUMNS} - {"remark"}

    def action_mark(self, state):
        """Say where these people are.

        :param str state: ``safe``, ``gone``, ``missing`` or ``unknown``
        :raises UserError: the roll call is ended, or another word
        """
        self.check_access("write")
        if state not in dict(self._fields["state"].selection):
            self._raise_refusals([[self.env._("Say whether the person is found, has left or is missing.")]])
        if any(line.roll_call_id.state == "ended" for line in self):
            self._raise_refusals([[self.env._("The roll call is ended.")]])
        logs = self.env["reception.gate.log"]
        marked = {"marked_by_id": logs._get_doer_id(), "marked_at": logs._get_moment()}
        self._as_engine().write({"state": state, **marked})
        self.roll_call_id._tell_desks()

    def action_mark_safe(self):
        """Found at the assembly point."""
        self.action_mark("safe")

    def action_mark_gone(self):
        """Has left the grounds."""
        self.action_mark("gone")

    def action_mark_missing(self):
        """Is missing."""
        self.action_mark("missing")
