from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

# Monday noon in China
NOW = datetime(2026, 3, 2, 4, 0)


class ReceptionCommon(TransactionCase):
    """One organisation: departments, employees with users, holders of every position.

    Users are attributes by role: ``host`` (marketing), ``head`` (head of marketing), ``officer`` (Administration and
    HR), ``manager`` (policy administrator), ``auditor``, ``guard``, ``cashier``, ``stranger`` (an employee of another
    department), ``gm``, ``edgm``, ``dgm`` (leader in charge of marketing), ``chairman``, ``vice_chairman``,
    ``executive_director``, ``supervisory_chairman``; ``shareholders`` is a list of five.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # demo data may have named people
        cls.env["reception.position.holder"].search([]).unlink()
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.marketing, cls.administration = cls.env["hr.department"].create(
            [{"name": "Marketing"}, {"name": "Administration and HR"}]
        )
        cls.host = cls._make_person("host", "Host", cls.marketing)
        cls.head = cls._make_person("head", "Head of Marketing", cls.marketing)
        cls.stranger = cls._make_person("stranger", "Stranger", cls.administration)
        cls.officer = cls._make_person("officer", "Officer", cls.administration, "group_reception_officer")
        cls.manager = cls._make_person("policy", "Policy Administrator", cls.administration, "group_reception_manager")
        cls.auditor = cls._make_person("auditor", "Auditor", cls.administration, "group_reception_auditor")
        cls.guard = cls._make_person("guard", "Guard", cls.administration, "group_reception_guard")
        cls.cashier = cls._make_person("cashier", "Cashier", cls.administration, "group_reception_cashier")
        for attribute, name, position in (
            ("gm", "General Manager", "general_manager"),
            ("edgm", "Executive Deputy", "executive_deputy_gm"),
            ("dgm", "Deputy General Manager", "deputy_gm"),
            ("chairman", "Chairman", "chairman"),
            ("vice_chairman", "Vice Chairman", "vice_chairman"),
            ("executive_director", "Executive Director", "executive_director"),
            ("supervisory_chairman", "Supervisory Chairman", "supervisory_chairman"),
        ):
            setattr(cls, attribute, cls._make_person(attribute, name, cls.administration))
            cls._hold(position, getattr(cls, attribute))
        cls.shareholders = [
            cls._make_person(f"shareholder{number}", f"Shareholder {number}", cls.administration)
            for number in range(1, 6)
        ]
        for user in cls.shareholders:
            cls._hold("shareholder", user)
        cls.marketing.manager_id = cls.head.employee_id
        cls.marketing.leader_in_charge_id = cls.dgm.employee_id
        cls.customer = cls.env["res.partner"].create({"name": "Customer Ltd", "is_company": True})

    @classmethod
    def _make_person(cls, login, name, department, group="group_reception_user"):
        user = new_test_user(cls.env, f"reception_{login}", groups=f"base.group_user,visitor_reception.{group}", name=name)
        cls.env["hr.employee"].create({"name": name, "user_id": user.id, "department_id": department.id})
        return user

    @classmethod
    def _position(cls, code):
        return cls.env["reception.position"].search([("code", "=", code)])

    @classmethod
    def _hold(cls, code, user, **vals):
        return cls.env["reception.position.holder"].create(
            {"position_id": cls._position(code).id, "user_id": user.id, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _category(cls, code):
        return cls.env["reception.visitor.category"].search([("code", "=", code)])

    @classmethod
    def _visit_vals(cls, category="key_customer", guests=2, **vals):
        return {
            "category_id": cls._category(category).id,
            "organisation_id": cls.customer.id,
            "identity": "Customers",
            "purpose": "Sign the supply contract",
            "date_begin": NOW + timedelta(days=1),
            "date_end": NOW + timedelta(days=2),
            "host_id": cls.host.employee_id.id,
            "department_id": cls.marketing.id,
            "guest_ids": [
                Command.create({"name": f"Guest {number}", "position": "Director", "is_principal": number == 1})
                for number in range(1, guests + 1)
            ],
            **vals,
        }

    @classmethod
    def _make_visit(cls, category="key_customer", user=None, **vals):
        """A complete notice in draft, written by ``user`` (the host)."""
        return cls.env["reception.visit"].with_user(user or cls.host).create(cls._visit_vals(category, **vals))

    @classmethod
    def _issue(cls, visit):
        """Submit and sign with everybody who is asked, until nobody is."""
        visit.action_submit()
        while visit.signoff_state == "asked":
            visit.with_user(visit.sudo().pending_signatory_ids[0]).action_sign()
        return visit
