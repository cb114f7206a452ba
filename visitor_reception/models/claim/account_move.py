from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Meals reach the books by their claims alone, and with no more than was claimed (1-6.1.2).

    Finance may edit an entry before it is posted, and writes bills of its own: posting looks at both.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        for move in self:
            move._check_meals_have_claims()
            move._check_meals_amount()
        return super()._post(soft)

    def _check_meals_have_claims(self):
        """:raises UserError: a bill or receipt has a meal that none of its claims stands for"""
        if self.move_type not in ("in_invoice", "in_receipt"):
            return
        # who posts need not see the claims of colleagues
        move_sudo = self.sudo()
        unclaimed = move_sudo.line_ids.filtered(
            lambda line: (
                line.product_id.reception_kind == "hospitality" and line.expense_id not in move_sudo.expense_ids
            )
        )
        if unclaimed:
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-6.1.2",
                    self.env._(
                        "%(lines)s: a meal is settled by the claim for its approved application, not by a bill.",
                        lines=", ".join(line.name or line.product_id.display_name for line in unclaimed),
                    ),
                )
            )

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
