from odoo import api, fields, models

COST_KINDS = [
    ("transport", "Transport"),
    ("lodging", "Lodging"),
    ("hospitality", "Meals"),
    ("venue", "Venue and service"),
    ("material", "Materials"),
    ("souvenir", "Souvenirs"),
    ("other", "Other"),
]
# the largest amount that a person may mean
MAX_AMOUNT = 10**10


class ReceptionCostLine(models.Model):
    """A line of the cost plan of a visit (费用计划, 1-5.6.1), in the currency of the company."""

    _name = "reception.cost.line"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin", "reception.amount.mixin"]
    _description = "Line of the Cost Plan"
    _order = "visit_id, sequence, id"
    _exact_amounts = ("unit_amount",)

    visit_id = fields.Many2one("reception.visit", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(COST_KINDS, string="Kind of Cost", required=True, default="hospitality")
    name = fields.Char(string="Item", required=True)
    quantity = fields.Integer(default=1, required=True)
    unit_amount = fields.Monetary(required=True)
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _quantity_positive = models.Constraint("CHECK (quantity BETWEEN 1 AND 1000000)", "Plan a quantity of at least 1.")
    _amount_plausible = models.Constraint(
        f"CHECK (unit_amount >= 0 AND unit_amount <= {MAX_AMOUNT})",
        "Look at the amount: it is negative or far too large.",
    )

    @api.model
    def _guarded_fields(self):
        """The product of what is signed, never written by itself."""
        return super()._guarded_fields() | {"amount"}

    @api.depends("quantity", "unit_amount")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.unit_amount

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.visit_id._signoff_void_if_changed()
        return lines

    def write(self, vals):
        visits = self.visit_id
        result = super().write(vals)
        (visits | self.visit_id)._signoff_void_if_changed()
        return result

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        visits.exists()._signoff_void_if_changed()
        return result
