from markupsafe import Markup

from odoo import api, fields, models

from ...tools.expense_states import BOOKED_STATES


class ReceptionVisit(models.Model):
    """One reception, one settlement (P2): costs are added until Finance settles the visit, and then no more."""

    _inherit = "reception.visit"

    single_settlement = fields.Boolean(related="preset_id.single_settlement")
    settled_at = fields.Datetime(string="Settled On", readonly=True, copy=False, tracking=True)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"settled_at", "settled_by_id"}

    def _reopen_refusals(self):
        refusals = super()._reopen_refusals()
        if not refusals and self._is_settled():
            text = self.env._("%(visit)s is settled: Finance undoes the settlement first.", visit=self.display_name)
            refusals = [self._explain(self.preset_id.clause, text)]
        return refusals

    def _is_settled(self):
        return bool(self.settled_at and self.preset_id.single_settlement)

    def _get_open_costs(self):
        """What is not in the books yet: ``(claims, bookings and applications that nobody has claimed)``."""
        visit = self.sudo()  # who settles need not open the bookings and meals
        claims = visit.expense_ids.filtered(lambda claim: claim.state not in (*BOOKED_STATES, "refused"))
        bookings = visit.booking_ids.filtered(
            lambda booking: booking.state == "booked" and not booking.expense_ids._filter_active_claims()
        )
        meals = visit.hospitality_ids.filtered(
            lambda meal: meal.is_agreed and not meal.expense_ids._filter_active_claims()
        )
        return claims, [*bookings, *meals]

    def _render_open_costs(self):
        _ = self.env._
        claims, unclaimed = self._get_open_costs()
        labels = dict(claims._fields["state"]._description_selection(self.env))
        rows = [(claim.name, labels[claim.state], claim.total_amount) for claim in claims]
        rows += [(document.display_name, _("Not claimed"), document.amount_planned) for document in unclaimed]
        if not rows:
            return Markup("<p>%s</p>") % _("Nothing is open.")
        return Markup("<table class='table table-sm'><tbody>%s</tbody></table>") % Markup().join(
            Markup("<tr><td>%s</td><td>%s</td><td class='text-end'>%s</td></tr>")
            % (name, state, self.currency_id.format(amount))
            for name, state, amount in rows
        )

    def _settle_refusals(self):
        """What speaks against the user's settling the visit: texts."""
        self.ensure_one()
        _ = self.env._
        names = {"visit": self.display_name}
        texts = []
        if not self.env.user.has_group("account.group_account_invoice"):
            texts.append(_("%(visit)s: Finance settles.", **names))
        if not self.preset_id.single_settlement:
            texts.append(_("%(visit)s: its preset asks for no settlement.", **names))
        if self.settled_at:
            texts.append(_("%(visit)s is settled already.", **names))
        claims, _unclaimed = self._get_open_costs()
        if waiting := claims.filtered(lambda claim: claim.state != "approved"):
            texts.append(
                _(
                    "%(visit)s: these claims are neither approved nor refused yet: %(claims)s.",
                    claims=", ".join(waiting.mapped("name")),
                    **names,
                )
            )
        return [self._explain(self.preset_id.clause or "P2", text) for text in texts]

    def action_settle(self):
        """Settle the visit: what is approved is posted together, and no cost is added any more (P2).

        :raises UserError: the user is not of Finance, claims wait, or the preset asks for none
        """
        self.ensure_one().check_access("read")
        self._raise_refusals([self._settle_refusals()])
        claims, _unclaimed = self._get_open_costs()
        if claims:
            claims.with_user(self.env.user)._post_without_wizard()
        self._as_engine().write({"settled_at": fields.Datetime.now(), "settled_by_id": self.env.user.id})

    def action_unsettle(self):
        """Undo the settlement: costs are added again; what is in the books stays there.

        :raises UserError: it is not settled, or the user is not of Finance
        """
        self.ensure_one().check_access("read")
        texts = []
        if not self.env.user.has_group("account.group_account_invoice"):
            texts.append(self.env._("%(visit)s: Finance undoes the settlement.", visit=self.display_name))
        if not self.settled_at:
            texts.append(self.env._("%(visit)s is not settled.", visit=self.display_name))
        self._raise_refusals([self._explain(self.preset_id.clause or "P2", text)] for text in texts)
        self._as_engine().write({"settled_at": False, "settled_by_id": False})
