from odoo import fields, models


class ReceptionGateRelieve(models.TransientModel):
    """Asks why a guard who has gone home does not sign the hand-over (3-1c)."""

    _name = "reception.gate.relieve"
    _description = "Take Over Without Signature"

    shift_id = fields.Many2one(
        "reception.gate.shift", required=True, default=lambda self: self.env.context.get("active_id")
    )
    reason = fields.Char(string="Why the Outgoing Guard Does Not Sign")

    def action_relieve(self):
        """Take over.

        :return: action that opens the shift
        :raises UserError: see ``reception.gate.shift.action_take_over_unsigned``
        """
        self.ensure_one()
        return self.shift_id.action_take_over_unsigned(self.reason)
