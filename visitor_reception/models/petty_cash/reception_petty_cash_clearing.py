from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .account_move_petty_cash import BOOKS
from .reception_petty_cash import OPEN_STATES


class ReceptionPettyCashClearing(models.Model):
    """Clearing sheet (备用金报账单): the vouchers of an advance, signed by those of 1-7.3b, posted and netted in one step.

    Its verbs stand in ``reception_petty_cash_clearing_workflow.py``. Rights, besides those of ``reception.signoff.mixin``:

    ==========  =================================  =====================================================
    Verb        Who                                When
    ==========  =================================  =====================================================
    submit      borrower, who applied, officers    the advance is open, every voucher may be claimed
    post        accountants, never the borrower    all have signed
    reverse     accountants                        posted, and the rest not reimbursed
    cancel      requester, Administration and HR   nothing is posted
    ==========  =================================  =====================================================
    """

    _name = "reception.petty.cash.clearing"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Petty Cash Clearing Sheet"
    _engine_opens = BOOKS
    _order = "create_date desc, id desc"
    _rec_names_search = ["name", "petty_cash_id.name"]
    _check_company_auto = True
    _final_states = ("posted", "cancelled")
    _place_fields = ("company_id", "petty_cash_id")

    name = fields.Char(string="Sheet No.", index="trigram")
    petty_cash_id = fields.Many2one(
        "reception.petty.cash",
        string="Advance",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', 'in', ('paid', 'clearing'))]",
    )
    company_id = fields.Many2one(
        related="petty_cash_id.company_id", store=True, precompute=True, index=True, default=None
    )
    borrower_id = fields.Many2one(related="petty_cash_id.borrower_id", store=True, precompute=True, index=True)
    department_id = fields.Many2one(related="petty_cash_id.department_id", store=True, precompute=True, index=True)
    due_date = fields.Date(related="petty_cash_id.due_date")
    amount_open = fields.Monetary(related="petty_cash_id.amount_open", string="Open on the Advance")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "To Post"),
            ("posted", "Posted"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )
    expense_ids = fields.One2many("hr.expense", "petty_cash_clearing_id", string="Vouchers")
    voucher_count = fields.Integer(string="Number of Vouchers", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(string="Total of the Vouchers", compute="_compute_amounts", store=True)
    amount_decisive = fields.Monetary(
        string="Decisive Amount",
        compute="_compute_amount_decisive",
        store=True,
        help="What the threshold of the general manager is held to: all sheets of the advance up to this one, or the largest "
        "voucher (1-7.3b).",
    )
    amount_recognised = fields.Monetary(
        compute="_compute_amounts", store=True, help="Without the vouchers that Finance has refused."
    )
    amount_to_return = fields.Monetary(string="To Return", compute="_compute_ends")
    amount_to_reimburse = fields.Monetary(string="To Reimburse", compute="_compute_ends")
    submitted_on = fields.Date(readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Reported Late", compute="_compute_is_late", store=True, help="After the last day of 1-7.3a."
    )
    move_ids = fields.One2many("account.move", "petty_cash_clearing_id", string="Entries", readonly=True)

    can_post = fields.Boolean(compute="_compute_can_act")
    can_reverse = fields.Boolean(compute="_compute_can_act")
    can_cancel = fields.Boolean(compute="_compute_can_act")

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already a clearing sheet with this number."
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"posted", "draft", "cancelled"},
            "declined": {"signing", "draft", "cancelled"},
            "posted": {"approved"},
        }

    @api.model
    def _signoff_fields(self):
        return {"petty_cash_id"}

    @api.model
    def _signoff_card_fields(self):
        names = ("borrower_id", "amount_total", "voucher_count", "amount_to_return", "amount_to_reimburse", "due_date")
        return *super()._signoff_card_fields(), *names

    @api.model
    def _signoff_lines(self):
        return {"expense_ids": ("name", "date", "product_id", "total_amount", "over_invoice_reason")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"submitted_on", "move_ids"}

    @api.depends("name", "petty_cash_id")
    def _compute_display_name(self):
        for sheet in self:
            number = sheet.name if sheet.name != "/" else self.env._("New clearing sheet")
            # who signs the sheet may know which advance it clears
            sheet.display_name = f"{number} ({sheet.petty_cash_id.sudo().name})"

    @api.depends("expense_ids.total_amount", "expense_ids.approval_state")
    def _compute_amounts(self):
        for sheet in self:
            amounts = sheet.expense_ids.mapped("total_amount")
            sheet.voucher_count = len(amounts)
            sheet.amount_total = sum(amounts)
            sheet.amount_recognised = sum(sheet._get_recognised().mapped("total_amount"))

    @api.depends(
        "expense_ids.total_amount",
        "state",
        "petty_cash_id.clearing_ids.state",
        "petty_cash_id.clearing_ids.amount_recognised",
        "company_id.petty_cash_threshold_basis",
    )
    def _compute_amount_decisive(self):
        """What was handed in before a sheet counts with it; what comes after a submitted sheet is counted there."""
        for sheet in self:
            amounts = sheet.expense_ids.mapped("total_amount")
            if sheet.state not in sheet._submittable_states():
                sheet.amount_decisive = sheet.amount_decisive or sum(amounts)
            elif sheet.company_id.petty_cash_threshold_basis == "voucher":
                sheet.amount_decisive = max(amounts, default=0)
            else:
                others = sheet.petty_cash_id.clearing_ids - sheet._origin - sheet
                before = others.filtered(lambda other: other.state in ("signing", "approved", "posted"))
                sheet.amount_decisive = sum(amounts) + sum(before.mapped("amount_recognised"))

    def _get_recognised(self):
        """Vouchers that Finance has not refused."""
        return self.expense_ids.filtered(lambda voucher: voucher.approval_state != "refused")

    @api.depends("amount_recognised", "amount_open", "state", "expense_ids.amount_residual")
    def _compute_ends(self):
        """What is left to return once the sheet is posted, or to be reimbursed."""
        for sheet in self:
            if sheet.state == "posted":
                # Finance knows what is unpaid; the borrower may be told
                payables = sheet.sudo().move_ids.line_ids.filtered(
                    lambda line: line.account_type == "liability_payable"
                )
                sheet.amount_to_reimburse = max(-sum(payables.mapped("amount_residual")), 0.0)
                sheet.amount_to_return = sheet.amount_open
            else:
                rest = sheet.amount_open - sheet.amount_recognised
                sheet.amount_to_return = max(rest, 0.0)
                sheet.amount_to_reimburse = max(-rest, 0.0)

    @api.depends("submitted_on", "due_date")
    def _compute_is_late(self):
        for sheet in self:
            sheet.is_late = bool(sheet.submitted_on and sheet.due_date and sheet.submitted_on > sheet.due_date)

    @api.constrains("petty_cash_id")
    def _check_petty_cash_id(self):
        """Nobody hands in vouchers for an advance that they may not read, nor those of another advance."""
        self.sudo(False).petty_cash_id.check_access("read")  # constraints run as superuser
        for sheet in self:
            if sheet.expense_ids.petty_cash_id - sheet.petty_cash_id:
                raise ValidationError(
                    self._explain(
                        "1-7.3b",
                        self.env._(
                            "%(sheet)s has vouchers of another advance. Take them off, or begin another sheet.",
                            sheet=sheet.display_name,
                        ),
                    )
                )

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return ("state", "petty_cash_id.state", "expense_ids", "expense_ids.total_amount")

    def _missing_facts(self):
        self.ensure_one()
        _ = self.env._
        compare = self.currency_id.compare_amounts
        return self._collect_missing(
            [
                (
                    self.petty_cash_id.state not in OPEN_STATES,
                    "1-7.3a",
                    _("choose an advance that is paid out and not cleared"),
                    "petty_cash_id",
                ),
                (not self.expense_ids, "1-7.3b", _("add the vouchers"), "expense_ids"),
                (
                    any(compare(voucher.total_amount, 0) <= 0 for voucher in self.expense_ids),
                    "1-7.3b",
                    _("write the amount of every voucher"),
                    "expense_ids",
                ),
            ]
        )

    def _signoff_requester(self):
        """Who handles the vouchers (经手人), and signs them first."""
        return self.requester_id

    # ------------------------------------------------------------------------------------------------------------------
    # Open what belongs to it
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_advance(self):
        """The advance it clears."""
        return self.petty_cash_id._get_records_action()

    def action_open_entries(self):
        """The entries of the sheet in the ledger."""
        return self.move_ids._get_records_action(name=self.env._("Entries"))
