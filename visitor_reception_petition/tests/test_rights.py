from odoo.tests import tagged

from .common import PetitionCommon

ROLES = ("employee", "officer", "auditor", "manager", "receiver", "petition")
# c r u d: may create, read, update, delete records of the model at all (record rules and the guard narrow it); - none
RIGHTS = {
    #                               employee officer auditor manager receiver petition
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
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestPetitionRights(PetitionCommon):
    def test_table_of_rights(self):
        """Every model of the add-on stands in the table, and its rights are those of the table."""
        models = {
            name
            for name, model_cls in self.env.registry.items()
            if model_cls._original_module == "visitor_reception_petition" and not model_cls._abstract
        }
        self.assertEqual(models, set(RIGHTS), "add the new model to the table RIGHTS")
        people = dict(
            zip(ROLES, (self.host, self.officer, self.auditor, self.manager, self.receiver, self.petition), strict=True)
        )
        wrong = [
            f"{model}: {role} {operation} is {has}"
            for model, row in RIGHTS.items()
            for role, rights in zip(ROLES, row, strict=True)
            for letter, operation in OPERATIONS.items()
            if (has := self.env[model].with_user(people[role]).has_access(operation)) != (letter in rights)
        ]
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

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
                found = "".join(letter for letter in "ru" if record.has_access(OPERATIONS[letter]))
                self.assertEqual(found, letters)
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
