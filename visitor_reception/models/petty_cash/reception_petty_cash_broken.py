from odoo import api, models


class ReceptionPettyCash(models.Model):
    """Where an advance and the ledger differ: what is wrong, and the way back.

    Entries and payments are sealed (``account_move_petty_cash.py``); their matches are not, for an accountant undoes
    matches with Odoo's own button, and changes of older versions or of the database itself are told as well.
    """

    _inherit = "reception.petty.cash"

    @api.depends("is_broken")
    def _compute_broken_note(self):
        for advance in self:
            # whoever reads the advance may know that it is not in order
            advance.broken_note = "\n".join(advance.sudo()._find_breaks())

    def _find_breaks(self):
        """What differs between the engine's entries and the ledger: texts, with what to do."""
        _ = self.env._
        moves = self._get_counting_moves()
        lines = self._get_advance_lines()
        breaks = []

        def tell(wrong, text):
            if wrong:
                breaks.append(text % {"entries": ", ".join(wrong.mapped(lambda move: move.name or "/"))})

        tell(
            self.move_ids.filtered(lambda move: move.state != "posted"),
            _("%(entries)s: not posted any more. Let Finance post what was taken back."),
        )
        tell(
            moves.filtered(lambda move: self._is_off_account(move)),
            _("%(entries)s: not on the account of the advance and its borrower. Reverse it here, and do it anew."),
        )
        tell(
            moves.origin_payment_id.filtered(lambda payment: payment._differs_from_entry()).move_id,
            _("%(entries)s: the payment says something else than its entry. Match Anew puts it right."),
        )
        tell(
            (lines | self._get_netting_lines())._get_matched_lines().move_id
            - moves
            - moves.petty_cash_clearing_id.move_ids,
            _("%(entries)s: matched with the advance, and no entry of it. Match Anew takes it off."),
        )
        if not breaks and not self._is_matched(lines):
            breaks.append(_("The entries of the advance are not matched with each other any more: Match Anew does it."))
        return breaks

    def _is_off_account(self, move):
        """Whether ``move`` does not stand on the advance account with its amount, and with the person of the rest."""
        lines = move.line_ids.filtered(lambda line: line.account_id == self.account_id)
        amount = sum(lines.mapped("balance")) - move._get_petty_cash_amount()
        others = self._get_advance_lines().partner_id - lines.partner_id
        return not self.currency_id.is_zero(amount) or bool(others) or len(lines.partner_id) != 1

    def _is_matched(self, lines):
        """Whether nothing is open but what the advance has open, and what vouchers have cleared is settled."""
        open_now = sum(abs(line.amount_residual) for line in lines)
        return self.currency_id.compare_amounts(open_now, abs(self.amount_open)) == 0 and all(
            self.currency_id.is_zero(line.amount_residual) for line in self._get_netting_lines()
        )

    def _get_netting_lines(self):
        """By which clearing entries settle the vouchers: the items on what is owed to the person."""
        return self._get_counting_moves().line_ids.filtered(
            lambda line: line.move_id.petty_cash_part == "clearing" and line.account_id != self.account_id
        )

    def _broken_refusals(self):
        if not self.is_broken:
            return []
        return [
            self._explain(
                "1-7.3a",
                self.env._(
                    "%(advance)s differs from the ledger; no money moves until it is put right. %(what)s",
                    advance=self.display_name,
                    what=self.broken_note,
                ),
                self.env._("An accountant looks at the entries and presses Match Anew."),
            )
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Match anew
    # ------------------------------------------------------------------------------------------------------------------

    def action_match_anew(self):
        """Take off what is matched with entries of others, put the advance's own together, and let its payments say what
        their entries say.

        :raises UserError: nothing differs, or not an accountant
        """
        self.ensure_one()
        self._signoff_lock()
        self._raise_refusals([self._match_anew_refusals()])
        self._do_match_anew()

    def _match_anew_refusals(self):
        self.ensure_one()
        if not self.is_broken:
            return [self.env._("%(advance)s agrees with the ledger.", advance=self.display_name)]
        return self._accountant_refusals()

    def _do_match_anew(self):
        before = self.broken_note
        advance = self._as_engine("account.payment", "account.move")
        moves = advance._get_counting_moves()
        for payment in moves.origin_payment_id.filtered(lambda payment: payment._differs_from_entry()):
            entry = payment.move_id
            payment.write(
                {
                    "date": entry.date,
                    "partner_id": entry.partner_id.id,
                    "amount": abs(entry._get_petty_cash_amount()),
                }
            )
        own = moves.line_ids | moves.petty_cash_clearing_id.move_ids.line_ids
        lines = advance._get_advance_lines() | advance._get_netting_lines()
        (
            lines.matched_debit_ids.filtered(lambda match: match.debit_move_id not in own)
            | lines.matched_credit_ids.filtered(lambda match: match.credit_move_id not in own)
        ).unlink()
        self._reconcile()
        for sheet in moves.petty_cash_clearing_id:
            sheet._settle_vouchers()
        self._log(self.env._("Matched anew: %(before)s", before=before))
