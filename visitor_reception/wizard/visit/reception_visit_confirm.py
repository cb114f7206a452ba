from odoo import api, fields, models


class ReceptionVisitConfirm(models.TransientModel):
    """Asks with whom the six facts of a visit were confirmed (1-5.1.2, 1-5.3.1, 1-5.4.1)."""

    _name = "reception.visit.confirm"
    _description = "Confirmation of the Six Facts"

    visit_id = fields.Many2one("reception.visit", required=True, ondelete="cascade")
    confirmed_with = fields.Char(
        compute="_compute_confirmed_with", store=True, readonly=False, precompute=True, help="Whom we asked."
    )
    identity = fields.Char(related="visit_id.identity", related_sudo=False)
    purpose = fields.Text(related="visit_id.purpose", related_sudo=False)
    headcount = fields.Integer(related="visit_id.headcount", related_sudo=False)
    date_begin = fields.Datetime(related="visit_id.date_begin", related_sudo=False)
    date_end = fields.Datetime(related="visit_id.date_end", related_sudo=False)
    contact_phone = fields.Char(related="visit_id.contact_phone", related_sudo=False)
    guest_ids = fields.One2many(related="visit_id.guest_ids", related_sudo=False)

    @api.constrains("visit_id")
    def _check_visit(self):
        """Nobody learns through the wizard what stands on a notice that they may not read."""
        self.sudo(False).visit_id.check_access("read")  # constraints run as superuser

    @api.depends("visit_id")
    def _compute_confirmed_with(self):
        for wizard in self:
            wizard.confirmed_with = wizard.visit_id.contact_name

    def action_confirm(self):
        """Record the confirmation on the visit.

        :raises UserError: see ``reception.visit.action_confirm``
        """
        self.ensure_one()
        self.visit_id.action_confirm(self.confirmed_with)
        return {"type": "ir.actions.act_window_close"}
