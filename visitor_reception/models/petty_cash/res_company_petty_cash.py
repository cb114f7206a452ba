from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

# the accounts that petty cash and claims need beside those of the charts of l10n_cn, in both:
# {field of the company: (code, English name, Chinese name, type)}; Odoo's receipts demand payable and receivable by type
PETTY_CASH_ACCOUNTS = {
    "petty_cash_account_id": ("122110", "Other Receivables - Petty Cash", "其他应收款—备用金", "asset_current"),
    "petty_cash_personal_account_id": (
        "122111",
        "Other Receivables - Due From Persons",
        "其他应收款—应收个人款",
        "asset_receivable",
    ),
    "reception_employee_payable_account_id": (
        "224110",
        "Other Payables - Due to Employees",
        "其他应付款—应付员工款",
        "liability_payable",
    ),
}
# {what a person owes or is owed on, as Odoo knows it: field of the company}
PERSON_ACCOUNTS = {
    "property_account_payable_id": "reception_employee_payable_account_id",
    "property_account_receivable_id": "petty_cash_personal_account_id",
}
# expense categories of vouchers: {product: (last digits of the account, English name, Chinese name)}
VOUCHER_ACCOUNTS = {
    "product_voucher_travel": ("04", "Travel Expenses", "差旅费"),
    "product_voucher_meeting": ("05", "Meeting Expenses", "会议费"),
    "product_voucher_office": ("06", "Office Expenses", "办公费"),
    "product_voucher_local_transport": ("08", "Local Transport", "市内交通费"),
}
# the account of administrative expenses whose sub-accounts they are
ADMINISTRATIVE = {"cn": "5602", "cn_large_bis": "6602"}


class ResCompany(models.Model):
    """Settings of petty cash: its accounts, journals and what Finance holds borrowers to."""

    _inherit = "res.company"

    petty_cash_account_id = fields.Many2one(
        "account.account",
        string="Advance Account",
        check_company=True,
        domain="[('account_type', '=', 'asset_current'), ('reconcile', '=', True)]",
        help="Where advances stand until they are cleared, by person.",
    )
    petty_cash_personal_account_id = fields.Many2one(
        "account.account",
        string="Account of What Persons Owe",
        check_company=True,
        domain="[('account_type', 'in', ('asset_current', 'asset_receivable')), ('reconcile', '=', True)]",
        help="What Finance does not recognise is borne by the person (1-6.1.2).",
    )
    reception_employee_payable_account_id = fields.Many2one(
        "account.account",
        string="Account of What Employees Are Owed",
        check_company=True,
        domain="[('account_type', '=', 'liability_payable'), ('reconcile', '=', True)]",
        help="Claims of employees are owed on it. Empty: on the payable account of all suppliers.",
    )
    petty_cash_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Clearing",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Empty: the first general journal.",
    )
    petty_cash_accountant_id = fields.Many2one(
        "res.users",
        string="Accountant for Petty Cash",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Who is told of advances that stay overdue (1-7.3a).",
    )
    petty_cash_limit = fields.Monetary(
        string="Limit per Borrower", help="What one person may have open at most. 0: no limit."
    )
    petty_cash_block_overdue = fields.Boolean(
        string="No Advance While One Is Overdue", default=True, help="Finance may allow it with a reason (1-7.3a)."
    )
    petty_cash_threshold_basis = fields.Selection(
        [("total", "The total of all clearing sheets of an advance"), ("voucher", "The largest single voucher")],
        string="Threshold Held To",
        default="total",
        required=True,
        help="What is compared with the amount above which the general manager signs (1-7.3b).",
    )

    _petty_cash_limit_not_negative = models.Constraint(
        "CHECK (petty_cash_limit >= 0)", "The limit per borrower is 0 (no limit) or more."
    )

    def _check_petty_cash_accounts(self):
        """:raises ValidationError: an account cannot be reconciled, so that nothing is ever cleared"""
        for name in PETTY_CASH_ACCOUNTS:
            if any(company[name] and not company[name].reconcile for company in self):
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose an account that allows reconciliation.",
                        name=self._fields[name]._description_string(self.env),
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if not set(PETTY_CASH_ACCOUNTS).isdisjoint(vals):
            self._check_petty_cash_accounts()
        return result

    def _get_employee_accounts(self):
        """The accounts on which persons owe or are owed (account.account)."""
        self.ensure_one()
        return self.env["account.account"].union(*(self[name] for name in PERSON_ACCOUNTS.values()))

    def _get_books_lang(self):
        """The language of texts in the books: the company's, whoever posts."""
        return self.partner_id.lang or self.env.lang

    def _set_person_accounts(self, partners):
        """Let ``partners``, contacts of employees, owe and be owed on the accounts of the company; what somebody has chosen
        for a person stays."""
        self.ensure_one()
        defaults = self.env["ir.default"].sudo()
        for name, source in PERSON_ACCOUNTS.items():
            account = self[source]
            if account.account_type not in ("liability_payable", "asset_receivable"):
                continue
            usual = defaults._get("res.partner", name, company_id=self.id)
            partners = partners.with_company(self)
            partners.filtered(lambda partner, name=name, usual=usual: partner[name].id in (usual, False))[name] = (
                account
            )

    def _get_petty_cash_journal(self):
        """The journal for entries of clearing.

        :raises UserError: there is no general journal
        """
        self.ensure_one()
        journals = self.env["account.journal"]
        domain = [*journals._check_company_domain(self), ("type", "=", "general")]
        journal = self.petty_cash_journal_id or journals.search(domain, limit=1)
        if not journal:
            raise UserError(self.env._("Create a general journal for the entries of petty cash first."))
        return journal

    def _reception_setup_accounting(self):
        super()._reception_setup_accounting()
        boxes = self.env["reception.petty.cash.box"]
        for company in self._filter_known_charts():
            for name, account in PETTY_CASH_ACCOUNTS.items():
                *texts, account_type = account
                company[name] = company[name] or company._get_or_create_account(
                    *texts, account_type=account_type, reconcile=True
                )
            company._set_up_voucher_products()
            if not boxes.with_context(active_test=False).search_count([("company_id", "=", company.id)], limit=1):
                company._create_petty_cash_boxes()

    def _set_up_voucher_products(self):
        """Accounts of the expense categories for vouchers; what somebody has chosen stays."""
        for xmlid, (digits, english, chinese) in VOUCHER_ACCOUNTS.items():
            product = self.env.ref(f"visitor_reception.{xmlid}", raise_if_not_found=False)
            template = product.product_tmpl_id.with_company(self) if product else self.env["product.template"]
            if template and not template.property_account_expense_id:
                template.property_account_expense_id = self._get_or_create_account(
                    ADMINISTRATIVE[self.chart_template] + digits, english, chinese, account_type="expense"
                )

    def _create_petty_cash_boxes(self):
        journals = self.env["account.journal"].search(
            [
                ("company_id", "=", self.id),
                ("type", "in", ("cash", "bank")),
                ("currency_id", "in", (False, self.currency_id.id)),
            ]
        )
        self.env["reception.petty.cash.box"].create(
            [
                {"name": journal.name, "journal_id": journal.id, "company_id": self.id}
                # cash first: most advances are paid in cash
                for journal in journals.sorted(lambda journal: journal.type != "cash")
            ]
        )

    def _reception_missing_accounts(self):
        missing = super()._reception_missing_accounts()
        _ = self.env._
        if not self.petty_cash_account_id:
            missing.append(_("choose the account for petty cash advances"))
        if not self.petty_cash_personal_account_id:
            missing.append(_("choose the account of what persons owe"))
        if not self.env["reception.petty.cash.box"].search_count([("company_id", "=", self.id)], limit=1):
            missing.append(_("create a cash box for petty cash"))
        return missing
