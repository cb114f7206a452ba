from odoo import fields, models


class ReceptionGateOperation(models.Model):
    """What a desk did while it was offline, once each: a sync that is sent again changes nothing."""

    _name = "reception.gate.operation"
    _description = "Synchronised Operation of a Desk"
    _order = "id desc"
    _rec_name = "client_id"

    client_id = fields.Char(string="Made at the Desk", required=True)
    gate_id = fields.Many2one("reception.gate", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    log_id = fields.Many2one("reception.gate.log", string="Passage", ondelete="set null", index="btree_not_null")
    roll_call_id = fields.Many2one("reception.gate.roll.call", ondelete="set null")
    client_uid = fields.Char(
        string="Begun at the Desk As", index="btree_not_null", help="How later steps name the roll call."
    )
    verb = fields.Char(string="Operation", required=True)
    at = fields.Datetime(string="Done At", required=True)
    status = fields.Selection([("done", "Done"), ("conflict", "Conflict")], required=True)
    text = fields.Text(string="Why Not")
    user_id = fields.Many2one("res.users", string="Synchronised By", required=True, ondelete="restrict")
    noted_by_id = fields.Many2one(
        "res.users",
        ondelete="restrict",
        help="Who was logged in at the desk then, as the desk says.",
    )

    _client_id_uniq = models.Constraint("UNIQUE(client_id)", "This operation has been synchronised already.")
