from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionGate(models.Model):
    """The board of all gates: who waits and is inside at each, who is on duty, whether it is open."""

    _inherit = "reception.gate"

    expected_count = fields.Integer(string="Expected Today", compute="_compute_board", help="At this gate, or at any.")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_board")
    inside_count = fields.Integer(string="People Inside", compute="_compute_board", help="Who came in here.")
    overdue_count = fields.Integer(string="Late to Leave", compute="_compute_board")
    deposit_count = fields.Integer(string="Deposits Kept", compute="_compute_board")
    guard_name = fields.Char(string="On Duty", compute="_compute_board")
    last_opening = fields.Selection(
        [("open", "Open"), ("close", "Closed")], compute="_compute_board", help="As it was noted last."
    )

    @api.depends_context("uid")
    def _compute_board(self):
        """The same number of queries for one gate and for all."""
        # the board counts, and shows nobody; who reads gates may know how many wait
        gates = self.sudo()
        logs, shifts = gates.env["reception.gate.log"], gates.env["reception.gate.shift"]
        here = Domain("gate_id", "in", self.ids)
        waiting = dict(logs._read_group(here & Domain("state", "=", "waiting"), ["gate_id"], ["headcount:sum"]))
        is_inside = here & Domain("state", "=", "inside")
        inside = dict(logs._read_group(is_inside, ["gate_id"], ["headcount:sum"]))
        late = is_inside & Domain("due_out", "<", fields.Datetime.now())
        overdue = dict(logs._read_group(late, ["gate_id"], ["headcount:sum"]))
        kept = here & Domain("state", "=", "kept")
        deposits = dict(gates.env["reception.gate.deposit"]._read_group(kept, ["gate_id"], ["__count"]))
        on_duty = {
            shift.gate_id: shift.guard_id.name for shift in shifts.search(here & Domain("state", "!=", "closed"))
        }
        openings = gates.env["reception.gate.opening"]
        last = openings.browse(
            last for _gate, last in openings._read_group(here & Domain("at", "!=", False), ["gate_id"], ["id:max"])
        )
        kinds = {opening.gate_id: opening.kind for opening in last}
        expected = gates._count_expected()
        for gate in self:
            gate.expected_count = sum(expected.get((gate.company_id, which), 0) for which in (gate, gate.browse()))
            gate.waiting_count = waiting.get(gate, 0)
            gate.inside_count = inside.get(gate, 0)
            gate.overdue_count = overdue.get(gate, 0)
            gate.deposit_count = deposits.get(gate, 0)
            gate.guard_name = on_duty.get(gate, False)
            gate.last_opening = kinds.get(gate, False)

    def _count_expected(self):
        """How many are expected today: dict by company and gate, of any gate under none."""
        counts = {}
        for gates in self.grouped("company_id").values():
            today = gates[:1]._desk_lists()["expected"].domain
            groups = self.env["reception.gate.log"]._read_group(today, ["company_id", "gate_id"], ["headcount:sum"])
            counts |= {(company, gate): count for company, gate, count in groups}
        return counts

    def action_view_list(self):
        """The people of one count; the context's ``reception_gate_list`` says of which."""
        self.ensure_one()
        name = self.env.context.get("reception_gate_list")
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_gate_log_action")
        lists = self._desk_lists()
        if name not in lists:
            return action
        here = Domain("gate_id", "in", (self.id, False) if name == "expected" else self.ids)
        return {**action, "domain": list(lists[name].domain & here), "context": {}}
