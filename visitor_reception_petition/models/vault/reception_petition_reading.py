from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class ReceptionPetitionReading(models.Model):
    """One look into a sealed matter (查阅日志): who, when, what, why. Written by the code alone, never changed."""

    _name = "reception.petition.reading"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Reading of a Sealed Matter"
    _order = "id desc"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict", index=True)
    at = fields.Datetime(required=True, default=fields.Datetime.now)
    what = fields.Selection(
        [
            ("read", "Read"),
            ("file", "File opened"),
            ("print", "Printed"),
            ("write", "Changed"),
            ("admit", "Person admitted"),
            ("dismiss", "Person dismissed"),
            ("unmask", "Number unmasked"),
        ],
        required=True,
    )
    reason = fields.Text(required=True)

    @api.model
    def _guard_domain(self):
        """The log is for the keepers, who watch each other."""
        is_keeper = self.env["reception.petition.keeper"]._is_keeper(self.env.user)
        return super()._guard_domain() if is_keeper else Domain.FALSE

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.model
    def _log(self, matter, what, reason):
        values = {"matter_id": matter.id, "user_id": self.env.uid, "what": what, "reason": reason}
        return self._as_engine().create(values)

    def write(self, vals):
        self._check_only_grows()
        return super().write(vals)

    def unlink(self):
        self._check_only_grows()
        return super().unlink()

    def _check_only_grows(self):
        if self:
            raise AccessError(self.env._("The reading log only grows: nobody changes it."))
