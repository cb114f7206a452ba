from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class ReceptionPetitionSecondment(models.Model):
    """Somebody who receives petitioners on secondment (挂职锻炼人员, 5-3.3a): home unit and period.

    The right to receive begins and ends with the period, by itself.
    """

    _name = "reception.petition.secondment"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin"]
    _description = "Secondment to the Petition Office"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Seconded", required=True, ondelete="restrict", index=True, domain=[("share", "=", False)]
    )
    home_unit = fields.Char(required=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", required=True, help="The last day.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    is_running = fields.Boolean(readonly=True, copy=False)

    _period = models.Constraint("CHECK (date_to >= date_from)", "A secondment ends on its first day or later.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"is_running"}

    @api.model_create_multi
    def create(self, vals_list):
        secondments = super().create(vals_list)
        secondments._update_rights()
        return secondments

    def write(self, vals):
        result = super().write(vals)
        if not {"user_id", "date_from", "date_to"}.isdisjoint(vals):
            self._update_rights()
        return result

    def _update_rights(self):
        """Give the right to receive to those whose period runs, and take it from those whose period is over."""
        group = self.env.ref("visitor_reception_petition.group_reception_petition_receiver").sudo()
        today = self.env["reception.deadline"]._get_today(self.env.company)
        running = self.filtered(lambda row: row.date_from <= today <= row.date_to)
        over = (self - running).filtered("is_running")
        running._as_engine().is_running = True
        over._as_engine().is_running = False
        still = self.sudo().search([("is_running", "=", True)]).user_id
        group.user_ids = [
            *(Command.link(user.id) for user in running.user_id),
            *(Command.unlink(user.id) for user in over.user_id - still),
        ]

    @api.model
    def _cron_rights(self):
        """Every night: who begins, who ended yesterday."""
        today = self.env["reception.deadline"]._get_today(self.env.company)
        begins = [("date_from", "<=", today), ("date_to", ">=", today), ("is_running", "=", False)]
        ends = [("date_to", "<=", today - timedelta(days=1)), ("is_running", "=", True)]
        (self.search(begins) | self.search(ends))._update_rights()
