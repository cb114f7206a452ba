from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionPositionHolder(models.Model):
    """Who holds a position, from when to when, and the deputy during absence.

    Where the holder follows from the record that is signed, such as the head of its department, a row makes nobody a
    holder: it only says who signs while the head is absent.
    """

    _name = "reception.position.holder"
    _inherit = ["reception.policy.table", "reception.placed.mixin"]
    _description = "Holder of a Position"
    _order = "position_id, date_from desc, id"
    _check_company_auto = True

    position_id = fields.Many2one("reception.position", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users",
        string="Holder",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain=[("share", "=", False)],
    )
    date_from = fields.Date(string="From", help="Empty: has always held it.")
    date_to = fields.Date(string="Until", help="Last day. Empty: until further notice.")
    deputy_id = fields.Many2one(
        "res.users",
        check_company=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Signs while the holder is absent, shown as deputy for the holder.",
    )
    absent_from = fields.Date()
    absent_to = fields.Date(string="Absent Until")
    shares = fields.Integer(
        default=1, help="Shares held; counted only by rules that count shares instead of heads (1-3.1)."
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A position cannot end before it begins: put the dates in order.",
    )
    _absence_in_order = models.Constraint(
        "CHECK (absent_from IS NULL OR absent_to IS NULL OR absent_from <= absent_to)",
        "An absence cannot end before it begins: put the dates in order.",
    )
    _shares_positive = models.Constraint("CHECK (shares > 0)", "A shareholder holds at least one share.")
    _deputy_differs = models.Constraint(
        "CHECK (deputy_id IS NULL OR deputy_id <> user_id)", "Nobody can be their own deputy: choose somebody else."
    )

    @api.depends("position_id.name", "user_id.name")
    def _compute_display_name(self):
        for holder in self:
            holder.display_name = f"{holder.position_id.name}: {holder.user_id.name}"

    @api.model
    def _is_reported_to(self, user):
        """Whether ``user`` is, was or will be the general manager, to whom the statistics go (1-2.3).

        Whatever the day, because menus are kept until a holder changes.
        """
        # an employee of several companies may not see the rows of all of them
        return bool(
            self.sudo().search_count(
                [
                    ("position_id.code", "=", "general_manager"),
                    ("position_id.resolution", "=", "holders"),
                    ("user_id", "=", user.id),
                ],
                limit=1,
            )
        )

    def _filter_valid(self, company, day=None):
        """Those in force for ``company`` on ``day`` (its today) whose holder may log in."""
        registered = self._filter_registered(company, day).with_prefetch(self._prefetch_ids)
        return registered.filtered(lambda holder: holder.user_id._may_sign())

    def _filter_registered(self, company, day=None):
        """Those in force for ``company`` on ``day`` (its today), also of holders who cannot log in."""
        day = day or self.env["reception.deadline"]._get_today(company)
        return self.filtered(
            lambda holder: (
                holder.company_id == company
                # the rows of other positions are about absence and deputies only
                and holder.position_id.resolution == "holders"
                and (not holder.date_from or holder.date_from <= day)
                and (not holder.date_to or day <= holder.date_to)
            )
        )

    def _get_deputy_of(self, user, company, day=None):
        """Who signs for ``user`` on ``day`` (today) because they are absent (res.users); nobody if they are not."""
        day = day or self.env["reception.deadline"]._get_today(company)
        absent = self.filtered(
            lambda holder: (
                holder.user_id == user
                and holder.company_id == company
                and holder.deputy_id._may_sign()
                and (holder.absent_from or holder.absent_to)
                and (not holder.absent_from or holder.absent_from <= day)
                and (not holder.absent_to or day <= holder.absent_to)
            )
        )
        return absent[:1].deputy_id

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD: menus depend on who is the general manager
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        holders = super().create(vals_list)
        holders._pass_requests_on()
        return holders

    def write(self, vals):
        if {"position_id", "user_id"}.intersection(vals):
            self.env.registry.clear_cache()
        positions = self.position_id
        result = super().write(vals)
        self._pass_requests_on(positions)
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        positions = self.position_id
        result = super().unlink()
        self.browse()._pass_requests_on(positions)
        return result

    def _pass_requests_on(self, positions=None):
        """What the holders before were asked for passes to who holds the positions now."""
        positions = self.position_id if positions is None else self.position_id | positions
        self.env["reception.signoff"]._pass_on(Domain("position_id", "in", positions.ids))

    @api.model
    def _get_companies_managed(self):
        """Companies whose general manager the user is today (res.company)."""
        # who holds a position is known to everybody; the rules of companies do not matter for one's own
        holders = self.sudo().search([("position_id.code", "=", "general_manager"), ("user_id", "=", self.env.uid)])
        return holders.company_id.filtered(lambda company: holders._filter_valid(company)).sudo(False)
