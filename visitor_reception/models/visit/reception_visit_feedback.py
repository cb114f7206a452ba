from statistics import mean

from odoo import api, fields, models
from odoo.tools import plaintext2html

QUESTIONS = ("rating_reception", "rating_board", "rating_programme")
RATINGS = [("1", "Very poor"), ("2", "Poor"), ("3", "Fair"), ("4", "Good"), ("5", "Very good")]
# characters; a name, and a text
LONGEST_NAME, LONGEST_TEXT = 100, 2000


class ReceptionVisitFeedback(models.Model):
    """What a guest thinks of the reception, and what else can be done for them (征求意见, 4-12.3).

    Guests answer by the link of the visit (``controllers/reception_feedback.py``); Administration and HR enters what
    was said or written on paper.
    """

    _name = "reception.visit.feedback"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin"]
    _description = "Guest Feedback"
    _order = "date desc, id desc"

    visit_id = fields.Many2one("reception.visit", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    department_id = fields.Many2one(related="visit_id.department_id", store=True, index=True)
    date = fields.Datetime(string="Answered On", required=True, default=fields.Datetime.now, index=True)
    guest_name = fields.Char(size=LONGEST_NAME, help="Guests may leave it out.")
    rating_reception = fields.Selection(RATINGS, string="Reception", required=True)
    rating_board = fields.Selection(RATINGS, string="Board and Lodging", required=True)
    rating_programme = fields.Selection(RATINGS, string="Programme", required=True)
    average = fields.Float(compute="_compute_average", store=True, digits=(3, 2), aggregator="avg")
    comment = fields.Text(string="Opinion")
    request = fields.Text(help="Whether there is anything else we can do for the guest; the host is told.")
    source = fields.Selection(
        [("link", "By link"), ("clerk", "Entered by a clerk")], required=True, readonly=True, default="clerk"
    )

    _texts_bounded = models.Constraint(
        f"CHECK (char_length(comment) <= {LONGEST_TEXT} AND char_length(request) <= {LONGEST_TEXT})",
        "Opinions and requests have at most 2000 characters.",
    )

    @api.model
    def _guarded_fields(self):
        """Only the public page writes by link."""
        return super()._guarded_fields() | {"source", "average"}

    @api.depends("visit_id", "date")
    def _compute_display_name(self):
        for feedback in self:
            feedback.display_name = f"{feedback.visit_id.name} {feedback.guest_name or ''}".strip()

    @api.depends(*QUESTIONS)
    def _compute_average(self):
        for feedback in self:
            ratings = [int(feedback[question]) for question in QUESTIONS if feedback[question]]
            feedback.average = mean(ratings) if ratings else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._pass_on_requests()
        return answers

    def _pass_on_requests(self):
        """The host is asked to see to what a guest has asked for."""
        for feedback in self.filtered(lambda feedback: (feedback.request or "").strip()):
            visit = feedback.visit_id.sudo()  # a guest, or a clerk, gives a task to the host
            host = visit._get_host_user()
            summary = visit.with_context(lang=host.lang).env._("A guest asks for something (4-12.3)")
            visit.activity_schedule(
                "mail.mail_activity_data_todo", user_id=host.id, summary=summary, note=plaintext2html(feedback.request)
            )
