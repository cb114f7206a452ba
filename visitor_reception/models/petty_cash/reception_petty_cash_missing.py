from odoo import models

from .reception_petty_cash import UNDER_WAY


class ReceptionPettyCash(models.Model):
    """What an advance still needs before it is submitted (1-7.2)."""

    _inherit = "reception.petty.cash"

    def _missing_fact_fields(self):
        return (
            "state",
            "amount",
            "purpose",
            "matter_end",
            "borrower_id",
            "department_id",
            "allowed_reason",
            "company_id.petty_cash_limit",
        )

    def _missing_facts(self):
        self.ensure_one()
        _ = self.env._
        checks = [
            (
                not (self.purpose or "").strip(),
                "1-7.1",
                _("write what the money is for"),
                "purpose",
            ),
            (self.currency_id.compare_amounts(self.amount, 0) <= 0, "1-7.2", _("write the amount"), "amount"),
            (not self.matter_end, "1-7.3a", _("write when the matter is expected to end"), "matter_end"),
            (
                not self.department_id,
                "1-7.2",
                _("name the department; the borrower has none"),
                "department_id",
            ),
            (
                self.department_id and not self._may_draw(),
                "1-7.2",
                _(
                    "the borrower is neither the head of %(department)s nor designated by the head",
                    department=self.department_id.sudo().name,
                ),
                "borrower_id",
            ),
        ]
        return self._collect_missing(checks + self._get_obstacles())

    def _get_missing_facts_now(self):
        """Also what the payment waits for."""
        obstacles = self._get_obstacles() if self.amount_to_pay > 0 else []
        return super()._get_missing_facts_now() + self._collect_missing(obstacles)

    def _may_draw(self):
        """Whether the borrower is the head of the department, or designated today (1-7.2)."""
        # whose head or designated person somebody is, is no secret where the rule asks for it
        department, borrower = self.department_id.sudo(), self.borrower_id.sudo()
        if department.reception_head_id == borrower:
            return True
        return bool(self.env["reception.petty.cash.designation"].sudo()._get_valid(department, borrower))

    def _get_obstacles(self):
        """What other advances of the borrower stand against this one, unless Finance allows it: checks (1-7.3a).

        Overdue ones before it is submitted and before it is paid out, the limit before it is submitted.
        """
        if self.allowed_reason or not self.borrower_id:
            return []
        # all advances of the person count, whoever asks; also those that are still to be signed or paid out
        others = self.sudo().search(
            [("borrower_id", "=", self.borrower_id.id), ("state", "in", UNDER_WAY), ("id", "!=", self._origin.id)]
        )
        checks = []
        company = self.company_id.sudo()
        if company.petty_cash_block_overdue and (overdue := others.filtered("is_overdue")):
            text = self.env._("clear what is overdue first: %(advances)s", advances=", ".join(overdue.mapped("name")))
            checks.append((True, "1-7.3a", text))
        limit = company.petty_cash_limit
        would_be_open = self.amount + sum(
            other.amount - other.amount_cleared - other.amount_returned - other.amount_personal for other in others
        )
        is_asked = self.state in self._submittable_states()
        if is_asked and limit and self.currency_id.compare_amounts(would_be_open, limit) > 0:
            text = self.env._(
                "the borrower would have %(amount)s open, the limit is %(limit)s",
                amount=self.currency_id.format(would_be_open),
                limit=self.currency_id.format(limit),
            )
            checks.append((True, "1-7.2", text, "amount"))
        return checks
