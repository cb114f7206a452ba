from itertools import product

from odoo import api, fields, models

MEAL_KINDS = [("work_meal", "Work meal"), ("group_meal", "Group meal"), ("banquet", "Banquet")]
PLACES = [("inside", "Inside the company"), ("outside", "Outside the company")]


class ReceptionMealStandard(models.Model):
    """What a meal may cost a head (就餐标准, 1-6.2.1 to 1-6.2.3, P3).

    The most specific standard holds: one of the preset, for the company, for the place and for the host beats one for
    all.
    """

    _name = "reception.meal.standard"
    _inherit = ["reception.policy.table", "mail.thread", "reception.amount.mixin", "reception.placed.mixin"]
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
    preset_id = fields.Many2one(
        "reception.preset",
        ondelete="cascade",
        index="btree_not_null",
        tracking=True,
        help="Empty: the organisation's own number.",
    )
    clause = fields.Char(required=True, tracking=True)
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies without one of their own.")
    active = fields.Boolean(default=True, tracking=True)

    _standard_uniq = models.UniqueIndex(
        "(kind, COALESCE(place, ''), COALESCE(host_level, ''), COALESCE(company_id, 0), COALESCE(preset_id, 0))"
        " WHERE active",
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
    def _get_standard(self, kind, place, host_level, company, preset=None):
        """The standard of a meal, the most specific first (1-6.2.1 to 1-6.2.3, P3).

        :param str kind: ``work_meal``, ``group_meal`` or ``banquet``
        :param place: ``inside`` or ``outside``; false where it is not known yet
        :param host_level: ``company_leader`` or ``department``; false where it is not known yet
        :param preset: reception.preset that holds beside the organisation's own numbers
        :returns: one standard, or an empty record where none fits
        """
        return self._search_for(company, preset)._choose(kind, place, host_level)

    @api.model
    def _search_for(self, company, preset=None):
        # a policy table that everybody is held to, whatever they may read
        return self.sudo().search(
            [
                ("company_id", "in", [False, company.id]),
                ("preset_id", "in", [False, preset.id if preset else False]),
            ]
        )

    def _choose(self, kind, place, host_level):
        fitting = self.filtered(
            lambda standard: (
                standard.kind == kind
                and standard.place in (False, place)
                and standard.host_level in (False, host_level)
            )
        )
        return fitting.sorted(
            lambda s: (not s.preset_id, not s.company_id, -bool(s.place) - bool(s.host_level), not s.host_level)
        )[:1]

    @api.model
    def _get_table(self, preset, company):
        """The standard of every meal in ``company`` under ``preset``: ``{kind, place and host in words: standard}``."""
        standards = self._search_for(company, preset)
        labels = [self._fields[name]._description_selection(self.env) for name in ("kind", "place", "host_level")]
        table = {}
        for meal in product(*labels):
            keys, words = zip(*meal, strict=True)
            if standard := standards._choose(*keys):
                table[", ".join(words)] = standard
        return table
