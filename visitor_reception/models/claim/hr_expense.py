from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.expense_states import ACTIVE_STATES, BOOKED_STATES
from ..document.reception_engine_mixin import get_mark, with_mark
from .reception_basis_mixin import Basis
from .res_company import KINDS

LINKS = ("hospitality_id", "reception_visit_id", "reception_booking_id", "petty_cash_id", "petty_cash_clearing_id")
# what an approved claim stands for
SETTLED_FIELDS = (
    *LINKS,
    "product_id",
    "employee_id",
    "company_id",
    "currency_id",
    "quantity",
    "price_unit",
    "total_amount",
    "total_amount_currency",
    "payment_method",
)


class HrExpense(models.Model):
    """A claim for a visit: a meal is settled only with its approved application (1-6.1.2, 4-14b).

    ``_check_reception_claim`` is the floor under every way into the books: a constraint, so it holds over RPC, in
    wizards and for superusers; the verbs ask the same question first, so that people read the reason in time.
    Expenses without our product and without a link behave as Odoo made them.

    Further concerns of the same model: ``hr_expense_workflow.py`` the verbs, ``hr_expense_preset.py`` what the preset of
    a visit asks, ``hr_expense_invoice*.py`` its invoice, ``hr_expense_evidence.py``, ``hr_expense_petty_cash.py``.
    """

    _name = "hr.expense"
    _inherit = ["hr.expense", "reception.guarded.mixin", "reception.amount.mixin", "reception.basis.mixin"]
    _exact_amounts = ("total_amount_currency", "total_amount")

    reception_visit_id = fields.Many2one(
        "reception.visit",
        compute="_compute_reception_visit_id",
        store=True,
        readonly=False,
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    hospitality_id = fields.Many2one(
        "reception.hospitality",
        string="Hospitality Application",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('is_agreed', '=', True), ('company_id', '=', company_id)]",
        tracking=True,
    )
    reception_booking_id = fields.Many2one(
        "reception.booking",
        string="Booking",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
    )
    reception_kind = fields.Selection(
        lambda self: self.env["product.template"]._fields["reception_kind"]._description_selection(self.env),
        string="Reception Cost",
        compute="_compute_reception_kind",
        help="What the category is in this company.",
    )
    reception_guests = fields.Char(related="hospitality_id.guest_names", string="Guests at Table")
    reception_companions = fields.Char(related="hospitality_id.companion_names", string="Companions at Table")
    borne_by_person = fields.Boolean(
        readonly=True, copy=False, help="Finance does not settle it; the receiving person bears the cost (1-6.1.2)."
    )
    borne_reason = fields.Text(string="Why Borne by the Person", readonly=True, copy=False)

    @api.depends("hospitality_id", "reception_booking_id")
    def _compute_reception_visit_id(self):
        for expense in self:
            # whoever may see the claim may see which visit it is for
            source = expense.hospitality_id.sudo() or expense.reception_booking_id.sudo()
            expense.reception_visit_id = source.visit_id.sudo(False) or expense.reception_visit_id

    @api.depends("product_id.reception_kind", "company_id")
    def _compute_reception_kind(self):
        for expense in self:
            # which categories are reception is no secret
            company = (expense.company_id or self.env.company).sudo()
            expense.reception_kind = company._get_reception_kind(expense.product_id.product_tmpl_id)

    def _compute_tax_ids(self):
        super()._compute_tax_ids()
        # input tax of entertainment cannot be deducted, so a meal is booked as it was paid
        self.filtered(lambda expense: expense.reception_kind == "hospitality").tax_ids = False

    def _compute_price_unit(self):
        super()._compute_price_unit()
        # Odoo leaves the price of a submitted claim as it was and books it, though the approver lowers or splits it
        for claim in self.filtered(lambda claim: claim.state == "submitted" and claim._is_reception_claim()):
            if claim.quantity and not claim.product_has_cost:
                claim.price_unit = claim.company_currency_id.round(claim.total_amount / claim.quantity)

    # ------------------------------------------------------------------------------------------------------------------
    # Constraints: the floor
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("approval_state", "state", "account_move_id", "date", "tax_ids", "payment_mode", *SETTLED_FIELDS)
    def _check_reception_claim(self):
        active = self.filtered(lambda expense: expense._is_reception_claim())._filter_active_claims()
        active._raise_claim_refusals(ValidationError)
        for claim in active:
            is_posted = claim.account_move_id and claim.approval_state == "approved"
            if not is_posted and (claim.account_move_id or claim.state in BOOKED_STATES):
                raise ValidationError(
                    self.env["reception.clause"]._explain(
                        claim._get_claim_clause(),
                        self.env._("%(claim)s: only posting an approved claim puts it in the books.", claim=claim.name),
                    )
                )

    @api.constrains("hospitality_id", "reception_booking_id", "reception_visit_id")
    def _check_one_visit(self):
        for expense in self:
            visits = (
                expense.hospitality_id.visit_id | expense.reception_booking_id.visit_id
            ) or expense.reception_visit_id
            if visits != expense.reception_visit_id:
                raise ValidationError(
                    self.env._(
                        "%(claim)s: application, booking and visit of a claim belong together.", claim=expense.name
                    )
                )

    def _is_reception_claim(self):
        return bool(self.reception_kind) or any(self[name] for name in LINKS) or self._is_on_reception_account()

    def _is_meal_claim(self):
        return bool(self.hospitality_id) or self.reception_kind == "hospitality"

    def _is_on_reception_account(self):
        # which accounts they are is no secret
        return bool(self.account_id) and self.account_id in self.company_id.sudo().reception_account_ids

    def _get_claim_clause(self):
        """The clause that a claim is held to as a whole: of a meal its application, of others the notice."""
        return "1-6.1.2" if self._is_meal_claim() else "1-2.4"

    def _filter_active_claims(self):
        """Those submitted or further and not refused, whatever field says so."""
        return self.filtered(
            lambda expense: (
                expense.approval_state in ("submitted", "approved")
                or expense.state in ACTIVE_STATES
                or (expense.account_move_id and expense.approval_state != "refused")
            )
        )

    def _hold_refusals(self, document, clause):
        """What speaks against changing or cancelling ``document``, for which claims of ``self`` are under way: texts."""
        active = self._filter_active_claims()
        if not active:
            return []
        return [
            self.env["reception.clause"]._explain(
                clause,
                self.env._(
                    "%(document)s is claimed already (%(claims)s): have the claims refused or reset first.",
                    document=document.display_name,
                    claims=", ".join(active.mapped("name")),
                ),
            )
        ]

    def _get_basis(self):
        # Finance and approvers settle claims of applications and visits that they cannot open
        claim = self.sudo()
        kind = claim.reception_kind
        if not kind and not claim.hospitality_id and claim._is_on_reception_account():
            kinds = [k for k in KINDS if claim.company_id[f"reception_{k}_account_id"] == claim.account_id]
            kind = kinds[0] if len(kinds) == 1 and not claim.reception_booking_id else False
        return Basis(
            label=claim.name,
            kind=kind,
            company=claim.company_id,
            application=claim.hospitality_id,
            booking=claim.reception_booking_id,
            visit=claim.reception_visit_id,
        )

    def _get_basis_owners(self):
        claim = self.sudo()  # not everybody may read whose employee record it is
        return claim.employee_id.user_id

    def _nothing_named_refusals(self, basis):
        if basis.kind or basis.application or basis.booking or not self._is_on_reception_account():
            return []
        text = self.env._(
            "%(claim)s is to be booked as a reception cost (%(account)s) and names neither an approved hospitality "
            "application nor a booking of guests. Claim it from there, or choose the category that it belongs to.",
            claim=basis.label,
            account=self.account_id.display_name,
        )
        return self._refuse("1-6.1.2", text)

    def _claim_refusals(self):
        """What speaks against settling the claim: texts; empty where nothing does."""
        self.ensure_one()
        explain = self.env["reception.clause"]._explain
        # Finance and approvers settle claims of applications and visits that they cannot open
        claim = self.sudo()
        application = claim.hospitality_id
        texts = claim._basis_refusals() + claim._preset_refusals() + claim._event_refusals()
        if application and claim.company_currency_id.compare_amounts(claim.total_amount, 0) <= 0:
            texts.append(explain("1-6.1.2", self.env._("%(claim)s: the amount must be above 0.", claim=claim.name)))
        # the entry is made of quantity and price, so they must not come to more than the amount that is looked at
        elif (
            claim.quantity * claim.price_unit - claim.total_amount > claim.company_currency_id.rounding * claim.quantity
        ):
            texts.append(
                explain(
                    claim._get_claim_clause(),
                    self.env._("%(claim)s: quantity and price come to more than the amount claimed.", claim=claim.name),
                )
            )
        return texts

    def _overrun_refusals(self, with_self=False):
        """See ``_explain_overruns`` for the applications of ``self``.

        :param bool with_self: count ``self`` as well, although it is not submitted yet
        """
        own = self.sudo()  # approvers settle claims of applications that they cannot open
        return own._explain_overruns(own.hospitality_id, own if with_self else ())

    @api.model
    def _explain_overruns(self, applications, more=()):
        """Applications for which more is claimed and booked than was approved (1-6.1.2), or paid in cash (P3): texts.

        Two claims, or a claim and a bill, at once are counted together. Called as superuser: the sum is that of all.

        :param more: claims that count although they are not submitted yet
        """
        if not applications:
            return []
        # the update makes a second claim at the same moment wait and then run anew, with the first in sight
        applications._signoff_lock()
        claims = self.search([("hospitality_id", "in", applications.ids)])._filter_active_claims().union(*more)
        booked = self.env["account.move.line"]._get_booked_otherwise(applications, claims)
        texts = []
        for application in applications:
            mine = claims.filtered(lambda claim, application=application: claim.hospitality_id == application)
            currency = application.currency_id
            total = sum(claim._get_outlay() for claim in mine) + booked.get(application, 0.0)
            if currency.compare_amounts(total, application.amount_planned) > 0:
                texts.append(
                    self.env["reception.clause"]._explain(
                        "1-6.1.2",
                        self.env._(
                            "the claims for %(application)s come to %(total)s, but %(approved)s were approved. Claim less, "
                            "or have the application approved for more.",
                            application=application.display_name,
                            total=currency.format(total),
                            approved=currency.format(application.amount_planned),
                        ),
                    )
                )
            texts += mine._cash_refusals(application)
        return texts

    def _get_outlay(self):
        """What the claim costs the company, in its currency.

        A rate typed by hand makes nothing cheaper that the company itself has paid in another currency.
        """
        self.ensure_one()
        if self.payment_mode != "company_account" or self.currency_id == self.company_currency_id:
            return self.total_amount
        day = self.date or self.env["reception.deadline"]._get_today(self.company_id)
        by_rate = self.currency_id._convert(self.total_amount_currency, self.company_currency_id, self.company_id, day)
        return max(self.total_amount, by_rate)

    def _as_checked(self):
        """``self`` after a verb has asked for all of them what speaks against it: their writes do not ask again."""
        return with_mark(self, "checked", frozenset(self.ids))

    def _is_checked(self):
        return (get_mark(self.env, "checked") or frozenset()).issuperset(self.ids)

    def _raise_claim_refusals(self, exception=UserError, with_self=False):
        """Raise what speaks against settling ``self``.

        :raises exception: by default UserError
        """
        if self._is_checked():
            return
        claims = self.filtered(lambda expense: expense._is_reception_claim())
        texts = [text for claim in claims for text in claim._claim_refusals()]
        texts = texts or claims._overrun_refusals(with_self)
        if texts:
            raise exception("\n\n".join(texts))

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Defaults from the context, or set by the user (ir.default), are held to what they may write."""
        values = super().default_get(fields)
        self._check_claim_vals(values)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_claim_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_claim_vals(vals)
        self._check_settled(vals)
        return super().write(vals)

    def _check_claim_vals(self, vals):
        """Nobody links what they may not read, and nobody says themselves that Finance refused."""
        if {"borne_by_person", "borne_reason"} & set(vals) and not self._is_engine():
            raise AccessError(self.env._("Borne by the person: set by refusing the claim, never by hand."))
        for name in LINKS:
            if vals.get(name) and any(expense[name].id != vals[name] for expense in self or [self]):
                source = self.env[self._fields[name].comodel_name].browse(vals[name])
                # who sees one claim for it may make another, such as an approver who splits the claim
                if not self.search_count([(name, "=", vals[name])], limit=1):
                    source.check_access("read")

    def _check_decimals(self, vals):
        """Only claims of an application: other expenses are rounded as Odoo rounds them."""
        if vals.get("hospitality_id") or any(expense.hospitality_id for expense in self):
            super()._check_decimals(vals)

    def _get_amount_currencies(self, name, vals):
        if name == "total_amount":
            companies = self.env["res.company"].browse(vals.get("company_id")) or self.company_id or self.env.company
            return companies.currency_id
        return self.env["res.currency"].browse(vals.get("currency_id")) or super()._get_amount_currencies(name, vals)

    def _check_settled(self, vals):
        """After approval neither the link nor the amount of a claim changes (1-6.1.2)."""
        if not set(SETTLED_FIELDS).intersection(vals):
            return
        for expense in self.filtered(lambda expense: expense.approval_state == "approved"):
            names = SETTLED_FIELDS if expense._is_reception_claim() else LINKS
            changed = [name for name in names if name in vals and expense._is_changed_by(name, vals[name])]
            if changed:
                labels = ", ".join(self._fields[name]._description_string(self.env) for name in changed)
                raise UserError(
                    self.env["reception.clause"]._explain(
                        expense._get_claim_clause(),
                        self.env._(
                            "%(claim)s is approved: %(fields)s cannot be changed. Reset the claim to draft first.",
                            claim=expense.name,
                            fields=labels,
                        ),
                        self.env._("Reset the claim to draft, or recall the sheet that it is on."),
                    )
                )

    def _is_changed_by(self, name, value):
        field = self._fields[name]
        before = self[name]
        if field.type == "many2one":
            return before.id != (value or False)
        if field.type == "monetary":
            return self[field.get_currency_field(self)].compare_amounts(before, value or 0.0) != 0
        return before != value
