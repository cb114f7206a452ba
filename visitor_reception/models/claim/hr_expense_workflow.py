from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrExpense(models.Model):
    """The verbs of a claim: each asks what speaks against it before Odoo does it; and claims made by a document."""

    _inherit = "hr.expense"

    # ------------------------------------------------------------------------------------------------------------------
    # The verbs ask first
    # ------------------------------------------------------------------------------------------------------------------

    def action_submit(self):
        self._raise_refusals([self._closed_refusals()])
        self._raise_claim_refusals(with_self=True)
        return super(HrExpense, self._as_checked()).action_submit()

    def _closed_refusals(self):
        """Claims by a category that the company does not use: texts."""
        closed = self.filtered(
            # what a category is, is no secret
            lambda claim: claim.company_id.sudo()._get_category_nature(claim.product_id.product_tmpl_id) == "closed"
        )
        return [
            self.env["reception.clause"]._explain(
                "1-6.1.2",
                self.env._(
                    "%(claim)s: Finance has closed the category %(category)s. Choose the one that it belongs to.",
                    claim=claim.name,
                    category=claim.product_id.display_name,
                ),
            )
            for claim in closed
        ]

    def _can_be_autovalidated(self):
        """A meal is always looked at by somebody else, also where the employee has no manager (4-14a)."""
        return not self._is_meal_claim() and super()._can_be_autovalidated()

    def _check_can_approve(self):
        super()._check_can_approve()
        meals = self.filtered(lambda expense: expense._is_meal_claim())
        if not self.env.su and (own := meals.filtered(lambda claim: claim.employee_id.user_id == self.env.user)):
            raise UserError(
                self.env["reception.clause"]._explain(
                    "4-14a",
                    self.env._(
                        "nobody approves a meal of their own: %(claims)s.", claims=", ".join(own.mapped("name"))
                    ),
                )
            )
        self._raise_claim_refusals()

    def _do_approve(self, check=True):
        self._raise_claim_refusals(with_self=True)
        return super(HrExpense, self._as_checked())._do_approve(check)

    def _check_can_create_move(self):
        super()._check_can_create_move()
        self._raise_claim_refusals()

    def _check_can_post_claims(self):
        """The posting wizard takes any expense by its id: ours must be approved."""
        self._check_not_booked()
        claims = self.filtered(lambda expense: expense._is_reception_claim())
        unapproved = claims.filtered(lambda claim: claim.approval_state != "approved" or claim.account_move_id)
        if unapproved:
            raise UserError(
                self.env["reception.clause"]._explain(
                    unapproved[:1]._get_claim_clause(),
                    self.env._(
                        "only approved claims that are not in the books yet are posted: %(claims)s.",
                        claims=", ".join(unapproved.mapped("name")),
                    ),
                )
            )
        claims._raise_claim_refusals()

    def _check_not_booked(self):
        """No voucher comes into the books twice, also where somebody took its entry off it by hand (4-14b).

        An entry that is cancelled, or reversed, leaves its expenses free; so does Odoo.
        """
        entries = self.env["account.move.line"].sudo()  # whether it is in the books, is no secret to who posts it
        of_self = Domain("expense_id", "in", self.ids) & Domain("parent_state", "in", ("draft", "posted"))
        reversed_ones = Domain("move_id.reversed_entry_id", "!=", False) | Domain(
            "move_id.reversal_move_ids", "!=", False
        )
        booked = entries.search(of_self & ~reversed_ones, limit=1)
        if booked and not self.account_move_id:
            raise UserError(
                self.env["reception.clause"]._explain(
                    "4-14b",
                    self.env._(
                        "%(claim)s is in the books already, as %(entry)s. Reverse that entry first.",
                        claim=booked.expense_id.name,
                        entry=booked.move_id.name or booked.move_id.display_name,
                    ),
                )
            )

    def _prepare_receipts_vals(self):
        self._check_can_post_claims()
        return super()._prepare_receipts_vals()

    def _create_company_paid_moves(self):
        self._check_can_post_claims()
        return super()._create_company_paid_moves()

    def _do_refuse(self, reason):
        result = super()._do_refuse(reason)
        for claim in self.filtered(lambda expense: expense._is_reception_claim()):
            clause = claim._get_claim_clause()
            claim._as_engine().write({"borne_by_person": True, "borne_reason": f"{clause}: {reason}"})
        return result

    def _do_reset_approval(self):
        result = super()._do_reset_approval()
        self.filtered("borne_by_person")._as_engine().write({"borne_by_person": False, "borne_reason": False})
        return result

    # ------------------------------------------------------------------------------------------------------------------
    # Made from a booking or an application
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _create_reception_claim(self, kind, company, vals):
        """A draft claim of the current user.

        :param str kind: of the product: ``hospitality``, ``transport`` or ``lodging``
        :param company: res.company that bears the cost
        :raises UserError: the user has no employee record in the company, or the product is missing
        """
        self = self.with_company(company)
        employee = self.env.user.employee_id
        if not employee or not employee.active:
            raise UserError(
                self.env._(
                    "%(user)s has no employee record in %(company)s. Ask Administration and HR to link one to your user.",
                    user=self.env.user.name,
                    company=company.sudo().name,  # in a refusal alone
                )
            )
        product = self._get_reception_product(kind, company)
        return self.create(
            {**vals, "employee_id": employee.id, "company_id": company.id, "product_id": product.id, "quantity": 1}
        )

    @api.model
    def _get_reception_product(self, kind, company):
        xmlids = {
            "hospitality": "product_hospitality",
            "transport": "product_guest_transport",
            "lodging": "product_guest_lodging",
        }
        product = self.env.ref(f"visitor_reception.{xmlids[kind]}", raise_if_not_found=False)
        if not product or not product.active:
            domain = Domain("reception_kind", "=", kind) & Domain("company_id", "in", (False, company.id))
            product = self.env["product.product"].search(domain & Domain("can_be_expensed", "=", True), limit=1)
        if not product:
            raise UserError(
                self.env._(
                    "There is no expense category for reception costs of this kind. Ask the policy administrator."
                )
            )
        return product

    def action_open_reception_source(self):
        """Open the application, the booking or the visit the claim is for."""
        self.ensure_one()
        return (self.hospitality_id or self.reception_booking_id or self.reception_visit_id)._get_records_action()
