import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import NOW, PetitionCommon

# who: sees an appeal that bars the unit of the accused, sees an accusation
PEOPLE = {
    "accused": (False, False),
    "colleague": (False, False),
    "accused_head": (False, False),
    "withdrawn": (False, False),
    "receiver": (True, False),
    "petition": (True, False),
    "auditor": (True, False),
    "officer": (False, False),
    "manager": (False, False),
    "admin": (False, False),
    "admitted": (False, True),
    "keeper": (False, True),
}
# every way in which Odoo shows a record, or that there is one: matter as the user → what is shown of it
WAYS = {
    "search": lambda matter: matter.search([("id", "=", matter.id)]),
    "search by number": lambda matter: matter.search([("name", "=", matter.sudo().name)]),
    "search_count": lambda matter: matter.search_count([("id", "=", matter.id)]),
    "search_read": lambda matter: matter.search_read([("id", "=", matter.id)], ["state"]),
    "search_fetch": lambda matter: matter.search_fetch([("id", "=", matter.id)], ["state"]),
    "name_search": lambda matter: matter.name_search(matter.sudo().name),
    "read": lambda matter: matter.read(["state"]),
    "web_read": lambda matter: matter.web_read({"name": {}}),
    "web_search_read": lambda matter: matter.web_search_read([("id", "=", matter.id)], {"name": {}})["length"],
    "_read_group": lambda matter: matter._read_group([("id", "=", matter.id)], [], ["__count"])[0][0],
    "formatted_read_group": lambda matter: matter.formatted_read_group(
        [("id", "=", matter.id)], ["state"], ["__count"]
    ),
    "export": lambda matter: matter.export_data(["name"])["datas"],
    "has_access": lambda matter: matter.has_access("read"),
    "contacts": lambda matter: matter.env["reception.petition.contact"].search_count([("matter_id", "=", matter.id)]),
    "terms": lambda matter: matter.env["reception.petition.term"].search_count([("matter_id", "=", matter.id)]),
    "terms by number": lambda matter: matter.env["reception.petition.term"].search_count(
        [("matter_id.name", "=", matter.sudo().name)]
    ),
    "term group": lambda matter: matter.env["reception.petition.term"].formatted_read_group(
        [("matter_id", "=", matter.id)], ["matter_id"], ["__count"]
    ),
    "domain through a unit": lambda matter: (
        matter.env["reception.petition.contact"].search_count(
            [("matter_id.holder_id", "=", False), ("matter_id", "=", matter.id)]
        )
        or matter.env["reception.petition.contact"].search_count(
            [("matter_id.holder_id", "!=", False), ("matter_id", "=", matter.id)]
        )
    ),
}
# what hangs on the matter and may show it to whoever wrote it, was told of it or is given it
LINKS = {
    "messages": lambda matter: matter.env["mail.message"].search(
        [("model", "=", matter._name), ("res_id", "=", matter.id)]
    ),
    "messages counted": lambda matter: matter.env["mail.message"].search_count(
        [("model", "=", matter._name), ("res_id", "=", matter.id)]
    ),
    "activities": lambda matter: matter.env["mail.activity"].search(
        [("res_model", "=", matter._name), ("res_id", "=", matter.id)]
    ),
    "followers": lambda matter: matter.env["mail.followers"].search(
        [("res_model", "=", matter._name), ("res_id", "=", matter.id)]
    ),
    "files": lambda matter: matter.env["ir.attachment"].search(
        [("res_model", "=", matter._name), ("res_id", "=", matter.id)]
    ),
}


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionVaultWays(PetitionCommon):
    """The table of ways × people: content, names and counts (P1-28, P1-30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._appoint(cls.keeper)
        cls.admin = cls.env.ref("base.user_admin")
        cls.withdrawn, cls.admitted = cls.other_receiver, cls.inspector
        cls.people = {name: getattr(cls, name) for name in PEOPLE}
        cls.env.ref("base.group_allow_export").user_ids += cls.env["res.users"].union(*cls.people.values())
        with freeze_time(NOW):
            cls.appeal = cls._make_appeal()
            _contact, cls.accusation = cls._accuse()
            cls.accusation.admit(cls.admitted.id, "Investigates")
        cls.env.flush_all()

    @classmethod
    def _make_appeal(cls):
        """An appeal that people had to do with who are kept from it afterwards."""
        _contact, matter = cls._register(accused=cls.accused.employee_id.ids)
        everybody = cls.accused | cls.colleague | cls.accused_head | cls.withdrawn
        matter._as_engine().write({"reader_ids": [(6, 0, everybody.ids)]})
        matter.message_subscribe((everybody | cls.receiver).partner_id.ids)
        matter.with_user(cls.petition).write({"accused_ids": [(5, 0, 0)]})
        cls.env["mail.activity"].search([("res_model", "=", matter._name)]).unlink()
        for user in everybody | cls.receiver:
            matter.sudo().activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
            matter.sudo().message_post(body="Note", author_id=user.partner_id.id, partner_ids=everybody.partner_id.ids)
        cls.env["ir.attachment"].with_user(cls.receiver).create(
            {"name": "file", "raw": b"x", "res_model": matter._name, "res_id": matter.id}
        )
        matter.with_user(cls.withdrawn).action_withdraw_from(cls.withdrawn.id, "Neighbour")
        matter.with_user(cls.petition).write({"accused_ids": [(6, 0, cls.accused.employee_id.ids)], "bars_unit": True})
        return matter

    def _is_shown(self, way, matter, user):
        self.env.invalidate_all()
        try:
            return bool(way(matter.with_user(user)))
        except AccessError:
            return False

    def test_p1_28_p1_30_ways_and_people(self):
        for matter, column in ((self.appeal, 0), (self.accusation, 1)):
            for name, shown in PEOPLE.items():
                for title, way in WAYS.items():
                    with self.subTest(who=name, way=title, sealed=bool(column)):
                        self.assertEqual(self._is_shown(way, matter, self.people[name]), shown[column])

    def test_p1_30_what_hangs_on_it(self):
        for name, (shown, _sealed) in PEOPLE.items():
            if shown or name in ("accused", "colleague", "accused_head", "withdrawn", "admin"):
                for title, way in LINKS.items():
                    with self.subTest(who=name, way=title):
                        self.assertEqual(self._is_shown(way, self.appeal, self.people[name]), shown)

    def test_p1_30_no_message_outlives_the_sealing(self):
        """What told somebody of a task names the matter too."""
        _contact, matter = self._register()
        matter.with_user(self.receiver).activity_schedule(
            "mail.mail_activity_data_todo", summary="Told", user_id=self.petition.id
        )
        matter.sudo().message_notify(partner_ids=self.petition.partner_id.ids, subject="Told", body="Told")
        matter.with_user(self.petition).action_classify({"kind": "accusation", "reason": "It names somebody"})
        messages = self.env["mail.message"].search([("model", "=", matter._name), ("res_id", "=", matter.id)])
        self.assertFalse(messages.filtered(lambda message: "Told" in f"{message.subject} {message.body}"))

    def test_p1_30_links_by_their_own_id(self):
        message = self.appeal.sudo().message_ids[0]
        message.author_id = self.accused.partner_id
        self.env.flush_all()
        for link in (message, self.appeal.sudo().message_follower_ids[0]):
            self.assertFalse(link.with_user(self.accused).has_access("read"), link._name)
            with self.assertRaises(AccessError):
                link.with_user(self.accused).read(["display_name"])

    def test_p1_30_names_tell_nothing(self):
        self.assertEqual(self.appeal.with_user(self.accused).sudo().display_name, self.appeal.sudo().name)
        petitioner = self.appeal.sudo().party_ids.petitioner_id
        self.assertNotIn(petitioner.name, petitioner.display_name)
        for name in ("accused", "withdrawn", "admin", "keeper"):
            petitioners = petitioner.with_user(self.people[name])
            self.assertFalse(petitioners.search_count([("name", "=", "张三")]), name)
        self.assertTrue(petitioner.with_user(self.receiver).search_count([("name", "=", "张三")]))

    def test_p1_30_who_is_kept_out_is_told_to_nobody(self):
        for name in ("barred_user_ids", "barred_department_ids", "admitted_ids", "named_ids"):
            for user in (self.petition, self.keeper, self.admin):
                matters = self.env["reception.petition.matter"].with_user(user)
                with self.assertRaises(AccessError):
                    matters.search([(name, "in", self.accused.ids)])
                with self.assertRaises(AccessError):
                    (self.accusation if user == self.keeper else self.appeal).with_user(user).read([name])

    def test_p1_30_files_have_no_token_and_are_not_public(self):
        file = self.env["ir.attachment"].search(
            [("res_model", "=", "reception.petition.matter"), ("res_id", "=", self.appeal.id)]
        )
        for attempt in (lambda: file.write({"public": True}), lambda: file.generate_access_token()):
            with self.assertRaises(AccessError):
                attempt()

    def test_p1_30_sealed_content_has_no_rights(self):
        sealed = self.env["reception.petition.sealed"].search([("matter_id", "=", self.accusation.id)])
        for name, user in self.people.items():
            with self.subTest(who=name), self.assertRaises(AccessError):
                sealed.with_user(user).read(["payload"])
            with self.assertRaises(AccessError):
                sealed.with_user(user).search_count([])

    def test_p1_30_files_of_sealed_matters(self):
        """By the sealed content alone, each opening logged with its reason; by no way of Odoo's own."""
        content = base64.b64encode(b"Receipts").decode()
        file_id = self.accusation.sealed_add_file("receipts.pdf", content, "Handed in")
        files = self.accusation.sealed_read("To handle it")["files"]
        self.assertEqual([file["name"] for file in files], ["receipts.pdf"])
        for name in ("keeper", "admitted"):
            matter = self.accusation.with_user(self.people[name])
            self.assertRefused("P1-30", matter.sealed_file, file_id, "")
            self.assertEqual(matter.sealed_file(file_id, "To look")["datas"], content)
        attachment = self.env["ir.attachment"].browse(file_id)
        for name, user in self.people.items():
            ways = {
                "read": lambda file: file.read(["name"]),
                "content": lambda file: file.datas,
                "token": lambda file: file.generate_access_token(),
                "search": lambda file: file.search([("name", "=", "receipts.pdf")]),
                "count": lambda file: file.search_count([("res_model", "=", "reception.petition.sealed")]),
                "group": lambda file: file._read_group([("id", "=", file_id)], [], ["__count"])[0][0],
                "write": lambda file: file.write({"name": "x"}),
                "unlink": lambda file: file.unlink(),
            }
            for title, way in ways.items():
                with self.subTest(who=name, way=title):
                    self.assertFalse(self._is_shown(way, attachment, user))
            if name not in ("keeper", "admitted"):
                with self.assertRaises(AccessError):
                    self.accusation.with_user(user).sealed_file(file_id, "Curious")
        log = self.env["reception.petition.reading"].with_user(self.keeper).search([("what", "=", "file")])
        self.assertEqual(log.user_id, self.keeper | self.inspector)

    def test_document_numbers_are_read_with_a_reason(self):
        number = "11010519491231002X"
        _contact, matter = self._register(people=[self._person("赵六", "13700000006", document_number=number)])
        petitioner = matter.party_ids.petitioner_id
        with self.assertRaises(AccessError):
            petitioner.action_unmask("Compare")
        self.receiver.group_ids += self.env.ref("visitor_reception.group_reception_identity")
        self.accused.group_ids += self.env.ref("visitor_reception.group_reception_identity")
        self.assertRefused("P1-30", petitioner.action_unmask, " ")
        self.assertEqual(petitioner.action_unmask("Compare"), number)
        log = self.env["reception.petition.reading"].search([("what", "=", "unmask")])
        self.assertEqual((log.user_id, log.reason), (self.receiver, "Compare"))
        mine = self.appeal.sudo().party_ids.petitioner_id.with_user(self.accused)
        with self.assertRaises(AccessError):
            mine.action_unmask("Curious")
        for way in (
            lambda row: row.read(["document_number"]),
            lambda row: row.export_data(["document_number"]),
            lambda row: row._read_group([], ["document_number"]),
            lambda row: row.search([("document_number", "=", number)]),
        ):
            with self.assertRaises(AccessError):
                way(petitioner)
