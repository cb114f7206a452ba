import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from ...tools.documents import get_check_digit
from ..common_gate import GateCommon
from .test_gate_spellings import SPELLINGS

CITIZEN = "11010119900307109X"
with file_open("visitor_reception/static/tests/gate/card_texts.json") as file:
    CARDS = json.load(file)


@tagged("post_install", "-at_install")
class TestGateDocuments(GateCommon):
    """Numbers of identity documents: checked by kind, masked, compared without being read; and readers of cards."""

    def test_3_3b_numbers_are_checked_by_kind(self):
        foreigner = "91100019800101001"
        for kind, number in (
            ("identity_card", CITIZEN.lower()),
            ("residence_permit", "810000198001010014"),
            ("hk_macao_permit", "H1234567801"),
            ("taiwan_permit", "12345678"),
            ("foreigner_card", foreigner + get_check_digit(foreigner)),
            ("foreigner_card", "CAN110180010101"),
            ("passport", "e 1234 5678"),
            ("driving_licence", CITIZEN),
            ("work_card", "7"),
            ("other", "No. 12/B"),
        ):
            with self.subTest(kind=kind):
                log = self._register(visitor_phone=False, document_kind=kind, document_typed=number)
                self.assertEqual(log.document_masked[-4:], log.sudo().document_number[-4:] if len(number) > 4 else "*")
                log.action_refuse("Test")
        for kind, number, text in (
            ("identity_card", "110101900307109", "looks like"),
            ("identity_card", "110101199013071090", "date of birth"),
            ("identity_card", "110101209003071092", "date of birth"),
            ("identity_card", "110101199003071091", "does not fit"),
            ("driving_licence", "110101199003071091", "does not fit"),
            ("residence_permit", CITIZEN, "looks like"),
            ("hk_macao_permit", "A12345678", "looks like"),
            ("taiwan_permit", "1234567", "looks like"),
            ("foreigner_card", CITIZEN, "looks like"),
            ("passport", "PASSPORT", "looks like"),
        ):
            with self.subTest(kind=kind, number=number), self.assertRaisesRegex(UserError, f"3-3b.*{text}") as caught:
                self._register(document_kind=kind, document_typed=number)
            self.assertNotIn(number, str(caught.exception))

    def test_3_3b_numbers_are_checked_wherever_they_are_typed(self):
        log = self._register()
        with self.assertRaisesRegex(UserError, "3-3b"):
            log.action_check_in({"consent_by": "Host", "document_typed": "1101"})
        with self.assertRaisesRegex(UserError, "3-3b"):
            log.action_correct({"document_typed": "1101"}, "Number")
        log.action_check_in({"consent_by": "Host", "document_typed": CITIZEN})
        self.assertEqual(log.document_masked, "**************109X")

    def test_watch_list_knows_documents_without_their_numbers(self):
        watches = self.env["reception.gate.watch"].with_user(self.officer)
        entries = {typed: watches.create({"document_typed": typed}) for typed, _variants in SPELLINGS["documents"]}
        for typed, variants in SPELLINGS["documents"]:
            entry = entries[typed]
            self.assertFalse(entry.name)
            self.assertEqual(set(entry.document_masked[:-4]), {"*"})
            for variant in variants:
                with self.subTest(typed=typed, variant=variant):
                    log = self._register(visitor_phone=False, document_kind="other", document_typed=variant)
                    self.assertEqual((log.watch_state, log.sudo().watch_id.id), ("possible", entry.id))
                    self.assertEqual(log._get_desk_rows()[0]["watch_match"], ["document"])
                    log.action_refuse("Test")
        for one, other in SPELLINGS["different"]["documents"]:
            with self.subTest(one=one, other=other):
                entry = watches.create({"document_typed": one})
                log = self._register(visitor_phone=False, document_kind="other", document_typed=other)
                self.assertNotEqual(log.sudo().watch_id.id, entry.id)
                log.action_refuse("Test")
                entry.active = False

    def test_hash_of_a_watch_entry_is_not_forged(self):
        watches = self.env["reception.gate.watch"].with_user(self.officer)
        entry = watches.create({"name": "Watched", "document_hash": "0", "document_masked": "0"})
        self.assertFalse(entry.document_hash or entry.document_masked)
        with self.assertRaises(ValidationError):
            watches.create({"document_hash": "0"})

    def test_whole_number_finds_for_who_may_read_it(self):
        log = self._register(document_typed=CITIZEN)
        found = self.gates.desk_search(CITIZEN, self.gate.id)
        self.assertFalse(found["open"])
        self.guard.group_ids += self.env.ref("visitor_reception.group_reception_identity")
        for term in (CITIZEN, CITIZEN.lower(), "110101 19900307 109X"):
            with self.subTest(term=term):
                self.assertEqual([row["id"] for row in self.gates.desk_search(term, self.gate.id)["open"]], log.ids)
                self.assertIn(log, self.logs.search([("display_name", "ilike", term)]))
        self.assertFalse(self.gates.desk_search(CITIZEN[:-1], self.gate.id)["open"])

    def test_hash_goes_with_the_number(self):
        log = self._register(document_typed=CITIZEN)
        self.assertTrue(log.document_hash)
        log.sudo()._as_engine().write({"document_number": False})
        self.assertFalse(log.document_hash)

    def test_update_hashes_kept_numbers(self):
        log = self._register(document_typed=CITIZEN)
        made = log.document_hash
        log.sudo()._as_engine().document_hash = False
        self.env.flush_all()
        self._load_migration("19.0.2.0.0/post-gate_documents.py").migrate(self.env.cr, "19.0.1.2.0")
        self.assertEqual(log.document_hash, made)

    # ------------------------------------------------------------------------------------------------------------------
    # Readers
    # ------------------------------------------------------------------------------------------------------------------

    def test_cards_are_read(self):
        for case in CARDS:
            with self.subTest(text=case["text"]):
                layout = case.get("layout")
                self.gate.write({"card_reader": "layout" if layout else "auto", "card_layout": layout})
                names = {"name": "visitor_name", "number": "document_typed", "kind": "document_kind"}
                expected = {names[part]: value for part, value in case["values"].items()}
                self.assertEqual(self.gates.browse(self.gate.id)._read_scanned(case["text"]), expected)

    def test_card_fills_a_walk_in(self):
        values = self.gates.desk_search(f"张三|男|汉|19900307|北京市|{CITIZEN}", self.gate.id)["values"]
        log = self._register(**{"name": values.pop("visitor_name"), **values})
        self.assertEqual((log.visitor_name, log.document_kind), ("张三", "identity_card"))
        self.assertEqual(log.document_masked, "**************109X")
        self.gate.card_reader = "off"
        self.assertFalse(self.gates.desk_search(CITIZEN, self.gate.id)["values"])

    def test_layout_of_a_reader_is_checked(self):
        form = Form(self.gate)
        form.card_reader = "layout"
        for layout in ("number", "name|sex", "anything"):
            form.card_layout = layout
            with self.subTest(layout=layout), self.assertRaisesRegex(ValidationError, "name|sex|number"):
                form.save()
        form.card_layout = "name#sex#number"
        form.save()

    def test_codes_are_found(self):
        kind = self.env["reception.gate.pass.kind"].create({"name": "Visitor"})
        self.env["reception.gate.pass"].create([{"name": name, "kind_id": kind.id} for name in ("V7", "1234")])
        log = self._register()
        log.action_check_in({"consent_by": "Host", "pass_number": "V7"})
        gate = self.gates.browse(self.gate.id)
        for code in (log.name, log.name.lower(), "V7", log.sudo().access_token, log.sudo().slip_token):
            with self.subTest(code=code):
                self.assertEqual(gate._find_scanned(code).id, log.id)
        for code in ("V8", "1234", "", "x" * 5000, None):
            with self.subTest(code=code):
                self.assertFalse(gate._find_scanned(code))
        other = self.env["res.company"].create({"name": "Other Company"})
        elsewhere = self.env["reception.gate"].create({"name": "Other Gate", "code": "O", "company_id": other.id})
        self.assertFalse(elsewhere._find_scanned("V7"))

    # ------------------------------------------------------------------------------------------------------------------
    # Lengths, phones, traders
    # ------------------------------------------------------------------------------------------------------------------

    def test_nothing_is_cut_in_silence(self):
        for name, size in (
            ("visitor_name", 100),
            ("visitor_phone", 100),
            ("reason", 500),
            ("plate", 20),
            ("escort", 100),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, f"at most {size} characters"):
                self.logs.register([{"visitor_name": "Long", name: "1" * (size + 1)}], self.gate.id)
        log = self._let_in()
        for values in ({"goods_out": "g" * 501}, {"signed_by": "s" * 101}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "at most"):
                log.action_check_out({"slip_returned": True, "signed_by": "Host", **values})
        with self.assertRaisesRegex(ValidationError, "at most 100"):
            log.action_sign_slip("s" * 101)
        log.action_report_slip()
        with self.assertRaisesRegex(ValidationError, "at most 500"):
            log.action_explain_slip("e" * 501)

    def test_three_digits_are_no_phone_of_a_guest(self):
        begin = self._now()
        logs = self.env["reception.gate.log"].with_user(self.host)
        with self.assertRaisesRegex(UserError, "110 is no whole phone number"):
            logs.invite([{"visitor_name": "Guest", "visitor_phone": "110"}], begin, begin + timedelta(hours=1))
        invited = logs.invite([{"visitor_name": "Guest"}], begin, begin + timedelta(hours=1))
        with self.assertRaisesRegex(UserError, "no whole phone number"):
            invited.sudo()._answer_by_token({"visitor_phone": "138"})
        invited.sudo()._answer_by_token({"visitor_phone": "010-12345678"})

    def test_3_8b_no_step_follows_for_a_trader(self):
        log = self._register("Seller", kind="trader")
        self.assertEqual(log.state, "refused")
        steps = {
            "ask": lambda: log.action_ask_host(),
            "call": lambda: log.action_consent("agreed", "Host"),
            "in": lambda: log.action_check_in({"consent_by": "Host"}),
            "agree": lambda: log.with_user(self.host).action_agree(),
        }
        for name, step in steps.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "3-8b"):
                step()
        at = str(self._now())
        facts = {"visitor_name": "Second Seller", "kind": "trader", "host_name": "Tenant", "reason": "Sell"}
        operations = [
            {"client_id": "t1", "verb": "register", "uid": "t", "at": at, "values": facts},
            {
                "client_id": "t2",
                "verb": "consent",
                "uid": "t",
                "at": at,
                "values": {"result": "agreed", "spoke_with": "Tenant"},
            },
            {"client_id": "t3", "verb": "check_in", "uid": "t", "at": at, "values": {"consent_by": "Tenant"}},
        ]
        results = self.gates.sync_passages(operations, self.gate.id)
        self.assertEqual([result["status"] for result in results], ["done", "conflict", "conflict"])
        for result in results[1:]:
            self.assertIn("3-8b", result["text"])
        self.assertEqual(results[2]["row"]["state"], "refused")

    def test_auditors_change_no_watch_entry(self):
        entry = self.env["reception.gate.watch"].create({"name": "Watched"})
        with self.assertRaises(AccessError):
            entry.with_user(self.auditor).document_typed = CITIZEN
