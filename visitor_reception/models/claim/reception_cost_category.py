from odoo import api, fields, models
from odoo.exceptions import UserError

# what Odoo's open categories and our own are at first; Finance confirms or changes it
PROPOSALS = {
    "hr_expense.expense_product_meal": "hospitality",
    "hr_expense.expense_product_gift": "other",
    "hr_expense.expense_product_travel_accommodation": "staff",
    "hr_expense.expense_product_mileage": "staff",
    "hr_expense.expense_product_communication": "none",
    "hr_expense.product_product_no_cost": "none",
    "visitor_reception.product_voucher_travel": "staff",
    "visitor_reception.product_voucher_local_transport": "staff",
    "visitor_reception.product_voucher_meeting": "none",
    "visitor_reception.product_voucher_office": "none",
}
# which account a category gets that has none
ACCOUNT_KINDS = {"hospitality": "hospitality", "other": "hospitality", "transport": "transport", "lodging": "lodging"}


class ReceptionCostCategory(models.Model):
    """What an expense category is in a company, so that no meal is claimed through another one (1-6.1.2, 4-14b).

    Proposed for Odoo's open categories, confirmed by Finance. Only what is confirmed counts: a category that is a reception
    cost asks for the basis of its kind, a closed one takes no claims. A product that is a reception cost by itself
    (``product.template.reception_kind``) needs no row.
    """

    _name = "reception.cost.category"
    _inherit = ["reception.guarded.mixin", "mail.thread"]
    _description = "Expense Category of a Company"
    _order = "confirmed_at desc, id"
    _rec_name = "product_tmpl_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Expense Category",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('can_be_expensed', '=', True), ('company_id', 'in', (False, company_id))]",
    )
    nature = fields.Selection(
        [
            ("hospitality", "Meals with guests"),
            ("transport", "Transport of guests"),
            ("lodging", "Lodging of guests"),
            ("other", "Gifts and other costs of a visit"),
            ("staff", "One's own staff on their trips"),
            ("none", "Neither meals nor travel"),
            ("closed", "Not used for claims"),
        ],
        string="What It Is",
        tracking=True,
    )
    account_id = fields.Many2one(
        "account.account",
        string="Expense Account",
        compute="_compute_account_id",
        inverse="_inverse_account_id",
        domain="[('internal_group', '=', 'expense'), ('company_ids', 'parent_of', company_id)]",
        help="Of the category in this company. Empty: the account of last resort of the chart, whatever that is.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    confirmed_at = fields.Datetime(readonly=True, copy=False)

    _category_uniq = models.Constraint(
        "UNIQUE(company_id, product_tmpl_id)", "The company has said already what this category is."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"confirmed_by_id", "confirmed_at"}

    @api.depends("product_tmpl_id", "company_id")
    def _compute_account_id(self):
        for row in self:
            row.account_id = row.product_tmpl_id.with_company(row.company_id).property_account_expense_id

    def _inverse_account_id(self):
        for row in self:
            # Finance need not be in charge of products to say where a cost is booked
            row.product_tmpl_id.sudo().with_company(row.company_id).property_account_expense_id = row.account_id

    @api.model
    def _propose(self, company):
        """A row for each expense category of the company that has none and is no reception cost by itself."""
        rows = self.search([("company_id", "=", company.id)])
        known = rows.product_tmpl_id.ids
        # what a category is, is asked for all of them, whoever may edit products
        templates = (
            self.env["product.template"]
            .sudo()
            .search(
                [
                    ("can_be_expensed", "=", True),
                    ("company_id", "in", (False, company.id)),
                    ("reception_kind", "=", False),
                    ("id", "not in", known),
                ]
            )
        )
        natures = {}
        for xmlid, nature in PROPOSALS.items():
            if product := self.env.ref(xmlid, raise_if_not_found=False):
                natures[product.sudo().product_tmpl_id] = nature
        return rows | self.create(
            [
                {"company_id": company.id, "product_tmpl_id": template.id, "nature": natures.get(template, False)}
                for template in templates
            ]
        )

    def action_confirm(self):
        """Finance says that the categories are what the rows say; from then on claims are held to it.

        :raises UserError: the user is not of Finance, or a row does not say what its category is
        """
        self.check_access("write")
        texts = []
        if not self.env.user.has_group("account.group_account_invoice"):
            texts.append(self.env._("Finance alone says what an expense category is."))
        if unsaid := self.filtered(lambda row: not row.nature):
            names = ", ".join(unsaid.mapped("display_name"))
            texts.append(self.env._("%(categories)s: say what they are.", categories=names))
        self._raise_refusals([self._explain("4-14a", text)] for text in texts)
        for row in self:
            kind = ACCOUNT_KINDS.get(row.nature)
            if kind and not row.account_id:
                row.account_id = row.company_id.sudo()[f"reception_{kind}_account_id"]  # no secret
        self._as_engine().write({"confirmed_by_id": self.env.user.id, "confirmed_at": fields.Datetime.now()})

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        """What is changed is to be confirmed anew, and holds as it was changed: nothing is open in between."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if confirmed := self.filtered("confirmed_at"):
            raise UserError(
                self.env._(
                    "%(categories)s: confirmed. Say what they are now instead of deleting it.",
                    categories=", ".join(confirmed.mapped("display_name")),
                )
            )
