from odoo.tests import tagged

from odoo.addons.visitor_reception.tests import common_rights

from .common import PetitionCommon

ROLES = ("host", "officer", "auditor", "manager", "receiver", "petition")
# c r u d: may create, read, update, delete records of the model at all (record rules and the guard narrow it); - none
RIGHTS = {
    #                               host     officer auditor manager receiver petition
    "reception.petition.agreement":   ("cru",  "cru",  "cru",  "cru",  "cru",  "cru"),
    "reception.petition.answer":      ("crud", "crud", "crud", "crud", "crud", "crud"),
    "reception.petition.article":     ("r",    "r",    "r",    "cru",  "r",    "cru"),
    "reception.petition.attitude.complaint": ("-", "-", "r",   "-",    "cr",   "cru"),
    "reception.petition.circular":    ("r",    "r",    "r",    "r",    "r",    "cru"),
    "reception.petition.contact":     ("r",    "r",    "r",    "r",    "ru",   "ru"),
    "reception.petition.duty":        ("-",    "-",    "-",    "-",    "ru",   "cru"),
    "reception.petition.evaluation":  ("ru",   "ru",   "ru",   "ru",   "ru",   "ru"),
    "reception.petition.extension":   ("cru",  "cru",  "cru",  "cru",  "cru",  "cru"),
    "reception.petition.field":       ("r",    "r",    "r",    "cru",  "r",    "cru"),
    "reception.petition.handover":    ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.hardship.help": ("cru", "cru", "cru",  "cru",  "cru",  "cru"),
    "reception.petition.indicator":   ("r",    "r",    "r",    "ru",   "r",    "ru"),
    "reception.petition.keeper":      ("r",    "r",    "r",    "cru",  "r",    "cru"),
    "reception.petition.leader.day":  ("r",    "r",    "r",    "r",    "r",    "cru"),
    "reception.petition.leader.report": ("r",  "r",    "r",    "r",    "r",    "r"),
    "reception.petition.matter":      ("ru",   "ru",   "ru",   "ru",   "ru",   "ru"),
    "reception.petition.opinion":     ("cru",  "cru",  "cru",  "cru",  "cru",  "cru"),
    "reception.petition.outcome.set": ("crud", "crud", "crud", "crud", "crud", "crud"),
    "reception.petition.paper":       ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.party":       ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.petitioner":  ("r",    "r",    "r",    "r",    "ru",   "ru"),
    "reception.petition.period.report": ("r",  "r",    "r",    "r",    "r",    "r"),
    "reception.petition.promise":     ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.reading":     ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.risk.assessment": ("cru", "cru", "cru", "cru", "cru",  "cru"),
    "reception.petition.satisfaction": ("r",   "r",    "r",    "r",    "r",    "r"),
    "reception.petition.sealed":      ("-",    "-",    "-",    "-",    "-",    "-"),
    "reception.petition.secondment":  ("-",    "-",    "-",    "-",    "r",    "cru"),
    "reception.petition.session":     ("r",    "r",    "r",    "r",    "ru",   "ru"),
    "reception.petition.session.member": ("r", "r",    "r",    "r",    "r",    "r"),
    "reception.petition.statistics": ("-",     "-",    "r",    "-",    "r",    "r"),
    "reception.petition.supervision": ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.term":        ("r",    "r",    "r",    "r",    "r",    "r"),
    "reception.petition.unit":        ("r",    "r",    "r",    "cru",  "r",    "cru"),
    "reception.petition.window":      ("r",    "r",    "r",    "cru",  "r",    "cru"),
    "reception.petition.withdrawal":  ("r",    "r",    "r",    "r",    "r",    "r"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestPetitionRights(common_rights.RightsCase, PetitionCommon):
    MODULE = "visitor_reception_petition"
    ROLES = ROLES
    RIGHTS = RIGHTS

    def test_who_reads_the_register(self):
        contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        expected = {
            self.receiver: "ru",
            self.other_receiver: "r",
            self.petition: "ru",
            self.unit_user: "ru",
            self.auditor: "r",
            self.host: "",
            self.officer: "",
            self.manager: "",
            self.gm: "",
            self.keeper: "",
            self.env.ref("base.user_admin"): "",
        }
        for user, letters in expected.items():
            with self.subTest(user=user.login):
                record = matter.with_user(user)
                self.assertEqual(self._get_letters(record, "ru"), letters)
                self.assertEqual(bool(record.search([("id", "=", matter.id)])), "r" in letters)
                self.assertEqual(contact.with_user(user).has_access("read"), "r" in letters)
                self.assertEqual(matter.sudo().term_ids.with_user(user).has_access("read"), "r" in letters)

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Company B"})
        _contact, matter = self._register()
        user = self._make_petition_person("b", "Head of B", self.office, "officer")
        user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.assertFalse(matter.with_user(user).has_access("read"))
        self.assertEqual(self.env["reception.petition.contact"].with_user(user).lookup("1380"), [])
