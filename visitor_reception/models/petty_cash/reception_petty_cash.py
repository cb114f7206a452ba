from odoo import api, fields, models
from odoo.fields import Domain

from .account_move_petty_cash import BOOKS

# from here on the state follows the ledger
LEDGER_STATES = ("approved", "paid", "clearing", "cleared")
# money is out and not accounted for yet
OPEN_STATES = ("paid", "clearing")
# money is asked for or out
UNDER_WAY = ("signing", "approved", *OPEN_STATES)


class ReceptionPettyCash(models.Model):
    """An advance (备用金借支): money that Finance hands to a department for a matter, until it is cleared (1-7).

    Amounts are those of the engine's own posted entries, ``move_ids``; where the ledger differs, the advance is broken
    and never done (``_broken.py``). Further concerns of the same model have files of their own:
    ``reception_petty_cash_payment.py`` the verbs that move money, ``_ledger.py`` how they are booked, ``_workflow.py``
    the other verbs, ``_dialog.py`` what is asked first, ``_reminder.py`` the reminders.
    Rights, besides those of ``reception.signoff.mixin``:

    =====================  =================================  =========================================================
    Verb                   Who                                When
    =====================  =================================  =========================================================
    submit                 requester, Administration and HR   the borrower is the head or designated (1-7.2), nothing
                                                              overdue, within the limit
    pay, return            cashier, accountants; never the    approved, up to the amount; open, up to what is open
                           borrower themselves
    not recognise          accountants                        open, up to what is open
    reverse                accountants                        an entry of the advance, while nothing rests on it
    match anew             accountants                        the advance is broken
    set the matter's end   borrower; to put it off the head   until cleared (D10)
    allow                  accountants                        overdue advances or the limit stand against it
    cancel                 requester, Administration and HR   before anything is paid
    =====================  =================================  =========================================================
    """

    _name = "reception.petty.cash"
    # hr.mixin: employees may name the colleague who draws
    _inherit = ["hr.mixin", "reception.signoff.mixin", "reception.editable.mixin", "reception.amount.mixin"]
    _description = "Petty Cash Advance"
    _engine_opens = BOOKS
    _order = "create_date desc, id desc"
    _rec_names_search = ["name", "purpose", "borrower_id.name"]
    _check_company_auto = True
    _exact_amounts = ("amount",)
    _final_states = ("paid", "clearing", "cleared", "cancelled")
    _place_fields = ("company_id",)

    name = fields.Char(string="Advance No.", index="trigram")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "To Pay Out"),
            ("paid", "Paid Out"),
            ("clearing", "Clearing"),
            ("cleared", "Cleared"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )
    borrower_id = fields.Many2one(
        "hr.employee",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        default=lambda self: self.env.user.employee_id,
        tracking=True,
        help="The head of the department, or the person whom the head has designated (1-7.2).",
    )
    borrower_user_id = fields.Many2one(related="borrower_id.user_id", string="User of the Borrower")
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    purpose = fields.Text(
        string="Used For",
        help="Petty cash is for sudden tasks of a department and for keeping its normal work going (1-7.1).",
    )
    visit_id = fields.Many2one(
        "reception.visit",
        string="For the Visit",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('state', 'in', ('issued', 'hosting', 'closed'))]",
    )
    matter_end = fields.Date(
        string="End of the Matter",
        copy=False,
        tracking=True,
        help="When the matter ends; its use is to be reported with the vouchers within the deadline from then on "
        "(1-7.3a).",
    )
    due_date = fields.Date(
        string="To Report Until", compute="_compute_due_date", store=True, index=True, help="Last day (1-7.3a)."
    )
    amount = fields.Monetary(string="Amount Applied For", tracking=True)
    allowed_reason = fields.Text(
        string="Why Allowed", readonly=True, copy=False, help="Finance allows it although advances are overdue."
    )
    allowed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    # the ledger
    account_id = fields.Many2one("account.account", string="Advance Account", readonly=True, copy=False)
    move_ids = fields.One2many("account.move", "petty_cash_id", string="Entries", readonly=True, copy=False)
    amount_paid = fields.Monetary(compute="_compute_from_ledger", store=True)
    amount_cleared = fields.Monetary(compute="_compute_from_ledger", store=True)
    amount_returned = fields.Monetary(compute="_compute_from_ledger", store=True)
    amount_personal = fields.Monetary(
        string="Borne by the Person", compute="_compute_from_ledger", store=True, help="Not recognised by Finance."
    )
    amount_open = fields.Monetary(
        compute="_compute_from_ledger", store=True, help="Paid out, and neither cleared nor returned."
    )
    is_reconciled = fields.Boolean(compute="_compute_from_ledger", store=True)
    is_broken = fields.Boolean(
        string="Differs From the Ledger",
        compute="_compute_from_ledger",
        store=True,
        help="Somebody has changed the entries, or their matches, beside the advance.",
    )
    broken_note = fields.Text(string="What Differs", compute="_compute_broken_note")
    amount_to_pay = fields.Monetary(string="Still to Pay Out", compute="_compute_amount_to_pay")

    # clearing
    clearing_ids = fields.One2many("reception.petty.cash.clearing", "petty_cash_id", string="Clearing Sheets")
    expense_ids = fields.One2many("hr.expense", "petty_cash_id", string="Vouchers")
    amount_vouchers = fields.Monetary(string="Vouchers So Far", compute="_compute_amount_vouchers")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    days_overdue = fields.Integer(compute="_compute_is_overdue")
    reminded_stage = fields.Integer(readonly=True, copy=False, export_string_translation=False)

    can_pay = fields.Boolean(compute="_compute_can_act")
    can_return = fields.Boolean(compute="_compute_can_act")
    can_not_recognise = fields.Boolean(compute="_compute_can_act")
    can_clear = fields.Boolean(compute="_compute_can_act")
    can_set_matter_end = fields.Boolean(compute="_compute_can_act")
    can_allow = fields.Boolean(compute="_compute_can_act")
    can_cancel = fields.Boolean(compute="_compute_can_act")
    can_reverse = fields.Boolean(compute="_compute_can_act")
    can_match_anew = fields.Boolean(compute="_compute_can_act")

    _amount_not_negative = models.Constraint("CHECK (amount >= 0)", "The amount of an advance cannot be negative.")
    # the floor under two cashiers at once
    _not_more_than_applied = models.Constraint(
        "CHECK (amount_paid <= amount)", "No more is paid out than was applied for and signed (1-7.2)."
    )
    _not_more_than_paid = models.Constraint(
        "CHECK (amount_cleared + amount_returned + amount_personal <= amount_paid)",
        "No more is cleared and returned than was paid out (1-7.3a).",
    )
    _parts_not_negative = models.Constraint(
        "CHECK (amount_paid >= 0 AND amount_cleared >= 0 AND amount_returned >= 0 AND amount_personal >= 0)",
        "What was paid out, cleared and returned cannot be negative.",
    )
    _year_plausible = models.Constraint(
        "CHECK (matter_end >= '1900-01-01' AND matter_end < '3000-01-01')",
        "Look at the year of the matter's end: write it with four digits.",
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an advance with this number."
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"draft", "cancelled"},
            "declined": {"signing", "draft", "cancelled"},
        }

    @api.model
    def _signoff_fields(self):
        return {"borrower_id", "department_id", "amount", "purpose", "visit_id", "matter_end", "company_id"}

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "borrower_id", "amount", "purpose", "matter_end"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "account_id",
            "allowed_reason",
            "allowed_by_id",
            "move_ids",
            "reminded_stage",
            "amount_paid",
            "amount_cleared",
            "amount_returned",
            "amount_personal",
            "amount_open",
            "is_reconciled",
            "is_broken",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("name", "purpose")
    def _compute_display_name(self):
        for advance in self:
            number = advance.name if advance.name != "/" else self.env._("New advance")
            advance.display_name = f"{number} {(advance.purpose or '').strip()[:40]}".strip()

    @api.depends("borrower_id")
    def _compute_department_id(self):
        for advance in self:
            # an employee may not read versions of colleagues
            advance.department_id = advance.borrower_id.sudo().department_id.sudo(False)

    @api.depends("matter_end", "company_id")
    def _compute_due_date(self):
        ending = self.filtered("matter_end")
        (self - ending).due_date = False
        for company, advances in ending.grouped("company_id").items():
            deadline = self.env["reception.deadline"]._get_deadline("petty_cash_report", company)
            for advance in advances:
                advance.due_date = deadline._count_from(advance.matter_end, company)

    @api.depends(
        "account_id",
        "move_ids.state",
        "move_ids.petty_cash_part",
        "move_ids.reversed_entry_id",
        "move_ids.line_ids.account_id",
        "move_ids.line_ids.partner_id",
        "move_ids.line_ids.balance",
        "move_ids.line_ids.amount_residual",
        "move_ids.origin_payment_id.amount",
        "move_ids.origin_payment_id.date",
        "move_ids.origin_payment_id.partner_id",
    )
    def _compute_from_ledger(self):
        for advance in self:
            parts = dict.fromkeys(("payout", "clearing", "return", "personal"), 0.0)
            for move in advance._get_counting_moves():
                parts[move.petty_cash_part] += move._get_petty_cash_amount()
            amounts = {part: advance.currency_id.round(amount) for part, amount in parts.items()}
            advance.amount_paid = amounts["payout"]
            # credits are negative, and no amount is minus zero
            advance.amount_cleared = -amounts["clearing"] or 0.0
            advance.amount_returned = -amounts["return"] or 0.0
            advance.amount_personal = -amounts["personal"] or 0.0
            advance.amount_open = advance.currency_id.round(sum(amounts.values()))
            advance.is_broken = bool(advance._find_breaks())
            advance.is_reconciled = bool(amounts["payout"] and not advance.amount_open and not advance.is_broken)

    def _get_counting_moves(self):
        """Posted entries that the engine made for what the advance was paid out, cleared, returned and not recognised."""
        return self.move_ids.filtered(lambda move: move.petty_cash_part and move.state == "posted")

    def _get_advance_lines(self):
        """Posted items of ``self`` on the advance account (account.move.line)."""
        return self._get_counting_moves().line_ids.filtered(
            lambda line: line.account_id == line.move_id.petty_cash_id.account_id
        )

    @api.depends("amount_paid", "amount_open", "is_reconciled", "clearing_ids.state")
    def _compute_state(self):
        """From the approval on the state follows the ledger and the clearing sheets."""
        for advance in self:
            if advance.state not in LEDGER_STATES:
                advance.state = advance.state or "draft"
            elif not advance.amount_paid:
                advance.state = "approved"
            elif advance.is_reconciled:
                advance.state = "cleared"
            elif advance.amount_open < advance.amount_paid or advance.clearing_ids.filtered(
                lambda sheet: sheet.state in ("signing", "approved", "posted")
            ):
                advance.state = "clearing"
            else:
                advance.state = "paid"

    @api.depends("amount", "amount_paid", "state")
    def _compute_amount_to_pay(self):
        for advance in self:
            is_payable = advance.state in ("approved", *OPEN_STATES)
            advance.amount_to_pay = advance.amount - advance.amount_paid if is_payable else 0.0

    @api.depends("expense_ids.total_amount", "expense_ids.approval_state")
    def _compute_amount_vouchers(self):
        for advance in self:
            # a cashier sees what the vouchers come to, not each of them
            vouchers = advance.sudo().expense_ids.filtered(lambda voucher: voucher.approval_state != "refused")
            advance.amount_vouchers = sum(vouchers.mapped("total_amount"))

    @api.depends("due_date", "state", "clearing_ids.state")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._search_is_overdue("in", [True]))
        for advance in self:
            advance.is_overdue = advance in overdue
            today = self.env["reception.deadline"]._get_today(advance.company_id)
            advance.days_overdue = (today - advance.due_date).days if advance.is_overdue else 0

    @api.model
    def _search_is_overdue(self, operator, value):
        """Open after the last day to report, with no clearing sheet under way (1-7.3a)."""
        if operator != "in":
            return NotImplemented
        deadlines = self.env["reception.deadline"]
        companies = self.env.companies or self.env.company
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("due_date", "<", deadlines._get_today(company))
            for company in companies | self.company_id
        )
        under_way = Domain("clearing_ids", "any!", [("state", "in", ("signing", "approved"))])
        return Domain("state", "in", OPEN_STATES) & late & ~under_way

    # ------------------------------------------------------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("visit_id")
    def _check_visit_id(self):
        """Nobody learns of a notice that they may not read by naming it here."""
        self.sudo(False).visit_id.check_access("read")  # constraints run as superuser

    # ------------------------------------------------------------------------------------------------------------------
    # Open what belongs to it
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_entries(self):
        """The entries of the advance in the ledger."""
        return self.move_ids._get_records_action(name=self.env._("Entries"))

    def action_open_clearings(self):
        """The clearing sheets of the advance."""
        self.ensure_one()
        return self.clearing_ids._get_records_action(name=self.env._("Clearing Sheets"))

    def action_open_vouchers(self):
        """The vouchers of the advance, where new ones may be added."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vouchers"),
            "res_model": "hr.expense",
            "view_mode": "list,form",
            "domain": [("petty_cash_id", "=", self.id)],
            "context": {
                "default_petty_cash_id": self.id,
                "default_employee_id": self.borrower_id.id,
                "default_payment_mode": "own_account",
                "default_reception_visit_id": self.visit_id.id,
            },
        }

    def action_new_clearing(self):
        """The clearing sheet that is not submitted yet, or a new one, with the vouchers that are on none.

        :raises UserError: nothing is open
        """
        self.ensure_one()
        self._raise_refusals([self._clear_refusals()])
        sheet = self.clearing_ids.filtered(
            lambda sheet: sheet.state == "draft" and sheet.requester_id == self.env.user
        )[:1]
        sheet = sheet or sheet.create({"petty_cash_id": self.id})
        self._get_loose_vouchers().petty_cash_clearing_id = sheet
        return sheet._get_records_action()

    def _get_loose_vouchers(self):
        """Vouchers of the advance that are on no sheet and under way nowhere else."""
        return self.expense_ids.filtered(
            lambda voucher: not voucher.petty_cash_clearing_id and voucher.state == "draft"
        )

    def _clear_refusals(self):
        if self.state in OPEN_STATES:
            return []
        return [
            self._explain(
                "1-7.3a",
                self.env._("%(advance)s is not paid out, or cleared already.", advance=self.display_name),
            )
        ]
