from odoo import http
from odoo.http import request

from ...models.visit.reception_visit_feedback import LONGEST_NAME, LONGEST_TEXT, QUESTIONS, RATINGS
from ..document.public_page import LARGEST_POST, PublicPage

LIMITS = {"guest_name": LONGEST_NAME, "comment": LONGEST_TEXT, "request": LONGEST_TEXT}


class ReceptionFeedbackController(PublicPage, http.Controller):
    STATUS = {**PublicPage.STATUS, "expired": 410, "used_up": 410, "thanks": 200}

    @http.route(
        "/reception/feedback/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def feedback(self, token, done=None, **answer):
        """The page on which a guest says what they think of the reception (4-12.3), without login.

        It tells nothing of the visit but the company's name and the guest's unit. Answers 404 to an unknown link, 410
        when the link has expired or every guest has answered.
        """
        self._speak()
        visit = request.env["reception.visit"]._find_by_feedback_token(self._clean(token))
        if obstacle := self._find_obstacle(visit):
            return self._show(obstacle)
        if done:
            return self._show("thanks")
        obstacle = visit._get_feedback_obstacle()
        if obstacle in self.STATUS:
            return self._show(obstacle)
        error = None
        answer = self._read(answer, (*QUESTIONS, *LIMITS))
        if self._is_answer():
            error = self._find_error(answer) or obstacle
            if not error:
                visit._answer_by_link(answer)
                return self._go_on(done=1)
        ratings = request.env["reception.visit.feedback"]._fields["rating_reception"]
        return self._render_page(
            "feedback_form",
            visit=visit,
            answer=answer,
            error=error,
            ratings=ratings._description_selection(request.env),
        )

    def _find_error(self, answer):
        if any(answer[question] not in dict(RATINGS) for question in QUESTIONS):
            return "unrated"
        return "too_long" if self._is_too_long(answer) else None

    def _get_limits(self):
        return LIMITS

    def _show(self, page):
        return self._render_page("feedback_message", self.STATUS[page], page=page)
