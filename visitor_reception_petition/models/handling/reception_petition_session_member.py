from odoo import api, fields, models


class ReceptionPetitionSessionMember(models.Model):
    """Who is invited to a session, and whether they came."""

    _name = "reception.petition.session.member"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Invited to a Session"
    _order = "id"
    _rec_name = "user_id"

    session_id = fields.Many2one("reception.petition.session", required=True, ondelete="cascade", index=True)
    matter_id = fields.Many2one(related="session_id.matter_id", store=True, precompute=True, index=True)
    company_id = fields.Many2one(related="session_id.company_id", store=True, precompute=True, index=True)
    unit_id = fields.Many2one("reception.petition.unit", ondelete="restrict", index="btree_not_null")
    user_id = fields.Many2one("res.users", string="Person", ondelete="restrict", index="btree_not_null")
    invited_at = fields.Datetime(default=fields.Datetime.now)
    attended = fields.Boolean()
    statement = fields.Text(help="What the person said for the unit.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)
