from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

# the account of each kind in the charts of l10n_cn; tickets and rooms of guests are entertainment as well, not travel
# of one's own staff: (code, English name, Chinese name)
ENTERTAINMENT = ("Entertainment Expenses", "业务招待费")
CHART_CODES = {"cn": "560202", "cn_large_bis": "660202"}
KIND_PRODUCTS = {
    "hospitality": "product_hospitality",
    "transport": "product_guest_transport",
    "lodging": "product_guest_lodging",
}


KINDS = tuple(KIND_PRODUCTS)
RECEPTION_KINDS = (*KINDS, "other")
# accounts that are for entertainment alone, also that of the marketing department
ENTERTAINMENT_CODES = {"cn": ("560202", "560103"), "cn_large_bis": ("660202", "660102")}


class ResCompany(models.Model):
    """Which accounts reception costs go to, and what evidence a claim needs."""

    _inherit = "res.company"

    reception_invoice_rule = fields.Selection(
        [("inform", "Point it out"), ("refuse", "Refuse the approval")],
        string="Claims Without Invoice",
        default="inform",
        required=True,
        help="What happens to a claim for guests that has no invoice in order.",
    )
    reception_invoice_days_before = fields.Integer(
        string="Invoice Before the Visit",
        help="So many days before the visit an invoice may be dated, as tickets are bought early; earlier is pointed out.",
    )
    reception_menu_amount = fields.Monetary(
        string="Menu Above", help="Meals that cost more have the menu as evidence. 0: never asked for."
    )
    reception_hospitality_account_id = fields.Many2one(
        "account.account",
        string="Account for Hospitality",
        compute="_compute_reception_accounts",
        inverse="_inverse_reception_hospitality_account_id",
    )
    reception_transport_account_id = fields.Many2one(
        "account.account",
        string="Account for Guest Transport",
        compute="_compute_reception_accounts",
        inverse="_inverse_reception_transport_account_id",
    )
    reception_lodging_account_id = fields.Many2one(
        "account.account",
        string="Account for Guest Lodging",
        compute="_compute_reception_accounts",
        inverse="_inverse_reception_lodging_account_id",
    )
    reception_account_ids = fields.Many2many(
        "account.account",
        "res_company_reception_account_rel",
        string="Reception Accounts",
        check_company=True,
        domain="[('internal_group', '=', 'expense')]",
        help="What is posted on them is a reception cost, by whichever document: nothing new is, without an approved "
        "application (1-6.1.2) or a booking on an issued notice (1-4). Name accounts that hold nothing else.",
    )
    reception_analytic_plan_id = fields.Many2one(
        "account.analytic.plan",
        string="Analytic Plan for Visits",
        help="Each visit gets an analytic account of this plan with its first claim. Empty: none.",
    )

    _reception_invoice_days_before_positive = models.Constraint(
        "CHECK (reception_invoice_days_before >= 0)", "An invoice is dated 0 or more days before the visit."
    )
    _reception_menu_amount_positive = models.Constraint(
        "CHECK (reception_menu_amount >= 0)", "The amount above which a menu is asked for is 0 or more."
    )

    # ------------------------------------------------------------------------------------------------------------------
    # The accounts stand on the products, for each company its own
    # ------------------------------------------------------------------------------------------------------------------

    def _compute_reception_accounts(self):
        for company in self:
            for kind in KIND_PRODUCTS:
                product = company._get_reception_product(kind)
                company[f"reception_{kind}_account_id"] = product.property_account_expense_id

    def _get_reception_product(self, kind):
        """The product template of ``kind`` in the eyes of the company; empty if somebody deleted it."""
        product = self.env.ref(f"visitor_reception.{KIND_PRODUCTS[kind]}", raise_if_not_found=False)
        templates = product.product_tmpl_id if product else self.env["product.template"]
        return templates.with_company(self)

    def _inverse_reception_account(self, kind):
        for company in self:
            company._get_reception_product(kind).property_account_expense_id = company[f"reception_{kind}_account_id"]

    def _inverse_reception_hospitality_account_id(self):
        self._inverse_reception_account("hospitality")

    def _inverse_reception_transport_account_id(self):
        self._inverse_reception_account("transport")

    def _inverse_reception_lodging_account_id(self):
        self._inverse_reception_account("lodging")

    # ------------------------------------------------------------------------------------------------------------------
    # Set up
    # ------------------------------------------------------------------------------------------------------------------

    def _reception_setup_accounting(self):
        """Set the expense accounts of reception costs where the chart is one of ``l10n_cn``; safe to repeat.

        Accounts are looked up by code and created where the chart has none; what somebody has chosen stays.
        """
        for company in self._filter_known_charts():
            account = company._get_or_create_account(
                CHART_CODES[company.chart_template], *ENTERTAINMENT, account_type="expense"
            )
            for kind in KIND_PRODUCTS:
                product = company._get_reception_product(kind)
                if product and not product.property_account_expense_id:
                    product.property_account_expense_id = account
                # Odoo links the default purchase tax of other companies to a new product; what is paid for guests is
                # entertainment, of which no input tax is deducted
                product.supplier_taxes_id -= company.account_purchase_tax_id
            company.reception_account_ids = company.reception_account_ids or company._propose_reception_accounts()
            self.env["reception.cost.category"]._propose(company)
            meals = company._get_reception_product("hospitality")
            meals.supplier_taxes_id -= meals.supplier_taxes_id.filtered(
                lambda tax, company=company: tax.company_id == company
            )

    def _propose_reception_accounts(self):
        """Accounts that hold reception costs and nothing else: those of entertainment, and those chosen for the kinds."""
        self.ensure_one()
        accounts = self.env["account.account"].with_company(self)
        codes = ENTERTAINMENT_CODES.get(self.chart_template, ())
        found = accounts.search([("code", "in", codes), ("company_ids", "in", self.ids)]) | self._get_kind_accounts()
        shared = (
            self.env["product.template"]
            .with_company(self)
            .search(
                [
                    ("property_account_expense_id", "in", found.ids),
                    ("id", "not in", self._get_reception_templates().ids),
                ]
            )
        )
        categories = (
            self.env["product.category"]
            .with_company(self)
            .search([("property_account_expense_categ_id", "in", found.ids)])
        )
        journals = self.env["account.journal"].search(
            [*self.env["account.journal"]._check_company_domain(self), ("default_account_id", "in", found.ids)]
        )
        return (
            found
            - shared.property_account_expense_id
            - categories.property_account_expense_categ_id
            - journals.default_account_id
            - self.expense_account_id
        )

    def _get_kind_accounts(self):
        """The accounts that were chosen for the kinds of reception cost."""
        return self.env["account.account"].concat(*(self[f"reception_{kind}_account_id"] for kind in KINDS))

    # ------------------------------------------------------------------------------------------------------------------
    # What the categories are
    # ------------------------------------------------------------------------------------------------------------------

    @ormcache("self.id")
    def _get_category_natures(self):
        """``{id of a product template: what it is}`` in the eyes of the company, see ``reception.cost.category``."""
        # what a category is, is no secret
        rows = (
            self.env["reception.cost.category"]
            .sudo()
            .search([("company_id", "=", self.id), ("confirmed_at", "!=", False)])
        )
        natures = {row.product_tmpl_id.id: row.nature for row in rows}
        templates = self.env["product.template"].sudo().with_context(active_test=False)
        kinds = {
            template.id: template.reception_kind for template in templates.search([("reception_kind", "!=", False)])
        }
        return {**natures, **kinds}

    def _get_category_nature(self, template):
        """What the product template is as an expense category: see ``reception.cost.category``; empty: nobody has said."""
        return self._get_category_natures().get(template.id, False)

    def _get_reception_kind(self, template):
        """The kind of reception cost that the product template is; empty where it is none."""
        nature = self._get_category_nature(template)
        return nature if nature in RECEPTION_KINDS else False

    def _get_reception_templates(self, kind=None):
        """Product templates that are a reception cost, perhaps of ``kind`` alone."""
        wanted = (kind,) if kind else RECEPTION_KINDS
        natures = self._get_category_natures()
        return self.env["product.template"].browse(key for key, nature in natures.items() if nature in wanted)

    def _filter_known_charts(self):
        return self.filtered(lambda company: company.chart_template in CHART_CODES)

    def _get_or_create_account(self, code, english, chinese, **vals):
        """The account ``code`` of the company, made with ``vals`` and a name in both languages where there is none."""
        self.ensure_one()
        accounts = self.env["account.account"].with_company(self).with_context(active_test=False)
        account = accounts.search([("code", "=", code), ("company_ids", "in", self.ids)], limit=1)
        if account:
            return account
        account = accounts.create(
            {"code": code, "name": english, "company_ids": [fields.Command.link(self.id)], **vals}
        )
        if self.env["res.lang"]._lang_get("zh_CN"):
            account.with_context(lang="zh_CN").name = chinese
        return account

    def _reception_missing_accounts(self):
        """What is missing before costs can be posted to the right accounts: a list of texts."""
        self.ensure_one()
        _ = self.env._
        labels = {"hospitality": _("hospitality"), "transport": _("guest transport"), "lodging": _("guest lodging")}
        missing = [
            _("choose the account for %(kind)s", kind=label)
            for kind, label in labels.items()
            if not self[f"reception_{kind}_account_id"]
        ]
        if not self.reception_account_ids:
            missing.append(_("name the reception accounts, on which nothing is posted without its basis"))
        missing += self._category_problems()
        if self._get_reception_product("hospitality").supplier_taxes_id.filtered(lambda tax: tax.company_id == self):
            missing.append(_("take the purchase tax off the product Hospitality: it cannot be deducted"))
        journals = self.env["account.journal"].sudo()
        if not self.expense_journal_id and not journals.search_count(
            [*journals._check_company_domain(self), ("type", "=", "purchase")], limit=1
        ):
            missing.append(_("create a purchase journal for claims"))
        return missing

    def _category_problems(self):
        """Expense categories through which a meal could still be booked elsewhere, and those without an account: texts."""
        _ = self.env._
        # what a category is, is no secret to those who set the company up
        categories = (
            self.env["product.template"]
            .sudo()
            .with_company(self)
            .search([("can_be_expensed", "=", True), ("company_id", "in", (False, self.id))])
        )
        natures = self._get_category_natures()
        texts = []
        if open_ones := categories.filtered(lambda category: not natures.get(category.id)):
            names = ", ".join(open_ones.mapped("name"))
            texts.append(
                _("say what these expense categories are, a meal could be claimed by them: %(names)s", names=names)
            )
        used = categories.filtered(lambda category: natures.get(category.id) != "closed")
        if lacking := used.filtered(lambda category: not category.property_account_expense_id):
            names = ", ".join(lacking.mapped("name"))
            texts.append(_("choose the accounts of these expense categories: %(names)s", names=names))
        return texts

    @api.model
    def _reception_check_known_chart(self, company):
        """:raises UserError: the chart is not one we know; accounts are then chosen by hand"""
        if company.chart_template not in CHART_CODES:
            raise UserError(self.env._("The accounts of this chart are not known to the app. Choose them here."))
