from odoo import fields, models
from odoo.exceptions import UserError

from ...models.responsibility.reception_petition_satisfaction import RATINGS


class ReceptionPetitionAnswer(models.TransientModel):
    """Asks for a reason, a unit or a person, then runs the verb of the document it was opened on."""

    _name = "reception.petition.answer"
    _description = "Say Why, or to Whom"

    verb = fields.Selection(
        [
            ("pass_on", "Pass On"),
            ("recall", "Recall"),
            ("object", "Object"),
            ("reject_objection", "Reject the Objection"),
            ("end", "End"),
            ("reopen", "Reopen"),
            ("withdraw", "Withdraw"),
            ("take", "Give to a Handler"),
            ("hold", "Note the Conclusion"),
            ("classify", "Classify"),
            ("take_back", "Take the Outcome Back"),
            ("unmask", "Read the Whole Number"),
            ("gather", "Call Together"),
            ("rate", "Note a Rating"),
            ("uphold", "Uphold"),
            ("not_uphold", "Reject"),
            ("book", "Book a Reception Day"),
            ("ask_review", "Review Asked For"),
            ("supervise", "Supervision Order"),
            ("answer", "Answer the Order"),
            ("reject", "Reject the Answer"),
            ("report", "Report to Leaders"),
            ("acknowledge", "Acknowledge"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    reason = fields.Text()
    unit_id = fields.Many2one("reception.petition.unit")
    kind = fields.Selection(
        [("pass_on", "Pass on"), ("assign", "Assign, with a report"), ("designate", "Designate")], default="pass_on"
    )
    report_due = fields.Date(string="Report By")
    leader = fields.Char(string="Leader Who Designates")
    user_id = fields.Many2one("res.users", string="Person", domain=[("share", "=", False)])
    result = fields.Selection(
        [("answered", "Answered"), ("withdrawn", "Withdrawn by the petitioner"), ("merged", "Merged")]
    )
    day = fields.Date(string="Asked On", default=fields.Date.context_today)
    ground = fields.Selection(
        [
            ("evading", "Evading"),
            ("delaying", "Delaying"),
            ("false", "Reporting falsely"),
            ("not_executed", "Not carried out"),
            ("other", "Other"),
        ]
    )
    advice = fields.Selection(
        [("improve", "Improve the work"), ("policy", "Change a policy"), ("accountability", "Hold responsible")]
    )
    advice_taken = fields.Selection([("yes", "Yes"), ("partly", "Partly"), ("no", "No")])
    proposal = fields.Text()
    attended_ids = fields.Many2many("reception.petition.session.member", string="Came")
    session_kind = fields.Selection(
        [
            ("ad_hoc_gathering", "Ad-hoc gathering"),
            ("joint_reception", "Joint reception"),
            ("hearing", "Hearing"),
            ("mediation", "Mediation"),
        ],
        default="ad_hoc_gathering",
    )
    date_from = fields.Datetime(string="On")
    place = fields.Char()
    day_id = fields.Many2one(
        "reception.petition.leader.day", string="Reception Day", domain=[("state", "in", ("planned", "announced"))]
    )
    office_rating = fields.Selection(RATINGS)
    unit_rating = fields.Selection(RATINGS)
    was_contacted = fields.Boolean()
    is_solved = fields.Boolean()
    source = fields.Selection([("call_back", "By a call"), ("paper", "On paper")], default="call_back")
    matter_kind = fields.Selection(
        [("suggestion", "Suggestion"), ("accusation", "Accusation"), ("appeal", "Appeal")], string="Kind of Matter"
    )
    same_id = fields.Many2one("reception.petition.matter", string="Same Matter")

    def action_apply(self):
        """Run the verb.

        :raises UserError: as the verb does, or the document is none of the add-on
        """
        self.ensure_one()
        if not self.res_model.startswith("reception.petition."):
            raise UserError(self.env._("This asks about petition matters only."))
        record = self.env[self.res_model].browse(self.res_id)
        return getattr(self, f"_apply_{self.verb}")(record)

    def _apply_pass_on(self, matter):
        vals = {"report_due": self.report_due, "leader": self.leader, "reason": self.reason}
        matter.action_pass_on(self.unit_id.id, self.kind, vals)
        return True

    def _apply_recall(self, matter):
        return matter.action_recall(self.reason)

    def _apply_object(self, handover):
        return handover.action_object(self.reason)

    def _apply_reject_objection(self, handover):
        return handover.action_reject_objection(self.reason)

    def _apply_end(self, matter):
        return matter.action_end(self.result, self.reason, self.same_id.id)

    def _apply_reopen(self, matter):
        return matter.action_reopen(self.reason)

    def _apply_withdraw(self, matter):
        matter.action_withdraw_from((self.user_id or self.env.user).id, self.reason)
        # who asked for oneself cannot open the matter any more
        return self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_reception_petition.reception_petition_matter_action"
        )

    def _apply_take(self, matter):
        return matter.action_take(self.user_id.id)

    def _apply_hold(self, session):
        promise = {"text": self.proposal, "due_date": self.report_due}
        return session.action_hold(
            {
                "conclusion": self.reason,
                "attended": self.attended_ids.ids,
                "promises": [promise] if self.proposal else [],
            }
        )

    def _apply_gather(self, matter):
        matter.action_gather({"kind": self.session_kind, "date_from": self.date_from, "place": self.place})
        return True

    def _apply_book(self, matter):
        matter.action_book_day(self.day_id.id)
        return True

    def _apply_classify(self, matter):
        matter.action_classify({"kind": self.matter_kind, "reason": self.reason})
        # an accusation is sealed: who classified it cannot open it any more
        return self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_reception_petition.reception_petition_matter_action"
        )

    def _apply_take_back(self, contact):
        return contact.action_take_back(self.reason)

    def _apply_unmask(self, petitioner):
        message = petitioner.action_unmask(self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "sticky": True, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _apply_ask_review(self, matter):
        return matter.action_ask_review(self.day, {"unit_id": self.unit_id.id})

    def _apply_supervise(self, matter):
        matter.action_supervise({"ground": self.ground, "demand": self.reason, "advice": self.advice})
        return True

    def _apply_answer(self, order):
        return order.action_answer(self.reason, self.advice_taken)

    def _apply_reject(self, order):
        return order.action_reject(self.reason)

    def _apply_report(self, matter):
        matter.action_report_to_leaders({"leader_id": self.user_id.id, "why": self.reason, "proposal": self.proposal})
        return True

    def _apply_acknowledge(self, report):
        return report.action_acknowledge(self.reason)

    def _apply_rate(self, satisfaction):
        names = ("office_rating", "unit_rating", "was_contacted", "is_solved")
        vals = {**{name: self[name] for name in names}, "comment": self.reason}
        return satisfaction.action_rate(vals, self.source)

    def _apply_uphold(self, complaint):
        return complaint.action_decide(True, self.reason)

    def _apply_not_uphold(self, complaint):
        return complaint.action_decide(False, self.reason)
