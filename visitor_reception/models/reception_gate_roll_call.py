from odoo import api, fields, models
from odoo.fields import Command, Domain


class ReceptionGateRollCall(models.Model):
    """Who is found at the assembly point of those inside (点名): several guards at once, in earnest or as a drill."""

    _name = "reception.gate.roll.call"
    _inherit = ["reception.workflow.mixin"]
    _description = "Roll Call"
    _order = "started_at desc, id desc"
    _rec_name = "place"

    TRANSITIONS = {"open": {"ended"}, "ended": set()}

    place = fields.Char(string="Assembly Point", required=True)
    is_drill = fields.Boolean(string="Drill")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    started_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    started_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", default=lambda self: self.env.user
    )
    ended_at = fields.Datetime(readonly=True)
    remark = fields.Text()
    line_ids = fields.One2many("reception.gate.roll.call.line", "roll_call_id", string="People")
    state = fields.Selection(
        [("open", "Under way"), ("ended", "Ended")], required=True, readonly=True, default="open", index=True
    )
    people_count = fields.Integer(string="People Inside", compute="_compute_counts")
    safe_count = fields.Integer(string="Found", compute="_compute_counts")
    open_count = fields.Integer(string="Not Found", compute="_compute_counts")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"company_id", "started_at", "started_by_id", "ended_at"}

    @api.depends("line_ids.state")
    def _compute_counts(self):
        sums = {}
        groups = self.env["reception.gate.roll.call.line"]._read_group(
            [("roll_call_id", "in", self.ids)], ["roll_call_id", "state"], ["headcount:sum"]
        )
        for call, state, people in groups:
            sums.setdefault(call.id, {})[state] = people
        for call in self:
            counts = sums.get(call.id, {})
            call.people_count = sum(counts.values())
            call.safe_count = counts.get("safe", 0) + counts.get("gone", 0)
            call.open_count = call.people_count - call.safe_count

    @api.model_create_multi
    def create(self, vals_list):
        """A roll call lists everybody who is inside at that moment."""
        calls = super().create([{key: vals[key] for key in vals if key != "line_ids"} for vals in vals_list])
        for call in calls._as_engine():
            inside = call.env["reception.gate.log"].search(
                Domain("company_id", "=", call.company_id.id) & Domain("state", "=", "inside"), order="visitor_name, id"
            )
            call.line_ids = [
                Command.create(
                    {
                        "log_id": log.id,
                        "visitor_name": log.visitor_name,
                        "visitor_phone": log.visitor_phone,
                        "headcount": log.headcount,
                        "host_name": log.host_name,
                        "remark": self.env._("Seen leaving without slip") if log.slip_state == "missing" else False,
                    }
                )
                for log in inside
            ]
        return calls

    def action_end(self):
        """End the roll call; who has not been found stays listed.

        :raises UserError: ended already
        """
        self.check_access("write")
        self._move("ended", ended_at=fields.Datetime.now())
