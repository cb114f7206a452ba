from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon


def guest(name="王伟", **vals):
    return Command.create({"name": name, "position": "Manager", **vals})


@tagged("post_install", "-at_install")
class TestKnownGuests(ReceptionCommon):
    """Guests of earlier visits are found again, within what the user may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rank = cls.env.ref("visitor_reception.reception_rank_deputy_gm")
        cls.first = cls._make_visit(guest_ids=[guest(phone="13800000001"), guest(phone="13800000002"), guest("李娜")])
        cls.second = cls._make_visit(
            guest_ids=[
                guest(phone="13800000001", rank_id=rank.id, unit="Sister Ltd", preference_food="Halal", remark="Kind")
            ]
        )
        cls.secret = cls._make_visit(
            user=cls.officer, host_id=cls.officer.employee_id.id, guest_ids=[guest(phone="13800000003")]
        )

    def _search(self, name, user=None, **kwargs):
        guests = self.env["reception.visit.guest"].with_user(user or self.host)
        return guests.with_context(reception_known_guests=True).name_search(name, **kwargs)

    def test_every_person_once_as_of_the_latest_notice(self):
        found = self._search("王伟")
        self.assertEqual(
            found,
            [
                (self.second.guest_ids.id, "王伟 · Manager · Sister Ltd · …0001"),
                (self.first.guest_ids[1].id, "王伟 · Manager · Customer Ltd · …0002"),
            ],
        )
        self.assertEqual([label for _id, label in self._search("李娜")], ["李娜 · Manager · Customer Ltd"])

    def test_by_phone_with_limit_and_domain(self):
        self.assertEqual(len(self._search("0000000")), 2)
        self.assertEqual(self._search("0000000", limit=1), self._search("王伟")[:1])
        self.assertFalse(self._search("王伟", domain=[("name", "=", "李娜")]))

    def test_elsewhere_every_guest_of_the_notice_is_found(self):
        guests = self.env["reception.visit.guest"].with_user(self.host)
        self.assertEqual(len(guests.name_search("王伟")), 3)

    def test_within_what_the_user_may_read(self):
        for user, count in ((self.host, 2), (self.stranger, 0), (self.officer, 3), (self.auditor, 3)):
            with self.subTest(user=user.name):
                self.assertEqual(len(self._search("王伟", user)), count)

    def test_queries_do_not_grow(self):
        self.first.write({"guest_ids": [guest(f"Person {number}") for number in range(60)]})
        counts = []
        for limit in (1, 2, 50):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(self._search("Person", limit=limit)), limit)
            counts.append(self.cr.sql_log_count - before)
        # the first reads the rights of the user, once
        self.assertEqual(counts[1], counts[2])

    def test_choosing_fills_the_line(self):
        with Form(self._make_visit(guests=0).with_user(self.host)) as form:
            with form.guest_ids.new() as line:
                line.known_guest_id = self.second.guest_ids.with_user(self.host)
            with form.guest_ids.new() as line:
                line.known_guest_id = self.first.guest_ids[2].with_user(self.host)
        visit = form.record
        self.assertRecordValues(
            visit.guest_ids,
            [
                {
                    "name": "王伟",
                    "position": "Manager",
                    "phone": "13800000001",
                    "unit": "Sister Ltd",
                    "preference_food": "Halal",
                    "remark": "Kind",
                },
                {
                    "name": "李娜",
                    "position": "Manager",
                    "phone": False,
                    "unit": False,
                    "preference_food": False,
                    "remark": False,
                },
            ],
        )
        self.assertEqual(visit.guest_ids[0].rank_id.code, "deputy_gm")
        self.assertEqual(visit.guest_ids[1].unit_name, "Customer Ltd")

    def test_what_may_not_be_read_is_not_filled_in(self):
        secret_id = self.secret.guest_ids.id
        self.env.invalidate_all()
        guests = self.env["reception.visit.guest"].with_user(self.host)
        with self.assertRaises(AccessError):
            guests.new({"known_guest_id": secret_id})._onchange_known_guest_id()

    def test_unit_is_searched_as_it_is_shown(self):
        guests = self.env["reception.visit.guest"].with_user(self.officer)
        ours = [("visit_id", "in", (self.first | self.second).ids)]
        self.assertEqual(guests.search([*ours, ("unit_name", "ilike", "sister")]), self.second.guest_ids)
        self.assertEqual(guests.search([*ours, ("unit_name", "ilike", "customer")]), self.first.guest_ids)
        self.assertEqual(guests.search([*ours, ("unit_name", "not ilike", "customer")]), self.second.guest_ids)

    def test_guests_by_batch(self):
        self.second.batch = 2
        visits = self.first | self.second
        guests = self.env["reception.visit.guest"].with_user(self.host)
        groups = guests._read_group([("visit_id", "in", visits.ids)], ["batch"], ["__count"])
        self.assertEqual(groups, [(1, 3), (2, 1)])
        self.assertEqual(guests.search([("visit_id", "in", visits.ids), ("batch", "=", 2)]), self.second.guest_ids)

    def test_1_3_8_preferences_and_unit_are_no_signed_facts(self):
        self._issue(self.first)
        self.first.guest_ids.with_user(self.host).write(
            {"preference_food": "x", "preference_room": "x", "things_to_avoid": "x", "remark": "x", "unit": "x"}
        )
        self.assertEqual(self.first.state, "issued")

    def test_form_of_a_guest(self):
        own = self.first.guest_ids[0]
        with Form(own.with_user(self.host)) as form:
            form.things_to_avoid = "Seafood"
        self.assertEqual(own.things_to_avoid, "Seafood")
        self.assertFalse(own.with_user(self.auditor).can_edit)
        with self.assertRaises(AccessError):
            own.with_user(self.auditor).things_to_avoid = "Nothing"


@tagged("post_install", "-at_install")
class TestSameVisit(ReceptionCommon):
    """Two colleagues who write a notice for the same visit learn of each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_unit = cls.env["res.partner"].create({"name": "Sister Ltd", "is_company": True})
        cls.visit = cls._make_visit(user=cls.officer, host_id=cls.officer.employee_id.id, guest_ids=[guest()])

    def _note(self, user=None, **vals):
        vals = {"guest_ids": [guest("张敏")], "organisation_id": self.other_unit.id, **vals}
        visit = self._make_visit(**vals).with_user(user or self.host)
        note = visit.overlap_note
        visit.sudo().action_cancel()  # or the next one would find it
        return note

    def test_same_unit_or_same_guest(self):
        self.assertFalse(self._note())
        self.assertIn("host Officer", self._note(organisation_id=self.customer.id))
        self.visit.sudo().action_cancel()
        self.assertFalse(self._note(guest_ids=[guest()]))
        self.visit.sudo().action_reset_to_draft()
        note = self._note(guest_ids=[guest()])
        self.assertIn("host Officer, 2026-03-03 to 2026-03-04", note)
        self.assertNotIn("Customer Ltd", note, "number, host and days, nothing else")
        self.assertNotIn("href", note)

    def test_phones_tell_people_of_the_same_name_apart(self):
        self.visit.guest_ids.phone = "13800000001"
        self.assertTrue(self._note(guest_ids=[guest()]))
        self.assertTrue(self._note(guest_ids=[guest(phone="13800000001")]))
        self.assertFalse(self._note(guest_ids=[guest(phone="13800000002")]))
        self.visit.guest_ids.phone = False
        self.assertTrue(self._note(guest_ids=[guest(phone="13800000002")]))

    def test_days_overlap_in_the_company_s_time_zone(self):
        unit = {"organisation_id": self.customer.id}
        # departure 4 March at noon in China: the 4th counts as a whole, the 5th begins at 16:00 UTC
        last_day = NOW.replace(day=4, hour=15, minute=59)
        self.assertTrue(self._note(date_begin=last_day, date_end=last_day + timedelta(days=3), **unit))
        next_day = last_day + timedelta(minutes=1)
        self.assertFalse(self._note(date_begin=next_day, date_end=next_day + timedelta(days=3), **unit))
        day_before = NOW.replace(day=2, hour=15, minute=59)
        self.assertFalse(self._note(date_begin=NOW, date_end=day_before, **unit))

    def test_another_batch_of_the_same_unit_is_no_duplicate(self):
        same = {"organisation_id": self.customer.id, "guest_ids": [guest()]}
        self.assertTrue(self._note(**same))
        self.assertFalse(self._note(**same, batch=2))
        self.assertTrue(self._note(guest_ids=[guest()], batch=2), "of another unit it is one")

    def test_link_only_for_who_may_read_it(self):
        mine = self._make_visit(user=self.officer, organisation_id=self.customer.id)
        self.visit.action_submit()
        note = mine.with_user(self.officer).overlap_note
        self.assertIn(f"<a href='/odoo/reception/{self.visit.id}' target='_blank'>{self.visit.name}</a>", note)
        self.assertIn(f"<li>{self.visit.name}, host Officer", mine.with_user(self.host).overlap_note)

    def test_before_saving(self):
        form = Form(self.env["reception.visit"].with_user(self.host))
        form.date_begin, form.date_end = NOW + timedelta(days=1), NOW + timedelta(days=2)
        self.assertFalse(form.overlap_note)
        with form.guest_ids.new() as line:
            line.name = "王伟"
        self.assertIn("a draft, host Officer", form.overlap_note)

    def test_1_2_4_a_notice_after_the_visit_says_so(self):
        for days, is_late in ((0, False), (9, True)):
            with freeze_time(NOW + timedelta(days=days)):
                self.visit.invalidate_recordset()
                self.assertEqual(self.visit.is_late_notice, is_late)
        form = self.env["reception.visit"].get_view(view_type="form")["arch"]
        self.assertIn("late_notice", form)

    def test_mistyped_years(self):
        form = Form(self.env["reception.visit"].with_user(self.host))
        form.organisation_id = self.customer
        form.date_begin, form.date_end = "0001-01-01 00:00:00", "9999-12-31 23:59:59"
        self.assertFalse(form.overlap_note)

    def test_finished_notices_and_lists_do_not_ask(self):
        mine = self._make_visit(organisation_id=self.customer.id)
        self.assertTrue(mine.overlap_note)
        mine.action_cancel()
        self.assertFalse(mine.overlap_note)
        for view_type in ("list", "kanban", "calendar"):
            self.assertNotIn("overlap_note", self.env["reception.visit"].get_view(view_type=view_type)["arch"])

    def test_queries_with_many_guests(self):
        mine = self._make_visit(
            guest_ids=[guest(f"Guest {number}", phone=f"138{number:08}") for number in range(200)] + [guest()],
        )
        counts = []
        for known in (mine, self._make_visit()):
            self.env.flush_all()
            self.env.invalidate_all()
            known.mapped("guest_ids.name")
            self.assertTrue(known.host_id.sudo().name and known.company_id.resource_calendar_id.tz)
            before = self.cr.sql_log_count
            self.assertTrue(known.overlap_note)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 8)


@tagged("post_install", "-at_install")
class TestCopyOfVisit(ReceptionCommon):
    @freeze_time(NOW)
    def test_copy_starts_tomorrow_at_the_same_time_of_day(self):
        begin = NOW.replace(month=1, day=10, hour=23, minute=30)  # 07:30 on the 11th in China
        visit = self._make_visit(date_begin=begin, date_end=begin + timedelta(days=3, hours=2), batch=3)
        with freeze_time(NOW.replace(hour=17)):  # the 3rd has begun in China
            copy = visit.with_user(self.host).copy()
        self.assertEqual(copy.date_begin, NOW.replace(day=3, hour=23, minute=30), "the 4th, 07:30 in China")
        self.assertEqual(copy.date_end - copy.date_begin, timedelta(days=3, hours=2))
        self.assertEqual(copy.guest_ids.mapped("name"), visit.guest_ids.mapped("name"))
        own = visit.copy({"date_begin": NOW, "date_end": NOW})
        self.assertEqual((own.date_begin, own.date_end), (NOW, NOW))

    @freeze_time(NOW)
    def test_copy_of_a_closed_visit_is_a_draft_of_its_own(self):
        visit = self._issue(self._make_visit("key_customer", grade="important", inviting_body="marketing_department"))
        visit.principal_host_id = self.gm.employee_id
        self._prepare(visit).action_start()
        if visit.category_id.register_clause:
            visit.with_user(self.host).action_sign_register()
        visit.action_close()
        action = visit.with_user(self.officer).action_copy()
        copy = self.env["reception.visit"].browse(action["res_id"])
        self.assertRecordValues(
            copy,
            [
                {
                    "state": "draft",
                    "name": "/",
                    "requester_id": self.officer.id,
                    "signoff_state": "none",
                    "issued_at": False,
                    "closed_at": False,
                    "register_signed_by_id": False,
                    "register_signed_at": False,
                    "grade": "important",
                    "headcount": 2,
                }
            ],
        )
        self.assertFalse(copy.guest_ids & visit.guest_ids)
        for user, offered in ((self.host, True), (self.auditor, False)):
            arch = visit.with_user(user).get_view(view_type="form")["arch"]
            self.assertEqual("action_copy" in arch, offered)
        with self.assertRaises(AccessError):
            visit.with_user(self.auditor).action_copy()
        with self.assertRaises(AccessError):
            visit.with_user(self.stranger).action_copy()


@tagged("post_install", "-at_install")
class TestVisitTemplate(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = (
            cls.env["reception.visit.template"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "Yearly audit",
                    "category_id": cls._category("key_customer").id,
                    "purpose": "Audit of the books",
                    "identity": "Auditors",
                    "grade": "important",
                    "staff_kind": "general",
                    "stay_days": 2,
                    "stay_hours": 3,
                    "note": "<p>Meeting room 3</p>",
                }
            )
        )

    def test_choosing_one_fills_what_is_empty(self):
        form = Form(self.env["reception.visit"].with_user(self.host))
        form.purpose = "My own words"
        form.template_id = self.template
        self.assertEqual(form.purpose, "My own words")
        self.assertEqual((form.identity, form.grade), ("Auditors", "important"))
        self.assertEqual(form.category_id, self._category("key_customer"))
        self.assertEqual(form.note, "<p>Meeting room 3</p>")
        form.date_begin = NOW
        self.assertEqual(form.date_end, NOW + timedelta(days=2, hours=3))
        visit = form.save()
        self.assertEqual((visit.department_id, visit.staff_kind), (self.marketing, "general"))
        self.assertFalse(visit.copy().template_id)

    def test_dates_and_choices_that_are_there_stay(self):
        form = Form(self.env["reception.visit"].with_user(self.host))
        form.grade = "highest"
        form.date_begin, form.date_end = NOW, NOW + timedelta(days=1)
        form.template_id = self.template
        self.assertEqual((form.grade, form.date_end), ("highest", NOW + timedelta(days=1)))

    def test_mistyped_year(self):
        form = Form(self.env["reception.visit"].with_user(self.host))
        form.template_id = self.template
        proposed = form.date_end
        form.date_begin = "9999-12-31 00:00:00"
        self.assertEqual(form.date_end, proposed)

    def test_who_writes_templates(self):
        vals = {"name": "Visit of pupils"}
        for user in (self.officer, self.manager):
            self.env["reception.visit.template"].with_user(user).create(vals)
        for user in (self.host, self.auditor, self.guard):
            with self.subTest(user=user.name):
                self.assertEqual(self.template.with_user(user).name, "Yearly audit")
                with self.assertRaises(AccessError):
                    self.env["reception.visit.template"].with_user(user).create(vals)
        both = new_test_user(
            self.env,
            "reception_auditing_officer",
            groups="visitor_reception.group_reception_auditor,visitor_reception.group_reception_officer",
        )
        with self.assertRaises(AccessError):
            self.template.with_user(both).name = "x"

    def test_save_as_template(self):
        visit = self._make_visit(grade="highest", date_end=NOW + timedelta(days=2, hours=4))
        action = visit.with_user(self.officer).action_save_as_template()
        template = self.env["reception.visit.template"].browse(action["res_id"])
        self.assertRecordValues(
            template,
            [
                {
                    "category_id": visit.category_id.id,
                    "purpose": visit.purpose,
                    "identity": "Customers",
                    "grade": "highest",
                    "department_id": self.marketing.id,
                    "stay_days": 1,
                    "stay_hours": 4,
                    "company_id": self.company.id,
                }
            ],
        )
        with self.assertRaises(AccessError):
            visit.with_user(self.host).action_save_as_template()
        offered = self.env["ir.actions.actions"].with_user(self.officer).get_bindings("reception.visit")
        self.assertIn("Save as Template", [action["name"] for action in offered["action"]])

    def test_of_another_company(self):
        company = self.env["res.company"].create({"name": "Company B"})
        self.template.sudo().company_id = company
        with self.assertRaises(AccessError):
            self.template.with_user(self.host).read(["name"])

    def test_stay_is_plausible(self):
        for vals in ({"stay_days": -1}, {"stay_days": 100_000}, {"stay_hours": -1}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.cr.savepoint(),
            ):
                self.template.write(vals)
                self.env.flush_all()
