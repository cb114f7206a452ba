from odoo import fields, models

from ...tools.expense_states import ACTIVE_STATES


class HrExpense(models.Model):
    """What the preset of a visit asks of its claims: a signed list, one settlement, nothing prepaid, little cash."""

    _inherit = "hr.expense"

    payment_method = fields.Selection(
        [("cash", "Cash"), ("card", "Card"), ("transfer", "Transfer")],
        string="How the Meal Was Settled",
        copy=False,
        tracking=True,
    )

    def _preset_refusals(self):
        """What the preset of the visit asks before its cost is claimed (P2, P3): texts."""
        visit, application = self.reception_visit_id, self.hospitality_id
        preset = visit.preset_id
        texts = []
        if preset.list_required and not visit._is_list_signed():
            texts.append(
                self.env._(
                    "%(claim)s: the reception list of %(visit)s is not signed.",
                    claim=self.name,
                    visit=visit.display_name,
                )
            )
        if visit._is_settled() and self.state not in ACTIVE_STATES:
            texts.append(
                self.env._(
                    "%(claim)s: %(visit)s is settled. Finance can undo the settlement on the notice; then costs are added "
                    "again.",
                    claim=self.name,
                    visit=visit.display_name,
                )
            )
        if preset.no_prepaid and application and application.meal_at > fields.Datetime.now():
            texts.append(
                self.env._("%(claim)s: the meal has not taken place yet; nothing is paid in advance.", claim=self.name)
            )
        if preset.cash_cap and application and not self.payment_method:
            texts.append(
                self.env._(
                    "%(claim)s: say whether the meal was settled in cash, by card or by transfer.", claim=self.name
                )
            )
        return [self.env["reception.clause"]._explain(preset.clause, text) for text in texts]

    def _cash_refusals(self, application):
        """What speaks against the cash in ``self``, the claims of ``application`` (P3): texts."""
        preset, currency = application.visit_id.preset_id, application.currency_id
        cash = sum(claim._get_outlay() for claim in self if claim.payment_method == "cash")
        cap = preset._get_cap("cash_cap", application.company_id, application.meal_at) if cash else 0.0
        if not cap or currency.compare_amounts(cash, cap) <= 0:
            return []
        return [
            self.env["reception.clause"]._explain(
                preset.clause,
                self.env._(
                    "%(application)s: %(cash)s are settled in cash, at most %(cap)s may be. Pay by card or transfer.",
                    application=application.display_name,
                    cash=currency.format(cash),
                    cap=currency.format(cap),
                ),
            )
        ]
