from odoo import fields, models
from odoo.exceptions import UserError


class ReceptionSignoffAnswer(models.TransientModel):
    """Asks for the words that go with an answer to a request to sign."""

    _name = "reception.signoff.answer"
    _description = "Answer to a Request to Sign"

    res_model = fields.Char(required=True)
    res_ids = fields.Char(required=True)
    answer = fields.Selection(
        [("decline", "Decline"), ("send_back", "Send Back"), ("add_signer", "Add a Signer")], required=True
    )
    reason = fields.Text()
    user_id = fields.Many2one("res.users", string="Signer", domain=[("share", "=", False)])

    def action_confirm(self):
        """Give the answer for the documents of the wizard."""
        self.ensure_one()
        documents = self._get_documents()
        if self.answer == "decline":
            documents.action_decline(self.reason)
        elif self.answer == "send_back":
            documents.action_send_back(self.reason)
        else:
            documents.action_add_signer(self.user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_documents(self):
        if self.res_model not in self.env["reception.signoff.rule"]._get_signed_models():
            raise UserError(self.env._("%(model)s is not a document that is signed.", model=self.res_model))
        if not all(res_id.isdecimal() for res_id in self.res_ids.split(",")):
            raise UserError(self.env._("Open the question from the document once more."))
        return self.env[self.res_model].browse(int(res_id) for res_id in self.res_ids.split(","))
