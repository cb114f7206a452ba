from odoo import http
from odoo.http import request

from ..models.reception_visit_feedback import LONGEST_NAME, LONGEST_TEXT, QUESTIONS, RATINGS
from .public_page import LARGEST_POST, PublicPage

LIMITS = {"guest_name": LONGEST_NAME, "comment": LONGEST_TEXT, "request": LONGEST_TEXT}
# pages without a form, with the status of the answer
STATUS = {"unknown": 404, "expired": 410, "used_up": 410, "thanks": 200}


class ReceptionFeedbackController(PublicPage, http.Controller):
    @http.route(
        "/reception/feedback/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def feedback(self, token, done=None, **answer):
        """The page on which a guest says what he thinks of the reception (4-12.3), without login.

        It tells nothing of the visit but the company's name and the guest's unit. Answers 404 to an unknown link, 410
        when the link has expired or every guest has answered.
        """
        self._speak_as_the_browser()
        visit = request.env["reception.visit"]._find_by_feedback_token(token.replace("\0", ""))
        if not visit:
            return self._show("unknown")
        if done:
            return self._show("thanks")
        obstacle = visit._get_feedback_obstacle()
        if obstacle in STATUS:
            return self._show(obstacle)
        error = None
        # a person sends text; what else a form can carry is left out
        answer = {name: self._clean(answer.get(name)) for name in (*QUESTIONS, *LIMITS)}
        if request.httprequest.method == "POST":
            error = self._find_error(answer) or obstacle
            if not error:
                visit._answer_by_link(answer)
                return request.redirect(f"/reception/feedback/{token}?done=1", code=303)
        return self._render("visitor_reception.feedback_form", 200, visit=visit, answer=answer, error=error)

    def _find_error(self, answer):
        if any(answer[question] not in dict(RATINGS) for question in QUESTIONS):
            return "unrated"
        if any(len(answer[name]) > limit for name, limit in LIMITS.items()):
            return "too_long"
        return None

    def _show(self, page):
        return self._render("visitor_reception.feedback_message", STATUS[page], page=page)

    def _render(self, template, status, **values):
        fields = request.env["reception.visit.feedback"]._fields
        values |= {
            "limits": LIMITS,
            "ratings": fields["rating_reception"]._description_selection(request.env),
        }
        return self._render_page(template, status, **values)
