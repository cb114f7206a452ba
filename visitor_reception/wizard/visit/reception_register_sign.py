from odoo import fields, models


class ReceptionRegisterSign(models.TransientModel):
    """Asks for the signature under the guest register, drawn on the screen or as a scan of the paper (1-5.4.3)."""

    _name = "reception.register.sign"
    _description = "Signing of the Guest Register"

    visit_id = fields.Many2one("reception.visit", required=True, readonly=True)
    signature = fields.Binary(string="Draw Your Signature")
    scan = fields.Binary(string="Scan of the Register")
    scan_filename = fields.Char()

    def action_confirm(self):
        """Sign the guest register with what was drawn or scanned.

        :raises UserError: neither is given, one is no picture, or the user may not sign the register
        """
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        scans = [(self.scan_filename or self.env._("Guest Register"), wizard.scan)] if wizard.scan else []
        self.visit_id._sign_register_with(wizard.signature, scans)
        return {"type": "ir.actions.act_window_close"}
