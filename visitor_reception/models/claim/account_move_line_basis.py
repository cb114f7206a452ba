from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .reception_basis_mixin import Basis
from .res_company import KINDS

# of an item: what it stands on, by the field of the claim
LINE_LINKS = {
    "hospitality_id": "reception_hospitality_id",
    "reception_booking_id": "reception_booking_id",
    "reception_visit_id": "reception_visit_id",
}
DECLARED = ("not_reception_reason", "not_reception_by_id", "not_reception_at")
# what decides whether a posted item is in order
FACTS = {
    "account_id", "product_id", "move_id", "expense_id", "balance", "debit", "credit", "amount_currency", "price_unit",
    "quantity", "display_type", "reversed_entry_id", "company_id", *LINE_LINKS.values(),
}  # fmt: skip


class AccountMoveLine(models.Model):
    """No new journal item reaches the accounts of reception costs without its basis, whichever document writes it.

    An item reaches them by its account (``res.company.reception_account_ids``) or by a product of reception. What brings
    no new cost passes, see ``account.move._is_reception_neutral``; Finance may declare an item *not reception*, with a
    reason. Held wherever an item is posted or a posted one is changed, so over RPC and by import as well; what was posted
    before is listed (``reception_unclaimed``), and changed only so that it does not grow.
    """

    _name = "account.move.line"
    _inherit = ["account.move.line", "reception.guarded.mixin", "reception.basis.mixin"]

    reception_hospitality_id = fields.Many2one(
        "reception.hospitality",
        string="Hospitality Application",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('is_agreed', '=', True), ('company_id', '=', company_id)]",
        help="The approved application of the meal (1-6.1.2), or the note of a work meal inside (1-6.1).",
    )
    reception_booking_id = fields.Many2one(
        "reception.booking",
        string="Booking of Guests",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('state', '=', 'booked'), ('company_id', '=', company_id)]",
        help="Of the ticket, the room or the car, within the standard or by an agreed exception (1-4).",
    )
    reception_visit_id = fields.Many2one(
        "reception.visit",
        string="Reception Notice",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
    )
    not_reception_reason = fields.Char(string="Why Not Reception", readonly=True, copy=False)
    not_reception_by_id = fields.Many2one("res.users", string="Declared By", readonly=True, copy=False)
    not_reception_at = fields.Datetime(
        string="Declared At", readonly=True, copy=False, index="btree_not_null", help="Declared as not reception."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(DECLARED)

    # ------------------------------------------------------------------------------------------------------------------
    # What reaches the accounts, and its basis
    # ------------------------------------------------------------------------------------------------------------------

    def _filter_reception(self):
        """Those that reach the accounts of reception costs."""
        reached = self.browse()
        for company, lines in self.grouped("company_id").items():
            settings = company.sudo()  # which accounts they are is no secret
            accounts, templates = settings.reception_account_ids, settings._get_reception_templates()
            if not accounts and not templates:
                continue
            reached |= lines.filtered(
                lambda line, accounts=accounts, templates=templates: (
                    line.account_id in accounts or line._is_cost_of(templates)
                )
            )
        return reached

    def _is_cost_of(self, templates):
        return (
            bool(self.product_id)
            and self.product_id.product_tmpl_id in templates
            and self.account_id.internal_group in ("expense", "asset")
            and self.account_id.account_type not in ("asset_receivable", "asset_cash")
            and not self.move_id.is_sale_document(include_receipts=True)
        )

    def _get_basis(self):
        line = self.sudo()  # who posts need not see the applications and bookings of colleagues
        claim = line.expense_id.filtered(lambda claim: claim.account_move_id == line.move_id)
        application = claim.hospitality_id or line.reception_hospitality_id
        booking = claim.reception_booking_id or line.reception_booking_id
        return Basis(
            label=line.name or line.product_id.display_name or line.account_id.display_name,
            kind=line._get_basis_kind(application, booking),
            company=line.company_id,
            application=application,
            booking=booking,
            visit=claim.reception_visit_id or line.reception_visit_id,
        )

    def _get_basis_kind(self, application, booking):
        """By the product, else the document, else the account where it is that of one kind alone."""
        company = self.company_id
        if kind := company._get_reception_kind(self.product_id.product_tmpl_id):
            return kind
        if application or booking:
            return "hospitality" if application else False
        kinds = [kind for kind in KINDS if company[f"reception_{kind}_account_id"] == self.account_id]
        return kinds[0] if len(kinds) == 1 else False

    def _get_basis_owners(self):
        line = self.sudo()  # whose claim it is
        return line.expense_id.employee_id.user_id

    def _nothing_named_refusals(self, basis):
        if basis.kind or basis.application or basis.booking:
            return []
        text = self.env._(
            "%(item)s is booked as a reception cost (%(account)s) and names neither an approved hospitality application nor "
            "a booking of guests. Name it on the item; or Finance declares, with a reason, that it is not reception.",
            item=basis.label,
            account=self.account_id.display_name,
        )
        return self._refuse("1-6.1.2", text)

    def _line_refusals(self):
        """What speaks against the item in the books: texts."""
        line = self.sudo()  # who posts need not see the claims of colleagues
        if line.expense_id and line.expense_id.account_move_id != line.move_id:
            text = self.env._("%(claim)s is settled by its own entry, not by this one.", claim=line.expense_id.name)
            return self._refuse("1-6.1.2", text)
        if self.display_type == "product" or not self._is_tax_of_others():
            return self._basis_refusals() + self._time_refusals()
        return []

    def _time_refusals(self):
        """A meal is settled after it took place (1-6.1.2), and nothing after the settlement of its visit (P2)."""
        basis = self._get_basis()
        application = basis.application
        visit = basis.visit or application.visit_id or basis.booking.visit_id
        texts = []
        if application and application.meal_at > fields.Datetime.now():
            text = self.env._(
                "%(application)s: the meal has not taken place yet; it is settled afterwards.",
                application=application.display_name,
            )
            texts += self._refuse("1-6.1.2", text)
        if visit._is_settled():
            text = self.env._(
                "%(claim)s: %(visit)s is settled. Finance can undo the settlement on the notice; then costs are added again.",
                claim=basis.label,
                visit=visit.display_name,
            )
            texts += self._refuse(visit.preset_id.clause, text)
        return texts

    def _is_tax_of_others(self):
        """Whether it is tax or rounding on top of items of the entry that have their basis."""
        others = (self.move_id.line_ids - self)._filter_reception()
        bases = others.filtered(lambda line: line.display_type == "product" and line.balance > 0)
        extras = self | others.filtered(lambda line: line.display_type != "product")
        return (
            bool(bases)
            and sum(extras.mapped("balance")) <= sum(bases.mapped("balance"))
            and not any(line._basis_refusals() for line in bases)
        )

    def _filter_without_basis(self):
        """Posted costs of reception that lack their basis and were not declared."""
        costs = self.filtered(lambda line: line.parent_state == "posted" and not line.not_reception_at)
        costs = costs._filter_reception().filtered(
            lambda line: line.company_currency_id.compare_amounts(line.balance, 0) > 0
        )
        neutral = costs.move_id.filtered(lambda move: move._is_reception_neutral())
        return costs.filtered(lambda line: line.move_id not in neutral and line._line_refusals())

    def _check_reception_basis(self):
        """:raises ValidationError: a posted cost of reception lacks its basis, or more is booked than was approved"""
        if lacking := self._filter_without_basis():
            texts = [text for line in lacking for text in line._line_refusals()]
            raise ValidationError("\n\n".join(dict.fromkeys(texts)))
        # who posts need not see the claims and applications of colleagues; claims were counted when they were approved
        others = self.sudo().filtered(
            lambda line: line.parent_state == "posted" and line.expense_id.account_move_id != line.move_id
        )
        texts = others.expense_id._explain_overruns(others.reception_hospitality_id)
        if texts := texts or others.filtered(lambda line: line.balance > 0)._booking_overrun_refusals():
            raise ValidationError("\n\n".join(texts))

    @api.model
    def _get_booked_otherwise(self, applications, claims):
        """What posted items come to beyond ``claims``, by their application: ``{application: amount}``; tax included."""
        lines = self.search([("reception_hospitality_id", "in", applications.ids), ("parent_state", "=", "posted")])
        booked = defaultdict(float)
        for line in lines:
            gross = line.price_total / line.price_subtotal if line.price_subtotal else 1.0
            booked[line.reception_hospitality_id, line.expense_id] += line.balance * max(gross, 1.0)
        amounts = defaultdict(float)
        for (application, claim), amount in booked.items():
            own = claim._get_outlay() if claim in claims and claim.hospitality_id == application else 0.0
            amounts[application] += max(amount - own, 0.0) if claim else amount
        return amounts

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """An item of a claim names what the claim names."""
        ids = {vals["expense_id"] for vals in vals_list if vals.get("expense_id")}
        # who posts need not see what the claim stands on
        claims = {claim.id: claim for claim in self.env["hr.expense"].sudo().browse(ids)}
        vals_list = [
            {**{name: claims[vals["expense_id"]][link].id for link, name in LINE_LINKS.items()}, **vals}
            if vals.get("expense_id")
            else vals
            for vals in vals_list
        ]
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.parent_state == "posted")._check_reception_basis()
        return lines

    def write(self, vals):
        if FACTS.isdisjoint(vals):
            return super().write(vals)
        known = {line: line.balance for line in self._filter_without_basis()}
        result = super().write(vals)
        grown = self.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.company_currency_id.compare_amounts(line.balance, known.get(line, 0.0)) > 0
            )
        )
        grown._check_reception_basis()
        return result
