from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .reception_preset import NATURES


class ReceptionCompanionLimit(models.Model):
    """How many companions may sit with how many guests, drivers not counted (陪客人数, 1-6.2.4, D8, P2, P3).

    Permitted are ``companions + floor((guests - counted_above) * share_numerator / share_denominator)``. A limit of the
    preset beats the organisation's own, one for the kind of hospitality beats one for all, the company's own beats one
    for all companies.
    """

    _name = "reception.companion.limit"
    _inherit = ["reception.policy.table", "mail.thread", "reception.placed.mixin"]
    _description = "Companion Limit"
    _order = "company_id, nature, guests_from, id"

    name = fields.Char(compute="_compute_name", string="Number of Guests")
    guests_from = fields.Integer(string="From", required=True, default=1, tracking=True, help="Fewest guests.")
    guests_to = fields.Integer(string="To", tracking=True, help="Most guests, this number included. 0: no upper end.")
    companions = fields.Integer(string="Companions at Most", tracking=True, help="Drivers are not counted.")
    counted_above = fields.Integer(tracking=True, help="Of how many guests more than this the share is taken.")
    share_numerator = fields.Integer(
        string="Share of the Guests", tracking=True, help="Companions in addition, such as 1 of 3 guests, rounded down."
    )
    share_denominator = fields.Integer(string="Share Of", required=True, default=1, tracking=True)
    preset_id = fields.Many2one(
        "reception.preset",
        ondelete="cascade",
        index="btree_not_null",
        tracking=True,
        help="Empty: the organisation's own number.",
    )
    nature = fields.Selection(
        NATURES, string="Kind of Hospitality", tracking=True, help="Empty: whatever the kind of hospitality."
    )
    decided_by_approver = fields.Boolean(tracking=True, help="The approver states the permitted number case by case.")
    clause = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies without one of their own.")
    active = fields.Boolean(default=True, tracking=True)

    _from_positive = models.Constraint("CHECK (guests_from > 0)", "The number of guests starts at 1.")
    _range = models.Constraint(
        "CHECK (guests_to = 0 OR guests_to >= guests_from)", "The upper end lies below the lower end."
    )
    _companions_not_negative = models.Constraint(
        "CHECK (companions >= 0)", "The number of companions cannot be negative."
    )

    _share_plausible = models.Constraint(
        "CHECK (counted_above >= 0 AND share_numerator >= 0 AND share_denominator > 0)",
        "The share of the guests must be a fraction, such as 1 of 3.",
    )

    @api.depends("guests_from", "guests_to", "nature")
    @api.depends_context("lang")
    def _compute_name(self):
        natures = dict(self._fields["nature"]._description_selection(self.env))
        for limit in self:
            guests = f"{limit.guests_from}–{limit.guests_to}" if limit.guests_to else f"≥ {limit.guests_from}"
            limit.name = f"{guests} {natures[limit.nature]}" if limit.nature else guests

    @api.constrains("guests_from", "guests_to", "company_id", "preset_id", "nature", "active")
    def _check_overlap(self):
        for limit in self.filtered("active"):
            domain = [
                ("id", "!=", limit.id),
                ("company_id", "=", limit.company_id.id),
                ("preset_id", "=", limit.preset_id.id),
                ("nature", "=", limit.nature),
            ]
            domain += ["|", ("guests_to", "=", 0), ("guests_to", ">=", limit.guests_from)]
            if limit.guests_to:
                domain.append(("guests_from", "<=", limit.guests_to))
            if other := self.search(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "The limits for %(these)s and for %(others)s guests overlap.",
                        these=limit.name,
                        others=other.name,
                    )
                )

    @api.model
    def _get_limit(self, guest_count, company, preset=None, nature=None):
        """The limit for a number of guests (1-6.2.4, P2, P3), the most specific first.

        :param preset: reception.preset that holds beside the organisation's own numbers
        :param str nature: kind of hospitality, where the preset tells them apart
        :returns: one limit, or an empty record where none fits
        """
        # a policy table that everybody is held to, whatever they may read
        limits = self.sudo().search(
            [
                ("guests_from", "<=", guest_count),
                "|",
                ("guests_to", "=", 0),
                ("guests_to", ">=", guest_count),
                ("company_id", "in", [False, company.id]),
                ("preset_id", "in", [False, preset.id if preset else False]),
                ("nature", "in", [False, nature or False]),
            ]
        )
        return limits.sorted(lambda limit: (not limit.preset_id, not limit.nature, not limit.company_id))[:1]

    @api.model
    def _get_table(self, preset, company):
        """All limits that hold in ``company`` under ``preset``: its own, or the organisation's where it has none."""
        limits = self.sudo().search(
            [("company_id", "in", [False, company.id]), ("preset_id", "in", [False, preset.id])]
        )
        return limits.filtered("preset_id") or limits.filtered("company_id") or limits

    def _get_permitted(self, guest_count):
        """How many companions may join ``guest_count`` guests."""
        counted = max(guest_count - self.counted_above, 0)
        return self.companions + counted * self.share_numerator // (self.share_denominator or 1)

    def _describe(self):
        """The limit in words."""
        _ = self.env._
        if self.decided_by_approver:
            return _("decided by the approver")
        share = f"{self.share_numerator}/{self.share_denominator}"
        if not self.share_numerator:
            return _("at most %(number)s", number=self.companions)
        if not self.companions and not self.counted_above:
            return _("at most %(share)s of the guests", share=share)
        return _(
            "at most %(number)s and %(share)s of the guests above %(above)s",
            number=self.companions,
            share=share,
            above=self.counted_above,
        )
