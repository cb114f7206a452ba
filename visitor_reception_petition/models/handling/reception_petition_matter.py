from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

NEXT_LEVEL = {"handling": "review", "review": "re_review"}
# level: the petitioner's term to ask for it, the term to answer, the clause
REVIEWS = {
    "review": ("petition_review_request", "petition_review", "P1-35"),
    "re_review": ("petition_re_review_request", "petition_re_review", "P1-36"),
}


class ReceptionPetitionMatter(models.Model):
    """Opinions and their review, supervision, and reports to leaders.

    ====================  ===================================  =========================================================
    Verb                  Who                                  When
    ====================  ===================================  =========================================================
    ask for review        receiver, petition head              concluded, within the petitioner's term (P1-35, P1-36)
    supervise             petition head                        open, held by a unit (5-2.3, P1-40)
    report to leaders     receiver, holder, petition head      not sealed (2-1.8b)
    ====================  ===================================  =========================================================
    """

    _inherit = "reception.petition.matter"

    opinion_ids = fields.One2many("reception.petition.opinion", "matter_id", string="Opinions")
    extension_ids = fields.One2many("reception.petition.extension", "matter_id", string="Extensions")
    supervision_ids = fields.One2many("reception.petition.supervision", "matter_id", string="Supervision Orders")
    leader_report_ids = fields.One2many("reception.petition.leader.report", "matter_id", string="Reports to Leaders")

    @api.model
    def _get_thread_models(self):
        return [*super()._get_thread_models(), "reception.petition.opinion", "reception.petition.extension"]

    @api.depends("supervision_ids.state", "session_ids.state")
    def _compute_function(self):
        super()._compute_function()

    def _has_gone_on(self):
        matter = self.sudo()
        return super()._has_gone_on() or bool(matter.opinion_ids or matter.extension_ids or matter.level != "handling")

    def _get_function(self):
        if any(order.state != "closed" for order in self.sudo().supervision_ids):
            return "supervision"
        is_mediated = any(
            session.kind == "mediation" and session.state == "planned" for session in self.sudo().session_ids
        )
        return "mediation" if is_mediated else super()._get_function()

    # ------------------------------------------------------------------------------------------------------------------
    # Review and re-review
    # ------------------------------------------------------------------------------------------------------------------

    def action_ask_review(self, asked_on=None, vals=None):
        """The petitioner asks the unit above to look at it anew (P1-35, P1-36).

        :param date asked_on: the day the request came in; today if not given
        :param dict vals: ``unit_id``: the unit above; by default that of the unit which answered
        :raises UserError: not concluded, too late, final, or no unit above is named
        """
        self.ensure_one()
        self._lock()
        unit = self.env["reception.petition.unit"].browse((vals or {}).get("unit_id") or ()).exists()
        unit = unit or self.holder_unit_id.superior_id
        self._refuse(self._review_refusals(fields.Date.to_date(asked_on) or self._get_today(), unit))
        asked_on = self._get_event_day(asked_on)
        level = NEXT_LEVEL[self.level]
        request_term, answer_term, _clause = REVIEWS[level]
        self._check_not_kept_out_unit(unit)
        self._stop_terms((request_term,), asked_on)
        self._move("accepted", level=level, result=False, concluded_on=False)
        self._hold(unit)
        self._start_term(answer_term, asked_on)
        return True

    def _review_refusals(self, asked_on, unit):
        matter = self.sudo()
        if not self._is_receiver() and not self._acts_for_office():
            return [self._explain("P1-35", self.env._("the petition office writes down the request."))]
        if matter.state == "final" or matter.level not in NEXT_LEVEL:
            return [self._explain("P1-36", self.env._("the matter is final after three levels."))]
        request_term, _answer_term, clause = REVIEWS[NEXT_LEVEL[matter.level]]
        if matter.state != "concluded" or not matter.opinion_ids.filtered("sent_on"):
            return [self._explain(clause, self.env._("there is no written opinion that was sent."))]
        term = matter.term_ids.filtered(lambda term: term.code == request_term).sorted("id")[-1:]
        if term and asked_on > term.due_date:
            return [self._explain(clause, self.env._("the last day to ask was %(day)s.", day=term.due_date))]
        if not unit:
            return [self._explain(clause, self.env._("name the unit above, which answers."))]
        return []

    @api.model
    def _cron_clock(self):
        """Rights of petitioners run out; what nobody can ask to review any more is closed; promises remind."""
        self.env["reception.petition.promise"]._remind()
        terms = self.env["reception.petition.term"]
        for (company,) in self._read_group([], ["company_id"]):
            today = self.env["reception.deadline"]._get_today(company)
            terms.search(
                Domain("company_id", "=", company.id)
                & Domain("deadline_id.is_right", "=", True)
                & Domain("state", "=", "running")
                & Domain("due_date", "<", today)
            )._cancel()
            concluded = self.search([("company_id", "=", company.id), ("state", "=", "concluded")])
            waiting = terms.search(
                [("matter_id", "in", concluded.ids), ("state", "in", ("running", "paused"))]
            ).matter_id
            unserved = self.env["reception.petition.opinion"].search(
                [("matter_id", "in", concluded.ids), ("sent_on", "!=", False), ("served_on", "=", False)]
            )
            (concluded - waiting - unserved.matter_id)._move("closed")
        return super()._cron_clock()

    # ------------------------------------------------------------------------------------------------------------------
    # Supervision
    # ------------------------------------------------------------------------------------------------------------------

    def action_supervise(self, vals):
        """Order the unit that holds the matter to act (督办, P1-40).

        :param dict vals: ``ground``, ``demand``, ``advice``; ``unit_id``: by default the unit that holds it
        :returns: the id of the order
        :raises UserError: not the petition head, the matter has ended, or no demand
        """
        self.ensure_one()
        self._lock()
        self._check_office(self.env._("orders supervision"))
        demand = self._need_text(vals.get("demand"), "P1-40", self.env._("write what the unit is to do."))
        unit = self.env["reception.petition.unit"].browse(vals.get("unit_id") or ()).exists() or self.holder_unit_id
        if not unit or self.state not in ("accepted", "passed_on", "returned"):
            raise UserError(self._explain("P1-40", self.env._("the matter is with no unit that could be supervised.")))
        if self.sudo().is_sealed:
            demand = "–"
        self._check_not_kept_out_unit(unit)
        term = self._start_term("petition_supervision", self._get_today(), holder_unit_id=unit.id, holder_id=False)
        order = (
            self.env["reception.petition.supervision"]
            ._as_engine()
            .create(
                {
                    "matter_id": self.id,
                    "unit_id": unit.id,
                    "ground": vals.get("ground") or "other",
                    "demand": demand,
                    "advice": vals.get("advice") or False,
                    "due_date": term.due_date,
                }
            )
        )
        for user in unit._get_users():
            self._remind_of(user, self._get_today(), self.env._("Supervision order"))
        return order.id

    # ------------------------------------------------------------------------------------------------------------------
    # Reports to leaders
    # ------------------------------------------------------------------------------------------------------------------

    def _on_important(self):
        """The flag opens the report, which is due on the next working day (2-1.8b, 2-2.5b, P1-25)."""
        super()._on_important()
        matter = self._as_engine()
        if matter.is_sealed or matter.leader_report_ids.filtered(lambda report: report.state == "draft"):
            return
        matter.env["reception.petition.leader.report"].create({"matter_id": self.id})
        matter._start_term("petition_leader_report", self._get_today())

    def action_report_to_leaders(self, vals):
        """Send a written report to a leader (2-1.8b, P1-25).

        :param dict vals: ``leader_id``, ``why``, ``proposal``
        :returns: the id of the report
        :raises UserError: a fact is missing, the leader is kept out, or the matter is sealed
        """
        self.ensure_one()
        self._lock()
        if not self._is_receiver():
            self._check_holder(self.env._("reports it to the leaders"))
        if self.sudo().is_sealed:
            raise UserError(
                self._explain("P1-30", self.env._("accusations are reported to nobody but discipline inspection."))
            )
        why = self._need_text(vals.get("why"), "2-1.8b", self.env._("write why the matter is important."))
        leader = self.env["res.users"].browse(vals.get("leader_id") or ()).exists()
        if not leader or leader.sudo().share:
            raise UserError(self._explain("2-1.8b", self.env._("choose the leader who gets the report.")))
        self._check_not_kept_out(leader)
        return self._do_report(leader, why, self._to_text(vals.get("proposal"))).id

    def _do_report(self, leader, why, proposal):
        matter = self._as_engine()
        today = self._get_today()
        reports = matter.leader_report_ids.filtered(lambda report: report.state == "draft")
        report = reports[:1] or reports.create({"matter_id": self.id})
        report._move("sent", leader_id=leader.id, why=why, proposal=proposal, sent_on=today, sent_by_id=self.env.uid)
        matter._stop_terms(("petition_leader_report",), today)
        matter._let_read(leader)
        self._remind_of(leader, today, self.env._("A report waits for you"))
        return report

    def action_open_ask_review(self):
        """Ask for the unit above, then note the request."""
        return self._open_dialog("ask_review", self.env._("Review Asked For"))

    def action_open_supervise(self):
        """Ask for the demand, then order."""
        return self._open_dialog("supervise", self.env._("Supervision Order"))

    def action_open_report(self):
        """Ask for leader and reason, then report."""
        return self._open_dialog("report", self.env._("Report to Leaders"))
