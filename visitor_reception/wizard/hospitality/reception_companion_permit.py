from odoo import fields, models


class ReceptionCompanionPermit(models.TransientModel):
    """Asks the approver how many companions they permit where the table leaves it to them (1-6.2.4)."""

    _name = "reception.companion.permit"
    _description = "Number of Companions Permitted"

    application_id = fields.Many2one("reception.hospitality", required=True, ondelete="cascade")
    number = fields.Integer(string="Companions Permitted", required=True, help="Drivers are not counted.")

    def action_permit(self):
        """State the number on the application.

        :raises UserError: see ``reception.hospitality.action_permit_companions``
        """
        self.ensure_one()
        self.application_id.action_permit_companions(self.number)
        return {"type": "ir.actions.act_window_close"}
