from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models

from ...tools.expense_states import BOOKED_STATES
from ..booking.reception_booking import LODGINGS


class ReceptionVisit(models.Model):
    """What a visit costs: planned, claimed, in the books, and by the standards (1-0.2, 1-2.3)."""

    _inherit = "reception.visit"

    expense_ids = fields.One2many("hr.expense", "reception_visit_id", string="Claims", copy=False)
    return_ticket_ids = fields.One2many(
        "reception.booking",
        string="Return Tickets to Hand Over",
        compute="_compute_return_ticket_ids",
        help="Booked, and not with the guests yet (4-12.3).",
    )
    booking_count = fields.Integer(string="Number of Bookings", compute="_compute_document_counts", compute_sudo=True)
    hospitality_count = fields.Integer(string="Number of Meals", compute="_compute_document_counts", compute_sudo=True)
    expense_count = fields.Integer(string="Number of Claims", compute="_compute_document_counts", compute_sudo=True)
    cost_planned = fields.Monetary(
        string="Planned Cost",
        compute="_compute_cost_planned",
        store=True,
        help="Bookings and hospitality that were submitted or booked, and are neither cancelled nor declined.",
    )
    cost_standard = fields.Monetary(
        string="Cost by Standard",
        compute="_compute_cost_planned",
        store=True,
        help="Meals by their standard, bookings for guests within their entitlement as planned.",
    )
    cost_over_standard = fields.Monetary(
        string="Cost Over the Standard",
        compute="_compute_cost_planned",
        store=True,
        help="What bookings for guests above their entitlement cost, and what meals cost more than their standard.",
    )
    cost_claimed = fields.Monetary(
        string="Claimed Cost", compute="_compute_cost_claimed", store=True, help="Claims submitted and not refused."
    )
    cost_actual = fields.Monetary(
        string="Actual Cost", compute="_compute_cost_claimed", store=True, help="Claims that are in the books."
    )
    cost_table = fields.Html(string="Cost by Kind", compute="_compute_cost_table", compute_sudo=True)

    def _get_head_line_fields(self):
        return (*super()._get_head_line_fields(), "cost_planned", "cost_actual")

    def _get_head_line_parts(self):
        """Besides: what it costs, in the books or as planned."""
        cost = self.cost_actual or self.cost_planned
        return [*super()._get_head_line_parts(), cost and self.currency_id.format(cost)]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "cost_planned",
            "cost_standard",
            "cost_over_standard",
            "cost_claimed",
            "cost_actual",
        }

    def _cancel_refusals(self):
        # who cancels need not see the claims of colleagues
        return super()._cancel_refusals() or self.sudo().expense_ids._hold_refusals(self, "1-2.4")

    def _has_general_staff(self):
        """Whether the visitors are people who work here for a short time: work meals and dormitory only (1-5.2.1)."""
        return bool(self.procedure_category_id.contract_clause and self.staff_kind == "general")

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_counted_documents(self):
        return super()._get_counted_documents() | {
            "booking_count": ("reception.booking", "visit_id"),
            "hospitality_count": ("reception.hospitality", "visit_id"),
            "expense_count": ("hr.expense", "reception_visit_id"),
        }

    @api.depends("booking_ids", "hospitality_ids", "expense_ids")
    def _compute_document_counts(self):
        return super()._compute_document_counts()

    @api.depends("booking_ids.is_return", "booking_ids.state", "booking_ids.handed_over_at")
    def _compute_return_ticket_ids(self):
        for visit in self:
            visit.return_ticket_ids = visit.booking_ids.filtered(
                lambda booking: booking.is_return and booking.state == "booked" and not booking.handed_over_at
            )

    def _get_planned_costs(self):
        """Of those that count the ones that were ever submitted or booked; a draft that nobody submitted plans nothing."""
        return tuple(
            documents.filtered(lambda document: document.state != "draft" or document.signoff_round)
            for documents in self._get_alive_costs()
        )

    @api.depends(
        "booking_ids.state",
        "booking_ids.signoff_round",
        "booking_ids.amount_planned",
        "booking_ids.entitlement_state",
        "booking_ids.guest_ids.rank_id",
        "hospitality_ids.state",
        "hospitality_ids.signoff_round",
        "hospitality_ids.amount_planned",
        "hospitality_ids.amount_standard",
    )
    def _compute_cost_planned(self):
        for visit in self:
            bookings, meals = visit._get_planned_costs()
            booked = sum(bookings.mapped("amount_planned"))
            above = sum(booking._get_amount_over() for booking in bookings)
            visit.cost_planned = booked + sum(meals.mapped("amount_planned"))
            visit.cost_standard = booked - above + sum(meals.mapped("amount_standard"))
            visit.cost_over_standard = above + sum(
                max(meal.amount_planned - meal.amount_standard, 0.0) for meal in meals
            )

    @api.depends("expense_ids.state", "expense_ids.total_amount")
    def _compute_cost_claimed(self):
        for visit in self:
            claims = visit.expense_ids
            posted = claims.filtered(lambda claim: claim.state in BOOKED_STATES)
            visit.cost_claimed = sum(claims._filter_active_claims().mapped("total_amount"))
            visit.cost_actual = sum(posted.mapped("total_amount"))

    @api.depends(
        "cost_planned",
        "cost_standard",
        "cost_claimed",
        "cost_actual",
        "headcount",
        "expense_ids.product_id",
        "booking_ids.state",
        "hospitality_ids.is_agreed",
        "cost_line_ids.amount",
    )
    @api.depends_context("lang")
    def _compute_cost_table(self):
        for visit in self:
            visit.cost_table = visit._render_cost_table(visit._get_costs_by_kind())

    def _get_costs_by_kind(self):
        """``{kind: {"budget", "planned", "approved", "claimed", "actual", "standard": amount}}`` in company currency.

        The budget is the cost plan of the notice; approved is what may be spent: bookings that are booked, and meals
        that are signed, or noted (1-6.1).
        """
        columns = ("budget", "planned", "approved", "claimed", "actual", "standard")
        costs = defaultdict(lambda: dict.fromkeys(columns, 0.0))
        bookings, meals = self._get_planned_costs()
        for line in self.cost_line_ids:
            costs[line.kind if line.kind in ("transport", "lodging", "hospitality") else "other"]["budget"] += (
                line.amount
            )
        for booking in bookings:
            cost = costs["lodging" if booking.service in LODGINGS else "transport"]
            cost["planned"] += booking.amount_planned
            cost["approved"] += booking.amount_planned if booking.state == "booked" else 0.0
            cost["standard"] += booking.amount_planned - booking._get_amount_over()
        for meal in meals:
            cost = costs["hospitality"]
            cost["planned"] += meal.amount_planned
            cost["approved"] += meal.amount_planned if meal.is_agreed else 0.0
            cost["standard"] += meal.amount_standard
        for claim in self.expense_ids._filter_active_claims():
            cost = costs[claim.reception_kind or (claim.hospitality_id and "hospitality") or "other"]
            cost["claimed"] += claim.total_amount
            cost["actual"] += claim.total_amount if claim.state in BOOKED_STATES else 0.0
        return costs

    def _render_cost_table(self, costs):
        _ = self.env._
        labels = {
            "transport": _("Transport"),
            "lodging": _("Lodging"),
            "hospitality": _("Hospitality"),
            "other": _("Meeting and other"),
        }
        columns = {
            **({"budget": _("Cost plan")} if self.cost_line_ids else {}),
            "planned": _("Planned"),
            "approved": _("Approved"),
            "claimed": _("Claimed"),
            "actual": _("Actual"),
            "standard": _("Standard"),
        }
        total = {column: sum(cost[column] for cost in costs.values()) for column in columns}
        rows = [(label, costs[kind]) for kind, label in labels.items() if kind in costs]
        rows.append((_("Total"), total))
        if self.headcount:
            rows.append((_("A head"), {column: amount / self.headcount for column, amount in total.items()}))
        head = Markup().join(Markup("<th class='text-end'>%s</th>") % label for label in columns.values())
        body = Markup().join(
            Markup("<tr><th scope='row'>%s</th>%s</tr>")
            % (
                label,
                Markup().join(
                    Markup("<td class='text-end'>%s</td>") % self.currency_id.format(cost[column]) for column in columns
                ),
            )
            for label, cost in rows
        )
        return Markup("<table class='table table-sm'><thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table>") % (
            head,
            body,
        )

    def _log_closing_statement(self):
        """Keep on file what the visit has cost when it is closed; one message a visit (1-0.2, 1-2.3)."""
        closing = self.sudo()  # who closes need not see the claims of colleagues
        bodies = {
            visit.id: Markup("<p>%s</p>%s")
            % (self.env._("Closing statement"), visit._render_cost_table(visit._get_costs_by_kind()))
            for visit in closing
        }
        closing._message_log_batch(bodies, author_id=self.env.user.partner_id.id)

    # ------------------------------------------------------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_bookings(self):
        """Open the bookings of the visit."""
        return self._open_costs("reception_booking_action", "visit_id")

    def action_open_hospitality(self):
        """Open the hospitality applications of the visit."""
        return self._open_costs("reception_hospitality_action", "visit_id")

    def action_open_expenses(self):
        """Open the claims made for the visit."""
        return self._open_costs("hr_expense_action_reception", "reception_visit_id")

    def action_add_booking(self):
        """Open a new booking for the visit, with its guests and days."""
        return self._open_new_cost("reception_booking_action")

    def action_add_hospitality(self):
        """Open a new hospitality application for the visit, with its guests and host."""
        return self._open_new_cost("reception_hospitality_action")

    def _open_new_cost(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"visitor_reception.{xmlid}")
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "context": {"default_visit_id": self.id},
        }
