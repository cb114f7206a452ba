from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateRules(GateCommon):
    """What a guard, a guest or a host might bend: kinds, names, consents, moments, entries that were corrected."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_host = cls._make_person("other_host", "Other Host", cls.marketing, "group_reception_user")
        cls.as_host = cls.env["reception.gate.log"].with_user(cls.host)

    def _invite(self, **vals):
        begin = self._now()
        facts = {"visitor_name": "张伟", "reason": "Talk", "document_kind": "identity_card", **vals}
        return self.as_host.invite([facts], begin, begin + timedelta(hours=2)).with_user(self.guard)

    def _expect_guest(self):
        visit = self._issue(self._make_visit(date_begin=self._now(), date_end=self._now() + timedelta(hours=5)))
        return self.logs.search([("visit_id", "=", visit.id)], order="id", limit=1)

    def _get_rows_of_last_message(self, work):
        self.env.cr.precommit.run()
        work()
        return self._get_bus()[-1][1]

    def test_3_8a_people_who_were_announced_are_not_forgotten(self):
        expected = self._invite(headcount=3)
        arrived = self._register("张伟", visitor_phone=False, host_id=False, headcount=1)
        self.assertEqual((arrived, arrived.headcount, arrived.consent_state), (expected, 3, "agreed"))
        for headcount in (1000, -1, "many"):
            with self.subTest(headcount=headcount), self.assertRaisesRegex(UserError, "how many people|does not wait"):
                self._register(f"Nobody {headcount}", visitor_phone=False, headcount=headcount)

    def test_3_3a_who_may_be_the_same_person_is_named_to_the_desk(self):
        waiting = self._register()
        operation = {"client_id": "s1", "verb": "register", "uid": "s1", "values": {"visitor_name": "张三丰"}}
        (result,) = self.gates.sync_passages([operation], self.gate.id)
        self.assertEqual((result["status"], result["row"]["id"]), ("conflict", waiting.id))

    # ------------------------------------------------------------------------------------------------------------------
    # Guests of a notice
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_3b_only_a_notice_makes_guests_of_a_notice(self):
        guest = {"visitor_name": "Nobody's", "kind": "guest"}
        begin = self._now()
        log = self._register()
        for work in (
            lambda: self.logs.register([guest], self.gate.id),
            lambda: self.logs.create({**guest, "gate_id": self.gate.id}),
            lambda: self.as_host.invite([guest], begin, begin + timedelta(hours=1)),
            lambda: log.action_correct({"kind": "guest"}),
            lambda: self.gate._register_at_kiosk({**guest, "visitor_phone": "1"}, "10.0.0.9"),
        ):
            with self.assertRaisesRegex(UserError, "1-2.5.*notice names"):
                work()
        self.assertFalse(self.logs.search([("visitor_name", "=", "Nobody's")]))
        self.assertTrue(log.active)

    def test_3_3c_notice_and_not_kind_spares_document_and_slip(self):
        log = self._register(document_kind=False)
        log._as_engine().kind = "guest"
        with self.assertRaisesRegex(UserError, "3-3b"):
            log.action_check_in({"consent_by": "Host"})
        log.action_check_in({"consent_by": "Host", "document_kind": "passport"})
        self.assertEqual(log.slip_state, "issued")
        guest = self._expect_guest()
        guest = self.logs.browse(guest.action_correct({"kind": "visitor"})["id"])
        guest.action_check_in({}, self.gate.id)
        self.assertEqual((guest.kind, guest.document_kind, guest.slip_state), ("visitor", False, "none"))

    def test_invitation_ends_within_the_days_of_the_company(self):
        self.company.reception_invitation_days = 7
        begin = self._now()
        facts = [{"visitor_name": "Guest"}]
        self.assertTrue(self.as_host.invite(facts, begin, begin + timedelta(days=6)))
        with self.assertRaisesRegex(UserError, "within 7 days.*administers the settings"):
            self.as_host.invite(facts, begin, begin + timedelta(days=8))

    def test_auditor_invites_nobody(self):
        begin = self._now()
        logs = self.env["reception.gate.log"].with_user(self.auditor)
        with self.assertRaisesRegex(AccessError, "auditor"):
            logs.invite([{"visitor_name": "Guest"}], begin, begin + timedelta(hours=1))

    # ------------------------------------------------------------------------------------------------------------------
    # The same person, or another of the same name
    # ------------------------------------------------------------------------------------------------------------------

    def test_another_of_the_same_name_is_not_swallowed(self):
        first = self._let_in("张伟")
        typed = {"visitor_name": "张伟", "reason": "Repair", "host_id": self.other_host.employee_id.id}
        for vals in (typed, {**typed, "kind": "trader"}):
            with self.assertRaisesRegex(UserError, f"张伟.*{first.name}.*Inside since.*to Host.*same person"):
                self.logs.register([vals], self.gate.id)
        (row,) = self.logs.register([{**typed, "is_another": True}], self.gate.id)
        other = self.logs.browse(row["id"])
        self.assertNotEqual(other, first)
        self.assertEqual((other.state, other.reason, other.host_name), ("waiting", "Repair", "Other Host"))
        (row,) = self.logs.register([{**typed, "kind": "trader", "is_another": True}], self.gate.id)
        self.assertEqual(self.logs.browse(row["id"]).state, "refused")
        self.assertEqual(first.state, "inside")

    def test_another_of_the_same_name_by_form(self):
        self._register("张伟")
        form = Form(self.logs)
        form.gate_id = self.gate
        form.visitor_name = "张伟"
        with self.assertRaisesRegex(UserError, "same person"):
            form.save()
        form.is_another = True
        self.assertEqual(form.save().state, "waiting")

    def test_same_number_or_desk_id_is_the_same_person(self):
        first = self._register("张伟", client_uid="u-1")
        for vals in ({"visitor_phone": "138 0000-1234"}, {"client_uid": "u-1"}):
            (row,) = self.logs.register([{"visitor_name": "张伟", **vals}], self.gate.id)
            self.assertEqual(row["id"], first.id)
        (row,) = self.logs.register([{"visitor_name": "张伟", "visitor_phone": "13900001111"}], self.gate.id)
        self.assertNotEqual(row["id"], first.id)

    def test_expected_by_name_but_no_trader(self):
        expected = self._invite()
        with self.assertRaisesRegex(UserError, "Expected since"):
            self.logs.register([{"visitor_name": "张伟", "kind": "trader"}], self.gate.id)
        (row,) = self.logs.register([{"visitor_name": "张伟", "is_another": True}], self.gate.id)
        self.assertNotEqual(row["id"], expected.id)
        # one waits without number, one is expected: nobody can tell
        typed = {"visitor_name": "张伟", "visitor_phone": "13900001111"}
        with self.assertRaisesRegex(UserError, "Waiting at the gate since.*same person"):
            self.logs.register([typed], self.gate.id)
        self.logs.browse(row["id"]).action_refuse("Nobody expects them")
        (row,) = self.logs.register([typed], self.gate.id)
        self.assertEqual((row["id"], expected.state, expected.visitor_phone), (expected.id, "waiting", "13900001111"))

    def test_kiosk_tells_no_names(self):
        first = self._register("张伟", visitor_phone=False)
        facts = {"visitor_name": "张伟", "visitor_phone": "13900001111", "host_name": "Host", "reason": "Talk"}
        other = self.gate._register_at_kiosk(facts, "10.0.0.9")
        self.assertNotEqual(other, first)
        self.assertEqual(self.gate._register_at_kiosk(facts, "10.0.0.9"), other)

    def test_3_3c_who_left_without_slip_comes_again(self):
        first = self._let_in("张伟")
        first.action_report_slip()
        second = self._let_in("张伟", reason="Fetch samples")
        self.assertNotEqual(first, second)
        self.assertEqual((first.state, first.slip_state), ("inside", "missing"))
        self.assertEqual(self.gates.get_desk_data(self.gate.id)["counts"]["inside"], 2)
        first.action_sign_slip("Host")
        first.action_check_out({"slip_returned": True})
        self.assertEqual((first.state, second.state), ("left", "inside"))

    # ------------------------------------------------------------------------------------------------------------------
    # A consent holds for one visit
    # ------------------------------------------------------------------------------------------------------------------

    def test_3_8a_consent_of_one_host_lets_nobody_in_to_another(self):
        other = self.other_host.employee_id
        expected = self._invite()
        row = self.logs.register([{"visitor_name": "张伟", "host_id": other.id}], self.gate.id)[0]
        self.assertEqual((row["id"], row["consent_state"], row["consent_by"]), (expected.id, "none", False))
        with self.assertRaisesRegex(UserError, "has not agreed"):
            expected.action_check_in()
        self.assertFalse(expected.with_user(self.host).has_access("read"))
        expected.with_user(self.other_host).action_agree()
        for change in ({"host_id": self.host.employee_id.id}, {"host_name": "Tenant"}, {"headcount": 5}):
            refused = self.assertRaisesRegex(UserError, "has not agreed")
            with self.subTest(change=change), refused, self.env.cr.savepoint():
                expected.action_check_in(change)
        self.assertEqual((expected.host_name, expected.headcount, expected.consent_state), ("Other Host", 1, "agreed"))
        expected.action_check_in({"host_name": "Tenant", "consent_by": "Tenant"})
        self.assertEqual((expected.consent_by, expected.host_id.id, expected.host_user_id.id), ("Tenant", False, False))

    def test_3_8a_same_facts_keep_the_consent(self):
        expected = self._invite(headcount=3)
        host = self.host.employee_id
        facts = {"visitor_name": "张伟", "host_id": host.id, "host_name": host.name, "headcount": 2, "plate": "京A1"}
        self.logs.register([facts], self.gate.id)
        expected.action_check_in({"reason": "Long talk"})
        self.assertEqual((expected.state, expected.consent_manner), ("inside", "invitation"))

    def test_3_8a_more_people_by_link_need_the_host(self):
        expected = self._invite(visitor_phone="13900001111")
        expected.sudo()._answer_by_token({"visitor_name": "张伟", "headcount": 1, "plate": "京A1"})
        self.assertEqual(expected.consent_state, "agreed")
        expected.sudo()._answer_by_token({"visitor_name": "张伟", "headcount": 4})
        self.assertEqual((expected.consent_state, expected.sudo().asked_user_id), ("asked", self.host))
        self.assertEqual(expected.sudo().activity_ids.user_id, self.host)

    def test_3_8a_correction_keeps_no_consent_to_another_visit(self):
        for change in ({"visitor_name": "张三峰"}, {"host_id": self.other_host.employee_id.id}, {"headcount": 9}):
            log = self._let_in("Visitor", visitor_phone=str(change))
            kept = self.logs.browse(log.action_correct({"visitor_unit": "Customer Ltd"})["id"])
            self.assertEqual((kept.consent_state, kept.consent_by, kept.state), ("agreed", "Host", "inside"))
            new = self.logs.browse(kept.action_correct(change)["id"])
            with self.subTest(change=change):
                self.assertEqual((new.consent_state, new.consent_by, new.state), ("none", False, "inside"))

    def test_3_8a_correction_asks_anew(self):
        log = self._register()
        log.action_ask_host()
        new = self.logs.browse(log.action_correct({"visitor_unit": "Customer Ltd"})["id"])
        self.assertFalse(log.sudo().activity_ids)
        self.assertEqual(new.sudo().activity_ids.user_id, self.host)
        with self.assertRaisesRegex(UserError, f"{log.name} was corrected by.*{new.name}"):
            log.with_user(self.host).action_agree()
        new.with_user(self.host).action_agree()
        self.assertEqual(new.consent_state, "agreed")

    def test_3_8a_guard_does_not_overrule_a_refusal(self):
        log = self._register()
        with self.assertRaisesRegex(UserError, "3-8a.*why"):
            log.with_user(self.host).action_disagree("  ")
        log.with_user(self.host).action_disagree("No time")
        self.assertEqual((log.consent_state, log.consent_remark), ("refused", "No time"))
        for values in ({"consent_by": "Host"}, {"consent_by": "Host", "headcount": 2}):
            with self.assertRaisesRegex(UserError, "3-8a.*does not receive"), self.env.cr.savepoint():
                log.action_check_in(values)
        log.action_consent("agreed", "Host", "8001")
        log.action_check_in()
        self.assertEqual(log.call_ids.sorted("id").mapped("result"), ["refused", "agreed"])

    def test_3_8a_who_was_asked_is_recorded(self):
        self.marketing.manager_id = self.head.employee_id
        self.host.employee_id.parent_id = self.other_host.employee_id
        log = self._register()
        log.action_ask_host()
        link = log._get_consent_token()
        log.action_consent("no_answer", number="8001", level="host")
        log.action_ask_host()
        self.assertEqual((log.sudo().asked_user_id, log.consent_level), (self.other_host, "deputy"))
        find = self.env["reception.gate.log"]._find_by_consent_token
        self.assertFalse(find(log.id, link), "the link of the person visited is not the deputy's")
        self.assertTrue(find(log.id, log._get_consent_token()))
        log.with_user(self.host).action_agree()
        self.assertEqual(log.call_ids.sorted("id").mapped("level"), ["host", "host"])
        other = self._register("Other", visitor_phone="2")
        other.action_consent("agreed", "Head", "8002", level="department")
        self.assertEqual((other.call_ids.level, other.call_ids.number), ("department", "8002"))
        for values in (
            {"level": "boss"},
            {"number": "8" * 101},
            {"number": {"a": 1}},
            {"remark": [1]},
            {"spoke_with": 5},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                other.action_consent("agreed", **{"spoke_with": "Head", **values})
        self.assertEqual(len(other.call_ids), 1)

    # ------------------------------------------------------------------------------------------------------------------
    # Watch list
    # ------------------------------------------------------------------------------------------------------------------

    def test_every_entry_of_the_watch_list_is_asked_about(self):
        first, second = self.env["reception.gate.watch"].create(
            [{"name": "张三丰", "note": "A scar"}, {"phone": "138 0000 1234", "reason": "Threatened staff"}]
        )
        log = self._register()
        row = log._get_desk_rows()[0]
        self.assertEqual((row["watch_state"], row["watch_note"], row["watch_match"]), ("possible", "A scar", ["name"]))
        row = log.action_watch(False)[0]
        self.assertEqual((log.watch_id, log.watch_dismissed_ids), (second, first))
        self.assertEqual((row["watch_state"], row["watch_note"], row["watch_match"]), ("possible", False, ["phone"]))
        self.assertNotIn("Threatened", str(row))
        row = log.action_watch(False)[0]
        self.assertEqual(row["watch_state"], "dismissed")
        self.assertNotIn("watch_note", row)
        log.action_check_in({"consent_by": "Host"})
        new = self.logs.browse(log.action_correct({"visitor_unit": "Customer Ltd"})["id"])
        self.assertEqual((new.watch_state, new.watch_dismissed_ids), ("dismissed", first | second))
        new = self.logs.browse(new.action_correct({"visitor_phone": "13900001111"})["id"])
        self.assertEqual((new.watch_state, new.watch_id), ("possible", first), "another number: asked anew")
        new = self.logs.browse(new.action_correct({"visitor_name": "李四"})["id"])
        self.assertEqual((new.watch_state, new.watch_id.id), ("none", False))

    def test_whom_a_visitor_was_taken_for_is_forgotten(self):
        self.env["reception.gate.watch"].create({"name": "张三丰"})
        log = self._register()
        log.action_watch(False)
        log.action_refuse("No reason")
        self.assertTrue(log.watch_dismissed_ids)
        with freeze_time(self._now() + timedelta(days=366)):
            self.env["reception.gate.log"]._cron_anonymise()
        self.assertEqual((log.visitor_name, len(log.watch_dismissed_ids)), ("***", 0))

    def test_host_is_not_told_of_the_watch_list(self):
        self.env["reception.gate.watch"].create({"name": "张三丰"})
        log = self._register()
        for name, value in (("watch_state", "possible"), ("watch_id", 1), ("watch_dismissed_ids", 1)):
            self.assertNotIn(name, self.as_host.fields_get())
            self.assertIn(name, self.logs.fields_get())
            self.env.invalidate_all()  # a request finds nothing kept
            with self.assertRaises(AccessError):
                log.with_user(self.host).read([name])
            with self.assertRaises(AccessError):
                self.as_host.search([(name, "=", value)])
        for kind in ("form", "list", "kanban"):
            for user, is_told in ((self.host, False), (self.guard, kind != "kanban"), (self.auditor, kind != "kanban")):
                arch = self.env["reception.gate.log"].with_user(user).get_view(view_type=kind)["arch"]
                with self.subTest(kind=kind, user=user.login):
                    self.assertEqual("watch" in arch.lower(), is_told)
        with Form(log.with_user(self.host)) as form:
            self.assertEqual(form.visitor_name, "张三丰")
        log.action_watch(False)
        log.action_check_in({"consent_by": "Host"})
        self.assertEqual(log.with_user(self.host).action_sign_slip(), [])
        self.assertEqual(log.slip_manner, "odoo")

    def test_possible_matches_cost_the_same_for_many(self):
        self.env["reception.gate.watch"].create([{"name": f"W{number}", "note": "x"} for number in range(9)])
        logs = self.logs.browse(
            row["id"]
            for row in self.logs.register([{"visitor_name": f"W{number}"} for number in range(9)], self.gate.id)
        )
        counts = []
        for some in (logs[:2], logs):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual({row["watch_note"] for row in some._get_desk_rows()}, {"x"})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # ------------------------------------------------------------------------------------------------------------------
    # Corrected entries
    # ------------------------------------------------------------------------------------------------------------------

    def test_corrected_entry_takes_no_steps(self):
        log = self._let_in()
        message = self._get_rows_of_last_message(lambda: log.action_correct({"visitor_unit": "Customer Ltd"}))
        self.assertIn(f'"id":{log.id},"active":false', message.replace(" ", ""))
        new = self.logs.search([("corrects_id", "=", log.id)])
        for work in (
            lambda: log.action_check_out({"slip_returned": True, "signed_by": "Host"}),
            lambda: log.action_check_in({"consent_by": "Host"}),
            lambda: log.action_report_slip(),
            lambda: log.action_explain_slip("Lost"),
            lambda: log.action_sign_slip("Host"),
            lambda: log.with_user(self.host).action_sign_slip(),
            lambda: log.action_refuse("No"),
            lambda: log.action_ask_host(),
            lambda: log.action_consent("agreed", "Host"),
            lambda: log.with_user(self.host).action_disagree("No"),
            lambda: log.action_watch(False),
            lambda: log.action_mark("safe"),
            lambda: log.action_correct({"visitor_unit": "Other"}),
        ):
            with self.assertRaisesRegex(UserError, f"was corrected by .*{new.name}"):
                work()
        self.assertEqual((log.state, log.slip_state), ("inside", "issued"))

    def test_old_numbers_and_codes_find_the_entry_that_stands(self):
        log = self._let_in()
        newest = log
        for unit in ("A", "B", "C"):
            newest = self.logs.browse(newest.action_correct({"visitor_unit": unit})["id"])
        token = log.sudo().access_token
        for term in (log.name, log.name.lower(), newest.name, token):
            with self.subTest(term=term):
                found = self.gates.desk_search(term, self.gate.id)
                self.assertEqual([row["id"] for row in found["open"]], newest.ids)
        for nobodys in ("f" * 32, token[::-1], "x" * 5000):
            self.assertFalse(self.gates.desk_search(nobodys, self.gate.id)["open"])
        signed = self.as_host._sign_slip_by_token(log.sudo().slip_token)
        self.assertEqual((signed.id, newest.slip_manner), (newest.id, "qr"))
        newest.action_check_out({"slip_returned": True})
        found = self.gates.desk_search(log.name, self.gate.id)
        self.assertEqual([row["id"] for row in found["known"]], newest.ids)
        self.assertFalse(self.as_host._find_by_token(token))

    def test_desk_hears_that_its_entry_was_corrected(self):
        log = self._register("Made Offline", client_uid="c-1")
        new = self.logs.browse(log.action_correct({"visitor_unit": "Customer Ltd"})["id"])
        result = self._sync(client_id="c-2", verb="check_in", uid="c-1", values={"consent_by": "Host"})
        self.assertRegex(result["text"], f"was corrected by.*{new.name}")
        result = self._sync(client_id="c-3", verb="register", uid="c-1", values={"visitor_name": "Made Offline"})
        self.assertEqual((result["status"], result["row"]["id"]), ("done", new.id))

    def test_link_of_a_corrected_invitation(self):
        expected = self._invite()
        token = expected.sudo().access_token
        new = self.logs.browse(expected.action_correct({"visitor_unit": "Customer Ltd"})["id"])
        found = self.as_host._find_by_token(token)
        self.assertEqual(found.id, new.id)
        found._answer_by_token({"visitor_name": "张伟", "plate": "京A1"})
        self.assertEqual((new.plate, expected.plate), ("京A1", False))

    def test_roll_call_follows_a_correction(self):
        log = self._let_in()
        call = self.env["reception.gate.roll.call"].with_user(self.guard).create({"place": "Yard"})
        new = self.logs.browse(log.action_correct({"visitor_name": "张三峰"})["id"])
        new.action_mark("safe", call.id)
        self.assertEqual(call.line_ids.mapped("visitor_name"), ["张三峰"])
        self.assertEqual(call.open_count, 0)

    # ------------------------------------------------------------------------------------------------------------------
    # Moments
    # ------------------------------------------------------------------------------------------------------------------

    def _sync(self, **operation):
        return self.gates.sync_passages([operation], self.gate.id)[0]

    def test_desk_does_not_date_back(self):
        facts = {"visitor_name": "Early", "reason": "Repair", "host_name": "Tenant", "document_kind": "other"}
        years_ago = {"at": "2020-01-01 08:00:00", "verb": "register", "uid": "b-1", "values": facts}
        result = self._sync(client_id="b-1", **years_ago)
        self.assertEqual(result["status"], "conflict")
        self.assertIn("more than 72 hours ago", result["text"])
        self.assertFalse(self.logs.search([("visitor_name", "=", "Early")]))
        arrived = self._now() - timedelta(hours=2)
        at = fields.Datetime.to_string
        self._sync(client_id="b-2", **{**years_ago, "at": at(arrived)})
        log = self.logs.search([("visitor_name", "=", "Early")])
        before = {"verb": "check_in", "log_id": log.id, "at": at(arrived - timedelta(hours=20))}
        self.assertEqual(self._sync(client_id="b-3", values={"consent_by": "Tenant"}, **before)["status"], "done")
        self.assertEqual((log.arrived_at, log.checked_in, log.wait_minutes), (arrived, arrived, 0))
        invited = self._invite()
        before |= {"log_id": invited.id}
        self._sync(client_id="b-4", values={}, **before)
        self.assertGreaterEqual(invited.checked_in, invited.create_date.replace(microsecond=0))
        self.gate.offline_hours = 1
        result = self._sync(client_id="b-5", verb="report_slip", log_id=log.id, at=at(arrived))
        self.assertIn("more than 1 hours ago", result["text"])
