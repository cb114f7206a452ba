from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import MARKER, NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionVault(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls.appointment = cls._appoint(cls.keeper)

    # ------------------------------------------------------------------------------------------------------------------
    # Accusations
    # ------------------------------------------------------------------------------------------------------------------

    def test_p1_30_what_an_accusation_says_stands_in_no_readable_table(self):
        contact, matter = self._accuse(
            answer=MARKER, people=[self._person(f"{MARKER} 李", document_number="11010519491231002X")]
        )
        self.env["reception.petition.contact"].with_user(self.receiver).register(
            self._vals(kind="accusation", title=MARKER)
        )
        contact.action_verify()
        contact.decide("accepted", {})
        matter.sealed_write({"note": f"More {MARKER}"}, "New facts")
        # the database would refuse it, and quote all of the sealed content in the log
        for value in ("a\0b", float("nan"), object()):
            with self.assertRaisesRegex(UserError, "names and values"):
                matter.sealed_write({"note": value}, "New facts")
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            )
        )
        found = {
            table
            for (table,) in tables
            if self.env.execute_query(
                SQL("SELECT 1 FROM %s AS t WHERE t::text LIKE %s LIMIT 1", SQL.identifier(table), f"%{MARKER}%")
            )
        }
        self.assertEqual(found, {"reception_petition_sealed"})
        payload = matter.sealed_read("To handle it")
        self.assertIn(MARKER, payload["contacts"][0]["people"][0]["name"])
        self.assertEqual(payload["accused"], ["Accused"])
        self.assertFalse(matter.accused_ids)

    def test_p1_30_who_typed_it_keeps_the_number_alone(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        vals = self._vals(kind="accusation", accused=self.accused.employee_id.ids)
        receipt = contacts.register(vals)
        self.assertRegex(receipt["number"], r"^MJ/2026/\d{5}$")
        self.assertEqual(receipt["candidates"], [])
        self.assertEqual(contacts.register(vals)["number"], receipt["number"])
        with self.assertRaises(AccessError):
            contacts.browse(receipt["contact_id"]).read(["channel"])
        self.assertEqual(contacts.lookup("13800138000"), [])
        self.assertEqual(contacts.lookup(receipt["number"]), [])

    def test_p1_30_a_matter_that_is_sealed_later(self):
        contact, matter = self._register(
            accused=self.accused.employee_id.ids,
            people=[self._person(f"{MARKER} 王")],
            answer=MARKER,
        )
        petitioner = matter.party_ids.petitioner_id
        matter.message_post(body=f"Called {MARKER}", message_type="comment")
        file = self.env["ir.attachment"].create(
            {"name": "proof", "raw": b"proof", "res_model": matter._name, "res_id": matter.id}
        )
        matter.action_classify({"kind": "accusation"})
        for user in (self.receiver, self.petition, self.accused, self.accused_head, self.colleague):
            self.assertFalse(matter.with_user(user).has_access("read"), user.login)
        self.assertFalse(petitioner.exists())
        self.assertEqual(file.res_model, "reception.petition.sealed")
        self.env.flush_all()
        self.env.invalidate_all()
        matter = matter.with_user(self.keeper)
        self.assertFalse(matter.title or matter.request or matter.circumstances or matter.message_ids)
        self.assertFalse(contact.with_user(self.keeper).answer)
        payload = matter.sealed_read("To handle it")
        self.assertIn(MARKER, payload["request"])
        self.assertIn(MARKER, payload["messages"][0]["body"])
        self.assertIn(MARKER, payload["contacts"][0]["people"][0]["name"])

    def test_p1_30_every_reading_is_logged_with_its_reason(self):
        _contact, matter = self._accuse()
        self.assertRefused("P1-30", matter.sealed_read, " ")
        matter.sealed_read("To handle it")
        matter.sealed_write({"note": "x"}, "New facts")
        matter.admit(self.inspector.id, "Investigates")
        matter.with_user(self.inspector).sealed_read("Investigation")
        matter.dismiss(self.inspector.id, "Done")
        log = self.env["reception.petition.reading"].with_user(self.keeper).search([("matter_id", "=", matter.id)])
        self.assertEqual(
            [(row.user_id, row.what, row.reason) for row in log.sorted("id")],
            [
                (self.keeper, "read", "To handle it"),
                (self.keeper, "write", "New facts"),
                (self.keeper, "admit", "Investigates"),
                (self.inspector, "read", "Investigation"),
                (self.keeper, "dismiss", "Done"),
            ],
        )
        for user in (self.inspector, self.petition, self.auditor, self.env.ref("base.user_admin")):
            self.assertFalse(log.with_user(user).search_count([]), user.login)
        for attempt in (lambda: log.sudo().write({"reason": "x"}), lambda: log.sudo().unlink()):
            with self.assertRaises(AccessError):
                attempt()

    def test_p1_30_only_keepers_admit_and_never_the_accused(self):
        _contact, matter = self._accuse()
        matter.admit(self.inspector.id, "Investigates")
        self.assertRefused("P1-30", matter.with_user(self.inspector).admit, self.host.id, "Helps")
        for user in (self.accused, self.colleague, self.accused_head):
            self.assertRefused("P1-30", matter.admit, user.id, "By mistake")
        with self.assertRaises(AccessError):
            matter.with_user(self.petition).sealed_read("Curious")

    def test_p1_30_a_keeper_who_is_accused_sees_nothing(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        receipt = contacts.register(self._vals(kind="accusation", accused=self.keeper.employee_id.ids))
        matter = self.env["reception.petition.matter"].browse(receipt["matter_id"]).with_user(self.keeper)
        self.assertFalse(matter.has_access("read"))
        with self.assertRaises(AccessError):
            matter.sealed_read("Mine")

    def test_p1_30_accusations_go_to_discipline_alone(self):
        contact, matter = self._accuse()
        contact.action_verify()
        contact.decide("accepted", {})
        self.assertRefused("P1-30", matter.action_pass_on, self.unit.id)
        matter.action_pass_on(self.discipline.id)
        self.assertFalse(matter.with_user(self.inspector).has_access("read"), "admitted by a keeper first")
        matter.admit(self.inspector.id, "Investigates")
        self.assertTrue(matter.with_user(self.inspector).has_access("read"))
        matter.with_user(self.inspector).action_take()
        self.assertEqual(matter.holder_id, self.inspector)
        matter.dismiss(self.inspector.id, "Done")
        self.assertFalse(matter.with_user(self.inspector).has_access("read"))
        self.assertFalse(matter.sudo().holder_id)

    def test_p1_30_nothing_is_posted_and_nobody_follows(self):
        _contact, matter = self._accuse()
        self.assertRefused("P1-30", matter.message_post, body="x")
        matter.message_subscribe(self.host.partner_id.ids)
        self.assertFalse(matter.sudo().message_follower_ids)
        with self.assertRaises(AccessError):
            matter.write({"title": "x"})

    def test_p1_28_a_clerk_who_is_accused_does_not_register_it(self):
        employee = self.receiver.employee_id
        for kind in ("appeal", "accusation"):
            self.assertRefused("P1-28", self._register, kind=kind, accused=employee.ids)

    # ------------------------------------------------------------------------------------------------------------------
    # Keepers
    # ------------------------------------------------------------------------------------------------------------------

    def test_p1_30_keepers_are_appointed_by_signatures_alone(self):
        keepers = self.env["reception.petition.keeper"]
        keeper = keepers.with_user(self.petition).create({"user_id": self.host.id, "date_from": "2026-01-01"})
        for user in (self.petition, self.manager):
            with self.assertRaises(AccessError):
                keeper.with_user(user).write({"state": "in_force"})
        keeper.action_submit()
        self.assertEqual(keeper.pending_signatory_ids, self.petition | self.gm)
        keeper.action_sign()
        self.assertFalse(keepers._is_keeper(self.host))
        keeper.with_user(self.gm).action_sign()
        self.assertTrue(keepers._is_keeper(self.host))
        with self.assertRaises(UserError):
            keeper.write({"user_id": self.stranger.id})

    def test_p1_30_an_appointment_has_its_days(self):
        keepers = self.env["reception.petition.keeper"]
        keeper = keepers.with_user(self.petition).create(
            {"user_id": self.host.id, "date_from": "2026-03-06", "date_to": "2026-03-07"}
        )
        self._issue(keeper)
        for day, is_keeper in (
            ("2026-03-05", False),
            ("2026-03-06", True),
            ("2026-03-07", True),
            ("2026-03-08", False),
        ):
            with freeze_time(f"{day} 04:00:00"):
                self.assertEqual(keepers._is_keeper(self.host), is_keeper, day)
        with freeze_time("2026-03-06 04:00:00"):
            keeper.action_end()
            self.assertFalse(keepers._is_keeper(self.host))

    def test_p1_30_a_password_set_by_somebody_else_ends_it(self):
        self.keeper.with_user(self.keeper).sudo().password = "own-Secret-123"
        self.assertEqual(self.appointment.state, "in_force")
        self.keeper.with_user(self.env.ref("base.user_admin")).password = "other-Secret-123"
        self.assertEqual(self.appointment.state, "ended")
        self.assertFalse(self.env["reception.petition.keeper"]._is_keeper(self.keeper))

    # ------------------------------------------------------------------------------------------------------------------
    # Withdrawal
    # ------------------------------------------------------------------------------------------------------------------

    def test_p1_28_who_withdraws_is_out_at_once(self):
        _contact, matter = self._register()
        self.assertRefused("P1-28", matter.action_withdraw_from, self.receiver.id, "")
        self.assertRefused("5-3.3c", matter.action_withdraw_from, self.other_receiver.id, "Neighbour")
        matter.action_withdraw_from(self.receiver.id, "Neighbour")
        self.assertFalse(matter.has_access("read"))
        self.assertFalse(matter.sudo().holder_id)
        withdrawal = matter.sudo().withdrawal_ids.with_user(self.petition)
        self.assertEqual(withdrawal.state, "asked")
        self.assertRefused("P1-28", withdrawal.with_user(self.env.ref("base.user_root")).action_decide, True)
        withdrawal.action_decide(False, "No close tie")
        self.assertTrue(matter.has_access("read"))

    def test_p1_28_asked_for_somebody_else_counts_when_granted(self):
        _contact, matter = self._register()
        head = matter.with_user(self.petition)
        withdrawal = (
            self.env["reception.petition.withdrawal"]
            .with_user(self.petition)
            .browse(head.action_withdraw_from(self.receiver.id, "Brother of the petitioner", "petitioner"))
        )
        self.assertTrue(matter.has_access("read"))
        withdrawal.action_grant()
        self.assertFalse(matter.has_access("read"))
        self.assertRefused("P1-30", head.action_take, self.receiver.id)

    def test_p1_28_on_the_head_s_own_withdrawal_the_general_manager_decides(self):
        _contact, matter = self._register()
        head = matter.with_user(self.petition)
        head.action_withdraw_from(self.petition.id, "Cousin")
        self.assertFalse(head.has_access("read"))
        matter._as_engine().leader_charge_id = self.gm
        matter.sudo().withdrawal_ids.with_user(self.gm).action_decide(True)
        self.assertEqual(matter.sudo().withdrawal_ids.decided_by_id, self.gm)

    def test_p1_30_the_unit_that_moves_the_person(self):
        """It is looked up at each access: who moves to the unit is out, who is accused stays out."""
        _contact, matter = self._register(accused=self.accused.employee_id.ids)
        matter.with_user(self.petition).bars_unit = True
        for user, department, shown in (
            (self.accused, self.housing, False),
            (self.other_receiver, self.office, True),
            (self.other_receiver, self.accused_department, False),
            (self.other_receiver, self.office, True),
        ):
            user.sudo().employee_id.department_id = department
            self.assertEqual(matter.with_user(user).has_access("read"), shown, f"{user.login} in {department.name}")
        child = self.env["hr.department"].create({"name": "Squad", "parent_id": self.accused_department.id})
        self.other_receiver.employee_id.department_id = child
        self.assertFalse(matter.with_user(self.other_receiver).has_access("read"))

    def test_p1_30_who_is_shut_out_loses_what_he_has(self):
        _contact, matter = self._register()
        matter.message_subscribe(self.other_receiver.partner_id.ids)
        matter.activity_schedule("mail.mail_activity_data_todo", user_id=self.other_receiver.id)
        matter.message_notify(partner_ids=self.other_receiver.partner_id.ids, body="x", subject="x")
        matter.with_user(self.petition).accused_ids = self.other_receiver.employee_id
        self.assertNotIn(self.other_receiver, matter.sudo().activity_ids.user_id)
        self.assertNotIn(self.other_receiver.partner_id, matter.sudo().message_partner_ids)
        self.assertFalse(
            self.env["mail.notification"].search(
                [("res_partner_id", "=", self.other_receiver.partner_id.id), ("mail_message_id.res_id", "=", matter.id)]
            )
        )
        self.assertRefused(
            "P1-30", matter.activity_schedule, "mail.mail_activity_data_todo", user_id=self.other_receiver.id
        )
