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
