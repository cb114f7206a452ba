from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon

LEAVING = {"slip_returned": True, "signed_by": "Host"}


@tagged("post_install", "-at_install")
class TestGateWaiting(GateCommon):
    """Who comes late, waits in vain, goes without slip, comes back the next morning, or needs an escort."""

    def _make_pass(self, number):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        return self.env["reception.gate.pass"].create({"name": number, "kind_id": kind.id})

    # without slip

    def test_3_3c_pass_leaves_with_who_leaves_without_slip(self):
        gone, returned = self._make_pass("P1"), self._make_pass("P2")
        first = self._register()
        first.action_check_in({"consent_by": "Host", "pass_number": "P1"})
        first.action_report_slip()
        first.action_explain_slip("Ran for the bus")
        second = self._register("Second", visitor_phone="2")
        second.action_check_in({"consent_by": "Host", "pass_number": "P2"})
        second.action_report_slip()
        second.action_explain_slip("Sent the pass back", pass_returned=True)
        self.assertEqual((gone.state, gone.lost_log_id), ("lost", first.sudo()))
        self.assertEqual(returned.state, "free")

    def test_3_3c_signature_does_not_hide_that_the_slip_is_missing(self):
        log = self._let_in()
        log.action_report_slip()
        log.with_user(self.host).action_sign_slip()
        self.assertEqual((log.slip_state, log.slip_signed_by, log.slip_manner), ("missing", self.host.name, "odoo"))
        with self.assertRaisesRegex(UserError, "3-3c.*no slip to sign"):
            log.action_sign_slip("Somebody else")
        log.action_explain_slip("Signed, and left at the office")
        self.assertEqual(log.slip_state, "explained")

    def test_3_3c_button_asks_whether_the_pass_came_back(self):
        lost = self._make_pass("P3")
        log = self._register()
        log.action_check_in({"consent_by": "Host", "pass_number": "P3"})
        log.action_report_slip()
        context = log.with_context(reception_gate_verb="explain_slip").action_open_answer()["context"]
        answer = self.env["reception.gate.answer"].with_user(self.guard).with_context(**context)
        answer.create({"text": "Ran for the bus"}).action_answer()
        self.assertEqual((log.state, lost.state), ("left", "lost"))

    # waiting in vain

    def test_who_gives_up_is_not_refused(self):
        log = self._register()
        with self.assertRaises(AccessError):
            log.with_user(self.host).action_give_up()
        log.action_ask_host()
        with freeze_time(self._now() + timedelta(minutes=40)):
            log.action_give_up()
        self.assertEqual((log.state, log.guard_out_id, log.wait_minutes), ("gone", self.guard, 40))
        self.assertFalse(log.refused_by_id or log.sudo().activity_ids)
        self.assertEqual(self.gates.get_desk_data(self.gate.id)["counts"]["waiting"], 0)
        self.assertEqual(self.gates.desk_search("张三丰", self.gate.id)["known"][0]["id"], log.id)
        again = self._register()
        self.assertNotEqual(again, log, "Who comes again waits again.")
        again.action_check_in({"consent_by": "Host"})
        with self.assertRaisesRegex(UserError, "3-8a.*does not wait"):
            again.action_give_up()

    def test_give_up_without_network(self):
        log = self._register()
        operation = {"client_id": "give-up", "verb": "give_up", "log_id": log.id}
        (result,) = self.gates.sync_passages([operation], self.gate.id)
        self.assertEqual((result["status"], result["row"]["state"]), ("done", "gone"))

    def test_end_of_day_tells_who_waits_and_notes_who_is_gone(self):
        self.company.reception_officer_id = self.officer
        # the evening in China
        evening = fields.Datetime.to_datetime("2030-01-07 15:00:00")
        with freeze_time(evening - timedelta(hours=30)):
            old = self._register("Old", visitor_phone="1")
        with freeze_time(evening - timedelta(hours=2)):
            fresh = self._register("Fresh", visitor_phone="2")
        with freeze_time(evening):
            self.env["reception.gate.log"]._cron_tell_inside()
        self.assertEqual((old.state, fresh.state), ("gone", "waiting"))
        message = self.env["mail.message"].search(
            [("model", "=", self.gate._name), ("res_id", "=", self.gate.id)], order="id desc", limit=1
        )
        self.assertIn(self.officer.partner_id, message.notified_partner_ids)
        waiting, gone = message.body.split("noted as gone away")
        self.assertIn("Fresh", waiting)
        self.assertIn("Old", gone)
        self.assertNotIn("Old", waiting)

    # late

    def test_late_guest_is_expected_still(self):
        begin = self._now()
        invited = self.env["reception.gate.log"].with_user(self.host)
        log = invited.invite([{"visitor_name": "迟到客"}], begin, begin + timedelta(hours=1))
        token = log.invitation_url.rsplit("/", 1)[-1]
        log = log.with_user(self.guard)
        is_open = [("is_open", "=", True), ("id", "=", log.id)]
        with freeze_time(begin + timedelta(hours=1, minutes=5)):
            log.invalidate_recordset()
            self.assertTrue(log.is_late)
            self.assertTrue(self.logs.search(is_open))
            self.assertEqual(self.logs._find_by_token(token), log)
            desk = self.gates.get_desk_data(self.gate.id)
            self.assertIn(log.id, [row["id"] for row in desk["expected"]])
            found = self.gates.desk_search("迟到客", self.gate.id)["open"]
            self.assertEqual([row["id"] for row in found], log.ids)
            self.assertEqual(self._register("迟到客", visitor_phone=False), log, "They are no stranger.")
            log.action_check_in()
            self.assertGreater(log.due_out, self._now() + timedelta(hours=1), "Who comes late is not overdue at once.")
        self.assertEqual(log.expected_until, begin + timedelta(hours=1))

    def test_hours_of_late_guests_are_the_companys(self):
        begin = self._now()
        invited = self.env["reception.gate.log"].with_user(self.host)
        log = invited.invite([{"visitor_name": "迟到客"}], begin, begin + timedelta(hours=1)).with_user(self.guard)
        with freeze_time(begin + timedelta(hours=2)):
            self.company.reception_gate_grace_hours = 0
            log.invalidate_recordset()
            self.assertFalse(log.is_open or log.is_late)
            self.assertTrue(self.logs.search([("is_open", "=", False), ("id", "=", log.id)]))
            self.assertNotEqual(self._register("迟到客", visitor_phone=False), log)
            self.assertNotIn(log.id, [row["id"] for row in self.gates.get_desk_data(self.gate.id)["expected"]])

    # several days

    def test_1_2_5_guest_of_several_days_comes_back(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(days=2)))
        first, second = self.logs.search([("visit_id", "=", visit.id)], order="id")
        first.action_check_in({}, self.gate.id)
        first.action_check_out()
        again = self.logs.search([("visit_id", "=", visit.id), ("state", "=", "expected")]) - second
        self.assertEqual(again.sudo().guest_id, first.sudo().guest_id)
        second.action_refuse("Came drunk")
        self.env["reception.visit"]._cron_expect_guests()
        expected = self.logs.search([("visit_id", "=", visit.id), ("state", "=", "expected")])
        self.assertEqual(expected, again, "Who was refused is expected no more.")

    def test_1_2_5_guest_who_has_gone_away_may_come_back(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(days=2)))
        first = self.logs.search([("visit_id", "=", visit.id)], order="id", limit=1)
        guest = first.sudo().guest_id
        first._as_engine()._arrive({"gate_id": self.gate.id})
        first.action_give_up()
        again = self.logs.search([("visit_id", "=", visit.id), ("state", "=", "expected")])
        self.assertIn(guest, again.sudo().guest_id)

    def test_only_who_was_never_there_did_not_come(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(days=2)))
        first, second = self.logs.search([("visit_id", "=", visit.id)], order="id")
        first.action_check_in({}, self.gate.id)
        first.action_check_out()
        expected = self.logs.search([("visit_id", "=", visit.id), ("state", "=", "expected")])
        self.assertEqual(len(expected), 2)
        begin = self._now() - timedelta(days=4)
        expected._as_engine().write({"expected_at": begin, "expected_until": begin + timedelta(days=1)})
        self.env["reception.visit"]._forget_returns()
        self.assertEqual(expected.exists(), second)

    def test_crons_come_in_the_evening_and_by_night(self):
        for name, hour in (("tell_inside", 15), ("flag_missed", 15), ("expect_guests", 16), ("anonymise", 18)):
            with self.subTest(cron=name):
                cron = self.env.ref(f"visitor_reception.ir_cron_gate_{name}")
                self.assertEqual(cron.nextcall.hour, hour)

    # escort

    def test_1_5_4_4_area_of_who_is_invited(self):
        workshop = self.env["reception.gate.area"].create({"name": "Workshop", "needs_escort": True})
        begin = self._now()
        invited = self.env["reception.gate.log"].with_user(self.host)
        log = invited.invite([{"visitor_name": "Guest", "area_id": workshop.id}], begin, begin + timedelta(hours=1))
        self.assertEqual(log.area_id, workshop)
        # the guard leads them elsewhere: no escort is asked for
        hall = self.env["reception.gate.area"].create({"name": "Hall"})
        facts = {"area_id": hall.id, "document_kind": "passport", "reason": "Talk"}
        log.with_user(self.guard).action_check_in(facts, self.gate.id)
        self.assertEqual((log.state, log.area_id), ("inside", hall))

    def test_1_5_4_4_escorted_area(self):
        workshop = self.env["reception.gate.area"].create({"name": "Workshop", "needs_escort": True})
        hall = self.env["reception.gate.area"].create({"name": "Hall"})
        areas = self.gates.get_desk_data(self.gate.id)["areas"]
        self.assertIn({"id": workshop.id, "name": "Workshop", "needs_escort": True}, areas)
        log = self._register(area_id=workshop.id, needs_escort=False)
        with self.assertRaisesRegex(UserError, "1-5.4.4.*escorts"):
            log.action_check_in({"consent_by": "Host", "escort": "  "})
        log.action_check_in({"consent_by": "Host", "escort": "Mr Wang"})
        self.assertEqual((log.area_id, log.escort), (workshop, "Mr Wang"))
        in_hall = self._register("Other", visitor_phone="1", area_id=hall.id)
        with self.assertRaises(UserError):
            in_hall.action_check_in({"consent_by": "Host", "needs_escort": True})
        in_hall.action_check_in({"consent_by": "Host"})
        self.assertEqual(in_hall.state, "inside")
        other_company = self.env["res.company"].create({"name": "Other Company"})
        foreign = self.env["reception.gate.area"].create({"name": "Foreign", "company_id": other_company.id})
        with self.assertRaises(UserError):
            self._register("Third", visitor_phone="3", area_id=foreign.id)
        with self.assertRaises(AccessError):
            workshop.with_user(self.guard).needs_escort = False

    def test_1_5_4_4_area_in_the_form(self):
        workshop = self.env["reception.gate.area"].create({"name": "Workshop", "needs_escort": True})
        form = Form(self.logs)
        form.visitor_name = "Form"
        form.gate_id = self.gate
        form.area_id = workshop
        log = form.save()
        with self.assertRaisesRegex(UserError, "1-5.4.4"):
            log.action_check_in({"consent_by": "Host"})
        answer = Form(
            self.env["reception.gate.answer"]
            .with_user(self.guard)
            .with_context(**log.with_context(reception_gate_verb="check_in").action_open_answer()["context"])
        )
        self.assertEqual(answer.area_id, workshop)
