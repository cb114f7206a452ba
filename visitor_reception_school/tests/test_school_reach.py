from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.visitor_reception.tests.common_gate import GateCommon

from .common import MONDAY
from .common_scan import ScanCommon

CHILD_MODELS = (
    "reception.school.pupil",
    "reception.school.guardian",
    "reception.school.custody",
    "reception.school.badge",
    "reception.school.leave",
    "reception.school.gate.pass",
    "reception.school.passage",
    "reception.school.violation",
    "reception.school.contact",
)


@tagged("post_install", "-at_install")
class TestSchoolReach(ScanCommon):
    """Every way in which a class teacher, a warden or a guard may try to reach a pupil who is not theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["reception.school.custody"].create(
            {"pupil_id": cls.other.id, "guardian_id": cls.father.id, "relation": "father"}
        )
        cls.slip = cls.env["reception.school.leave"].create(
            {
                "pupil_id": cls.other.id,
                "reason": "Secret reason",
                "leave_from": MONDAY,
                "leave_to": MONDAY + timedelta(hours=2),
            }
        )
        cls.slip.action_contact(cls.father.id, "agreed")
        cls.desk.refuse_pupil(cls.other.id, "no_badge", {}, cls.gate.id)
        # who may export data is held to the same rules
        export = cls.env.ref("base.group_allow_export")
        (cls.teacher | cls.warden | cls.guard | cls.host | cls.registrar).group_ids = [Command.link(export.id)]
        cls.env.flush_all()

    def test_search_read_and_group(self):
        for user in (self.teacher, self.warden, self.guard, self.host):
            for model in CHILD_MODELS:
                records = self.env[model].with_user(user)
                own = (
                    records.sudo()
                    .search([])
                    .filtered(
                        lambda record: (
                            self.other in record.mapped("pupil_id" if "pupil_id" in record._fields else "id")
                            if "pupil_id" in record._fields
                            else record == self.other
                        )
                    )
                )
                with self.subTest(user=user.login, model=model):
                    if not records.has_access("read"):
                        with self.assertRaises(AccessError):
                            records.search([])
                        with self.assertRaises(AccessError):
                            records._read_group([], [], ["__count"])
                        continue
                    self.assertFalse(records.search([]) & own)
                    found = own.with_user(user)
                    if found:
                        with self.assertRaises(AccessError):
                            found.read(["display_name"])
                        with self.assertRaises(AccessError):
                            found.export_data(["display_name"])

    def test_name_search(self):
        for user in (self.teacher, self.warden):
            with self.subTest(user.login):
                found = self.env["reception.school.pupil"].with_user(user).name_search("赵他班")
                self.assertFalse(found)
        for user in (self.guard, self.host):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["reception.school.pupil"].with_user(user).name_search("赵他班")

    def test_domains_that_look_through(self):
        """By a field of another model, as a filter that somebody types."""
        teacher = self.env["reception.school.class"].with_user(self.teacher)
        self.assertFalse(teacher.search([("pupil_ids.name", "=", "赵他班")]))
        years = self.env["reception.school.grade"].with_user(self.teacher)
        self.assertFalse(years.search([("class_ids.pupil_ids.name", "=", "赵他班")]))
        for model, field in (("reception.school.guardian", "phone"), ("reception.school.badge", "code")):
            with self.subTest(field), self.assertRaises(AccessError):
                self.env[model].with_user(self.teacher).search([(field, "like", "1")])

    def test_numbers_and_papers_are_read_by_nobody(self):
        for user in (self.teacher, self.affairs, self.registrar, self.custodian, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.mother.with_user(user).read(["phone"])
        for user in (self.teacher, self.affairs, self.registrar, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.by_father.with_user(user).read(["basis"])

    def test_get_contacts(self):
        for user in (self.teacher, self.warden, self.registrar, self.host):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.other.with_user(user).get_contacts("Why not")
        with self.assertRaises(AccessError):
            self.other.with_user(self.affairs).get_contacts()
        self.assertTrue(self.other.with_user(self.affairs).get_contacts("Illness"))
        reading = self.env["reception.school.reading"].search([("pupil_id", "=", self.other.id)])
        self.assertRecordValues(reading, [{"user_id": self.affairs.id, "what": "phone", "reason": "Illness"}])

    def test_messages_and_attachments(self):
        message = self.slip.message_post(body="Secret message")
        attachment = self.env["ir.attachment"].create(
            {"name": "note.txt", "raw": b"secret", "res_model": self.slip._name, "res_id": self.slip.id}
        )
        for user in (self.teacher, self.guard, self.warden):
            with self.subTest(user.login):
                self.assertFalse(self.env["mail.message"].with_user(user).search([("id", "=", message.id)]))
                with self.assertRaises(AccessError):
                    attachment.with_user(user).read(["raw"])

    def test_verbs_of_another_class(self):
        for verb, args in (
            ("action_submit", ()),
            ("action_cancel", ("Why not",)),
            ("action_contact", (self.father.id, "agreed")),
        ):
            with self.subTest(verb), self.assertRaises(AccessError):
                getattr(self.slip.with_user(self.teacher), verb)(*args)

    def test_no_contacts_and_no_users(self):
        """A child and its guardians are no partners, and have no login."""
        for name in ("李小明", "李母"):
            self.assertFalse(self.env["res.partner"].with_context(active_test=False).search([("name", "=", name)]))
        for model in ("reception.school.pupil", "reception.school.guardian"):
            relations = {field.comodel_name for field in self.env[model]._fields.values() if field.relational}
            self.assertNotIn("res.partner", relations)

    def test_export_of_guardians_is_masked(self):
        rows = self.mother.with_user(self.registrar).export_data(["name", "phone_masked"])["datas"]
        self.assertEqual(rows, [["李母", "138****01"]])

    def test_desks_tell_no_names_to_others(self):
        """What goes over the bus goes to channels of gates, to which guards alone listen."""
        channels = GateCommon._get_bus.__func__(type(self))
        self.assertFalse(
            [channel for channel, message in channels if "reception.gate" not in channel and "赵他班" in message]
        )
