import base64
import secrets

from odoo import api, fields, models

FEEDBACK_STATES = ("issued", "hosting", "closed")
# at most so many answers by one link within a minute
ANSWERS_A_MINUTE = 5


class ReceptionVisit(models.Model):
    """Feedback of the guests (4-12.3): what they said on the whole, and the link by which they answer.

    ====================  ==============================  ==========================
    Verb                  Who                             When
    ====================  ==============================  ==========================
    make feedback link    Administration and HR, host     issued, hosting or closed
    revoke feedback link  as make                         there is a link
    ====================  ==============================  ==========================
    """

    _inherit = "reception.visit"

    feedback_ids = fields.One2many("reception.visit.feedback", "visit_id", copy=False)
    feedback_average = fields.Float(
        string="Feedback (1 to 5)",
        compute="_compute_feedback_average",
        store=True,
        digits=(3, 2),
        aggregator=None,  # visits without an answer would count as 0
        help="Average of all answers; 0 without any.",
    )
    feedback_count = fields.Integer(string="Number of Answers", compute="_compute_feedback_average", store=True)
    # only read by the code, for whoever has it may answer
    feedback_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    feedback_link_answers = fields.Integer(readonly=True, copy=False, help="Answers by the present link.")
    feedback_url = fields.Char(string="Feedback Link", compute="_compute_feedback_url")
    feedback_qr = fields.Binary(string="Feedback Code", compute="_compute_feedback_url")
    feedback_until = fields.Date(string="Feedback Open Until", compute="_compute_feedback_until")
    can_make_feedback_link = fields.Boolean(compute="_compute_can_make_feedback_link")

    _feedback_token_uniq = models.UniqueIndex("(feedback_token) WHERE feedback_token IS NOT NULL")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "feedback_average",
            "feedback_count",
            "feedback_token",
            "feedback_link_answers",
        }

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_make_feedback_link(self):
        for visit in self:
            visit.can_make_feedback_link = visit.state in FEEDBACK_STATES and visit._is_host_or_officer()

    @api.depends("feedback_ids.average")
    def _compute_feedback_average(self):
        groups = self.env["reception.visit.feedback"]._read_group(
            [("visit_id", "in", self.ids)], ["visit_id"], ["average:avg", "__count"]
        )
        answers = {visit.id: numbers for visit, *numbers in groups}
        for visit in self:
            visit.feedback_average, visit.feedback_count = answers.get(visit._origin.id, (0.0, 0))

    @api.depends_context("uid", "lang")
    @api.depends("state", "feedback_token")
    def _compute_feedback_url(self):
        for visit in self:
            token = visit.can_make_feedback_link and visit.sudo().feedback_token
            visit.feedback_url = token and f"{visit.get_base_url()}/reception/feedback/{token}"
            visit.feedback_qr = token and base64.b64encode(
                self.env["ir.actions.report"].barcode("QR", visit.feedback_url, width=300, height=300)
            )

    @api.depends("date_end", "company_id", "feedback_token")
    def _compute_feedback_until(self):
        for visit in self:
            # no search for the deadline where nothing is asked
            is_asked = visit.state in FEEDBACK_STATES and visit.sudo().feedback_token
            visit.feedback_until = is_asked and visit._get_last_feedback_day()

    def _get_last_feedback_day(self):
        deadlines = self.env["reception.deadline"]
        departure = deadlines._to_company_day(self.date_end, self.company_id)
        return deadlines._get_due_date("feedback", departure, self.company_id)

    def action_make_feedback_link(self):
        """Make the link by which guests give feedback (4-12.3); a link that is there stays.

        :raises UserError: the visit is not issued, or the user neither hosts it nor is of Administration and HR
        """
        self._raise_refusals(visit._feedback_link_refusals() for visit in self)
        for visit in self._as_engine().filtered(lambda visit: not visit.feedback_token):
            visit.write({"feedback_token": secrets.token_urlsafe(32), "feedback_link_answers": 0})

    def action_revoke_feedback_link(self):
        """Make the link invalid; a new one may be made.

        :raises UserError: as ``action_make_feedback_link``
        """
        self._raise_refusals(visit._feedback_link_refusals() for visit in self)
        self._as_engine().write({"feedback_token": False, "feedback_link_answers": 0})

    def _feedback_link_refusals(self):
        self.ensure_one()
        if self.state not in FEEDBACK_STATES:
            return [self._explain("4-12.3", self.env._("%(visit)s has not been issued.", visit=self.display_name))]
        if not self._is_host_or_officer():
            return [self._explain("4-12.3", self.env._("the host or Administration and HR asks for feedback."))]
        return []

    @api.model
    def _find_by_feedback_token(self, token):
        """The visit of a link, as superuser; none for a link that is unknown or was revoked."""
        # a guest logs in nowhere: the link is what they may do
        return self.sudo().search([("feedback_token", "=", token)], limit=1) if token else self.sudo()

    def _get_feedback_obstacle(self):
        """Why the link takes no answer: ``expired``, ``used_up``, ``too_fast``, or None."""
        self.ensure_one()
        today = self.env["reception.deadline"]._get_today(self.company_id)
        if self.state not in FEEDBACK_STATES or self._get_last_feedback_day() < today:
            return "expired"
        if self.feedback_link_answers >= max(self.headcount, 1):
            return "used_up"
        minute_ago = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        recent = [("visit_id", "=", self.id), ("source", "=", "link"), ("date", ">", minute_ago)]
        return "too_fast" if self.env["reception.visit.feedback"].search_count(recent) >= ANSWERS_A_MINUTE else None

    def _answer_by_link(self, answer):
        """Keep the answer of a guest.

        Two at once both count on the visit, so that the database lets the second one see the first.
        """
        visit = self._as_engine()
        visit.feedback_link_answers += 1
        visit.flush_recordset(["feedback_link_answers"])
        self.env["reception.visit.feedback"]._as_engine().create({**answer, "visit_id": self.id, "source": "link"})

    def action_open_feedback(self):
        """Open the feedback of the visit (4-12.3)."""
        return self._open_costs("reception_visit_feedback_action", "visit_id")
