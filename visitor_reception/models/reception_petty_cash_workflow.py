from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .reception_amount_mixin import is_exact, to_amount
from .reception_petty_cash import LEDGER_STATES, OPEN_STATES


class ReceptionPettyCash(models.Model):
    """The verbs of an advance after its sign-off: money out and back, and how it ends. Rights: ``reception_petty_cash.py``.

    Money moves through Odoo's own documents: ``account.payment`` for cash and bank, entries for the rest.
    """

    _inherit = "reception.petty.cash"

    @api.depends_context("uid")
    @api.depends("state", "amount_open", "amount_paid", "amount", "matter_end", "borrower_id", "department_id")
    def _compute_can_act(self):
        for advance in self:
            advance.can_pay = not advance._pay_refusals()
            advance.can_return = not advance._return_refusals()
            advance.can_not_recognise = not advance._not_recognise_refusals()
            advance.can_clear = not advance._clear_refusals() and not advance._clear_right_refusals()
            advance.can_set_matter_end = not advance._matter_end_refusals()
            advance.can_allow = not advance._allow_refusals()
            advance.can_cancel = not advance._cancel_refusals()
            advance.can_reverse = bool(advance.amount_paid) and advance._is_accountant()

    # ------------------------------------------------------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _is_accountant(self):
        return not self._is_auditor() and self.env.user.has_group("account.group_account_invoice")

    @api.model
    def _is_cashier(self):
        return not self._is_auditor() and (
            self.env.user.has_group("visitor_reception.group_reception_cashier") or self._is_accountant()
        )

    def _money_refusals(self):
        """Why the current user may not hand out or take back money of the advance."""
        if not self._is_cashier():
            return [self._explain("1-7.2", self.env._("money is handed out and taken back by the cashier alone."))]
        if self.borrower_id.sudo().user_id == self.env.user:
            return [self._explain("4-14a", self.env._("nobody pays out or takes back an advance of his own."))]
        return []

    def _accountant_refusals(self):
        if not self._is_accountant():
            return [self._explain("1-7.3a", self.env._("this is for accountants."))]
        if self.borrower_id.sudo().user_id == self.env.user:
            return [self._explain("4-14a", self.env._("nobody settles an advance of his own."))]
        return []

    def _clear_right_refusals(self):
        """The borrower clears his advance, or who has applied for it."""
        user = self.env.user
        if not self._is_auditor() and user in (self.borrower_id.sudo().user_id, self.requester_id):
            return []
        return [self._explain("1-7.3b", self.env._("the borrower, or who applied, hands in the vouchers."))]

    # ------------------------------------------------------------------------------------------------------------------
    # Paid out
    # ------------------------------------------------------------------------------------------------------------------

    def action_pay(self, amount=None, box_id=None, date=None):
        """Pay out the advance, in full or in part: Dr advance / Cr cash or bank.

        :param float amount: CNY; as a rule all that is still to be paid
        :param int box_id: ``reception.petty.cash.box`` the money comes from; as a rule the first
        :param date: day of the payment, today as a rule
        :returns: the payment (account.payment), for the receipt
        :raises UserError: not approved, more than was applied for, not in the box, not the cashier (1-7.2)
        """
        self.ensure_one()
        self._signoff_lock()
        self._raise_refusals([self._pay_refusals()])
        amount = self._to_money(self.amount_to_pay if amount is None else amount)
        box = self._to_box(box_id)
        day = self._to_day(date)
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
                )
            ]
        return self._money_refusals()

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
        :param date: day of the payment, today as a rule
        :returns: the payment (account.payment), for the receipt
        :raises UserError: nothing is open, more than is open, or not the cashier (1-7.3a)
        """
        self.ensure_one()
        self._signoff_lock()
        self._raise_refusals([self._return_refusals()])
        amount = self._to_money(self.amount_open if amount is None else amount)
        self._raise_refusals([self._open_amount_refusals(amount)])
        return self._create_payment("return", amount, self._to_box(box_id), self._to_day(date))

    def _return_refusals(self):
        self.ensure_one()
        return self._clear_refusals() or self._money_refusals()

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
            self._to_day(date),
            [(account, partner, amount), (self.account_id, partner, -amount)],
            ref=f"{self.name}: {reason}",
        )
        self._log(self.env._("Not recognised: %(reason)s", reason=reason))

    def _not_recognise_refusals(self):
        self.ensure_one()
        return self._clear_refusals() or self._accountant_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Reversed
    # ------------------------------------------------------------------------------------------------------------------

    def action_reverse_entry(self, move_id, reason=None):
        """Undo a payment or an entry of the advance by a reversal; nothing is deleted.

        :param int move_id: an entry of the advance that is not reversed yet and not of a clearing sheet
        :raises UserError: no reason, not an accountant, or the money that was paid out is accounted for already
        """
        self.ensure_one()
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self.env._("Say why the entry is reversed."))
        self._signoff_lock()
        move = self.sudo().move_ids.filtered(lambda move: move.id == move_id)
        self._raise_refusals([self._reverse_entry_refusals(move)])
        self._reverse(move, reason)

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

    # ------------------------------------------------------------------------------------------------------------------
    # End of the matter
    # ------------------------------------------------------------------------------------------------------------------

    def action_set_matter_end(self, matter_end):
        """Record when the matter ended, or that it ends at another day (1-7.3a, D10).

        :param matter_end: the day; a later one than recorded needs the head of the department, or, where the head is
            the borrower, the leader in charge
        :raises UserError: no day, cleared, or somebody else puts it off
        """
        self.ensure_one()
        day = fields.Date.to_date(matter_end)
        if not day:
            raise UserError(self._explain("1-7.3a", self.env._("write when the matter ended.")))
        self._raise_refusals([self._matter_end_refusals(day)])
        before = self.matter_end
        # the same fact that was signed, only better known
        facts = {**(self.signoff_facts or {}), "matter_end": day.isoformat()}
        self._as_engine().write({"matter_end": day, "signoff_facts": facts, "reminded_stage": 0})
        self._log(
            self.env._(
                "End of the matter: %(before)s → %(after)s",
                before=format_date(self.env, before) or "–",
                after=format_date(self.env, day),
            )
        )

    def _matter_end_refusals(self, day=None):
        self.ensure_one()
        if self.state not in ("approved", *OPEN_STATES):
            return [self.env._("%(advance)s is not under way.", advance=self.display_name)]
        deciders = self._get_deciders()
        if self.env.user in deciders and not self._is_auditor():
            return []
        if self._clear_right_refusals():
            return [self._explain("1-7.3a", self.env._("the borrower records the end of the matter."))]
        if day and day > self.matter_end:
            return [
                self._explain(
                    "1-7.3a",
                    self.env._(
                        "it is put off by the head of the department alone: %(names)s.",
                        names=", ".join(deciders.mapped("name")) or "–",
                    ),
                )
            ]
        return []

    def _get_deciders(self):
        """Who may put the end off: the head of the department; of the head's own advance the leader in charge."""
        # an ordinary employee may not read departments' heads
        department = self.department_id.sudo()
        head = department.manager_id.user_id
        if head and head != self.borrower_id.sudo().user_id:
            return head
        return department._get_leader_in_charge().user_id

    # ------------------------------------------------------------------------------------------------------------------
    # Allowed in spite of overdue advances, cancelled
    # ------------------------------------------------------------------------------------------------------------------

    def action_allow(self, reason=None):
        """Finance lets the advance pass although others are overdue or the limit is exceeded.

        :param str reason: required, stays on file
        :raises UserError: no reason, no accountant, or it is submitted already
        """
        self.ensure_one()
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self._explain("1-7.3a", self.env._("write why it is allowed.")))
        self._raise_refusals([self._allow_refusals()])
        self._as_engine().write({"allowed_reason": reason, "allowed_by_id": self.env.uid})
        self._log(self.env._("Allowed by Finance: %(reason)s", reason=reason))

    def _allow_refusals(self):
        self.ensure_one()
        if self.state not in self._submittable_states() or not self._missing_about_other_advances():
            return [
                self.env._("Nothing stands against %(advance)s that Finance could allow.", advance=self.display_name)
            ]
        return self._accountant_refusals()

    def action_cancel(self):
        """Call the advance off before any money is paid out.

        :raises UserError: money is out, signatures are asked (recall it first), or not the requester
        """
        self._raise_refusals(advance._cancel_refusals() for advance in self)
        self._move("cancelled", signoff_state="none")

    def _cancel_refusals(self):
        self.ensure_one()
        if self.state not in ("draft", "approved", "declined"):
            return [
                self.env._(
                    "%(advance)s cannot be cancelled: recall it first, or take the money back.",
                    advance=self.display_name,
                )
            ]
        return self._manage_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Through Odoo's own documents
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

    def _to_day(self, date):
        """The day of an entry: today in the company's time zone, or a day before it.

        :raises UserError: it lies in the future
        """
        today = self.env["reception.deadline"]._get_today(self.company_id)
        day = fields.Date.to_date(date) or today
        if day > today:
            raise UserError(self.env._("Money does not move in the future: choose today or a day before."))
        return day

    def _get_petty_cash_account(self, name):
        """The account set for the company.

        :raises UserError: none is set
        """
        account = self.company_id.sudo()[name]
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
                    "journal_id": box.sudo().journal_id.id,
                }
            )
        )
        if box.is_cash:
            # notes and coins are gone at once; only a bank still has to confirm
            payment.outstanding_account_id = box.sudo().journal_id.default_account_id
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
        lines = self.sudo()._get_advance_lines()
        lines.filtered(lambda line: not line.reconciled).reconcile()
        for advance in self.filtered(lambda advance: advance.state == "cleared"):
            advance._close_reminders()

    def _log(self, body):
        """A note on file by the current user, who need not be allowed to write the document."""
        self.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)

    # ------------------------------------------------------------------------------------------------------------------
    # Ask for an amount first
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_pay(self):
        """Ask how much is paid out, from where."""
        return self._open_money("payout", self.amount_to_pay)

    def action_open_return(self):
        """Ask how much is returned, to where."""
        return self._open_money("return", self.amount_open)

    def action_open_not_recognise(self):
        """Ask what is not recognised, and why."""
        return self._open_money("personal", self.amount_open)

    def action_open_matter_end(self):
        """Ask when the matter ended."""
        return self._open_money("matter_end", 0)

    def action_open_allow(self):
        """Ask why Finance allows it."""
        return self._open_money("allow", 0)

    def action_open_reverse(self):
        """Ask which entry is reversed, and why."""
        return self._open_money("reverse", 0)

    def _open_money(self, kind, amount):
        self.ensure_one()
        titles = {
            "payout": self.env._("Pay Out"),
            "return": self.env._("Take Back"),
            "personal": self.env._("Not Recognised"),
            "matter_end": self.env._("End of the Matter"),
            "allow": self.env._("Allow in Spite of Overdue Advances"),
            "reverse": self.env._("Reverse an Entry"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": "reception.petty.cash.money",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_petty_cash_id": self.id,
                "default_amount": amount,
                "default_matter_end": self.matter_end,
            },
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_ledger(self):
        if any(advance.state in LEDGER_STATES for advance in self):
            raise UserError(self.env._("An advance that was approved stays on file."))
