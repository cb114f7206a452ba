from odoo import api, fields, models

from ..policy.reception_visitor_category import MEETING_BODIES


class ReceptionVisit(models.Model):
    """The cost plan of a visit: what is applied for with the notice (1-5.6.1, 1-5.6.2)."""

    _inherit = "reception.visit"

    cost_line_ids = fields.One2many("reception.cost.line", "visit_id", string="Cost Plan", copy=True)
    cost_budget = fields.Monetary(
        string="Budget", compute="_compute_cost_budget", store=True, help="Sum of the cost plan, in company currency."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"cost_budget"}

    @api.depends("cost_line_ids.amount")
    def _compute_cost_budget(self):
        for visit in self:
            visit.cost_budget = sum(visit.cost_line_ids.mapped("amount"))

    def _missing_fact_fields(self):
        return (*super()._missing_fact_fields(), "meeting_kind", "cost_line_ids", "event_ids")

    def _missing_facts(self):
        is_unplanned = self.meeting_kind == "external" and not self.cost_line_ids
        # who signs for it are the bodies themselves, and nobody below them
        is_of_a_body = self.meeting_kind == "department" and self.inviting_body in MEETING_BODIES
        _ = self.env._
        no_plan = _("draw up the cost plan of the meeting")
        other_meeting = _("what the shareholders' meeting or a board calls is no meeting of a department")
        return super()._missing_facts() + self._collect_missing(
            [
                (is_unplanned, "1-5.6.1", no_plan, "cost_line_ids"),
                (is_of_a_body, "1-5.6.2", other_meeting, "meeting_kind"),
            ]
        )

    def _missing_facts_for_start(self):
        text = self.env._("draw up the detailed programme of the meeting")
        is_missing = self.meeting_kind == "external" and not self.event_count
        return super()._missing_facts_for_start() + self._collect_missing([(is_missing, "1-5.6.1", text, "event_ids")])

    def _missing_meeting_cost(self):
        """What a booking or a meal of a department's meeting waits for: its cost is applied for beforehand (1-5.6.2)."""
        text = self.env._(
            "write the cost plan of the meeting on its notice: the general manager or the executive deputy general "
            "manager approves it beforehand"
        )
        is_missing = self.meeting_kind == "department" and not self.cost_budget
        return self._collect_missing([(is_missing, "1-5.6.2", text, "action_open_visit")])
