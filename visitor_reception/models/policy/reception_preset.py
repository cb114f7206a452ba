from math import inf

from odoo import api, fields, models

# kinds of hospitality of a state-owned enterprise (P3)
NATURES = [
    ("business", "Business"),
    ("foreign", "Foreign affairs"),
    ("official", "Other official matters"),
    ("internal", "Internal"),
]
SWITCHES = (
    "letter_required",
    "letter_single_use",
    "work_meals_only",
    "list_required",
    "single_settlement",
    "no_prepaid",
    "nature_required",
    "holiday_report",
)


# {whether there is a limit: the limit}
LIMITS = {
    "has_meal_limit": "meals_per_visit",
    "has_cash_cap": "cash_cap",
    "has_souvenir_cap": "souvenir_cap",
}


class ReceptionPreset(models.Model):
    """Rules that an organisation switches on beside its own numbers, for all visitors or for some categories (P2, P3).

    A preset replaces only the numbers it names: companion limits and meal standards that carry it go before the
    organisation's own; where it has none, the organisation's own hold.
    """

    _name = "reception.preset"
    _inherit = ["reception.policy.table", "mail.thread", "reception.amount.mixin"]
    _description = "Reception Preset"
    _order = "sequence, id"
    _exact_amounts = ("cash_cap", "souvenir_cap")
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="P0 are the organisation's own numbers.")
    sequence = fields.Integer(default=10)
    clause = fields.Char(required=True, tracking=True)
    description = fields.Text(translate=True, help="For whom the preset is made.")
    guidance = fields.Text(
        translate=True, help="Shown on notices and applications and printed on them; it never blocks."
    )
    letter_required = fields.Boolean(string="Official Letter Asked For", tracking=True)
    letter_single_use = fields.Boolean(string="One Letter, One Reception", tracking=True)
    meals_per_visit = fields.Integer(string="Meals a Visit at Most", tracking=True, help="0: any number.")
    work_meals_only = fields.Boolean(tracking=True)
    list_required = fields.Boolean(
        string="Reception List Before Claims",
        tracking=True,
        help="No cost of a visit is claimed before its reception list is signed.",
    )
    single_settlement = fields.Boolean(
        string="One Reception, One Settlement",
        tracking=True,
        help="All claims of a visit are submitted before the first of them is in the books.",
    )
    no_prepaid = fields.Boolean(
        string="No Prepaid Tabs", tracking=True, help="A meal is claimed only after it has taken place."
    )
    cash_cap = fields.Monetary(
        string="Cash Settlement at Most", tracking=True, help="For the claims of one meal. 0: no cap."
    )
    souvenir_cap = fields.Monetary(
        string="Souvenirs a Head at Most", tracking=True, help="For the souvenirs in the cost plan. 0: no cap."
    )
    holiday_report = fields.Boolean(
        string="Report of Meals on Holidays",
        tracking=True,
        help="A meal on a public holiday of the company's calendar, or in the days around it, says why it is given then.",
    )
    holiday_report_days = fields.Integer(
        string="Working Days Around a Holiday",
        tracking=True,
        help="So many working days before and after a holiday are reported as the holiday itself. 0: the holiday alone.",
    )
    nature_required = fields.Boolean(
        string="Kind of Hospitality Required", tracking=True, help="The kind decides how many companions may join."
    )
    limit_ids = fields.One2many("reception.companion.limit", "preset_id", string="Companion Limits")
    standard_ids = fields.One2many("reception.meal.standard", "preset_id", string="Meal Standards")
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    active = fields.Boolean(default=True, tracking=True)

    # an amount of 0 is no limit, and is shown as that
    has_meal_limit = fields.Boolean(compute="_compute_has_limits", inverse="_inverse_has_limits", string="Limited")
    has_cash_cap = fields.Boolean(compute="_compute_has_limits", inverse="_inverse_has_limits", string="Capped")
    has_souvenir_cap = fields.Boolean(compute="_compute_has_limits", inverse="_inverse_has_limits", string="Capped Too")
    limits_summary = fields.Char(string="Limits", compute="_compute_limits_summary")

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a preset with this code.")
    _meals_not_negative = models.Constraint("CHECK (meals_per_visit >= 0)", "The number of meals cannot be negative.")
    _days_in_bounds = models.Constraint(
        "CHECK (COALESCE(holiday_report_days, 0) BETWEEN 0 AND 30)",
        "0 to 30 working days are reported around a holiday.",
    )
    _cap_not_negative = models.Constraint("CHECK (cash_cap >= 0 AND souvenir_cap >= 0)", "A cap cannot be negative.")

    @api.depends(*LIMITS.values())
    def _compute_has_limits(self):
        for preset in self:
            for switch, amount in LIMITS.items():
                preset[switch] = bool(preset[amount])

    def _inverse_has_limits(self):
        for preset in self:
            for switch, amount in LIMITS.items():
                if not preset[switch] and preset[amount]:
                    preset[amount] = 0

    @api.depends(*LIMITS.values(), "currency_id")
    @api.depends_context("lang")
    def _compute_limits_summary(self):
        for preset in self:
            preset.limits_summary = "; ".join(
                f"{preset._get_label(name)}: {preset._describe_limit(name)}" for name in LIMITS.values()
            )

    def _describe_limit(self, name):
        if not self[name]:
            return self.env._("no limit")
        return self.currency_id.format(self[name]) if self._fields[name].type == "monetary" else str(self[name])

    @api.depends("code", "name")
    def _compute_display_name(self):
        for preset in self:
            preset.display_name = f"{preset.code} {preset.name}"

    def _get_amount_currencies(self, name, vals):
        return self.env["res.currency"].browse(vals.get("currency_id")) or super()._get_amount_currencies(name, vals)

    @api.model
    def _get_own(self):
        """P0, the organisation's own numbers; empty if somebody deleted it."""
        # not env.ref(), which asks the database each time
        xmlid = "visitor_reception.reception_preset_p0"
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(xmlid) or ())

    @api.model
    def _get_for(self, category, company):
        """The preset of visitors of ``category`` in ``company``: that of the category, else that of the company."""
        # a policy setting that everybody is held to, whatever they may read
        category, company = category.sudo().with_company(company), company.sudo()
        return (category.preset_id or company.reception_preset_id).sudo(False) or self._get_own()

    def _get_numbers(self, company):
        """What holds in ``company`` under the preset: ``{label: (value, clause[, what it allows])}``, in the order of reading.

        What it allows is a number, where more of it is looser.
        """
        _ = self.env._
        numbers = {self._get_label(name): (_("yes") if self[name] else _("no"), self.clause) for name in SWITCHES}
        for name in LIMITS.values():
            numbers[self._get_label(name)] = (self._describe_limit(name), self.clause, self[name] or inf)
        if self.holiday_report:
            days = str(self.holiday_report_days)
            numbers[self._get_label("holiday_report_days")] = (days, self.clause)
        for limit in self.env["reception.companion.limit"]._get_table(self, company):
            numbers[_("Companions: %(who)s", who=limit.display_name)] = (limit._describe(), limit.clause)
        for meal, standard in self.env["reception.meal.standard"]._get_table(self, company).items():
            amount = standard.currency_id.format(standard.amount_per_head)
            label = _("Standard a head: %(meal)s", meal=meal)
            numbers[label] = (amount, standard.clause, standard.amount_per_head)
        return numbers

    def _get_cap(self, name, company, moment):
        """The cap ``name`` in the currency of ``company`` at ``moment``; 0 where there is none."""
        day = self.env["reception.deadline"]._to_company_day(moment, company)
        return self.currency_id._convert(self[name], company.currency_id, company, day) if self[name] else 0.0

    def _get_label(self, name):
        return self._fields[name]._description_string(self.env)
