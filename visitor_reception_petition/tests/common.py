from datetime import datetime
from uuid import uuid4

from odoo.fields import Command

from odoo.addons.visitor_reception.tests.common import ReceptionCommon

# Thursday 2026-03-05, 10 o'clock in China
NOW = datetime(2026, 3, 5, 2, 0)
# in every text of a matter that is to be found nowhere else
MARKER = "marker-quartz"


class PetitionCommon(ReceptionCommon):
    """A petition office: ``receiver``, ``other_receiver``, ``petition`` (petition head), units with their handlers.

    ``unit`` (housing, handler ``unit_user``), ``other_unit``, ``discipline`` (handler ``inspector``), ``court``;
    ``keeper`` keeps accusations. The accused side of tests: ``accused`` of the department ``accused_department`` with the
    colleague ``colleague`` and the head ``accused_head``, who sits elsewhere.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["hr.department"].create({"name": "Petition Office"})
        cls.receiver = cls._make_petition_person("receiver", "Receiver", cls.office, "receiver")
        cls.other_receiver = cls._make_petition_person("receiver2", "Other Receiver", cls.office, "receiver")
        cls.petition = cls._make_petition_person("petition", "Petition Head", cls.office, "officer")
        cls._hold("petition_head", cls.petition)
        cls.housing = cls.env["hr.department"].create({"name": "Housing"})
        cls.unit_user = cls._make_person("unit", "Unit Handler", cls.housing)
        cls.inspector = cls._make_person("inspector", "Inspector", cls.administration)
        cls.keeper = cls._make_person("keeper", "Keeper", cls.administration)
        cls.accused_department = cls.env["hr.department"].create({"name": "Demolition"})
        cls.accused = cls._make_person("accused", "Accused", cls.accused_department)
        cls.colleague = cls._make_person("colleague_of_accused", "Colleague", cls.accused_department)
        cls.accused_head = cls._make_person("accused_head", "Head of Demolition", cls.administration)
        cls.accused_department.manager_id = cls.accused_head.employee_id
        cls.unit = cls._make_unit("Housing", handler_ids=[Command.set(cls.unit_user.ids)], department_id=cls.housing.id)
        cls.other_unit = cls._make_unit("Finance", handler_ids=[Command.set(cls.cashier.ids)])
        cls.discipline = cls._make_unit("Discipline", "discipline", handler_ids=[Command.set(cls.inspector.ids)])
        cls.court = cls._make_unit("Court", "court")
        cls.accused_unit = cls._make_unit(
            "Demolition", handler_ids=[Command.set(cls.colleague.ids)], department_id=cls.accused_department.id
        )
        cls.field = cls.env.ref("visitor_reception_petition.reception_petition_field_wages")
        cls.field.default_unit_id = False  # demo data may have named one
        cls.article = cls.env["reception.petition.article"].create(
            {"law": "Labour Law", "number": "50", "text": "Wages are paid monthly.", "in_force_from": "1995-01-01"}
        )

    @classmethod
    def _make_petition_person(cls, login, name, department, group):
        user = cls._make_person(login, name, department)
        user.group_ids += cls.env.ref(f"visitor_reception_petition.group_reception_petition_{group}")
        return user

    @classmethod
    def _make_unit(cls, name, kind="own", **vals):
        return cls.env["reception.petition.unit"].create({"name": name, "kind": kind, **vals})

    @classmethod
    def _appoint(cls, user):
        """Make ``user`` a keeper in force, signed by those who sign."""
        keepers = cls.env["reception.petition.keeper"].with_user(cls.petition)
        keeper = keepers.create({"user_id": user.id, "date_from": "2026-01-01"})
        cls._issue(keeper)
        return keeper

    @classmethod
    def _person(cls, name="张三", phone="13800138000", address="Main Street 1", **vals):
        return {"name": name, "phone": phone, "address": address, **vals}

    @classmethod
    def _vals(cls, channel="petition_visit", **vals):
        values = {
            "client_id": str(uuid4()),
            "channel": channel,
            "people": [cls._person()],
            "kind": "appeal",
            "title": f"Wages {MARKER}",
            "circumstances": f"Three months of wages are not paid {MARKER}",
            "request": f"Pay the wages {MARKER}",
            "field_id": cls.field.id,
        }
        if channel == "call":
            values["caller_number"] = "13800138000"
        return {**values, **vals}

    @classmethod
    def _register(cls, user=None, **vals):
        """What was registered by ``user`` (the receiver): contact and matter, as that user."""
        contacts = cls.env["reception.petition.contact"].with_user(user or cls.receiver)
        receipt = contacts.register(cls._vals(**vals))
        matter = contacts.env["reception.petition.matter"].browse(receipt["matter_id"])
        return contacts.browse(receipt["contact_id"]), matter

    @classmethod
    def _accuse(cls, **vals):
        """A sealed accusation of ``accused``, as the keeper sees it."""
        vals = {"kind": "accusation", "accused": cls.accused.employee_id.ids, **vals}
        contact, matter = cls._register(**vals)
        return contact.with_user(cls.keeper), matter.with_user(cls.keeper)

    @classmethod
    def _decide(cls, outcome, user=None, verify=True, vals=None, **facts):
        contact, matter = cls._register(user, **facts)
        if verify:
            contact.action_verify()
        contact.decide(outcome, vals or {})
        return contact, matter

    @classmethod
    def _terms(cls, matter):
        """Open terms of a matter: ``{code: due day}``."""
        return {term.code: term.due_date for term in matter.sudo()._get_terms()}

    def assertRefused(self, clause, act, *args, **kwargs):
        """``act`` is refused by a text that begins with the clause."""
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            act(*args, **kwargs)
        self.assertIn(f"{clause}:", str(caught.exception), f"refused for another reason: {caught.exception}")
