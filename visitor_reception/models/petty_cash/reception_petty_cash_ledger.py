from odoo import api, fields, models
from odoo.exceptions import UserError

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

    def _to_day(self, date):
        """The day of an entry: today in the company's time zone, or a day before it.

        :raises UserError: it lies in the future
        """
        today = self.env["reception.deadline"]._get_today(self.company_id)
        day = self._parse_day(date) or today
        if day > today:
            raise UserError(self.env._("Money does not move in the future: choose today or a day before."))
        return day

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
            self._as_engine()
            .env["account.payment"]
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
        self._reconcile()
        verb = self.env._("Paid out: %s") if part == "payout" else self.env._("Returned: %s")
        self._log(verb % f"{self.currency_id.format(amount)} ({box.name})")
        return payment.sudo(False).with_context(reception_engine=None)

    def _create_entry(self, part, day, items, ref, **vals):
        """A posted entry of the advance.

        :param items: ``(account, partner, balance)`` each
        """
        # the verbs have asked who may do this
        move = (
            self._as_engine()
            .env["account.move"]
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

    def _reverse(self, moves, reason):
        """Reverse ``moves``, with what they were for, and put the open items of the advance together again."""
        reversals = (
            moves._as_engine()
            .with_company(self.company_id)
            ._reverse_moves(
                [
                    {
                        "ref": self.env._("Reversal of %(entry)s: %(reason)s", entry=move.name, reason=reason),
                        "date": self._to_day(None),
                        "invoice_date": self._to_day(None) if move.is_invoice(include_receipts=True) else False,
                        **{name: move[name].id for name in ("petty_cash_id", "petty_cash_clearing_id")},
                        "petty_cash_part": move.petty_cash_part,
                    }
                    for move in moves
                ],
                cancel=True,
            )
        )
        self._reconcile()
        self._log(
            self.env._("Reversed: %(entries)s. %(reason)s", entries=", ".join(moves.mapped("name")), reason=reason)
        )
        return reversals
