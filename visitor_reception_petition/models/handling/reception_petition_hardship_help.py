from odoo import api, fields, models


class ReceptionPetitionHardshipHelp(models.Model):
    """Help in hardship beside the lawful handling (救助, 5-3.3b, P1-37): told, applied for, or granted."""

    _name = "reception.petition.hardship.help"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Hardship Help"
    _order = "date desc, id desc"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [("told", "Told how"), ("applied", "Applied for"), ("granted", "Granted")], required=True, default="told"
    )
    measure = fields.Text(required=True)
    amount = fields.Monetary(help="Where money was granted.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one("reception.petition.unit", ondelete="restrict")
    date = fields.Date(required=True, default=fields.Date.context_today)

    @api.model_create_multi
    def create(self, vals_list):
        helps = super().create(vals_list)
        for matter in helps.matter_id:
            matter._check_holder(self.env._("notes hardship help"))
        return helps
