from odoo import models
from odoo.exceptions import UserError

from .reception_petty_cash import OPEN_STATES


class ReceptionPettyCash(models.Model):
    """The verbs of an advance that move money: out, back, and how it ends. Rights: ``reception_petty_cash.py``."""

    _inherit = "reception.petty.cash"

    # ------------------------------------------------------------------------------------------------------------------
    # Paid out
    # ------------------------------------------------------------------------------------------------------------------

    def action_pay(self, amount=None, box_id=None, date=None):
        """Pay out the advance, in full or in part: Dr advance / Cr cash or bank.

        :param float amount: CNY; as a rule all that is still to be paid
        :param int box_id: ``reception.petty.cash.box`` the money comes from; as a rule the first
        :param date: day of the payment, from the approval to today, today as a rule; never in a closed period
        :returns: the payment (account.payment), for the receipt
        :raises UserError: not approved, more than was applied for, not in the box, not the cashier (1-7.2), or another
            advance of the borrower is overdue (1-7.3a)
        """
        self.ensure_one()
        self._signoff_lock()
        self._raise_refusals([self._pay_refusals()])
        amount = self._to_money(self.amount_to_pay if amount is None else amount)
        box = self._to_box(box_id)
        box._lock()
        day = self._to_day(date, box.sudo().journal_id, self._get_approval_day())  # not the cashier's to read
        self._raise_refusals([self._pay_amount_refusals(amount, box)])
        if not self.account_id:
            self._as_engine().account_id = self._get_petty_cash_account("petty_cash_account_id")
        return self._create_payment("payout", amount, box, day)

    def _pay_refusals(self):
        self.ensure_one()
        if self.state not in ("approved", *OPEN_STATES) or self.currency_id.is_zero(self.amount_to_pay):
            return [
                self._explain(
                    "1-7.2",
                    self.env._("%(advance)s is not approved, or paid out in full already.", advance=self.display_name),
                    self.env._("Let those who are asked sign it first; for more money apply for a further advance."),
                )
            ]
        return (
            self._money_refusals()
            or self._broken_refusals()
            or self._explain_missing(self._collect_missing(self._get_obstacles()))
        )

    def _pay_amount_refusals(self, amount, box):
        texts = []
        if self.currency_id.compare_amounts(amount, self.amount_to_pay) > 0:
            texts.append(
                self._explain(
                    "1-7.2",
                    self.env._(
                        "%(amount)s are more than what is still to be paid out: %(rest)s.",
                        amount=self.currency_id.format(amount),
                        rest=self.currency_id.format(self.amount_to_pay),
                    ),
                    self.env._("Pay out what was signed; for more, a further advance is applied for and signed."),
                )
            )
        return texts + box._spend_refusals(amount)

    # ------------------------------------------------------------------------------------------------------------------
    # Returned
    # ------------------------------------------------------------------------------------------------------------------

    def action_return(self, amount=None, box_id=None, date=None):
        """Take back money that was not spent, in full or in part: Dr cash or bank / Cr advance.

        :param float amount: CNY; as a rule all that is open
        :param int box_id: ``reception.petty.cash.box`` the money goes to; as a rule the first
        :param date: day of the payment, from the pay-out to today, today as a rule; never in a closed period
        :returns: the payment (account.payment), for the receipt
        :raises UserError: nothing is open, more than is open, or not the cashier (1-7.3a)
        """
        self.ensure_one()
        self._signoff_lock()
        self._raise_refusals([self._return_refusals()])
        amount = self._to_money(self.amount_open if amount is None else amount)
        self._raise_refusals([self._open_amount_refusals(amount)])
        box = self._to_box(box_id)
        day = self._to_day(date, box.sudo().journal_id, self._get_payout_day())  # not the cashier's to read
        return self._create_payment("return", amount, box, day)

    def _return_refusals(self):
        self.ensure_one()
        return self._clear_refusals() or self._money_refusals() or self._broken_refusals()

    def _open_amount_refusals(self, amount):
        if self.currency_id.compare_amounts(amount, self.amount_open) <= 0:
            return []
        return [
            self._explain(
                "1-7.3a",
                self.env._(
                    "%(amount)s are more than what is open: %(open)s.",
                    amount=self.currency_id.format(amount),
                    open=self.currency_id.format(self.amount_open),
                ),
            )
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Not recognised
    # ------------------------------------------------------------------------------------------------------------------

    def action_not_recognise(self, reason=None, amount=None, date=None):
        """What Finance does not recognise is borne by the person: Dr receivable from the person / Cr advance.

        :param str reason: required, stays on file
        :param float amount: CNY; as a rule all that is open
        :raises UserError: no reason, nothing is open, more than is open, or no accountant (1-6.1.2)
        """
        self.ensure_one()
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self._explain("1-6.1.2", self.env._("write why it is not recognised.")))
        self._signoff_lock()
        self._raise_refusals([self._not_recognise_refusals()])
        amount = self._to_money(self.amount_open if amount is None else amount)
        self._raise_refusals([self._open_amount_refusals(amount)])
        account = self._get_petty_cash_account("petty_cash_personal_account_id")
        partner = self._get_partner()
        self._create_entry(
            "personal",
            self._to_day(date, self.company_id.sudo()._get_petty_cash_journal(), self._get_payout_day()),
            [(account, partner, amount), (self.account_id, partner, -amount)],
            ref=f"{self.name}: {reason}",
        )
        self._log(self.env._("Not recognised: %(reason)s", reason=reason))

    def _not_recognise_refusals(self):
        self.ensure_one()
        return self._clear_refusals() or self._accountant_refusals() or self._broken_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Reversed
    # ------------------------------------------------------------------------------------------------------------------

    def action_reverse_entry(self, move_id, reason=None, date=None):
        """Undo a payment or an entry of the advance by a reversal; nothing is deleted.

        :param int move_id: an entry of the advance that is not reversed yet and not of a clearing sheet
        :param date: day of the reversal, today as a rule
        :raises UserError: no reason, not an accountant, or the money that was paid out is accounted for already
        """
        self.ensure_one()
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self.env._("Say why the entry is reversed."))
        self._signoff_lock()
        move = self.sudo().move_ids.filtered(lambda move: move.id == move_id)  # the refusals ask who may do this
        self._raise_refusals([self._reverse_entry_refusals(move)])
        self._reverse(move, reason, date)

    def _reverse_entry_refusals(self, move):
        if refusals := self._accountant_refusals():
            return refusals
        if not move._is_reversible_petty_cash() or move.petty_cash_clearing_id:
            return [
                self.env._(
                    "Choose an entry of %(advance)s that is posted and not reversed. Vouchers are undone on their clearing "
                    "sheet.",
                    advance=self.display_name,
                )
            ]
        paid = move.amount_total if move.petty_cash_part == "payout" else 0.0
        return self._open_amount_refusals(paid)
