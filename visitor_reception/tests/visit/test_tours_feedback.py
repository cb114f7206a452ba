from datetime import datetime, timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon

# The page has no scripts to hang a tour on, and leaves itself when it is sent: it is worked in a frame of the same
# size, whose outer page stays.
ANSWER = """
const frame = document.createElement("iframe");
frame.style = "position:fixed;inset:0;width:100%;height:100%;border:0";
const check = (condition, text) => {
    if (!condition) {
        throw new Error(text);
    }
};
const answer = () => {
    const page = frame.contentDocument;
    check(frame.clientWidth <= 400, "the window is a phone's");
    check(page.documentElement.scrollWidth <= frame.clientWidth, "nothing is wider than the phone");
    const button = page.querySelector("button");
    button.click();
    check(page.querySelector("form:invalid"), "the questions are to be answered");
    for (const question of ["rating_reception", "rating_board", "rating_programme"]) {
        const choice = page.querySelector(`input[name=${question}][value="4"]`);
        check(choice.getBoundingClientRect().height >= 44, "large enough for a finger");
        choice.click();
    }
    page.querySelector("#comment").value = "The tea was good";
    page.querySelector("#request").value = "Please send the photos";
    button.click();
};
let loaded = 0;
frame.onload = () => {
    loaded += 1;
    if (loaded === 1) {
        answer();
    } else {
        check(frame.contentDocument.querySelector("[data-page=thanks]"), "the page says thank you");
        console.log("test successful");
    }
};
frame.src = location.href;
document.body.append(frame);
"""


class FeedbackTourCommon(HttpCase, ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        arrival = datetime.now() + timedelta(hours=1)
        cls.visit = cls._issue(cls._make_visit(user=cls.officer, date_begin=arrival, date_end=arrival))

    def _url(self, visit):
        return f"/odoo/reception/{visit.id}"


@tagged("post_install", "-at_install")
class TestToursFeedbackPhone(FeedbackTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_4_12_3_guest_answers_on_a_phone(self):
        self.visit.with_user(self.host).action_make_feedback_link()
        token = self.visit.sudo().feedback_token
        self.browser_js(f"/reception/feedback/{token}", ANSWER, "document.readyState === 'complete'")
        self.assertRecordValues(
            self.visit.feedback_ids, [{"average": 4.0, "comment": "The tea was good", "source": "link"}]
        )


@tagged("post_install", "-at_install")
class TestToursFeedback(FeedbackTourCommon):
    def test_4_12_3_officer_sees_the_feedback(self):
        self.visit.with_user(self.host).action_make_feedback_link()
        self.visit._answer_by_link(
            {"rating_reception": "4", "rating_board": "4", "rating_programme": "4", "comment": "The tea was good"}
        )
        self.start_tour(self._url(self.visit), "reception_feedback_officer", login=self.officer.login)

    def test_1_8_2_clause_of_a_refusal_can_be_opened(self):
        visit = self._make_visit(purpose=False)
        with mute_logger("odoo.http"):
            self.start_tour(self._url(visit), "reception_refusal_names_its_clause", login=self.host.login)

    def test_1_5_4_3_register_is_signed_on_a_tablet(self):
        self._prepare(self.visit).action_start()
        self.start_tour(self._url(self.visit), "reception_register_draw", login=self.host.login)
        self.assertEqual(self.visit.register_signed_by_id, self.host)
        self.assertTrue(self.visit.register_signature)
