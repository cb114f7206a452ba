from odoo import fields, models

from .reception_gate_log import LONGEST_NAME, LONGEST_TEXT


class ReceptionGateCall(models.Model):
    """One attempt to ask for consent to a visit: by phone, by button or by link; only the verbs write it."""

    _name = "reception.gate.call"
    _description = "Request for Consent"
    _order = "called_at desc, id desc"

    log_id = fields.Many2one("reception.gate.log", string="Passage", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="log_id.company_id", store=True, precompute=True, index=True)
    called_at = fields.Datetime(string="Time", required=True, default=fields.Datetime.now)
    level = fields.Selection(
        [("host", "Person visited"), ("deputy", "Deputy"), ("department", "Department")], required=True, default="host"
    )
    number = fields.Char(string="Number Called", size=LONGEST_NAME)
    spoke_with = fields.Char(size=LONGEST_NAME)
    result = fields.Selection([("agreed", "Agreed"), ("refused", "Refused"), ("no_answer", "No answer")], required=True)
    manner = fields.Selection(
        [("phone", "By phone"), ("odoo", "In the system"), ("link", "By link"), ("invitation", "By invitation")],
        required=True,
        default="phone",
    )
    remark = fields.Char(size=LONGEST_TEXT)
    user_id = fields.Many2one("res.users", string="Noted By", required=True, ondelete="restrict")
