from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .reception_petty_cash import LEDGER_STATES, OPEN_STATES


class ReceptionPettyCash(models.Model):
    """The verbs of an advance that move no money, and who may use which. Rights: ``reception_petty_cash.py``."""

    _inherit = "reception.petty.cash"

    @api.depends_context("uid")
    @api.depends(
        "state", "amount_open", "amount_paid", "amount", "matter_end", "borrower_id", "department_id", "is_broken"
    )
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
            advance.can_match_anew = not advance._match_anew_refusals()

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
            return [
                self._explain(
                    "1-7.2",
                    self.env._("money is handed out and taken back by the cashier alone."),
                    self.env._("Go to the cashier of Finance."),
                )
            ]
        if self.borrower_user_id == self.env.user:
            return [self._explain("4-14a", self.env._("nobody pays out or takes back an advance of their own."))]
        return []

    def _accountant_refusals(self):
        if not self._is_accountant():
            return [
                self._explain(
                    "1-7.3a", self.env._("this is for accountants."), self.env._("Ask an accountant of Finance.")
                )
            ]
        if self.borrower_user_id == self.env.user:
            return [self._explain("4-14a", self.env._("nobody settles an advance of their own."))]
        return []

    def _clear_right_refusals(self):
        """The borrower clears their advance, or who has applied for it."""
        user = self.env.user
        if not self._is_auditor() and user in (self.borrower_user_id, self.requester_id):
            return []
        return [self._explain("1-7.3b", self.env._("the borrower, or who applied, hands in the vouchers."))]

    # ------------------------------------------------------------------------------------------------------------------
    # End of the matter
    # ------------------------------------------------------------------------------------------------------------------

    def action_submit(self):
        """As every document; two advances of one borrower one after the other, so that the limit counts both (1-7.2)."""
        self.check_access("read")
        # nobody reads all advances of a person: only their place in the line is taken
        self.sudo().search([("borrower_id", "in", self.borrower_id.ids)])._count_move()
        return super().action_submit()

    def action_set_matter_end(self, matter_end):
        """Record when the matter ended, or that it ends at another day (1-7.3a, D10).

        :param matter_end: the day; a later one than recorded needs the head of the department, or, where the head is
            the borrower, the leader in charge
        :raises UserError: no day, cleared, or somebody else puts it off
        """
        self.ensure_one()
        day = self._parse_day(matter_end)
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
            return [
                self._explain("1-7.3a", self.env._("%(advance)s is not under way.", advance=self.display_name)),
            ]
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
        head = department.reception_head_id.user_id
        if head and head != self.borrower_user_id:
            return head
        return department._get_leader_in_charge().user_id

    # ------------------------------------------------------------------------------------------------------------------
    # Allowed in spite of overdue advances, cancelled
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not {"amount", "borrower_id"}.isdisjoint(vals):
            # Finance has allowed another amount, or another person
            self.filtered("allowed_reason")._as_engine().write({"allowed_reason": False, "allowed_by_id": False})
        return result

    def action_allow(self, reason=None):
        """Finance lets the advance pass although others are overdue or the limit is exceeded.

        :param str reason: required, stays on file
        :raises UserError: no reason, no accountant, or nothing stands against it
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
        is_early = self.state in self._submittable_states() or self.amount_to_pay > 0
        if not is_early or not self._get_obstacles():
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_ledger(self):
        if any(advance.state in LEDGER_STATES for advance in self):
            raise UserError(self.env._("An advance that was approved stays on file."))
