from odoo import api, fields, models


class ReceptionPetitionMatter(models.Model):
    _inherit = "reception.petition.matter"

    satisfaction_ids = fields.One2many("reception.petition.satisfaction", "matter_id", string="Ratings", readonly=True)

    def _conclude(self, result, day=None, **vals):
        """The petitioner is asked once the answer is out; not about what was merged or taken back."""
        super()._conclude(result, day, **vals)
        if result not in ("merged", "withdrawn"):
            self.env["reception.petition.satisfaction"]._invite(self)

    def _merge_into(self, same):
        complaints = self.env["reception.petition.attitude.complaint"].sudo().search([("matter_id", "=", self.id)])
        super()._merge_into(same)
        complaints._as_engine().matter_id = same

    @api.model
    def _cron_clock(self):
        self.env["reception.petition.satisfaction"]._expire()
        return super()._cron_clock()
