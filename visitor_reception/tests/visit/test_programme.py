from datetime import date, datetime, timedelta

import vobject

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged, warmup
from odoo.tools import mute_logger

from ..common import NOW, ReceptionCommon
from ..common_cost import ReceptionCostCommon

# noon in China on the day of the arrival, as stored
NOON = NOW + timedelta(days=1)


class ProgrammeCommon(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room, cls.other_room = cls.env["reception.resource"].create(
            [{"name": "Room 301", "location": "Building A", "capacity": 20}, {"name": "Room 302", "capacity": 3}]
        )

    @classmethod
    def _plan(cls, visit=None, user=None, hour=0, **vals):
        """An item of an hour in the programme, ``hour`` hours after noon of the arrival."""
        return (
            cls.env["calendar.event"]
            .with_user(user or cls.host)
            .create(
                {
                    "name": "Talks with Customer Ltd",
                    "reception_visit_id": (visit or cls.visit).id,
                    "start": NOON + timedelta(hours=hour),
                    "stop": NOON + timedelta(hours=hour + 1),
                    "partner_ids": [Command.set(cls.host.partner_id.ids)],
                    **vals,
                }
            )
        )

    def _mails(self, events):
        return self.env["mail.message"].search(
            [("model", "=", "calendar.event"), ("res_id", "in", events.ids), ("message_type", "=", "user_notification")]
        )


@tagged("post_install", "-at_install")
class TestProgramme(ProgrammeCommon):
    # ------------------------------------------------------------------------------------------------------------------
    # Make it
    # ------------------------------------------------------------------------------------------------------------------

    def test_4_12_2_new_item_starts_on_the_first_morning_with_the_hosts(self):
        self.visit.sudo().principal_host_id = self.head.employee_id
        with Form(self.visit.with_user(self.host)) as form, form.event_ids.new() as line:
            # nine in the morning in China
            self.assertEqual(line.start, datetime(2026, 3, 3, 1, 0))
            self.assertEqual(line.stop, datetime(2026, 3, 3, 2, 0))
            self.assertEqual(line.partner_ids[:], (self.host | self.head).partner_id)
            line.name = "Met at the station"
        event = self.visit.event_ids
        self.assertEqual(
            (event.name, event.reception_visit_id, event.privacy), ("Met at the station", self.visit, "private")
        )
        self.assertEqual((event.res_model, event.res_id), ("reception.visit", self.visit.id))
        self.assertEqual(self.visit.event_count, 1)
        with Form(self.visit.with_user(self.host)) as form, form.event_ids.new() as line:
            self.assertEqual(line.start, event.stop, "the next one follows")
            line.name = "Talks"
            line.start = event.start + timedelta(hours=5)
            self.assertEqual(line.stop, event.start + timedelta(hours=6), "the end moves with the beginning")

    def test_4_12_2_new_item_as_the_web_client_asks_for_it(self):
        spec = {
            "start": {},
            "stop": {},
            "name": {},
            "partner_ids": {"fields": {"display_name": {}}},
            "reception_clash": {},
        }
        events = self.env["calendar.event"].with_user(self.officer)
        value = events.with_context(default_reception_visit_id=self.visit.id).onchange({}, [], spec)["value"]
        self.assertEqual(value["start"], datetime(2026, 3, 3, 1, 0))
        self.assertEqual([command[1] for command in value["partner_ids"]], self.host.partner_id.ids)

    def test_4_12_2_item_without_an_end_lasts_an_hour(self):
        for context, vals in (
            ({}, {"reception_visit_id": self.visit.id}),
            ({"default_reception_visit_id": self.visit.id}, {}),
        ):
            event = (
                self.env["calendar.event"]
                .with_user(self.host)
                .with_context(**context)
                .create({"name": "Tour", "start": NOON, **vals})
            )
            self.assertEqual((event.stop, event.duration), (NOON + timedelta(hours=1), 1.0))
            self.assertEqual((event.privacy, event.reception_visit_id), ("private", self.visit))

    def test_no_task_for_every_item(self):
        """Odoo would make a meeting activity on the document of each event."""
        tasks = self.visit.sudo().activity_ids
        self._plan()
        self.assertEqual(self.visit.sudo().activity_ids, tasks)

    def test_1_4_3_room_is_a_room_of_the_company(self):
        car = self.env["reception.resource"].create({"name": "Van", "kind": "car"})
        other = self.env["res.company"].create({"name": "Company B"})
        foreign = self.env["reception.resource"].create({"name": "Hall", "company_id": other.id})
        for resource in (car, foreign):
            with self.assertRaisesRegex(ValidationError, "not a meeting room"):
                self._plan(reception_room_id=resource.id)

    def test_bad_input(self):
        self.assertEqual(self._plan(name="长" * 5_000 + "🐼").reception_clash, "")
        with self.assertRaises(ValidationError):
            self._plan(stop=NOON - timedelta(hours=1))

    # ------------------------------------------------------------------------------------------------------------------
    # Who sees and writes it
    # ------------------------------------------------------------------------------------------------------------------

    def test_colleagues_learn_that_attendees_are_busy_and_no_more(self):
        event = self._plan(location="Shanghai", reception_room_id=self.room.id, partner_ids=self.gm.partner_id.ids)
        for user, name in (
            (self.host, "Talks with Customer Ltd"),
            (self.gm, "Talks with Customer Ltd"),
            (self.officer, "Talks with Customer Ltd"),
            (self.auditor, "Talks with Customer Ltd"),
            (self.stranger, "Busy"),
            (self.guard, "Busy"),
        ):
            with self.subTest(user=user.login):
                self.env.flush_all()
                self.env.invalidate_all()
                values = event.with_user(user).read(
                    ["name", "display_name", "location", "reception_visit_id", "reception_room_id", "res_id", "start"]
                )[0]
                self.assertEqual((values["name"], values["display_name"], values["start"]), (name, name, NOON))
                if name == "Busy":
                    hidden = {
                        values[field] for field in ("location", "reception_visit_id", "reception_room_id", "res_id")
                    }
                    self.assertEqual(hidden, {False})
        groups = self.env["calendar.event"].with_user(self.stranger)._read_group([("id", "in", event.ids)], ["name"])
        self.assertFalse(groups)

    def test_meeting_of_a_task_is_private_too(self):
        """Odoo names the meeting of a task after the notice, which tells who comes."""
        task = self.visit.with_user(self.host).activity_schedule(
            activity_type_id=self.env.ref("mail.mail_activity_data_meeting").id, user_id=self.host.id
        )
        action = task.with_context(default_res_model="reception.visit", default_res_id=self.visit.id)
        context = action.action_create_calendar_event()["context"]
        with Form(self.env["calendar.event"].with_user(self.host).with_context(**context)) as form:
            self.assertIn("Customer Ltd", form.name)
        event = task.calendar_event_id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(event.with_user(self.stranger).name, "Busy")

    def test_private_calendar_of_the_host_does_not_hide_the_programme(self):
        self.host.with_user(self.host).calendar_default_privacy = "private"
        event = self._plan()
        self.env.invalidate_all()
        self.assertEqual(event.with_user(self.officer).name, "Talks with Customer Ltd")

    def test_who_writes_the_visit_writes_its_programme(self):
        event = self._plan(partner_ids=(self.host | self.gm).partner_id.ids)
        for user in (self.host, self.officer):
            event.with_user(user).write({"location": f"by {user.name}"})
            self.assertTrue(event.with_user(user).user_can_edit)
        for user in (self.gm, self.auditor, self.stranger, self.head):
            with self.subTest(user=user.login):
                self.env.flush_all()
                self.env.invalidate_all()
                mine = event.with_user(user)
                self.assertFalse(mine.user_can_edit)
                for change in ({"name": "Mine"}, {"start": NOON}, {"privacy": "public"}, {"reception_visit_id": False}):
                    with self.assertRaises(AccessError):
                        mine.write(change)
                with self.assertRaises(AccessError):
                    mine.unlink()
                with self.assertRaises(AccessError):
                    self._plan(user=user)
        event.with_user(self.gm).current_attendee.do_decline()
        self.assertEqual(event.with_user(self.gm).current_status, "declined")
        event.with_user(self.officer).unlink()
        self.assertFalse(self.visit.event_ids)

    def test_nobody_takes_his_own_event_into_a_foreign_programme(self):
        event = (
            self.env["calendar.event"].with_user(self.stranger).create({"name": "Mine", "start": NOON, "stop": NOON})
        )
        with self.assertRaises(AccessError):
            event.reception_visit_id = self.visit

    def test_4_12_2_programme_of_a_visit_that_is_over_stays(self):
        event = self._plan(self.draft_visit)
        self.draft_visit.action_cancel()
        self.assertFalse(event.active)
        with self.assertRaisesRegex(UserError, "4-12.2.*is over"):
            event.name = "Never"
        with self.assertRaisesRegex(UserError, "4-12.2.*is over"):
            self._plan(self.draft_visit)
        self.draft_visit.action_reset_to_draft()
        self.assertTrue(event.active)
        self.draft_visit.unlink()
        self.assertFalse(event.exists())

    # ------------------------------------------------------------------------------------------------------------------
    # Mails
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_2_5_nobody_is_invited_before_issue(self):
        people = {"partner_ids": (self.host | self.gm).partner_id.ids}
        event = self._plan(self.draft_visit, **people)
        event.start += timedelta(hours=1)
        event.partner_ids |= self.dgm.partner_id
        self.assertFalse(self._mails(event))
        self._issue(self.draft_visit)
        self.assertFalse(self._mails(event))
        event.start += timedelta(hours=1)
        self.assertTrue(self._mails(event))
        self.assertTrue(self._mails(self._plan(**people)))

    # ------------------------------------------------------------------------------------------------------------------
    # Tell
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_5_1_3_leaders_and_departments_are_told(self):
        self.visit.sudo().counterpart_department_id = self.administration
        self.administration.sudo().manager_id = self.manager.employee_id
        self._plan(partner_ids=(self.host | self.gm).partner_id.ids)
        visit = self.visit.with_user(self.host)
        before = self._get_told(visit)
        visit.action_tell_programme()
        told = self._get_told(visit) - before
        expected = (self.gm | self.head | self.manager | self.officer).partner_id
        self.assertEqual(told | (before & expected), expected)
        message = self.env["mail.message"].search([("subject", "=", f"Programme: {visit.display_name}")])
        self.assertIn("Talks with Customer Ltd", message.body)
        self.assertIn("03-03 12:00 – 13:00", message.body, "the company's time")
        self.assertEqual((visit.programme_told_at, visit.programme_told_by_id), (NOW, self.host))

    def test_1_5_4_2_leader_is_told_before_the_customer_comes(self):
        self._plan(partner_ids=(self.host | self.gm).partner_id.ids)
        self.visit.with_user(self.host).action_confirm("Ms. Sun")
        self.assertIn("1-5.4.2", self.visit.missing_facts)
        with self.assertRaisesRegex(UserError, "1-5.4.2: .*tell General Manager or Administration"):
            self.visit.with_user(self.host).action_start()
        self.visit.with_user(self.host).action_tell_programme()
        self.visit.with_user(self.host).action_start()
        self.assertEqual(self.visit.state, "hosting")

    def test_1_5_4_2_principal_host_who_is_a_leader(self):
        visit = self._issue(self._make_visit(principal_host_id=self.dgm.employee_id.id))
        visit.action_confirm("Ms. Sun")
        self.assertIn("Deputy General Manager", visit.missing_facts)
        visit.with_user(self.officer).action_tell_programme()
        self.assertFalse(visit.missing_facts)
        self.assertIn(self.dgm.partner_id, self._get_told(visit))

    def test_1_5_4_2_only_customers_whom_a_leader_meets(self):
        self._plan()
        self.assertNotIn("1-5.4.2", self.visit.missing_facts or "")
        board = self._issue(
            self._make_visit("board_meeting", grade="ordinary", principal_host_id=self.gm.employee_id.id)
        )
        self.assertNotIn("1-5.4.2", board.missing_facts or "")

    def test_1_5_4_2_told_by_whom_and_when(self):
        with self.assertRaisesRegex(UserError, "1-2.5"):
            self.draft_visit.with_user(self.host).action_tell_programme()
        for user in (self.auditor, self.gm):
            self.assertFalse(self.visit.with_user(user).can_tell_programme)
            with self.assertRaisesRegex(UserError, "1-2.2"):
                self.visit.with_user(user).action_tell_programme()
        with self.assertRaises(AccessError):
            self.visit.with_user(self.host).programme_told_at = NOW

    def test_1_5_1_3_told_again_after_a_change(self):
        event = self._plan()
        visit = self.visit.with_user(self.host)
        visit.action_tell_programme()
        self.assertFalse(visit.programme_warning)
        event.with_user(self.officer).start += timedelta(hours=1)
        self.assertIn("Changed since", visit.programme_warning)
        visit.action_tell_programme()
        self.assertFalse(visit.programme_warning)
        event.with_user(self.officer).unlink()
        self.assertIn("Changed since", visit.programme_warning)

    def test_1_3_8_signed_anew_is_told_anew(self):
        visit = self.visit.with_user(self.host)
        visit.action_tell_programme()
        visit.purpose = "Something else"
        self.assertFalse(visit.programme_told_at)

    # ------------------------------------------------------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_4_3_attendee_who_is_busy(self):
        """Before saving, and without saying with what."""
        secret = (
            self.env["calendar.event"]
            .with_user(self.gm)
            .create({"name": "Dentist", "start": NOON, "stop": NOON + timedelta(hours=1), "privacy": "private"})
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with Form(self.visit.with_user(self.host)) as form, form.event_ids.new() as line:
            line.name = "Talks"
            line.start = NOON + timedelta(minutes=30)
            line.partner_ids.add(self.gm.partner_id)
            self.assertEqual(line.reception_clash, "busy: General Manager")
        event = self.visit.event_ids
        self.env.invalidate_all()
        self.assertEqual(event.with_user(self.officer).reception_clash, "busy: General Manager")
        secret.with_user(self.gm).current_attendee.do_decline()
        self.env.invalidate_all()
        self.assertEqual(event.with_user(self.host).reception_clash, "")

    def test_1_4_3_events_that_touch_do_not_clash(self):
        self._plan(hour=0, reception_room_id=self.room.id)
        event = self._plan(hour=1, reception_room_id=self.room.id)
        self.assertEqual(event.reception_clash, "")

    def test_1_4_3_room_taken_by_another_visit(self):
        other = self._make_visit(host_id=self.stranger.employee_id.id, user=self.officer)
        self._plan(other, user=self.officer, reception_room_id=self.room.id, partner_ids=self.stranger.partner_id.ids)
        self.env.invalidate_all()
        event = self._plan(reception_room_id=self.room.id)
        self.assertEqual(event.reception_clash, "Room 301 is taken")
        event.reception_room_id = self.other_room
        self.visit.sudo().headcount = 9
        self.assertEqual(event.reception_clash, "Room 302 has 3 seats for 10 people")

    def test_4_12_2_items_outside_the_days_of_the_visit(self):
        event = self._plan()
        self.assertFalse(self.visit.programme_warning)
        with Form(self.visit.with_user(self.host)) as form:
            form.date_begin = NOON + timedelta(days=7)
            form.date_end = NOON + timedelta(days=8)
            self.assertIn("Outside the days of the visit: Talks", form.programme_warning)
        self.assertIn("outside the days", event.reception_clash)

    def test_1_5_4_2_attendee_who_may_not_read_the_notice_opens_his_event(self):
        event = self._plan(partner_ids=self.stranger.partner_id.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.visit.with_user(self.stranger).has_access("read"))
        form = Form(event.with_user(self.stranger))
        self.assertEqual(form.name, "Talks with Customer Ltd")

    # ------------------------------------------------------------------------------------------------------------------
    # Queries
    # ------------------------------------------------------------------------------------------------------------------

    @warmup
    def test_queries_of_the_programme_do_not_grow_with_items(self):
        few = self._issue(self._make_visit())
        many = self._issue(self._make_visit())
        people = (self.host | self.gm | self.dgm).partner_id.ids
        self._plan(few, reception_room_id=self.room.id, partner_ids=people)
        for hour in range(12):
            self._plan(many, hour=hour, reception_room_id=self.room.id, partner_ids=people)
        counts = []
        for visit in (few, many):
            self.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            visit.with_user(self.officer).web_read(
                {
                    "event_count": {},
                    "programme_warning": {},
                    "event_ids": {
                        "fields": {
                            "start": {},
                            "stop": {},
                            "name": {},
                            "location": {},
                            "reception_room_id": {"fields": {"display_name": {}}},
                            "partner_ids": {"fields": {"display_name": {}}},
                            "reception_clash": {},
                        }
                    },
                }
            )
            counts.append(self.cr.sql_log_count - before)
        if self.warm:
            self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestProgrammeFile(ProgrammeCommon, HttpCase):
    def _download(self, visit, user):
        self.authenticate(user.login, user.login)
        return self.url_open(visit.with_user(user).action_download_ics()["url"])

    def test_4_12_2_programme_for_the_guests_calendars(self):
        event = self._plan(location="Gate 1", reception_room_id=self.room.id)
        answer = self._download(self.visit, self.host)
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        calendar = vobject.readOne(answer.text)
        (talks,) = calendar.vevent_list
        self.assertEqual(talks.summary.value, "Talks with Customer Ltd")
        self.assertEqual(talks.location.value, "Gate 1, Room 301, Building A")
        self.assertEqual(talks.dtstart.value.utctimetuple()[:5], (2026, 3, 3, 4, 0))
        self.assertIn("DTSTART:20260303T040000Z", answer.text)
        self.assertNotIn("MAILTO", answer.text.upper())
        self.assertNotIn(self.host.email, answer.text)
        event.with_user(self.host).name = "Other talks"
        self.env.flush_all()
        self.assertIn(talks.uid.value, self._download(self.visit, self.host).text, "the same item, renamed")

    @mute_logger("odoo.http")
    def test_4_12_2_stranger_gets_no_programme(self):
        self._plan()
        for user in (self.stranger, self.guard):
            self.assertEqual(self._download(self.visit, user).status_code, 404)
        self.assertEqual(self.url_open("/reception/visit/999999999/programme.ics").status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(f"/reception/visit/{self.visit.id}/programme.ics")
        self.assertNotIn("Talks", answer.text)


@tagged("post_install", "-at_install")
class TestProgrammeFileOfDays(ReceptionCommon):
    """At the true time: vobject does not know the days of a frozen one."""

    def test_4_12_2_whole_days(self):
        visit = self._make_visit()
        self.env["calendar.event"].with_user(self.host).create(
            {
                "name": "Sightseeing",
                "reception_visit_id": visit.id,
                "allday": True,
                "start_date": "2026-03-03",
                "stop_date": "2026-03-04",
            }
        )
        (item,) = vobject.readOne(visit._build_programme_ics().decode()).vevent_list
        self.assertEqual((item.dtstart.value, item.dtend.value), (date(2026, 3, 3), date(2026, 3, 5)))
        ((day, events),) = visit._get_programme_days()
        self.assertEqual((day, visit._format_event_time(events)), (date(2026, 3, 3), "all day"))
