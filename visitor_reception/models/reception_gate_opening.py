from odoo import api, fields, models
from odoo.tools.misc import clean_context


class ReceptionGateOpening(models.Model):
    """One actual opening or closing of a gate, held to its schedule (3-1a, 3-1b); never changed afterwards."""

    _name = "reception.gate.opening"
    _description = "Opening or Closing of a Gate"
    _order = "at desc, id desc"

    gate_id = fields.Many2one("reception.gate", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection([("open", "Opened"), ("close", "Closed and locked")], required=True)
    at = fields.Datetime(string="Actual Time", required=True, readonly=True, default=fields.Datetime.now)
    guard_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", default=lambda self: self.env.user
    )
    scheduled_at = fields.Datetime(
        string="Scheduled Time", compute="_compute_scheduled_at", store=True, precompute=True
    )
    deviation = fields.Integer(
        string="Deviation (Minutes)",
        compute="_compute_scheduled_at",
        store=True,
        precompute=True,
        help="Minutes after the scheduled time; less than 0: before it.",
    )
    is_deviation = fields.Boolean(
        string="Outside the Schedule", compute="_compute_scheduled_at", store=True, precompute=True
    )
    remark = fields.Char(string="Why")

    @api.depends("gate_id", "kind", "at")
    def _compute_scheduled_at(self):
        """Held to the schedule of that moment: a later change of the schedule does not judge it anew."""
        for opening in self:
            gate = opening.gate_id
            scheduled = opening.kind and opening.at and gate and gate._get_scheduled(opening.kind, opening.at)
            opening.scheduled_at = scheduled
            opening.deviation = round((opening.at - scheduled).total_seconds() / 60) if scheduled else 0
            # opened on a day without opening hours
            unplanned = bool(gate.calendar_id and opening.kind == "open" and not scheduled)
            opening.is_deviation = unplanned or abs(opening.deviation) > gate.tolerance

    @api.depends("gate_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for opening in self:
            opening.display_name = f"{opening.gate_id.name} {labels.get(opening.kind, '')}"

    @api.model_create_multi
    def create(self, vals_list):
        """The moment and the guard are the clock's and the login's, unless the gate's desk was offline."""
        if not self.env.su:
            own = {"at": fields.Datetime.now(), "guard_id": self.env.uid}
            # the deviation is computed, never told
            self = self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden
            vals_list = [
                {**{name: vals[name] for name in ("gate_id", "kind", "remark") if name in vals}, **own}
                for vals in vals_list
            ]
        return super().create(vals_list)
