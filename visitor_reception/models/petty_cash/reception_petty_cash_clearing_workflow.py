from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError


class ReceptionPettyCashClearing(models.Model):
    """The verbs of a clearing sheet; who and when: see ``reception_petty_cash_clearing.py``."""

    _inherit = "reception.petty.cash.clearing"

    @api.depends_context("uid")
    @api.depends("state", "petty_cash_id")
    def _compute_can_act(self):
        for sheet in self:
            sheet.can_post = not sheet._post_refusals()
            sheet.can_reverse = not sheet._reverse_refusals()
            sheet.can_cancel = not sheet._cancel_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Vouchers go where their sheet goes
    # ------------------------------------------------------------------------------------------------------------------

    def _submit_refusals(self):
        vouchers = self.sudo().expense_ids  # of the borrower, whoever hands them in
        refusals = super()._submit_refusals() or [
            *(text for voucher in vouchers for text in voucher._claim_refusals()),
            *vouchers._difference_refusals(),  # Finance explains them before people sign
        ]
        if refusals or self.env.user.has_group("visitor_reception.group_reception_officer"):
            return refusals
        return self.petty_cash_id._clear_right_refusals()

    def action_submit(self):
        """As every document; two sheets of one advance one after the other, so that their amounts are added up (D11)."""
        self.check_access("read")
        self.sudo().petty_cash_id._count_move()  # only the place in the line is taken
        self.invalidate_recordset(["amount_decisive"])
        self.env.add_to_compute(self._fields["amount_decisive"], self)
        return super().action_submit()

    def _do_submit(self):
        super()._do_submit()
        for sheet in self._as_engine():
            sheet.submitted_on = self.env["reception.deadline"]._get_today(sheet.company_id)
        vouchers = self.sudo().expense_ids  # of the borrower, whoever hands them in
        # each was asked by itself before; together they may come to more than was approved
        self._raise_refusals([vouchers._overrun_refusals(with_self=True)])
        vouchers._as_checked()._as_engine().write({"approval_state": "submitted"})
        for sheet in self:
            sheet.petty_cash_id._close_reminders()

    def _on_signoff_granted(self):
        super()._on_signoff_granted()
        # the signatures of 1-7.3b are the approval, whoever of them may approve expenses
        self.sudo()._get_recognised()._do_approve(check=False)

    def _move(self, state, **vals):
        result = super()._move(state, **vals)
        if state in ("draft", "declined", "cancelled"):
            self._as_engine("hr.expense").expense_ids.filtered("approval_state")._do_reset_approval()
        return result

    # ------------------------------------------------------------------------------------------------------------------
    # Post and net
    # ------------------------------------------------------------------------------------------------------------------

    def action_post(self, date=None):
        """Post the vouchers, and net them with the advance: Dr payable of the person / Cr advance.

        What was spent beyond the advance stays payable for ordinary reimbursement; what was not spent stays open.

        :param date: accounting date; as a rule the vouchers' month while it is open, else today
        :raises UserError: not signed, not an accountant, one's own advance, nothing recognised (1-7.3b), or a day that
            lies in a closed period, in the future or before the pay-out
        """
        self.petty_cash_id._signoff_lock()
        self._signoff_lock()
        self._raise_refusals(sheet._post_refusals() for sheet in self)
        for sheet in self:
            sheet._do_post(date)
        self._move("posted")

    def _post_refusals(self):
        self.ensure_one()
        if self.state != "approved":
            return [
                self._explain(
                    "1-7.3b",
                    self.env._("%(sheet)s is not signed by all, or posted already.", sheet=self.display_name),
                )
            ]
        if not self.sudo()._get_recognised():  # of the borrower, whoever posts them
            return [self.env._("%(sheet)s has no voucher that is recognised.", sheet=self.display_name)]
        return self.petty_cash_id._accountant_refusals() or self.petty_cash_id._broken_refusals()

    def _get_posting_day(self):
        """The accounting date proposed: the last day of the vouchers' month while it is open, today in that month."""
        self.ensure_one()
        advance = self.petty_cash_id
        today = self.env["reception.deadline"]._get_today(self.company_id)
        dates = self.sudo()._get_recognised().mapped("date")  # of the borrower, whoever posts them
        day = min(max(dates, default=today) + relativedelta(day=31), today)
        journal = self.company_id.sudo()._get_petty_cash_journal()
        payout_day, _what = advance._get_payout_day() or (day, "")
        is_open = not advance._get_first_open_day(day, journal) and day >= payout_day
        return day if is_open else today

    def _do_post(self, date=None):
        advance = self.petty_cash_id
        journal = self.company_id.sudo()._get_petty_cash_journal()  # the verb has asked who may
        day = advance._to_day(date or self._get_posting_day(), journal, advance._get_payout_day())
        # of the borrower, whoever posts them; the verb has asked who may
        vouchers = self.sudo()._get_recognised().with_company(self.company_id)
        receipts = vouchers._post_on(day)._as_engine()
        receipts.write({"petty_cash_clearing_id": self.id})
        payables = receipts.line_ids.filtered(lambda line: line.account_type == "liability_payable")
        net = min(-sum(payables.mapped("balance")), advance.amount_open)
        if self.currency_id.compare_amounts(net, 0) <= 0:
            return
        partner, account = payables.partner_id[:1], payables.account_id[:1]
        advance._create_entry(
            "clearing",
            day,
            [(account, partner, net), (advance.account_id, partner, -net)],
            ref=f"{self.name} {advance.name}",
            petty_cash_clearing_id=self.id,
        )
        self._settle_vouchers()

    def _settle_vouchers(self):
        """Match what is owed for the vouchers with the entries by which the advance has paid it."""
        moves = self.sudo().move_ids  # as above
        moves.line_ids.filtered(
            lambda line: (
                line.account_type == "liability_payable" and line.parent_state == "posted" and not line.reconciled
            )
        ).reconcile()

    # ------------------------------------------------------------------------------------------------------------------
    # Reverse, cancel
    # ------------------------------------------------------------------------------------------------------------------

    def action_reverse(self, reason=None, date=None):
        """Undo the posting by reversals; the sheet is to be posted anew, or recalled and corrected.

        :param str reason: required, stays on file
        :param date: day of the reversal, today as a rule
        :raises UserError: no reason, not posted, the rest is reimbursed already, or not an accountant
        """
        self.ensure_one()
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self.env._("Say why the sheet is reversed."))
        self.petty_cash_id._signoff_lock()
        self._signoff_lock()
        self._raise_refusals([self._reverse_refusals()])
        sheet = self.sudo()  # the verb has asked who may undo all of it
        vouchers = sheet._get_recognised()
        moves = sheet.move_ids.filtered(lambda move: move._is_reversible_petty_cash())
        self._move("approved")
        self.petty_cash_id._reverse(moves, reason, date)
        # Odoo's own reversal has cut the vouchers off their entry; they wait to be posted again
        vouchers.invalidate_recordset(["account_move_id", "state"])

    def _reverse_refusals(self):
        self.ensure_one()
        if self.state != "posted":
            return [self.env._("%(sheet)s is not posted.", sheet=self.display_name)]
        if refusals := self.petty_cash_id._accountant_refusals():
            return refusals
        if self._is_reimbursed():
            return [
                self.env._(
                    "%(sheet)s: what was spent beyond the advance is reimbursed already. Undo that payment first.",
                    sheet=self.display_name,
                )
            ]
        return []

    def _is_reimbursed(self):
        """Whether something else than the advance was paid on its vouchers."""
        moves = self.sudo().move_ids  # whoever looks at the button need not read the ledger
        payables = moves.line_ids.filtered(lambda line: line.account_type == "liability_payable")
        others = payables.matched_debit_ids.debit_move_id | payables.matched_credit_ids.credit_move_id
        return bool(others.move_id - moves)

    def action_open_post(self):
        """Ask for the accounting date, then post and clear."""
        return self._open_money("post_sheet", self.env._("Post and Clear"))

    def action_open_reverse(self):
        """Ask why, then undo the posting."""
        return self._open_money("reverse_sheet", self.env._("Reverse the Posting"))

    def _open_money(self, kind, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "reception.petty.cash.money",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_petty_cash_id": self.petty_cash_id.id,
                "default_clearing_id": self.id,
            },
        }

    def action_cancel(self):
        """Give the sheet up; its vouchers are free again.

        :raises UserError: posted, signatures are asked (recall it first), or not the requester
        """
        self._raise_refusals(sheet._cancel_refusals() for sheet in self)
        self._move("cancelled", signoff_state="none")
        self._as_engine("hr.expense").expense_ids.petty_cash_clearing_id = False

    def _cancel_refusals(self):
        self.ensure_one()
        if self.state not in ("draft", "approved", "declined"):
            return [self.env._("%(sheet)s cannot be cancelled: recall or reverse it first.", sheet=self.display_name)]
        return self._manage_refusals()
