from odoo import api, fields, models


class ReceptionPettyCashCountLine(models.Model):
    """So many notes or coins of one denomination."""

    _name = "reception.petty.cash.count.line"
    _inherit = ["reception.guarded.mixin"]
    _description = "Notes or Coins Counted"
    _order = "value desc, id"

    count_id = fields.Many2one("reception.petty.cash.count", required=True, ondelete="cascade", index=True)
    denomination_id = fields.Many2one("reception.petty.cash.denomination", required=True, ondelete="restrict")
    value = fields.Float(compute="_compute_value", store=True, digits=(16, 2))
    quantity = fields.Integer(string="Pieces")
    currency_id = fields.Many2one(related="count_id.currency_id")
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _quantity_not_negative = models.Constraint("CHECK (quantity >= 0)", "Pieces are counted from 0 on.")
    _denomination_uniq = models.Constraint("UNIQUE(count_id, denomination_id)", "Count each denomination once.")

    @api.depends("denomination_id")
    def _compute_value(self):
        for line in self:
            # as it was when it was counted
            line.value = line.denomination_id.value

    @api.depends("value", "quantity")
    def _compute_amount(self):
        for line in self:
            line.amount = line.value * line.quantity

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.count_id._check_counting()
        return lines

    def write(self, vals):
        self.count_id._check_counting()
        result = super().write(vals)
        self.count_id._check_counting()  # it may be another one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.count_id._check_counting()
