from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionSupervision(models.Model):
    """An order to a unit that evades, delays or does not carry out (督办单), answered in writing (5-2.3, P1-40)."""

    _name = "reception.petition.supervision"
    _inherit = ["reception.petition.numbered.mixin"]
    _description = "Supervision Order"
    _order = "id desc"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    unit_id = fields.Many2one("reception.petition.unit", required=True, ondelete="restrict", index=True)
    ground = fields.Selection(
        [
            ("evading", "Evading"),
            ("delaying", "Delaying"),
            ("false", "Reporting falsely"),
            ("not_executed", "Not carried out"),
            ("other", "Other"),
        ],
        required=True,
    )
    demand = fields.Text(required=True)
    ordered_on = fields.Date(required=True, default=fields.Date.context_today)
    advice = fields.Selection(
        [("improve", "Improve the work"), ("policy", "Change a policy"), ("accountability", "Hold responsible")]
    )
    due_date = fields.Date(required=True)
    answer = fields.Text()
    answered_on = fields.Date()
    advice_taken = fields.Selection([("yes", "Yes"), ("partly", "Partly"), ("no", "No")])
    rejection = fields.Text(string="Why the Answer Does Not Do")
    state = fields.Selection(
        [("sent", "Sent"), ("answered", "Answered"), ("closed", "Closed")], required=True, default="sent"
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    is_office = fields.Boolean(compute="_compute_can_answer")

    @api.model
    def _transitions(self):
        return {"sent": {"answered"}, "answered": {"closed", "sent"}, "closed": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_answer(self):
        for order in self:
            order.can_answer = order.state == "sent" and order.unit_id._acts_for()
            order.is_office = order.matter_id._acts_for_office()

    def action_answer(self, answer, advice_taken=None):
        """Answer in writing.

        :raises UserError: not a handler of the unit, no answer, or an advice that is not answered
        """
        self.ensure_one()
        self.matter_id._lock()
        if not self.unit_id._acts_for() and self.unit_id._get_users():
            raise UserError(
                self._explain("P1-40", self.env._("only a handler of %(unit)s answers.", unit=self.unit_id.name))
            )
        answer = self._need_text(answer, "P1-40", self.env._("an order is answered in writing."))
        if self.advice and advice_taken not in ("yes", "partly", "no"):
            raise UserError(self._explain("P1-40", self.env._("say whether the advice is taken.")))
        today = self.matter_id._get_today()
        self._move("answered", answer=answer, advice_taken=advice_taken or False, answered_on=today)
        self._get_terms()._stop(today)
        return True

    def _get_terms(self):
        """The open terms of orders to the unit; other units owe their own answers."""
        terms = self.matter_id._get_terms("petition_supervision")
        return terms.filtered(lambda term: term.holder_unit_id == self.unit_id)

    def action_close(self):
        """Accept the answer.

        :raises UserError: there is no written answer, or not the petition head
        """
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_office(self.env._("closes a supervision order"))
        if self.state != "answered":
            raise UserError(self._explain("P1-40", self.env._("the unit has not answered in writing yet.")))
        self._move("closed")
        return True

    def action_reject(self, reason):
        """Ask the unit for a better answer; the term starts anew.

        :raises UserError: no reason, no answer, or not the petition head
        """
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_office(self.env._("rejects an answer"))
        reason = self._need_text(reason, "P1-40", self.env._("say what the answer lacks."))
        today = self.matter_id._get_today()
        term = self.matter_id._start_term(
            "petition_supervision", today, holder_unit_id=self.unit_id.id, holder_id=False
        )
        self._move("sent", rejection=reason, due_date=term.due_date)
        return True

    def action_open_answer(self):
        """Ask for the answer."""
        return self._open_dialog("answer", self.env._("Answer the Order"))

    def action_open_reject(self):
        """Ask what the answer lacks."""
        return self._open_dialog("reject", self.env._("Reject the Answer"))
