from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionGateShiftLine(models.Model):
    """One kind of open items of a hand-over: as the books say, as counted, and why they differ (3-1c)."""

    _name = "reception.gate.shift.line"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin"]
    _description = "Item of a Hand-over"
    _order = "shift_id, id"

    shift_id = fields.Many2one("reception.gate.shift", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="shift_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("inside", "People inside"),
            ("slip", "Slips out"),
            ("pass", "Passes out"),
            ("deposit", "Deposits kept"),
            ("incident", "Incidents of the shift"),
        ],
        string="Item",
        required=True,
        readonly=True,
    )
    expected = fields.Integer(string="By the Books", readonly=True)
    names = fields.Text(string="Names and Numbers", readonly=True)
    summary = fields.Char(string="Names", readonly=True, help="Each name once, with how often it stands on the list.")
    counted = fields.Integer()
    is_counted = fields.Boolean(string="Has Been Counted")
    difference = fields.Integer(compute="_compute_difference")
    explanation = fields.Char(string="Why It Differs")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"shift_id", "kind", "expected", "names", "summary"}

    @api.depends("counted", "expected", "is_counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.counted - line.expected if line.is_counted else 0

    @api.onchange("counted")
    def _onchange_counted(self):
        self.is_counted = True

    def _count(self, counted=None, explanation=None):
        """What was counted at a desk; nothing said: not counted. As engine."""
        logs = self.env["reception.gate.log"]
        if counted is not None and (not isinstance(counted, int) or isinstance(counted, bool) or counted < 0):
            text = self.env._("write the number counted: 0 or more.")
            self.shift_id._raise_refusals([[self.env["reception.clause"]._explain("3-1c", text)]])
        self.write(
            {
                "counted": counted or 0,
                "is_counted": counted is not None,
                "explanation": logs._clean_text("explanation", explanation),
            }
        )

    def action_open_names(self):
        """All that stands behind the summary: one line each."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Names and Numbers"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("visitor_reception.reception_gate_shift_line_view_form").id, "form")],
            "target": "new",
        }

    def write(self, vals):
        if not self._is_engine() and any(shift.state != "handing" or shift.signed_at for shift in self.shift_id):
            raise UserError(
                self.env["reception.clause"]._explain("3-1c", self.env._("what is signed is not counted again."))
            )
        if "counted" in vals:
            vals = {"is_counted": True, **vals}
        return super().write(vals)
