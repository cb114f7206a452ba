from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionHandover(models.Model):
    """A matter handed to a unit (转送、交办、指定), with its objection and its answer (2-1.8a, P1-22 to P1-24).

    ================  =========================================  ====================================================
    Verb              Who                                        When
    ================  =========================================  ====================================================
    see               handlers of the unit                       sent
    object            handlers of the unit; petition head for    sent, once, within 5 working days, not designated
                      units outside
    accept, reject    petition head                              objected
    ================  =========================================  ====================================================
    """

    _name = "reception.petition.handover"
    _inherit = ["reception.petition.numbered.mixin"]
    _description = "Hand-over of a Petition Matter"
    _order = "id desc"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [("pass_on", "Passed on"), ("assign", "Assigned"), ("designate", "Designated")], required=True
    )
    unit_id = fields.Many2one("reception.petition.unit", required=True, ondelete="restrict", index=True)
    sent_at = fields.Datetime(required=True, default=fields.Datetime.now)
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    received_on = fields.Date(required=True, help="The day of delivery, whoever opens it when (reading D21).")
    seen_at = fields.Datetime()
    report_due = fields.Date(string="Report By")
    leader = fields.Char(string="Designated By")
    reason = fields.Text()
    objection = fields.Text()
    objected_on = fields.Date()
    age = fields.Integer(string="Days Open", compute="_compute_age")
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("objected", "Objected"),
            ("returned", "Came Back"),
            ("answered", "Answered"),
            ("recalled", "Recalled"),
        ],
        required=True,
        default="sent",
        group_expand="_expand_states",
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    is_office = fields.Boolean(compute="_compute_can_answer")

    @api.model
    def _transitions(self):
        return {
            "sent": {"objected", "answered", "recalled"},
            "objected": {"returned", "sent"},
            "returned": set(),
            "answered": set(),
            "recalled": set(),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends("state", "sent_at")
    def _compute_age(self):
        today = self.env["reception.deadline"]._get_today(self.env.company)
        for handover in self:
            handover.age = (today - handover.received_on).days if handover.state in ("sent", "objected") else 0

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_answer(self):
        for handover in self:
            handover.can_answer = handover._acts_for_unit()
            handover.is_office = handover.matter_id._acts_for_office()

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        handovers.matter_id._compute_handover_count()
        return handovers

    def _start_terms(self):
        """The unit owes the petitioner a notice, and may object for some days (P1-23)."""
        matter = self.sudo().matter_id
        if matter.kind != "accusation" and matter._can_be_told():
            matter._start_term("petition_notice", self.received_on)
        if self.kind != "designate":
            matter._start_term("petition_objection", self.received_on)

    def _acts_for_unit(self):
        self.ensure_one()
        return self.unit_id._acts_for() or (not self.unit_id._get_users() and self.matter_id._acts_for_office())

    def action_see(self):
        """The unit has opened it; its term does not depend on that."""
        for handover in self.filtered(lambda handover: not handover.seen_at and handover.unit_id._acts_for()):
            handover._as_engine().seen_at = fields.Datetime.now()
        return True

    def action_object(self, reason):
        """Say that the matter is not the unit's own (P1-23).

        :raises UserError: no reason, too late, objected before, or designated
        """
        self.ensure_one()
        self.matter_id._lock()
        reason = self._need_text(reason, "P1-23", self.env._("an objection states its reasons."))
        self._refuse(self._object_refusals())
        today = self.matter_id._get_today()
        self._move("objected", objection=reason, objected_on=today)
        self.matter_id._stop_terms(("petition_objection",), today)
        for head in self.matter_id._get_heads():
            self.matter_id._remind_of(head, today, self.env._("A unit objects"))
        return True

    def _object_refusals(self):
        if not self._acts_for_unit():
            return [self._explain("P1-23", self.env._("only a handler of %(unit)s objects.", unit=self.unit_id.name))]
        if self.kind == "designate":
            return [self._explain("P1-24", self.env._("the unit was designated: it cannot object any more."))]
        if self.objected_on:
            return [self._explain("P1-23", self.env._("the unit has objected once already."))]
        last_day = self._get_objection_term().due_date
        if last_day and last_day < self.matter_id._get_today():
            return [self._explain("P1-23", self.env._("the last day to object was %(day)s.", day=last_day))]
        return []

    def _get_objection_term(self):
        """The term to object that began with this hand-over; it runs out silently."""
        terms = self.matter_id.sudo().term_ids.filtered(
            lambda term: term.code == "petition_objection" and term.holder_unit_id == self.unit_id
        )
        return terms.sorted("id")[-1:]

    def action_accept_objection(self):
        """The papers come back; the petitioner's own clocks go on (P1-23)."""
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_office(self.env._("decides on an objection"))
        self._give_back("returned")
        return True

    def _give_back(self, state):
        """The unit no longer holds the matter, and no longer reads it."""
        matter = self.matter_id
        self._move(state)
        matter._get_terms("petition_objection")._cancel()
        matter._get_terms("petition_notice").filtered(lambda term: term.holder_unit_id == self.unit_id)._cancel()
        matter._move("returned")
        matter._hold(self.env["reception.petition.unit"])

    def action_reject_objection(self, reason):
        """The unit keeps the matter; it cannot object again.

        :raises UserError: no reason is given
        """
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_office(self.env._("decides on an objection"))
        reason = self._need_text(reason, "P1-24", self.env._("say why the objection is not accepted."))
        if self.state != "objected":
            raise UserError(self.env._("The unit has not objected."))
        self._move("sent", reason=reason)
        return True

    def action_open_object(self):
        """Ask first, then act."""
        return self._open_dialog("object", self.env._("Object"))

    def action_open_reject_objection(self):
        """Ask first, then act."""
        return self._open_dialog("reject_objection", self.env._("Reject the Objection"))
