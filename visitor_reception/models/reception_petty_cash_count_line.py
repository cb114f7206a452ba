from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPettyCashCountLine(models.Model):
    """So many notes or coins of one denomination."""

    _name = "reception.petty.cash.count.line"
    _description = "Notes or Coins Counted"
    _order = "value desc, id"

    count_id = fields.Many2one("reception.petty.cash.count", required=True, ondelete="cascade", index=True)
    denomination_id = fields.Many2one("reception.petty.cash.denomination", required=True, ondelete="restrict")
    value = fields.Float(related="denomination_id.value", store=True, digits=(16, 2))
    quantity = fields.Integer(string="Pieces")
    currency_id = fields.Many2one(related="count_id.currency_id")
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _quantity_not_negative = models.Constraint("CHECK (quantity >= 0)", "Pieces are counted from 0 on.")
    _denomination_uniq = models.Constraint("UNIQUE(count_id, denomination_id)", "Count each denomination once.")

    @api.depends("value", "quantity")
    def _compute_amount(self):
        for line in self:
            line.amount = line.value * line.quantity

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_counting()
        return lines

    def write(self, vals):
        self._check_counting()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_counting()

    def _check_counting(self):
        """:raises UserError: the count is signed"""
        if any(line.count_id.state != "draft" for line in self):
            raise UserError(self.env._("The count is signed: take the signature back to count once more."))
