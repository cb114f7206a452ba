from odoo import api, fields, models


class ReceptionVisitSettle(models.TransientModel):
    """Shows what is still open before a visit is settled (P2)."""

    _name = "reception.visit.settle"
    _description = "Settle a Visit"

    visit_id = fields.Many2one("reception.visit", string="Reception Notice", required=True, readonly=True)
    open_costs = fields.Html(compute="_compute_open_costs")

    @api.depends("visit_id")
    def _compute_open_costs(self):
        for wizard in self:
            wizard.visit_id.check_access("read")
            wizard.open_costs = wizard.visit_id._render_open_costs()

    def action_settle(self):
        """Settle it.

        :raises UserError: as ``reception.visit.action_settle``
        """
        self.ensure_one()
        self.visit_id.action_settle()
        return {"type": "ir.actions.act_window_close"}
