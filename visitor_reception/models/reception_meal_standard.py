from odoo import api, fields, models

MEAL_KINDS = [("work_meal", "Work meal"), ("group_meal", "Group meal"), ("banquet", "Banquet")]
PLACES = [("inside", "Inside the company"), ("outside", "Outside the company")]


class ReceptionMealStandard(models.Model):
    """What a meal may cost a head (就餐标准, 1-6.2.1 to 1-6.2.3).

    The most specific standard holds: one for the company, for the place and for the host beats one for all.
    """

    _name = "reception.meal.standard"
    _inherit = ["mail.thread", "reception.amount.mixin", "reception.placed.mixin"]
    _description = "Meal Standard"
    _order = "kind, clause, sequence, id"
    _exact_amounts = ("amount_per_head",)

    name = fields.Char(compute="_compute_name", string="Standard")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(MEAL_KINDS, string="Kind of Meal", required=True, tracking=True)
    place = fields.Selection(PLACES, tracking=True, help="Empty: inside and outside the company.")
    host_level = fields.Selection(
        [("company_leader", "A company leader is present"), ("department", "The department alone")],
        string="Host",
        tracking=True,
        help="Empty: whoever is the host.",
    )
    amount_per_head = fields.Monetary(string="Amount a Head", required=True, tracking=True)
    over_allowed = fields.Boolean(
        string="More With Signatures",
        tracking=True,
        help="More than the standard is possible in special cases with the signatures of the clause; otherwise never.",
    )
    clause = fields.Char(required=True, tracking=True)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies without one of their own.")
    active = fields.Boolean(default=True, tracking=True)

    _standard_uniq = models.UniqueIndex(
        "(kind, COALESCE(place, ''), COALESCE(host_level, ''), COALESCE(company_id, 0)) WHERE active",
        "There is already a standard for this kind of meal, place and host.",
    )
    _amount_positive = models.Constraint("CHECK (amount_per_head > 0)", "The amount a head must be above 0.")

    @api.depends("kind", "place", "host_level")
    @api.depends_context("lang")
    def _compute_name(self):
        for standard in self:
            labels = (
                dict(self._fields[name]._description_selection(self.env)).get(standard[name])
                for name in ("kind", "place", "host_level")
            )
            standard.name = ", ".join(label for label in labels if label)

    def _get_amount_currencies(self, name, vals):
        return self.env["res.currency"].browse(vals.get("currency_id")) or super()._get_amount_currencies(name, vals)

    @api.model
    def _get_standard(self, kind, place, host_level, company):
        """The standard of a meal, the most specific first (1-6.2.1 to 1-6.2.3).

        :param str kind: ``work_meal``, ``group_meal`` or ``banquet``
        :param place: ``inside`` or ``outside``; false where it is not known yet
        :param host_level: ``company_leader`` or ``department``; false where it is not known yet
        :returns: one standard, or an empty record where none fits
        """
        # a policy table that everybody is held to, whatever he may read
        standards = self.sudo().search(
            [
                ("kind", "=", kind),
                ("place", "in", [False, place]),
                ("host_level", "in", [False, host_level]),
                ("company_id", "in", [False, company.id]),
            ]
        )
        return standards.sorted(lambda s: (not s.company_id, -bool(s.place) - bool(s.host_level), not s.host_level))[:1]
