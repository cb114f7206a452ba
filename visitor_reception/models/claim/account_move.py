from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Reception costs reach the books with their basis alone, and claims with no more than was claimed (1-6.1.2).

    Finance may edit the entry of a claim before it is posted, and writes bills and entries of its own: posting looks at
    both.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        for move in self:
            move._check_meals_amount()
        return super()._post(soft)

    @api.constrains("state")
    def _check_reception_basis(self):
        """Whichever way an entry is posted: see ``account.move.line``."""
        self.filtered(lambda move: move.state == "posted").line_ids._check_reception_basis()

    def _is_reception_neutral(self):
        """Whether the entry brings no new reception cost.

        Opening balances; what nets to nothing or less on the accounts of reception costs (reclassification among them,
        corrections, the carry-over of profit and loss); a reversal that gives back no more than was taken; and the
        carry-over of an account that stands in credit.
        """
        self.ensure_one()
        entry = self.sudo()  # who posts need not see the other entries of a reversal
        if entry == entry.company_id.account_opening_move_id:
            return True
        currency, costs = entry.company_currency_id, entry.line_ids._filter_reception()
        if currency.compare_amounts(sum(costs.mapped("balance")), 0) <= 0:
            return True
        if entry.reversed_entry_id:
            reversals = entry.reversed_entry_id.reversal_move_ids.filtered(lambda move: move.state == "posted") | entry
            first = sum(entry.reversed_entry_id.line_ids._filter_reception().mapped("balance"))
            return (
                currency.compare_amounts(
                    first + sum(reversals.line_ids._filter_reception().mapped("balance")), max(first, 0)
                )
                <= 0
            )
        return entry._is_carry_over(costs)

    def _is_carry_over(self, costs):
        """Whether it takes profit and loss to equity (结转损益), and leaves no cost on the accounts of ``costs``."""
        types = (self.line_ids - costs).account_id.mapped("account_type")
        if not types or not all(kind.startswith(("equity", "income", "expense")) for kind in types):
            return False
        if not any(kind.startswith("equity") for kind in types):
            return False
        balances = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("account_id", "in", costs.account_id.ids),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        return all(self.company_currency_id.compare_amounts(balance, 0) <= 0 for _account, balance in balances)

    def _check_meals_amount(self):
        """:raises UserError: the entry comes to more than its claims, and so than what was approved"""
        # who posts need not see the claims of colleagues
        claims_sudo = self.sudo().expense_ids
        if not claims_sudo.hospitality_id:
            return
        currency = self.company_currency_id
        booked = sum(balance for balance in self.line_ids.mapped("balance") if balance > 0)
        claimed = sum(claims_sudo.mapped("total_amount"))
        # the price a piece is rounded, see hr.expense
        rounding = sum(currency.rounding * max(claim.quantity, 1) for claim in claims_sudo)
        if booked - claimed > rounding:
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-6.1.2",
                    self.env._(
                        "the entry comes to %(booked)s, but %(claimed)s were claimed: %(claims)s.",
                        booked=currency.format(booked),
                        claimed=currency.format(claimed),
                        claims=", ".join(claims_sudo.mapped("name")),
                    ),
                )
            )
