from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ReceptionPettyCashCount(models.Model):
    """A cash count (现金盘点): what is in a box, by denomination, against the ledger; signed by two people.

    =========  ==========================================  =================================================
    Verb       Who                                         When
    =========  ==========================================  =================================================
    sign       cashier or accountant                       counted; a difference is explained
    confirm    an accountant who did not count             signed by the cashier; a difference is booked
    reopen     the one who signed, or an accountant        signed and not confirmed
    =========  ==========================================  =================================================
    """

    _name = "reception.petty.cash.count"
    _inherit = ["reception.workflow.mixin", "mail.thread"]
    _description = "Cash Count"
    _order = "date desc, id desc"
    _check_company_auto = True
    _place_fields = ("box_id",)

    box_id = fields.Many2one(
        "reception.petty.cash.box",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('is_cash', '=', True)]",
        default=lambda self: self.env["reception.petty.cash.box"].search([("is_cash", "=", True)], limit=1),
    )
    company_id = fields.Many2one(related="box_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Day of the Count", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Being Counted"), ("signed", "Signed by the Cashier"), ("done", "Confirmed")],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("reception.petty.cash.count.line", "count_id", string="Notes and Coins", copy=False)
    amount_counted = fields.Monetary(string="Counted", compute="_compute_amounts", store=True)
    amount_book = fields.Monetary(
        string="In the Ledger", compute="_compute_amount_book", store=True, help="Frozen when the cashier signs."
    )
    difference = fields.Monetary(compute="_compute_amounts", store=True)
    explanation = fields.Text(string="Why It Differs", help="Why the box holds more or less than the ledger says.")
    counted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    counted_at = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    booked_on = fields.Date(
        string="Difference Booked On",
        copy=False,
        help="Accounting date of the difference. Empty: the day of the count; the accountant chooses a later one where the "
        "books are closed for it.",
    )
    move_id = fields.Many2one("account.move", string="Difference Entry", readonly=True, copy=False, ondelete="restrict")
    can_sign = fields.Boolean(compute="_compute_can_act")
    can_confirm = fields.Boolean(compute="_compute_can_act")
    can_reopen = fields.Boolean(compute="_compute_can_act")

    @api.model
    def _transitions(self):
        return {"draft": {"signed"}, "signed": {"done", "draft"}, "done": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "date",
            "amount_book",
            "counted_by_id",
            "counted_at",
            "confirmed_by_id",
            "confirmed_at",
            "move_id",
        }

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "line_ids" in fields and "line_ids" not in values:
            denominations = self.env["reception.petty.cash.denomination"].search([("value", ">", 0)])
            values["line_ids"] = [Command.create({"denomination_id": item.id}) for item in denominations]
        return values

    @api.depends("box_id", "date")
    def _compute_display_name(self):
        for count in self:
            count.display_name = f"{count.box_id.name or ''} {count.date or ''}".strip()

    @api.depends("box_id", "state")
    def _compute_amount_book(self):
        for count in self:
            count.amount_book = count.box_id.balance if count.state == "draft" else count.amount_book

    @api.depends("line_ids.amount", "amount_book")
    def _compute_amounts(self):
        for count in self:
            count.amount_counted = sum(count.line_ids.mapped("amount"))
            count.difference = count.amount_counted - count.amount_book

    @api.depends_context("uid")
    @api.depends("state", "counted_by_id")
    def _compute_can_act(self):
        for count in self:
            count.can_sign = not count._cashier_refusals("draft")
            count.can_confirm = not count._confirm_refusals()
            count.can_reopen = not count._cashier_refusals("signed")

    # ------------------------------------------------------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------------------------------------------------------

    def action_sign(self):
        """The cashier signs what was counted; the ledger's balance of this moment stays with it.

        :raises UserError: not a cashier, signed already, or a difference is not explained
        """
        self.box_id.invalidate_recordset(["balance"])  # what was paid a moment ago counts
        for count in self:
            count._as_engine().amount_book = count.box_id.balance
        self._raise_refusals(count._sign_refusals() for count in self)
        for count in self:
            count._move(
                "signed",
                date=self.env["reception.deadline"]._get_today(count.company_id),
                amount_book=count.box_id.balance,
                counted_by_id=self.env.uid,
                counted_at=fields.Datetime.now(),
            )

    def _sign_refusals(self):
        self.ensure_one()
        if refusals := self._cashier_refusals("draft"):
            return refusals
        if not self.currency_id.is_zero(self.difference) and not (self.explanation or "").strip():
            return [
                self.env._(
                    "%(box)s: counted %(counted)s, in the ledger %(book)s. Explain the difference of %(difference)s.",
                    box=self.box_id.name,
                    counted=self.currency_id.format(self.amount_counted),
                    book=self.currency_id.format(self.amount_book),
                    difference=self.currency_id.format(self.difference),
                )
            ]
        return []

    def _cashier_refusals(self, state):
        if self.state != state:
            return [self.env._("The count of %(count)s is not open for this.", count=self.display_name)]
        if not self.env["reception.petty.cash"]._is_cashier():
            return [self.env._("The cashier counts and signs.")]
        return []

    def action_reopen(self):
        """Count once more: the cashier's signature is taken back.

        :raises UserError: not signed, or confirmed already
        """
        self._raise_refusals(count._cashier_refusals("signed") for count in self)
        self._move("draft", date=False, counted_by_id=False, counted_at=False)

    def action_confirm(self):
        """An accountant confirms the count; a difference is booked to the journal's account of gains or losses.

        :raises UserError: not signed, counted by oneself, not an accountant, or the journal lacks the account
        """
        self._raise_refusals(count._confirm_refusals() for count in self)
        for count in self:
            entry = count._book_difference()
            count._move("done", confirmed_by_id=self.env.uid, confirmed_at=fields.Datetime.now(), move_id=entry.id)

    def _confirm_refusals(self):
        self.ensure_one()
        if self.state != "signed":
            return [self.env._("%(count)s is not signed by the cashier.", count=self.display_name)]
        if not self.env["reception.petty.cash"]._is_accountant():
            return [self.env._("An accountant confirms the count.")]
        if self.counted_by_id == self.env.user:
            return [self._explain("4-14a", self.env._("two people sign a cash count: somebody else than who counted."))]
        return []

    def _book_difference(self):
        """The posted entry of the difference (account.move); empty if there is none."""
        # journals are not the policy's, and the verb has asked who may do this
        journal = self.box_id.sudo().journal_id
        if self.currency_id.is_zero(self.difference):
            return self.env["account.move"]
        other = journal.profit_account_id if self.difference > 0 else journal.loss_account_id
        if not other:
            raise UserError(
                self.env._(
                    "Set the accounts for gains and losses on the journal %(journal)s first.", journal=journal.name
                )
            )
        day = self._get_booking_day(journal)
        books = self.with_context(lang=self.company_id.sudo()._get_books_lang())
        label = books.env._("Difference of the cash count %(day)s: %(why)s", day=self.date, why=self.explanation)
        entry = (
            self.env["account.move"]
            ._as_engine()
            .with_company(self.company_id)
            .create(
                {
                    "petty_cash_count_id": self.id,
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "date": day,
                    "ref": label,
                    "line_ids": [
                        Command.create({"account_id": account.id, "balance": balance, "name": label})
                        for account, balance in (
                            (journal.default_account_id, self.difference),
                            (other, -self.difference),
                        )
                    ],
                }
            )
        )
        entry._post(soft=False)
        return entry

    def _get_booking_day(self, journal):
        """The accounting date of the difference.

        :raises UserError: before the count, in the future, or in a closed period of the books
        """
        day = self.booked_on or self.date
        if not self.date <= day <= self.env["reception.deadline"]._get_today(self.company_id):
            raise UserError(
                self.env._("A difference is booked on the day of the count or a later one, today at the latest.")
            )
        self.env["reception.petty.cash"]._check_day_open(day, journal)
        return day

    def write(self, vals):
        if not {"box_id", "explanation"}.isdisjoint(vals):
            self._check_counting()
        return super().write(vals)

    def _check_counting(self):
        """:raises UserError: the count is signed"""
        if any(count.state != "draft" for count in self):
            raise UserError(self.env._("The count is signed: take the signature back to count once more."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(count.state != "draft" for count in self):
            raise UserError(self.env._("A cash count that was signed stays on file."))
