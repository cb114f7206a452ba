from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# what the words of an invoice may say under each category
AGREED = {
    "hospitality": {"hospitality"},
    "transport": {"transport"},
    "lodging": {"lodging"},
    "staff": {"transport", "lodging"},
}
CLAUSES = {"hospitality": "1-6.1.2", "lodging": "1-4.2", "transport": "1-4.1"}


class HrExpense(models.Model):
    """What the invoice of a claim says it is, beside the category; who approves gives a reason where they differ."""

    _inherit = "hr.expense"

    invoice_says = fields.Char(string="The Invoice Says", compute="_compute_invoice_says")
    category_differs = fields.Boolean(compute="_compute_invoice_says")
    category_reason = fields.Char(string="Reason for the Category", readonly=True, copy=False, tracking=True)
    category_reason_by_id = fields.Many2one("res.users", string="Reason Given By", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"category_reason", "category_reason_by_id"}

    @api.depends("invoice_ids.items", "invoice_ids.seller_name", "product_id", "hospitality_id", "reception_booking_id")
    def _compute_invoice_says(self):
        for claim in self:
            # who reads the claim reads what its invoice says
            invoice = claim.sudo()._get_read_invoice()
            claim.invoice_says = ", ".join(
                filter(None, ((invoice.items or "").replace("\n", ", "), invoice.seller_name))
            )
            claim.category_differs = bool(claim._get_difference())

    def _get_read_invoice(self):
        """The invoice behind the claim; parts of a split claim share that of the whole."""
        return self.invoice_id or self.split_expense_origin_id.invoice_id

    def _get_difference(self):
        """What the invoice says and the category does not: set of kinds."""
        claim = self.sudo()  # the invoice of the whole may be a colleague's
        invoice = claim._get_read_invoice()
        told = self.env["reception.invoice.word"]._tell(invoice.items, invoice.seller_name)
        nature = (
            (claim.hospitality_id and "hospitality")
            or claim.reception_kind
            or claim.company_id._get_category_nature(claim.product_id.product_tmpl_id)
        )
        return told - AGREED.get(nature, set())

    def _difference_refusals(self):
        """What speaks against approving claims whose invoice says something else than their category: texts."""
        texts = []
        for claim in self.filtered(lambda claim: not claim.category_reason):
            for kind in sorted(claim._get_difference()):
                text = self.env._(
                    "%(claim)s is claimed as %(category)s, and its invoice says %(invoice)s. Choose the category that it "
                    "belongs to; or who approves notes a reason.",
                    claim=claim.name,
                    category=claim.product_id.display_name or "-",
                    invoice=claim.invoice_says,
                )
                texts.append(self.env["reception.clause"]._explain(CLAUSES[kind], text))
        return texts

    def action_explain_category(self, reason):
        """Note why the category is right although the invoice says something else: by whom.

        :param str reason: shown on the claim
        :raises UserError: one's own claim, no reason, or nobody who approves or signs it
        """
        self.ensure_one().check_access("read")
        texts = []
        claim = self.sudo()  # not everybody may read whose claim it is and who signs
        groups = ("account.group_account_invoice", "hr_expense.group_hr_expense_team_approver")
        if not any(map(self.env.user.has_group, groups)) and self.env.user not in claim._get_category_explainers():
            texts.append(self.env._("who approves the claim notes the reason."))
        if claim.employee_id.user_id == self.env.user:
            texts.append(self.env._("nobody approves a claim of their own."))
        if not isinstance(reason, str) or not reason.strip():
            texts.append(self.env._("Write why the category is right."))
        self._raise_refusals([self._explain("4-14a", text)] for text in texts)
        self._as_engine().write(
            {"category_reason": " ".join(reason.split())[:500], "category_reason_by_id": self.env.user.id}
        )

    def _get_category_explainers(self):
        """Who may note the reason besides Finance and approvers (res.users)."""
        return self.env["res.users"]

    def _check_can_approve(self):
        super()._check_can_approve()
        if texts := self._difference_refusals():
            raise UserError("\n\n".join(texts))

    @api.constrains("approval_state")
    def _check_category_at_approval(self):
        if texts := self.filtered(lambda claim: claim.approval_state == "approved")._difference_refusals():
            raise ValidationError("\n\n".join(texts))

    def write(self, vals):
        """Another category or invoice has to be explained anew."""
        is_changed = not {"product_id", "fapiao_number"}.isdisjoint(vals) and not self._is_engine()
        if is_changed and (explained := self.filtered("category_reason")):
            explained._as_engine().write({"category_reason": False, "category_reason_by_id": False})
        return super().write(vals)
