from datetime import datetime

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import NOW, ReceptionCommon

# in the order in which somebody writes a notice with guests; the time and the host are proposed
PROPOSED = ("date_begin", "date_end", "headcount", "host_id")
TOUCHED = ("organisation_id", "category_id", "identity", "purpose", "guest_ids")


@tagged("post_install", "-at_install")
class TestNoticeForm(ReceptionCommon):
    """A notice is written in a minute: short, proposed, asked once."""

    def _new(self):
        return Form(self.env["reception.visit"].with_user(self.host))

    def _ask_ranks(self, visit):
        action = visit.with_context(reception_ask_ranks=True).action_submit()
        return self.env["reception.visit.ranks"].with_user(self.host).browse(action["res_id"])

    @freeze_time(NOW)
    def test_1_2_3_tomorrow_from_nine_to_five_by_the_companys_clocks(self):
        with self._new() as form:
            self.assertEqual(form.date_begin, datetime(2026, 3, 3, 1))
            self.assertEqual(form.date_end, datetime(2026, 3, 3, 9))
            self.assertEqual(form.host_id, self.host.employee_id)
            form.category_id = self._category("key_customer")

    @freeze_time(NOW)
    def test_1_2_3_arrival_moved_past_the_departure_takes_it_along(self):
        with self._new() as form:
            form.category_id = self._category("key_customer")
            form.date_begin = datetime(2026, 3, 5, 2)
            self.assertEqual(form.date_end, datetime(2026, 3, 5, 9), "five o'clock of that day")
            form.date_begin = datetime(2026, 3, 5, 12)
            self.assertEqual(form.date_end, datetime(2026, 3, 5, 13), "an hour, in the evening")

    @freeze_time(NOW)
    def test_1_2_3_departure_before_the_arrival_is_told_while_typing(self):
        form = self._new()
        form.category_id = self._category("key_customer")
        self.assertNotIn("date_end", form.missing_facts)
        form.date_end = datetime(2026, 3, 2, 9)
        self.assertIn("data-target='date_end'", str(form.missing_facts).replace('"', "'"))

    def test_1_2_3_what_a_notice_needs_is_missing_from_the_first_moment(self):
        form = self._new()
        for target in ("category_id", "purpose", "guest_ids"):
            self.assertIn(target, form.missing_facts)
        form.category_id = self._category("key_customer")
        self.assertNotIn("category_id", form.missing_facts)

    def test_1_2_3_short_form_stands_on_one_screen(self):
        """Of the fields that are open before the pages, a new notice shows no more than a host fills in."""
        arch = etree.fromstring(self.env["reception.visit"].with_user(self.host).get_view(view_type="form")["arch"])
        form = self._new()
        form.category_id = self._category("key_customer")
        group = arch.find(".//group[@name='main']")
        values = {**form._values, "id": False}
        shown = [
            node.get("name") for node in group.iter("field") if not safe_eval(str(node.get("invisible", False)), values)
        ]
        self.assertLessEqual(
            set(shown),
            {*TOUCHED, *PROPOSED, "counterpart_department_id", "template_id", "category_clause"},
        )
        self.assertIn("identity", shown, "a rule of this category needs it")

    def test_1_6_2_ranks_are_asked_once_and_kept_with_the_submission(self):
        visit = self._make_visit(guests=3)
        visit.guest_ids.write({"rank_id": False})
        visit.guest_ids[0].position = "总经理"
        ranks = self._ask_ranks(visit)
        self.assertEqual(visit.state, "draft")
        self.assertEqual(ranks.line_ids.guest_id, visit.guest_ids)
        general_manager = self.env.ref("visitor_reception.reception_rank_general_manager")
        self.assertEqual(ranks.line_ids.rank_id, general_manager, "what the position proposes")
        ranks.action_submit()
        self.assertEqual(visit.state, "signing")
        self.assertEqual(visit.guest_ids.mapped("rank_id"), general_manager, "the others stay open (D38)")

    def test_1_6_2_ranks_are_not_kept_where_the_submission_is_refused(self):
        visit = self._make_visit()
        visit.guest_ids.write({"rank_id": False})
        ranks = self._ask_ranks(visit)
        ranks.line_ids.rank_id = self.env.ref("visitor_reception.reception_rank_chairman")
        visit.purpose = False
        with self.assertRaisesRegex(UserError, "1-2.3"), self.env.cr.savepoint():
            ranks.action_submit()
        self.assertFalse(visit.guest_ids.rank_id)

    def test_1_2_3_refusals_come_before_the_question(self):
        visit = self._make_visit(purpose=False)
        with self.assertRaisesRegex(UserError, "1-2.3"):
            self._ask_ranks(visit)
        hosting = self._issue(self._make_visit())
        with self.assertRaises(UserError):
            hosting.check_verb("action_close")
        hosting.check_verb("action_cancel")
        hosting.check_verb("action_nothing")
        hosting.check_verb("action_set_times")

    def test_1_2_3_nobody_reads_guests_through_the_list_of_ranks(self):
        visit = self._make_visit()
        stranger = self._make_person("ranks_stranger", "Stranger", self.administration)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["reception.visit.ranks"].with_user(stranger).create({"visit_id": visit.id})

    def test_1_2_3_position_proposes_the_rank(self):
        with self._new() as form:
            form.category_id = self._category("key_customer")
            with form.guest_ids.new() as guest:
                guest.name = "王总"
                guest.position = "副总经理"
                self.assertEqual(guest.rank_id, self.env.ref("visitor_reception.reception_rank_deputy_gm"))
                guest.position = "总经理"
                self.assertEqual(guest.rank_id, self.env.ref("visitor_reception.reception_rank_deputy_gm"), "chosen")

    def test_head_line_tells_who_why_when_and_how_many(self):
        visit = self._make_visit(purpose="Yearly contract", headcount=7)
        for part in (visit.organisation_id.name, "Yearly contract", "7"):
            self.assertIn(part, visit.head_line)
