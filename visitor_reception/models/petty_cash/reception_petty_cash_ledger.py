from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..document.reception_amount_mixin import is_exact, to_amount


class ReceptionPettyCash(models.Model):
    """How money of an advance gets into the books, through Odoo's own documents: ``account.payment`` for cash and bank,
    entries for the rest. The verbs have asked before who may do it.
    """

    _inherit = "reception.petty.cash"

    # ------------------------------------------------------------------------------------------------------------------
    # What was typed: amount, box, day
    # ------------------------------------------------------------------------------------------------------------------

    def _to_money(self, value):
        """``value`` as an amount of the currency.

        :raises UserError: not above 0, or more decimals than the currency has
        """
        amount = to_amount(self.env, value)
        if amount <= 0 or not is_exact(amount, self.currency_id):
            raise UserError(
                self.env._(
                    "%(amount)s: write an amount above 0 that can be paid in %(currency)s.",
                    amount=value,
                    currency=self.currency_id.name,
                )
            )
        return self.currency_id.round(amount)

    def _to_box(self, box_id):
        """The box ``box_id``, or the first of the company.

        :raises UserError: there is none, or it is of another company
        """
        boxes = self.env["reception.petty.cash.box"].search([("company_id", "=", self.company_id.id)])
        box = boxes.filtered(lambda box: box.id == box_id) if box_id else boxes[:1]
        if not box:
            raise UserError(
                self.env._("Choose the cash box or bank account; Finance sets them up under Petty Cash > Cash Boxes.")
            )
        return box

    @api.model
    def _parse_day(self, value):
        """``value`` as a day, or nothing.

        :raises UserError: it is none
        """
        try:
            return fields.Date.to_date(value)
        except (ValueError, TypeError) as error:
            raise UserError(
                self.env._("%(value)s is no day. Write it as year-month-day.", value=str(value)[:40])
            ) from error

    def _to_day(self, date, journal, not_before=None):
        """The day of an entry: today in the company's time zone, or a day before it.

        :param journal: account.journal that is posted in
        :param tuple not_before: a day, and what took place on it
        :raises UserError: it lies in the future, before what it follows from, or in a closed period
        """
        today = self.env["reception.deadline"]._get_today(self.company_id)
        day = self._parse_day(date) or today
        if day > today:
            raise UserError(self.env._("Money does not move in the future: choose today or a day before."))
        first, what = not_before or (None, "")
        if first and day < first:
            raise UserError(
                self._explain(
                    "1-7.3a",
                    self.env._(
                        "%(day)s lies before %(what)s of %(first)s.",
                        day=format_date(self.env, day),
                        what=what,
                        first=format_date(self.env, first),
                    ),
                    self.env._("Choose %(first)s or a later day.", first=format_date(self.env, first)),
                )
            )
        self._check_day_open(day, journal)
        return day

    def _get_approval_day(self):
        """The day of the last signature; before it nothing is paid out (1-7.2)."""
        signed = [moment for moment in self.sudo().signoff_ids.mapped("signed_at") if moment]
        day = signed and self.env["reception.deadline"]._to_company_day(max(signed), self.company_id)
        return (day, self.env._("the approval")) if day else None

    def _get_payout_day(self):
        """The day of the first pay-out; before it nothing is returned, cleared or not recognised."""
        # a cashier has no rights in accounting
        payouts = (
            self.sudo()
            ._get_counting_moves()
            .filtered(lambda move: move.petty_cash_part == "payout" and move._is_reversible_petty_cash())
        )
        return (min(payouts.mapped("date")), self.env._("the pay-out")) if payouts else None

    def _check_day_open(self, day, journal, has_tax=False):
        """:raises UserError: the books are closed for ``day``; Odoo would move the entry to another day in silence"""
        if first_open := self._get_first_open_day(day, journal, has_tax):
            raise UserError(
                self.env._(
                    "%(day)s lies in a period of the books that is closed. The first open day is %(open)s: choose it or a "
                    "later one, or ask the accountant in charge to open the period.",
                    day=format_date(self.env, day),
                    open=format_date(self.env, first_open),
                )
            )

    def _get_first_open_day(self, day, journal, has_tax=False):
        """The first day that may be posted on, where ``day`` may not."""
        # lock dates are not the cashier's to read; exceptions for the user count
        company = (self.company_id or journal.company_id).sudo()
        locks = company._get_violated_lock_dates(day, has_tax, journal.sudo())
        return locks and locks[-1][0] + timedelta(days=1)

    def _check_day_kept(self, moves, day):
        """:raises UserError: Odoo has moved an entry to another day, for a lock that only posting knows"""
        if moved := moves.filtered(lambda move: move.date != day):
            raise UserError(
                self.env._(
                    "%(day)s lies in a period of the books that is closed. The first open day is %(open)s: choose it or a "
                    "later one, or ask the accountant in charge to open the period.",
                    day=format_date(self.env, day),
                    open=format_date(self.env, moved[0].date),
                )
            )

    # ------------------------------------------------------------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------------------------------------------------------------

    def _get_petty_cash_account(self, name):
        """The account set for the company.

        :raises UserError: none is set
        """
        account = self.company_id.sudo()[name]  # a cashier has no rights in accounting
        if not account:
            raise UserError(
                self.env._(
                    "The account %(name)s is not set. Finance sets it under Settings > Reception.",
                    name=self.env["res.company"]._fields[name]._description_string(self.env),
                )
            )
        return account

    def _get_partner(self):
        """Whom entries of the advance name: the borrower's contact.

        :raises UserError: the employee has none
        """
        # contacts of colleagues are the personnel department's
        partner = self.borrower_id.sudo().work_contact_id
        if not partner:
            raise UserError(
                self.env._(
                    "%(borrower)s has no contact that entries could name. Ask Administration and HR.",
                    borrower=self.borrower_id.name,
                )
            )
        return partner

    def _create_payment(self, part, amount, box, day):
        """An ``account.payment`` of the advance, posted; ``part`` is ``payout`` or ``return``."""
        # a cashier has no rights in accounting; the amount was held to the signed application
        journal = box.sudo().journal_id
        payment = (
            self.env["account.payment"]
            ._as_engine("account.move")
            .with_company(self.company_id)
            .create(
                {
                    "payment_type": "outbound" if part == "payout" else "inbound",
                    "partner_type": "supplier",
                    "partner_id": self._get_partner().id,
                    "amount": amount,
                    "currency_id": self.currency_id.id,
                    "date": day,
                    "memo": self.display_name,
                    "destination_account_id": self.account_id.id,
                    "petty_cash_id": self.id,
                    "journal_id": journal.id,
                }
            )
        )
        if box.is_cash:
            # notes and coins are gone at once; only a bank still has to confirm
            payment.outstanding_account_id = journal.default_account_id
        payment.action_post()
        self._check_day_kept(payment.move_id, day)
        self._reconcile()
        verb = self.env._("Paid out: %s") if part == "payout" else self.env._("Returned: %s")
        self._log(verb % f"{self.currency_id.format(amount)} ({box.name})")
        return payment.sudo(False).with_context(reception_marks=None)

    def _create_entry(self, part, day, items, ref, **vals):
        """A posted entry of the advance.

        :param items: ``(account, partner, balance)`` each
        """
        # the verbs have asked who may do this
        move = (
            self.env["account.move"]
            ._as_engine()
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self.company_id.sudo()._get_petty_cash_journal().id,
                    "date": day,
                    "ref": ref,
                    "petty_cash_id": self.id,
                    "petty_cash_part": part,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": partner.id,
                                "balance": balance,
                                "name": ref,
                            }
                        )
                        for account, partner, balance in items
                    ],
                    **vals,
                }
            )
        )
        move._post(soft=False)
        self._check_day_kept(move, day)
        self._reconcile()
        return move

    def _reconcile(self):
        """Put the open items of the advance together; when nothing is left, reminders end."""
        lines = self.sudo()._get_advance_lines()  # as above: a cashier may not read the ledger
        lines.filtered(lambda line: not line.reconciled).reconcile()
        for advance in self.filtered(lambda advance: advance.state == "cleared"):
            advance._close_reminders()

    def _log(self, body):
        """A note on file by the current user, who need not be allowed to write the document."""
        self.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)

    def _reverse(self, moves, reason, date):
        """Reverse ``moves``, with what they were for, and put the open items of the advance together again."""
        not_before = (max(moves.mapped("date")), self.env._("the entry"))
        day = max(self._to_day(date, journal, not_before) for journal in moves.journal_id)
        books = self.with_context(lang=self.company_id.sudo()._get_books_lang())
        reversals = (
            moves._as_engine()
            .with_company(self.company_id)
            ._reverse_moves(
                [
                    {
                        "ref": books.env._("Reversal of %(entry)s: %(reason)s", entry=move.name, reason=reason),
                        "date": day,
                        "invoice_date": day if move.is_invoice(include_receipts=True) else False,
                        **{name: move[name].id for name in ("petty_cash_id", "petty_cash_clearing_id")},
                        "petty_cash_part": move.petty_cash_part,
                    }
                    for move in moves
                ],
                cancel=True,
            )
        )
        self._check_day_kept(reversals, day)
        self._reconcile()
        self._log(
            self.env._("Reversed: %(entries)s. %(reason)s", entries=", ".join(moves.mapped("name")), reason=reason)
        )
        return reversals
