from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionCompanionLimit(models.Model):
    """How many companions may sit with how many guests, drivers not counted (陪客人数, 1-6.2.4, D8)."""

    _name = "reception.companion.limit"
    _inherit = ["mail.thread", "reception.placed.mixin"]
    _description = "Companion Limit"
    _order = "company_id, guests_from, id"

    name = fields.Char(compute="_compute_name", string="Number of Guests")
    guests_from = fields.Integer(string="From", required=True, default=1, tracking=True, help="Fewest guests.")
    guests_to = fields.Integer(string="To", tracking=True, help="Most guests, this number included. 0: no upper end.")
    companions = fields.Integer(string="Companions at Most", tracking=True, help="Drivers are not counted.")
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

    @api.depends("guests_from", "guests_to")
    def _compute_name(self):
        for limit in self:
            limit.name = f"{limit.guests_from}–{limit.guests_to}" if limit.guests_to else f"≥ {limit.guests_from}"

    @api.constrains("guests_from", "guests_to", "company_id", "active")
    def _check_overlap(self):
        for limit in self.filtered("active"):
            domain = [("id", "!=", limit.id), ("company_id", "=", limit.company_id.id)]
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
    def _get_limit(self, guest_count, company):
        """The limit for a number of guests (1-6.2.4); the company's own beats one for all companies.

        :returns: one limit, or an empty record where none fits
        """
        # a policy table that everybody is held to, whatever he may read
        limits = self.sudo().search(
            [
                ("guests_from", "<=", guest_count),
                "|",
                ("guests_to", "=", 0),
                ("guests_to", ">=", guest_count),
                ("company_id", "in", [False, company.id]),
            ]
        )
        return (limits.filtered("company_id") or limits)[:1]
