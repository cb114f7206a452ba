from odoo import http
from odoo.http import request

from ..models.reception_visit_feedback import LONGEST_NAME, LONGEST_TEXT, QUESTIONS, RATINGS

# languages of the page, by the first letters of what the browser asks for
LANGUAGES = {"zh": "zh_CN", "en": "en_US"}
LIMITS = {"guest_name": LONGEST_NAME, "comment": LONGEST_TEXT, "request": LONGEST_TEXT}
LARGEST_POST = 256 * 1024
# pages without a form, with the status of the answer
STATUS = {"unknown": 404, "expired": 410, "used_up": 410, "thanks": 200}
HEADERS = {
    "Cache-Control": "no-store",
    # the address of the page is the right to answer: no other site learns it
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class ReceptionFeedbackController(http.Controller):
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

    def _speak_as_the_browser(self):
        wanted = (LANGUAGES.get(code[:2].lower()) for code in request.httprequest.accept_languages.values())
        active = (lang for lang in wanted if lang and request.env["res.lang"]._get_data(code=lang))
        if lang := next(active, None):
            request.update_context(lang=lang)

    def _clean(self, value):
        # a browser counts a new line as one character and sends two
        return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else ""

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
            "html_lang": request.env.lang.replace("_", "-"),
        }
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response
