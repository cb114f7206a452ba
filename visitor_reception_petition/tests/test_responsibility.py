from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionResponsibility(PetitionCommon):
    @classmethod
    def _handled(cls, answer=True):
        _contact, matter = cls._register(people=[cls._person(phone=f"139{cls.number:08}")])
        cls.number += 1
        matter.with_user(cls.petition).action_pass_on(cls.unit.id)
        if answer:
            matter.with_user(cls.petition).action_end("answered", "Paid")
        return matter

    number = 0

    def _rate(self, matter, rating, user=None, **vals):
        row = matter.satisfaction_ids.with_user(user or self.other_receiver)
        row.action_rate({"office_rating": rating, "unit_rating": rating, **vals})
        return row

    def test_5_3_3c_satisfaction_once_and_by_somebody_else(self):
        matter = self._handled()
        row = matter.satisfaction_ids
        self.assertEqual((row.state, row.unit_id, str(row.due_date)), ("invited", self.unit, "2026-04-04"))
        for user in (self.receiver, self.unit_user):
            self.assertRefused("5-3.3c", self._rate, matter, "satisfied", user)
        self.assertRefused("5-3.3c", self._rate, matter, "not_satisfied")
        self.assertRefused("5-3.3c", self._rate, matter, "great")
        self._rate(matter, "not_satisfied", comment="Nobody called")
        self.assertEqual((row.state, row.source, row.noted_by_id), ("rated", "call_back", self.other_receiver))
        self.assertIn(self.petition, matter.sudo().activity_ids.user_id)
        self.assertRefused("5-3.3c", self._rate, matter, "satisfied")
        matter = self._handled()
        with freeze_time("2026-04-05 02:00:00"):
            self.assertRefused("5-3.3c", self._rate, matter, "satisfied")
            self.env["reception.petition.matter"]._cron_clock()
            self.assertEqual(matter.satisfaction_ids.state, "expired")

    def test_5_3_3c_who_is_not_asked(self):
        for vals in ({"is_litigation_related": True}, {"people": []}):
            _contact, matter = self._register(**vals)
            matter.with_user(self.petition).action_end("answered", "Told")
            self.assertFalse(matter.satisfaction_ids)

    def test_5_3_3c_evaluation_by_hand(self):
        """3 of 4 in time, 2 of 3 satisfied, 1 of 5 contacts a repeat, 1 overdue."""
        matters = [self._handled() for _number in range(3)]
        for matter, rating in zip(matters, ("satisfied", "basically_satisfied", "not_satisfied"), strict=True):
            self._rate(matter, rating, comment="x", was_contacted=True)
        open_matter = self._handled(answer=False)
        self._register(same_matter_id=open_matter.id)
        evaluations = self.env["reception.petition.evaluation"].with_user(self.petition)
        with freeze_time("2026-04-01 02:00:00"):
            row = evaluations.browse(evaluations.build("2026-03-31")).filtered(lambda row: row.unit_id == self.unit)
            figures = (row.met, row.late, row.overdue, row.invited, row.rated, row.satisfied, row.contacted)
            self.assertEqual(figures, (3, 0, 1, 3, 3, 2, 3))
            self.assertEqual((row.contacts, row.repeats), (5, 1))
            self.assertAlmostEqual(row.on_time_rate, 0.75)
            # 40 × 3/4 + 30 × 2/3 + 20 × 4/5 + (10 − 2) = 74
            self.assertEqual(row.score, 74.0)
            terms = self.env["reception.petition.term"].with_user(self.petition)
            self.assertEqual(terms.search_count(row.action_open_terms()["domain"]), 4, "the figures can be opened")
            row.with_user(self.unit_user).unit_comment = "One is disputed"
            row.action_publish()
            with self.assertRaises(UserError):
                row.unit_comment = "Later"
            self._handled()
            evaluations.build("2026-03-01")
            self.assertEqual(row.met, 3, "what is published is frozen")

    def test_5_3_3c_evaluation_is_the_petition_head_s(self):
        evaluations = self.env["reception.petition.evaluation"]
        self.assertRefused("5-3.3c", evaluations.with_user(self.receiver).build, "2026-03-01")
        with self.assertRaises(AccessError):
            evaluations.with_user(self.petition).create({"unit_id": self.unit.id, "month": "2026-03-01", "score": 99})

    def test_5_3_3c_circular_is_signed_and_acknowledged(self):
        circulars = self.env["reception.petition.circular"].with_user(self.petition)
        circular = circulars.create({"subject": "March"})
        self.assertRefused("5-3.3c", circular.action_submit)
        circular.write({"text": "Three matters are overdue", "unit_ids": [Command.set(self.unit.ids)]})
        self.assertFalse(circular.with_user(self.unit_user).has_access("read"))
        circular.action_submit()
        for user in (self.petition, self.gm):
            self.assertEqual(circular.pending_signatory_ids, user)
            circular.with_user(user).action_sign()
        self.assertRefused("5-3.3c", circular.action_acknowledge)
        circular.with_user(self.unit_user).action_acknowledge()
        self.assertEqual(circular.acknowledged_ids, self.unit)

    def test_2_2_6_complaints_about_attitude(self):
        contact, _matter = self._register(channel="call")
        complaints = self.env["reception.petition.attitude.complaint"].with_user(self.petition)
        complaint = complaints.create({"contact_id": contact.id, "staff_id": self.receiver.id, "what": "Rude"})
        self.assertFalse(complaint.with_user(self.receiver).search_count([]), "whom it is about does not read it")
        self.assertFalse(complaint.with_user(self.receiver).has_access("read"))
        self.assertRefused("2-2.6", complaint.action_decide, True, "")
        complaint.action_decide(True, "The recording shows it")
        self.assertEqual(complaint.state, "upheld")

    def test_5_3_1_risk_assessment(self):
        self.marketing.manager_id = self.head.employee_id
        risks = self.env["reception.petition.risk.assessment"].with_user(self.host)
        risk = risks.create({"subject": "Close the east gate"})
        self.assertRefused("5-3.1", risk.action_submit)
        criteria = dict.fromkeys(("legality", "reasonableness", "feasibility", "controllability"), "yes")
        risk.write(
            {**criteria, "finding": "Residents walk further", "level": "high", "measures": "A bus", "conclusion": "go"}
        )
        self.assertRefused("5-3.1", risk.action_submit)
        risk.level = "medium"
        self.assertRefused("5-3.1", risk.action_submit)
        risk.measures_done = True
        risk.action_submit()
        for user in (self.head, self.petition):
            self.assertEqual(risk.pending_signatory_ids, user)
            risk.with_user(user).action_sign()
        self.assertEqual(risk.state, "approved")
        risk.measures = "Two buses"
        self.assertEqual(risk.state, "draft", "what was signed has changed")


@tagged("post_install", "-at_install")
class TestPetitionRatingPage(PetitionCommon, HttpCase):
    def test_5_3_3c_rated_by_the_link_without_login(self):
        _contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        matter.with_user(self.petition).action_end("answered", "Paid")
        row = matter.sudo().satisfaction_ids
        self.env.flush_all()
        url = row._get_link()
        page = self.url_open(url)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        for secret in (matter.name, "张三", "marker-quartz", "Housing"):
            self.assertNotIn(secret, page.text)
        csrf = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        vals = {"csrf_token": csrf, "office_rating": "satisfied", "unit_rating": "satisfied", "is_solved": "1"}
        self.assertIn('name="done"', self.url_open(url, data=vals).text)
        self.assertEqual((row.state, row.source, row.is_solved), ("rated", "link", True))
        for closed in (url, url[:-3] + "abc"):
            self.assertIn('name="closed"', self.url_open(closed).text)

    def test_5_3_3c_guesses_are_limited(self):
        self.env["ir.config_parameter"].sudo().set_param("visitor_reception.petition_rating_per_minute", 1)
        answers = [self.url_open("/reception/petition/rating/guess").status_code for _turn in range(2)]
        self.assertEqual(answers, [200, 429])
