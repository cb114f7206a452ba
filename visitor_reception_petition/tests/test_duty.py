from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionDuty(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.window = cls.env["reception.petition.window"].create(
            {"name": "Window 1", "calendar_id": cls.company.resource_calendar_id.id}
        )

    def test_2_2_1_on_time_late_and_early(self):
        duties = self.env["reception.petition.duty"].with_user(self.petition)
        duty = duties.create(
            {
                "window_id": self.window.id,
                "user_id": self.receiver.id,
                "date_from": "2026-03-05 01:00:00",
                "date_to": "2026-03-05 04:00:00",
            }
        ).with_user(self.receiver)
        self.assertRefused("2-2.1", duty.with_user(self.other_receiver).action_check_in)
        self.assertRefused("2-2.1", duty.action_check_out)
        duty.action_check_in()
        self.assertTrue(duty.is_late)
        duty.reason = "The bus"
        for vals in ({"date_from": "2026-03-05 02:30:00"}, {"is_late": False}, {"user_id": self.other_receiver.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                duty.write(vals)
        self.assertTrue(duty.is_late)
        self.assertRefused("2-2.1", duty.action_check_in)
        with freeze_time("2026-03-05 04:00:00"):
            duty.action_check_out()
        self.assertFalse(duty.left_early)

    def test_2_2_1_a_week_from_the_opening_hours(self):
        duties = self.env["reception.petition.duty"].with_user(self.petition)
        people = self.receiver | self.other_receiver
        planned = duties.browse(duties.plan_week(self.window.id, people.ids, "2026-03-11"))
        self.assertEqual(str(min(planned.mapped("date_from")))[:10], "2026-03-09")
        self.assertEqual(planned.user_id, people)
        hours = sum((duty.date_to - duty.date_from).total_seconds() for duty in planned) / 3600
        self.assertEqual(hours, 40)
        self.window.calendar_id = False
        self.assertRefused("2-2.1", duties.plan_week, self.window.id, people.ids, "2026-03-11")

    def test_5_3_3a_the_right_of_seconded_staff_ends_by_itself(self):
        secondments = self.env["reception.petition.secondment"]
        secondments.with_user(self.petition).create(
            {"user_id": self.host.id, "home_unit": "Tax Office", "date_from": "2026-03-06", "date_to": "2026-03-10"}
        )
        group = "visitor_reception_petition.group_reception_petition_receiver"
        for day, has_right in (
            ("2026-03-05", False),
            ("2026-03-06", True),
            ("2026-03-10", True),
            ("2026-03-11", False),
        ):
            with freeze_time(f"{day} 02:00:00"), self.subTest(day=day):
                secondments._cron_rights()
                self.assertEqual(self.host.has_group(group), has_right)
        self.assertRefused("5-2.2", self._register, self.host)
