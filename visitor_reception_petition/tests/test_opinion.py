from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionOpinion(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_head = cls._make_person("unit_head", "Head of Housing", cls.housing)
        cls.housing.manager_id = cls.unit_head.employee_id
        cls.above = cls.env["hr.department"].create({"name": "City Housing"})
        cls.above_user = cls._make_person("above", "Handler Above", cls.above)
        cls.above_head = cls._make_person("above_head", "Head Above", cls.above)
        cls.above.manager_id = cls.above_head.employee_id
        cls.unit.superior_id = cls.superior = cls._make_unit(
            "City Housing", "other", handler_ids=[Command.set(cls.above_user.ids)], department_id=cls.above.id
        )

    @classmethod
    def _handled(cls):
        """A matter that the unit has accepted."""
        _contact, matter = cls._register()
        matter.with_user(cls.petition).action_pass_on(cls.unit.id)
        matter.with_user(cls.unit_user).action_accept({})
        return matter.with_user(cls.unit_user)

    @classmethod
    def _draft(cls, matter, **vals):
        values = {
            "matter_id": matter.id,
            "facts": "Wages of March are missing",
            "opinion": "They are to be paid",
            "article_ids": [Command.set(cls.article.ids)],
            "result": "supported",
        }
        return matter.env["reception.petition.opinion"].create({**values, **vals})

    @classmethod
    def _send(cls, matter, serve=True):
        opinion = cls._issue(cls._draft(matter))
        opinion.action_send()
        if serve:
            opinion.action_serve()
        return opinion

    def test_p1_32_four_parts_and_one_of_three_results(self):
        """P1-32, and 5-1.3b: no opinion goes out without its facts and its legal basis."""
        matter = self._handled()
        for name, clause in (
            ("request", "P1-32"),
            ("facts", "5-1.3b"),
            ("opinion", "P1-32"),
            ("article_ids", "5-1.3b"),
            ("result", "P1-32"),
        ):
            opinion = self._draft(matter)
            opinion[name] = False
            with self.subTest(name=name):
                self.assertRefused(clause, opinion.action_submit)

    def test_p1_32_law_out_of_force_is_refused(self):
        new = self.article.create({"law": "New Law", "number": "9", "text": "x", "in_force_from": "2026-01-01"})
        self.article.write({"in_force_to": "2025-12-31", "replaced_by_id": new.id})
        opinion = self._draft(self._handled())
        self.assertRefused("P1-32", opinion.action_submit)

    def test_p1_32_signed_by_head_of_unit_and_petition_head(self):
        matter = self._handled()
        opinion = self._draft(matter)
        self.assertEqual(opinion.request, matter.request)
        opinion.action_submit()
        self.assertEqual(opinion.pending_signatory_ids, self.unit_head)
        self.assertRefused("P1-32", opinion.action_send)
        opinion.with_user(self.unit_head).action_sign()
        self.assertEqual(opinion.pending_signatory_ids, self.petition)
        opinion.with_user(self.petition).action_sign()
        self.assertEqual(opinion.state, "approved")
        opinion.action_send()
        self.assertEqual(
            (matter.state, matter.result, matter.concluded_on), ("concluded", "supported", date(2026, 3, 5))
        )
        self.assertEqual(self._terms(matter), {})
        conclude = matter.sudo().term_ids.filtered(lambda term: term.code == "petition_conclude")
        self.assertEqual(conclude.state, "met")

    def test_what_was_signed_does_not_change(self):
        opinion = self._issue(self._draft(self._handled()))
        opinion.opinion = "Something else"
        self.assertEqual(opinion.state, "draft")
        opinion = self._send(self._handled())
        with self.assertRaises(UserError):
            opinion.opinion = "Something else"

    def test_who_drafts(self):
        matter = self._handled()
        for user in (self.receiver, self.host, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(UserError), self.env.cr.savepoint():
                self._draft(matter.with_user(user))
        _contact, sealed = self._accuse()
        with self.assertRaises(UserError):
            self._draft(sealed.with_user(self.petition))

    def test_p1_28_no_opinion_on_litigation(self):
        matter = self._handled()
        matter.sudo().is_litigation_related = True
        self.assertRefused("P1-28", self._draft, matter)

    def test_p1_30_no_signature_of_the_accused_side(self):
        matter = self._handled()
        matter.with_user(self.petition).accused_ids = self.unit_head.employee_id
        self.assertRefused("P1-30", self._draft(matter).action_submit)

    def test_p1_35_p1_36_three_levels_and_final(self):
        matter = self._handled()
        office = matter.with_user(self.receiver)
        self.assertRefused("P1-35", office.action_ask_review, "2026-03-05")
        self._send(matter)
        self.assertEqual(self._terms(matter), {"petition_review_request": date(2026, 4, 7)}, "6 April is a holiday")
        with freeze_time("2026-04-08 02:00:00"):
            self.assertRefused("P1-35", office.action_ask_review, "2026-04-08")
            office.action_ask_review("2026-04-07")
        self.assertEqual((matter.sudo().state, matter.sudo().level), ("accepted", "review"))
        self.assertEqual(self._terms(matter), {"petition_review": date(2026, 5, 7)})
        opinion = self._draft(matter.with_user(self.above_user))
        opinion.action_submit()
        self.assertEqual(opinion.pending_signatory_ids, self.above_head)
        self._issue_open(opinion)
        opinion.action_send()
        opinion.action_serve()
        self.assertEqual(set(self._terms(matter)), {"petition_re_review_request"})
        with freeze_time("2026-03-20 02:00:00"):
            office.action_ask_review("2026-03-20", {"unit_id": self.other_unit.id})
        self.assertEqual(self._terms(matter), {"petition_re_review": date(2026, 4, 19)})
        opinion = self._draft(matter.with_user(self.cashier))
        opinion.action_submit()
        self.assertEqual(opinion.pending_signatory_ids, self.gm)
        self._issue_open(opinion)
        opinion.action_send()
        self.assertEqual(matter.sudo().state, "final")
        self.assertRefused("P1-36", office.action_ask_review, "2026-03-20")

    def _issue_open(self, document):
        while document.signoff_state == "asked":
            document.with_user(document.sudo().pending_signatory_ids[0]).action_sign()

    def test_p1_35_closed_when_nobody_can_ask_any_more(self):
        matter = self._handled()
        self._send(matter)
        matters = self.env["reception.petition.matter"]
        for day, state in (("2026-04-07", "concluded"), ("2026-04-08", "closed")):
            with freeze_time(f"{day} 02:00:00"):
                matters._cron_clock()
                self.assertEqual(matter.sudo().state, state)
        matter = self._handled()
        self._send(matter, serve=False)
        with freeze_time("2026-06-08 02:00:00"):
            matters._cron_clock()
            self.assertEqual(matter.sudo().state, "concluded", "the petitioner does not have it yet")

    def test_p1_34_extension_is_signed_and_told(self):
        matter = self._handled()
        extensions = matter.env["reception.petition.extension"]
        extension = extensions.create({"matter_id": matter.id, "days": 20, "reason": "A survey is under way"})
        extension.action_submit()
        self.assertEqual(extension.pending_signatory_ids, self.gm | self.edgm)
        extension.with_user(self.edgm).action_sign()
        self.assertEqual(self._terms(matter)["petition_conclude"], date(2026, 5, 24))
        notice = matter.sudo().paper_ids.filtered(lambda paper: paper.kind == "extension_notice")
        self.assertIn("A survey is under way", notice.text)
        self.assertIn("2026-05-24", notice.text)
        for days in (11, 0, -5):
            more = extensions.create({"matter_id": matter.id, "days": days, "reason": "More"})
            self.assertRefused("P1-34", more.action_submit)
        with freeze_time("2026-05-25 02:00:00"):
            late = extensions.create({"matter_id": matter.id, "days": 1, "reason": "Late"})
            self.assertRefused("P1-34", late.action_submit)
