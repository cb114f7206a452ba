import json
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from ..common_gate import GateCommon

with file_open("visitor_reception/static/tests/gate/spellings.json") as file:
    SPELLINGS = json.load(file)


@tagged("post_install", "-at_install")
class TestGateSpellings(GateCommon):
    """The same person, phone and number plate, however they are written; the table is the desk's too."""

    def _get_variants(self, kind):
        return [(typed, variant) for typed, variants in SPELLINGS[kind] for variant in variants]

    def _watch(self, **vals):
        return self.env["reception.gate.watch"].create(vals)

    def _assert_watched(self, entry, **vals):
        log = self._register(**{"visitor_phone": False, **vals})
        self.assertEqual((log.watch_state, log.watch_id.id), ("possible", entry.id))
        with self.assertRaisesRegex(UserError, "watch list"):
            log.action_check_in({"consent_by": "Host"})
        log.action_refuse("Test")

    def _expect(self, name, phone=False):
        begin = self._now()
        invited = [{"visitor_name": name, "visitor_phone": phone}]
        return self.env["reception.gate.log"].with_user(self.host).invite(invited, begin, begin + timedelta(hours=2))

    def test_table_is_large_enough(self):
        self.assertGreaterEqual(sum(len(variants) for _typed, variants in SPELLINGS["names"]), 25)
        self.assertGreaterEqual(sum(len(variants) for _typed, variants in SPELLINGS["phones"]), 20)
        self.assertGreaterEqual(sum(len(variants) for _typed, variants in SPELLINGS["plates"]), 15)

    def test_nobody_on_the_watch_list_walks_in_unasked_by_name(self):
        entries = {typed: self._watch(name=typed) for typed, _variants in SPELLINGS["names"]}
        for typed, variant in self._get_variants("names"):
            with self.subTest(typed=typed, variant=variant):
                self._assert_watched(entries[typed], name=variant)

    def test_nobody_on_the_watch_list_walks_in_unasked_by_phone(self):
        entries = {typed: self._watch(phone=typed) for typed, _variants in SPELLINGS["phones"]}
        for typed, variant in self._get_variants("phones"):
            with self.subTest(typed=typed, variant=variant):
                self._assert_watched(entries[typed], visitor_phone=variant)

    def test_nobody_on_the_watch_list_walks_in_unasked_by_plate(self):
        entries = {typed: self._watch(plate=typed) for typed, _variants in SPELLINGS["plates"]}
        for typed, variant in self._get_variants("plates"):
            with self.subTest(typed=typed, variant=variant):
                self._assert_watched(entries[typed], plate=variant)

    def test_entry_of_the_watch_list_is_written_otherwise(self):
        for typed, variant in self._get_variants("names"):
            with self.subTest(typed=typed, variant=variant):
                entry = self._watch(name=variant)
                self._assert_watched(entry, name=typed)
                entry.active = False

    def test_who_is_expected_is_found_by_name(self):
        for typed, variant in self._get_variants("names"):
            with self.subTest(typed=typed, variant=variant):
                expected = self._expect(typed)
                log = self._register(variant, visitor_phone="13900000000")
                self.assertEqual(log.id, expected.id)
                self.assertEqual(log.visitor_name, typed, "as the host has written it")
                self.assertEqual(log.consent_state, "agreed", "to this visitor")
                # nobody is registered twice, and who is here is found as well
                self.assertEqual(self._register(typed, visitor_phone="139 0000 0000"), log)
                log.action_refuse("Test")

    def test_who_is_expected_is_found_by_phone(self):
        for typed, variant in self._get_variants("phones"):
            with self.subTest(typed=typed, variant=variant):
                expected = self._expect("Guest", typed) | self._expect("Guest", "+44 20 7946 0000")
                log = self._register("Guest", visitor_phone=variant)
                self.assertEqual(log.id, expected[0].id)
                self.assertEqual(log.visitor_phone, variant, "shown as it was typed at the gate")
                self.assertEqual(self._register("Guest", visitor_phone=typed), log)
                log.action_refuse("Test")
                expected[1]._as_engine().unlink()

    def test_who_is_inside_is_found(self):
        for typed, variant in self._get_variants("names"):
            with self.subTest(typed=typed, variant=variant):
                log = self._let_in(typed)
                self.assertEqual(self._register(variant, visitor_phone="+86 138-0000-1234"), log)
                with self.assertRaisesRegex(UserError, "same person"):
                    self._register(variant, visitor_phone=False)
                log.action_check_out({"slip_returned": True, "signed_by": "Host"})

    def test_a_visitor_at_the_kiosk_is_found(self):
        for typed, variant in self._get_variants("names"):
            with self.subTest(typed=typed, variant=variant):
                expected = self._expect(typed)
                log = self.gate._register_at_kiosk({"visitor_name": variant}, variant)
                self.assertEqual(log.id, expected.id)
                log._as_engine().unlink()

    def test_lines_of_a_list_are_told_apart(self):
        lines = [
            (0, 0, {"visitor_name": "买买提·艾力", "visitor_phone": "13800001234"}),
            (0, 0, {"visitor_name": "买买提艾力", "visitor_phone": "+86 138-0000-1234"}),
        ]
        group = self.env["reception.gate.group"].with_user(self.guard)
        with self.assertRaisesRegex(UserError, "Line 2: stands on the list already"):
            group.create({"gate_id": self.gate.id, "line_ids": lines}).action_register()

    def test_searches_find_every_spelling(self):
        log = self._register("买买提·艾力", visitor_phone="138-0000-1234", plate="京a·12345")
        for term in ("买买提艾力", "买买提 • 艾力", "艾力", "+86 13800001234", "0000 1234", "京 A-12345", "a12345"):
            with self.subTest(term=term):
                found = self.gates.desk_search(term, self.gate.id)
                self.assertEqual([row["id"] for row in found["open"]], log.ids)
                self.assertIn(log, self.logs.search([("display_name", "ilike", term)]))
        self.assertEqual((log.visitor_phone, log.plate), ("138-0000-1234", "京a·12345"))

    def test_different_people_stay_two(self):
        for one, other in SPELLINGS["different"]["names"]:
            with self.subTest(one=one, other=other):
                expected, entry = self._expect(one), self._watch(name=one)
                log = self._register(other)
                self.assertNotEqual(log.id, expected.id)
                self.assertEqual(log.watch_state, "none")
                self.assertEqual(expected.state, "expected")
                (log | expected.with_env(log.env)).action_refuse("Test")
                entry.active = False

    def test_different_phones_are_of_two_people(self):
        for one, other in SPELLINGS["different"]["phones"]:
            with self.subTest(one=one, other=other):
                entry, first = self._watch(phone=one), self._register(visitor_phone=one)
                second = self._register(visitor_phone=other)
                self.assertNotEqual(second, first)
                self.assertEqual((first.watch_state, second.watch_state), ("possible", "none"))
                (first | second).action_refuse("Test")
                entry.active = False

    def test_different_plates_are_of_two_cars(self):
        for one, other in SPELLINGS["different"]["plates"]:
            with self.subTest(one=one, other=other):
                entry = self._watch(plate=one)
                self.assertEqual(self._register(other, visitor_phone=False, plate=other).watch_state, "none")
                entry.active = False

    def test_another_spelling_is_no_other_visitor(self):
        entry, log = self._watch(name="John Smith"), self._register("Smith, John")
        log.action_watch(False)
        log.action_consent("agreed", "Host")
        new = self.logs.browse(log.action_correct({"visitor_name": "John Smith"}, "Order")["id"])
        self.assertEqual((new.visitor_name, new.consent_state, new.watch_state), ("John Smith", "agreed", "dismissed"))
        new = self.logs.browse(new.action_correct({"visitor_name": "Jon Smith"}, "Read wrongly")["id"])
        self.assertEqual((new.consent_state, new.watch_state), ("none", "none"))
        self.assertTrue(entry)

    def test_keys_of_a_correction_and_of_who_is_forgotten(self):
        log = self._register("买买提·艾力", plate="京A·12345")
        row = log.action_correct({"visitor_name": "John Smith", "plate": "粤B·D01234"}, "Typed wrongly")
        new = self.logs.browse(row["id"])
        self.assertEqual((new.name_key, new.plate_key, new.search_key), ("john smith", "粤BD01234", "john smith"))
        new.action_refuse("Test")
        new.sudo()._as_engine()._anonymise()
        self.assertEqual((new.name_key, new.phone_key, new.plate_key, new.search_key), ("***", False, False, "***"))

    def test_update_fills_in_the_keys(self):
        first, second = self._register("王伟"), self._register("李雷", plate="京a·12345")
        self.env.flush_all()
        # entries of before, when the same person could be recorded twice
        keys = ("name_key", "phone_key", "plate_key", "search_key")
        (first | second)._as_engine().write(dict.fromkeys(keys, False))
        self.env.flush_all()
        self.env.cr.execute("UPDATE reception_gate_log SET visitor_name = '王 伟' WHERE id = %s", [second.id])
        migration = self._load_migration("19.0.2.0.0/pre-gate_keys.py")
        migration.BATCH = 1
        migration.migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual((first.name_key, first.phone_key), ("王伟", "13800001234"))
        self.assertTrue(first.search_key.startswith("王伟 wangwei ww"))
        # two of one person: one of them is found by the number
        self.assertEqual((second.name_key, second.phone_key, second.plate_key), ("王伟", False, "京A12345"))
