from odoo import api, fields, models


class ReceptionGateAnswer(models.TransientModel):
    """Asks what a verb of a passage needs to know, where there is no gate desk."""

    _name = "reception.gate.answer"
    _description = "Question About a Passage"

    log_ids = fields.Many2many("reception.gate.log", string="Passages", required=True)
    is_group = fields.Boolean(compute="_compute_is_group", export_string_translation=False)
    verb = fields.Selection(
        [
            ("check_in", "Let in"),
            ("check_out", "Let out"),
            ("refuse", "Refuse"),
            ("consent", "Note a call"),
            ("sign_slip", "Slip signed"),
            ("explain_slip", "Explain missing slip"),
            ("disagree", "Do not agree"),
            ("unmask", "Read the whole number"),
            ("send_invitation", "Send the invitation"),
        ],
        required=True,
    )
    text = fields.Char(string="Reason or Explanation")
    pass_number = fields.Char(string="Number of the Pass")
    document_kind = fields.Selection(
        lambda self: self.env["reception.gate.log"]._fields["document_kind"]._description_selection(self.env),
        string="Document Shown",
    )
    document_typed = fields.Char(string="Number of the Document")
    plate = fields.Char(string="Number Plate")
    goods = fields.Char()
    area_id = fields.Many2one("reception.gate.area")
    escort = fields.Char(string="Escorted By")
    result = fields.Selection([("agreed", "Agreed"), ("refused", "Not agreed"), ("no_answer", "No answer")])
    visitor_email = fields.Char(string="E-mail of the Guest")
    spoke_with = fields.Char(string="Who Spoke or Signed")
    number = fields.Char(string="Number Called")
    slip_returned = fields.Boolean(string="Return Slip Received")
    pass_returned = fields.Boolean(string="Pass Received", default=True)

    @api.depends("log_ids")
    def _compute_is_group(self):
        for answer in self:
            answer.is_group = len(answer.log_ids) > 1

    def action_answer(self):
        """Do the verb with what was answered.

        :raises UserError: see the verbs of ``reception.gate.log``
        """
        self.ensure_one()
        logs = self.log_ids
        if self.verb == "check_in":
            given = {
                "pass_number": self.pass_number,
                "document_kind": self.document_kind,
                "document_typed": self.document_typed,
                "plate": self.plate,
                "goods_in": self.goods,
                "area_id": self.area_id.id,
                "escort": self.escort,
            }
            self.document_typed = False  # the whole number is kept in one place
            logs.action_check_in({name: value for name, value in given.items() if value})
        elif self.verb == "check_out":
            logs.action_check_out(
                {
                    "slip_returned": self.slip_returned,
                    "signed_by": self.spoke_with,
                    "pass_returned": self.pass_returned,
                    "goods_out": self.goods,
                }
            )
        elif self.verb == "consent":
            logs.action_consent(self.result, self.spoke_with, self.number, self.text)
        elif self.verb == "sign_slip":
            logs.action_sign_slip(self.spoke_with)
        elif self.verb == "explain_slip":
            logs.action_explain_slip(self.text, self.pass_returned)
        elif self.verb == "send_invitation":
            return logs.action_send_invitation(self.visitor_email)
        elif self.verb == "unmask":
            message = logs.action_unmask(self.text)
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"message": message, "sticky": True, "next": {"type": "ir.actions.act_window_close"}},
            }
        else:
            getattr(logs, f"action_{self.verb}")(self.text)
        return {"type": "ir.actions.act_window_close"}
