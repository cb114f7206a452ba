from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

FOUND = ("safe", "gone")


class ReceptionGateRollCallLine(models.Model):
    """One passage of a roll call. Rows of their own, so that several guards mark people at the same time."""

    _name = "reception.gate.roll.call.line"
    _inherit = ["reception.workflow.mixin", "reception.desk.row.mixin"]
    _description = "Person of a Roll Call"
    _order = "roll_call_id, visitor_name, id"

    roll_call_id = fields.Many2one(
        "reception.gate.roll.call", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="roll_call_id.company_id", store=True, precompute=True, index=True)
    log_id = fields.Many2one("reception.gate.log", string="Passage", readonly=True, ondelete="restrict", index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Of the staff, by their attendance.",
    )
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
    found_count = fields.Integer(
        string="Found of Them",
        compute="_compute_found_count",
        store=True,
        readonly=False,
        precompute=True,
        help="How many of these people are at the assembly point, or have left.",
    )
    remark = fields.Char()
    marked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    marked_at = fields.Datetime(readonly=True)

    _log_once = models.UniqueIndex(
        "(roll_call_id, log_id) WHERE log_id IS NOT NULL", "This passage is on the list already."
    )

    _employee_once = models.UniqueIndex(
        "(roll_call_id, employee_id) WHERE employee_id IS NOT NULL", "This employee is on the list already."
    )

    @api.model
    def _guarded_fields(self):
        return {name for name, field in self._fields.items() if field.store and name not in MAGIC_COLUMNS} - {
            "remark",
            "found_count",
        }

    @api.depends("state", "headcount")
    def _compute_found_count(self):
        for line in self:
            line.found_count = line.headcount if line.state in FOUND else 0

    @api.model
    def _desk_fields(self):
        return ("id", "visitor_name", "visitor_phone", "headcount", "host_name", "state", "found_count")

    def write(self, vals):
        """Who writes how many are found marks them."""
        if "found_count" not in vals or self._is_engine():
            return super().write(vals)
        for line in self:
            is_missing = line.state == "missing"
            line.action_mark("missing" if is_missing else "unknown", vals["found_count"])
        others = {name: value for name, value in vals.items() if name != "found_count"}
        return super().write(others) if others else True

    def action_mark(self, state, found=None):
        """Say where these people are.

        :param str state: ``safe``, ``gone``, ``missing`` or ``unknown``
        :param int found: how many of the people of one passage are found; all of them are ``safe``
        :raises UserError: the roll call is ended, another word, or more are found than have come in
        """
        self.check_access("write")
        if state not in dict(self._fields["state"].selection):
            self._raise_refusals([[self.env._("Say whether the person is found, has left or is missing.")]])
        if any(line.roll_call_id.state == "ended" for line in self):
            self._raise_refusals([[self.env._("The roll call is ended.")]])
        if found is not None and not all(isinstance(found, int) and 0 <= found <= line.headcount for line in self):
            self._raise_refusals(
                [[self.env._("Write how many of these people are found: not more than have come in.")]]
            )
        logs = self.env["reception.gate.log"]
        marked = {"marked_by_id": logs._get_doer_id(), "marked_at": logs._get_moment()}
        if found is None:
            self._as_engine().write({"state": state, **marked})
        else:
            for line in self._as_engine():
                line.write({"state": "safe" if found == line.headcount else state, "found_count": found, **marked})
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
