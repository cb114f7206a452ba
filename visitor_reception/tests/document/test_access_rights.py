from datetime import timedelta

from odoo import api, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .. import common_rights
from ..common import ReceptionCommon

ROLES = ("host", "guard", "cashier", "auditor", "officer", "manager", "accountant", "portal")
# c r u d: may create, read, update, delete records of the model at all (record rules narrow it); - none
RIGHTS = {
    #                                host     guard  cashier auditor officer manager accountant portal
    "reception.advance.ageing":     ("-",    "-",    "-",    "r",    "r",    "r",    "r",       "-"),
    "reception.booking":            ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.booking.room":       ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.calendar.day":       ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.calendar.notice":    ("-",    "-",    "-",    "-",    "-",    "crud", "-",       "-"),
    "reception.calendar.notice.line":("-",   "-",    "-",    "-",    "-",    "crud", "-",       "-"),
    "reception.calendar.year":      ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.category.reason":    ("crud", "crud", "crud", "crud", "crud", "crud", "crud", "-"),
    "reception.clause":             ("r",    "r",    "r",    "r",    "r",    "cru",  "r",       "-"),
    "reception.companion.limit":    ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.companion.permit":   ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.cost.category":      ("-",    "-",    "-",    "r",    "-",    "r",    "crud", "-"),
    "reception.cost.line":          ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.deadline":           ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.entertainment.limit":("-",    "-",    "-",    "crud", "crud", "crud", "crud",    "-"),
    "reception.entitlement":        ("r",    "r",    "r",    "r",    "r",    "crd",  "r",       "-"),
    "reception.exception":          ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.gate":               ("r",    "r",    "r",    "r",    "cru",  "crud", "r",    "-"),
    "reception.gate.answer":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.gate.area":          ("r",    "r",    "r",    "r",    "crud", "crud", "r",    "-"),
    "reception.gate.book":          ("-",    "crud", "-",    "crud", "crud", "crud", "-",    "-"),
    "reception.gate.call":          ("-",    "r",    "-",    "r",    "r",    "r",    "-",    "-"),
    "reception.gate.correction":    ("-",    "crud", "-",    "-",    "crud", "crud", "-",    "-"),
    "reception.gate.deposit":       ("r",    "cru",  "r",    "r",    "cru",  "cru",  "r",    "-"),
    "reception.gate.event":         ("-",    "-",    "-",    "r",    "r",    "r",    "-",    "-"),
    "reception.gate.group":         ("-",    "crud", "-",    "-",    "crud", "crud", "-",    "-"),
    "reception.gate.invite":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.gate.invite.day":    ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.gate.log":           ("r",    "cr",   "r",    "r",    "cr",   "cr",   "r",    "-"),
    "reception.gate.opening":       ("-",    "cru",  "-",    "r",    "cru",  "cru",  "-",    "-"),
    "reception.gate.operation":     ("-",    "r",    "-",    "r",    "r",    "r",    "-",    "-"),
    "reception.gate.pass":          ("-",    "r",    "-",    "r",    "crud", "crud", "-",    "-"),
    "reception.gate.pass.kind":     ("-",    "r",    "-",    "r",    "crud", "crud", "-",    "-"),
    "reception.gate.permit":        ("r",    "r",    "r",    "r",    "cru",  "cru",  "r",    "-"),
    "reception.gate.permit.day":    ("r",    "r",    "r",    "r",    "crud", "crud", "r",    "-"),
    "reception.gate.person":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.gate.privacy.notice":("r",    "r",    "r",    "r",    "r",    "r",    "r",    "-"),
    "reception.gate.relieve":       ("-",    "cru",  "-",    "-",    "cru",  "cru",  "-",    "-"),
    "reception.gate.roll.call":     ("-",    "cru",  "-",    "r",    "cru",  "cru",  "-",    "-"),
    "reception.gate.roll.call.line":("-",    "ru",   "-",    "r",    "ru",   "ru",   "-",    "-"),
    "reception.gate.shift":         ("-",    "cru",  "-",    "r",    "r",    "r",    "-",    "-"),
    "reception.gate.shift.line":    ("-",    "ru",   "-",    "r",    "r",    "r",    "-",    "-"),
    "reception.gate.unmasking":     ("-",    "-",    "-",    "r",    "-",    "r",    "-",    "-"),
    "reception.gate.watch":         ("-",    "r",    "-",    "r",    "crud", "crud", "-",    "-"),
    "reception.guest.import":       ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.guest.import.line":  ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visit.ranks":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visit.ranks.line":   ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.hospitality":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.incident":           ("cru",  "cru",  "cru",  "cru",  "crud", "crud", "cru",     "-"),
    "reception.invoice":            ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.invoice.number":     ("-",    "-",    "-",    "r",    "-",    "-",    "-",    "-"),
    "reception.invoice.verify":     ("-",    "-",    "-",    "-",    "-",    "-",    "crud",    "-"),
    "reception.invoice.word":       ("r",    "r",    "r",    "r",    "r",    "r",    "crud", "-"),
    "reception.kitchen.order":      ("-",    "-",    "-",    "r",    "r",    "r",    "-",       "-"),
    "reception.meal.standard":      ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.monthly.report":     ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.not.reception":      ("-",    "-",    "-",    "-",    "-",    "-",    "crud", "-"),
    "reception.outbox":             ("-",    "-",    "-",    "-",    "-",    "-",    "-",       "-"),
    "reception.petty.cash":         ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.petty.cash.box":     ("-",    "-",    "r",    "r",    "-",    "-",    "crud",    "-"),
    "reception.petty.cash.clearing": ("crud", "crud", "crud", "crud", "crud", "crud", "crud",   "-"),
    "reception.petty.cash.count":   ("-",    "-",    "crud", "r",    "-",    "-",    "crud",    "-"),
    "reception.petty.cash.count.line": ("-", "-",    "crud", "r",    "-",    "-",    "crud",    "-"),
    "reception.petty.cash.denomination": ("r", "r",  "r",    "r",    "r",    "r",    "crud",    "-"),
    "reception.petty.cash.designation": ("cru", "cru", "cru", "cru", "cru",  "cru",  "cru",     "-"),
    "reception.petty.cash.money":   ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.policy.document":    ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.position":           ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.position.holder":    ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.preset":             ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.preset.apply":       ("-",    "-",    "-",    "-",    "-",    "crud", "-",       "-"),
    "reception.rank":               ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.policy.change": ("-", "-", "-", "r", "r", "r", "-", "-"),
    "reception.bank.match": ("-", "-", "-", "-", "-", "-", "-", "-"),
    "reception.public.request": ("-", "-", "-", "-", "-", "-", "-", "-"),
    "reception.ledger.tie": ("-", "-", "-", "crud", "crud", "crud", "crud", "-"),
    "reception.ledger.tie.line": ("-", "-", "-", "crud", "crud", "crud", "crud", "-"),
    "reception.reconciliation":     ("-",    "-",    "-",    "r",    "r",    "r",    "r",       "-"),
    "reception.reconciliation.export":("-",  "-",    "-",    "crud", "crud", "crud", "crud",    "-"),
    "reception.resource":           ("r",    "r",    "r",    "r",    "crud", "crud", "r",       "-"),
    "reception.register.sign":      ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.service.class":      ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.signoff":            ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.signoff.answer":     ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.signoff.phrase":     ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.signoff.rule":       ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.signoff.step":       ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.statistics":         ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.statistics.export":  ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.tax.limit":          ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
    "reception.visit":              ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visit.act":          ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.visit.confirm":      ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visit.feedback":     ("r",    "r",    "r",    "r",    "crud", "crud", "r",       "-"),
    "reception.visit.guest":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visit.settle":       ("-",    "-",    "-",    "-",    "-",    "-",    "crud", "-"),
    "reception.visit.step":         ("r",    "r",    "r",    "r",    "r",    "r",    "r",       "-"),
    "reception.visit.template":     ("r",    "r",    "r",    "r",    "crud", "crud", "r",       "-"),
    "reception.visit.times":        ("crud", "crud", "crud", "crud", "crud", "crud", "crud",    "-"),
    "reception.visitor.category":   ("r",    "r",    "r",    "r",    "r",    "crud", "r",       "-"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAccessRights(common_rights.RightsCase, ReceptionCommon):
    MODULE = "visitor_reception"
    ROLES = ROLES
    RIGHTS = RIGHTS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(
            cls.env, "reception_accountant", groups="base.group_user,account.group_account_invoice"
        )
        cls.portal = new_test_user(cls.env, "reception_portal", groups="base.group_portal")

    def _access(self, record, user):
        """The operations that ``user`` has on ``record``, as letters."""
        record.invalidate_recordset()
        return self._get_letters(record.with_user(user), "rud")

    def test_1_2_2_who_reaches_a_notice_and_its_guests(self):
        visit = self._make_visit(user=self.officer, principal_host_id=self.vice_chairman.employee_id.id)
        visit.action_submit()
        self.env.flush_all()
        expected = {
            self.officer: "rud",
            self.manager: "rud",
            self.host: "rud",
            self.head: "r",
            self.vice_chairman: "r",
            self.gm: "r",
            self.auditor: "r",
            self.accountant: "r",
            self.stranger: "",
            self.guard: "",
            self.cashier: "",
            self.portal: "",
        }
        for user, letters in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._access(visit, user), letters)
                self.assertEqual(self._access(visit.guest_ids, user), letters)
                if user != self.portal:
                    found = self.env["reception.visit"].with_user(user).search([("id", "=", visit.id)])
                    self.assertEqual(bool(found), "r" in letters)

    def test_1_5_4_3_who_may_sign_the_register_reads_the_visit(self):
        """The receiving department and company leaders, from the issue on; nobody else, and nobody writes."""
        colleague = self._make_person("colleague", "Colleague", self.marketing)
        former = self._make_person("former", "Former Deputy", self.administration)
        self._hold("deputy_gm", former, date_to=fields.Date.today() - timedelta(days=1))
        visit = self._make_visit(cost_line_ids=[Command.create({"name": "Tea", "unit_amount": 5})])
        readers = colleague | self.vice_chairman
        for state, letters in (("draft", ""), ("signing", ""), ("issued", "r"), ("closed", "r"), ("cancelled", "")):
            visit._as_engine().write({"state": state})
            self.env.flush_all()
            for user in readers | self.stranger | former:
                with self.subTest(state=state, user=user.login):
                    right = letters if user in readers else ""
                    for records in (visit, visit.guest_ids, visit.cost_line_ids):
                        self.assertEqual(self._access(records, user), right)
                        self.assertEqual(
                            records.with_user(user).search_count([("id", "in", records.ids)]),
                            len(records) if right else 0,
                        )
        visit._as_engine().write({"state": "hosting"})
        with self.assertRaisesRegex(UserError, "1-5.4.3"):  # reads it, and is neither head nor host (D39)
            visit.with_user(colleague).action_sign_register()
        visit.with_user(self.vice_chairman).action_sign_register()
        self.assertEqual(visit.register_signed_by_id, self.vice_chairman)

    def test_signatures_are_read_with_their_document(self):
        visit = self._make_visit()
        visit.action_submit()
        self.env.flush_all()
        rows = self.env["reception.signoff"].search([("res_id", "=", visit.id), ("res_model", "=", "reception.visit")])
        for user, count in (
            (self.host, 2),
            (self.head, 2),
            (self.gm, 2),
            (self.auditor, 2),
            (self.officer, 2),
            (self.accountant, 2),
            (self.stranger, 0),
            (self.guard, 0),
        ):
            with self.subTest(user=user.login):
                rows.invalidate_recordset()
                mine = self.env["reception.signoff"].with_user(user)
                self.assertEqual(mine.search_count([("id", "in", rows.ids)]), count)
                self.assertEqual(len(mine.search([("id", "in", rows.ids)], limit=1)), min(count, 1))
                groups = mine._read_group([("id", "in", rows.ids)], ["state"], ["__count"])
                self.assertEqual(sum(number for _state, number in groups), count)
                if not count:
                    with self.assertRaises(AccessError):
                        rows.with_user(user).read(["state"])

    def test_former_signatory_keeps_what_he_signed(self):
        visit = self._make_visit()
        visit.action_submit()
        visit.with_user(self.gm).action_sign()
        self._position("general_manager").holder_ids.unlink()
        self.assertEqual(self._access(visit, self.gm), "r")

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Company B"})
        visit = self._make_visit()
        visit.action_submit()
        for group in ("group_reception_officer", "group_reception_auditor"):
            user = new_test_user(
                self.env,
                f"reception_b_{group}",
                groups=f"base.group_user,visitor_reception.{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
            self.assertEqual(self._access(visit, user), "")
            self.assertEqual(self._access(visit.guest_ids, user), "")
            self.assertEqual(self._access(visit.sudo().signoff_ids, user), "")

    def test_nothing_is_moved_to_another_company(self):
        """Odoo asks the record rules before a write only."""
        company = self.env["res.company"].create({"name": "Company B"})
        holder = self._position("general_manager").holder_ids
        self.gm.company_ids |= company
        with self.assertRaises(AccessError):
            holder.with_user(self.manager).company_id = company
        for model in ("reception.meal.standard", "reception.companion.limit", "reception.deadline"):
            record = self.env[model].search([], limit=1)
            with self.subTest(model=model), self.assertRaises(AccessError):
                record.with_user(self.manager).company_id = company
        visit = self._make_visit(host_id=self.host.employee_id.id)
        with self.assertRaises(UserError):
            visit.with_user(self.officer).company_id = company

    def test_signatures_are_written_by_nobody(self):
        visit = self._make_visit()
        visit.action_submit()
        row = visit.sudo().signoff_ids[0]
        for env in (self.env, *(api.Environment(self.env.cr, user.id, {}) for user in self._get_people().values())):
            for attempt in (
                lambda rows: rows.write({"state": "signed"}),
                lambda rows: rows.unlink(),
                lambda rows: rows.create({"res_model": "reception.visit", "res_id": visit.id}),
            ):
                with self.assertRaises(AccessError):
                    attempt(row.with_env(env))
