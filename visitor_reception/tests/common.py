import importlib.util
from datetime import datetime, timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tests import TransactionCase

from ..models.document.reception_engine_mixin import Marks


class EveryModel(frozenset):
    """Every model, whatever its name."""

    def __contains__(self, name):
        return True


# what tests prepare, they prepare as the code of every model
ENGINE = {"reception_marks": Marks(engine=EveryModel({"every"}))}

# Monday noon in China
NOW = datetime(2026, 3, 2, 4, 0)


class SignoffTester(models.Model):
    """The smallest document that is signed; it exists in tests only (``_module = None`` keeps it out of installs)."""

    _module = None
    _name = "reception.signoff.tester"
    _inherit = ["reception.signoff.mixin"]
    _description = "Signed Test Document"

    name = fields.Char(default="Document")
    department_id = fields.Many2one("hr.department")
    state = fields.Selection(tracking=False)
    amount = fields.Integer()
    kind = fields.Selection([("one", "First kind"), ("two", "Second kind")])
    is_urgent = fields.Boolean()
    day = fields.Date()
    moment = fields.Datetime()
    reader_ids = fields.Many2many("res.partner", string="Readers")
    line_ids = fields.One2many("reception.signoff.tester.line", "tester_id")
    granted_count = fields.Integer(string="Times Granted")

    @api.model
    def _signoff_fields(self):
        return {"amount", "kind", "is_urgent", "day", "moment", "department_id", "reader_ids"}

    @api.model
    def _signoff_lines(self):
        return {"line_ids": ("name", "quantity")}

    def _on_signoff_granted(self):
        super()._on_signoff_granted()
        for record in self.sudo():
            record.granted_count += 1


class SignoffTesterLine(models.Model):
    """A line that is part of what is signed."""

    _module = None
    _name = "reception.signoff.tester.line"
    _description = "Line of a Signed Test Document"

    tester_id = fields.Many2one("reception.signoff.tester", required=True, ondelete="cascade", index=True)
    name = fields.Char()
    quantity = fields.Integer()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.tester_id._signoff_void_if_changed()
        return lines

    def write(self, vals):
        testers = self.tester_id
        result = super().write(vals)
        (testers | self.tester_id)._signoff_void_if_changed()
        return result


def load_test_models(cls, *definitions):
    """Add models to the registry for one test class, as Odoo's own tests do; they are gone after the class.

    Employees may do everything with their records: rights are tested elsewhere.
    """
    names = add_test_models(cls, *definitions)
    cls.env["ir.model.access"].create(
        [
            {
                "name": name,
                "model_id": cls.env["ir.model"]._get_id(name),
                "group_id": cls.env.ref("visitor_reception.group_reception_user").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
            for name in names
        ]
    )


def add_test_models(cls, *definitions):
    """The same without any rights; their names are returned."""
    from odoo.orm.model_classes import add_to_registry

    registry, names = cls.registry, [definition._name for definition in definitions]
    for definition in definitions:
        for field in definition._field_definitions:
            field._module = "visitor_reception"  # whom relation tables belong to
        add_to_registry(registry, definition)

    def unload():
        for name in names:
            del registry.models[name]
        for model_cls in registry.models.values():
            for name in names:
                model_cls._inherit_children.discard(name)
        registry._setup_models__(cls.env.cr)

    cls.addClassCleanup(unload)
    registry._setup_models__(cls.env.cr, names)
    registry.init_models(cls.env.cr, names, {"models_to_check": True})
    return names


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
        cls.company.reception_tz = cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.marketing, cls.administration = cls.env["hr.department"].create(
            [{"name": "Marketing"}, {"name": "Administration and HR"}]
        )
        leaders = {
            "gm": ("General Manager", "general_manager"),
            "edgm": ("Executive Deputy", "executive_deputy_gm"),
            "dgm": ("Deputy General Manager", "deputy_gm"),
            "chairman": ("Chairman", "chairman"),
            "vice_chairman": ("Vice Chairman", "vice_chairman"),
            "executive_director": ("Executive Director", "executive_director"),
            "supervisory_chairman": ("Supervisory Chairman", "supervisory_chairman"),
        }
        shareholders = [(f"shareholder{number}", f"Shareholder {number}", cls.administration) for number in range(1, 6)]
        cls.host, cls.head, cls.stranger, cls.officer, cls.manager, cls.auditor, cls.guard, cls.cashier, *others = (
            cls._make_people(
                ("host", "Host", cls.marketing),
                ("head", "Head of Marketing", cls.marketing),
                ("stranger", "Stranger", cls.administration),
                ("officer", "Officer", cls.administration, "group_reception_officer"),
                ("policy", "Policy Administrator", cls.administration, "group_reception_manager"),
                ("auditor", "Auditor", cls.administration, "group_reception_auditor"),
                ("guard", "Guard", cls.administration, "group_reception_guard"),
                ("cashier", "Cashier", cls.administration, "group_reception_cashier"),
                *((login, name, cls.administration) for login, (name, _position) in leaders.items()),
                *shareholders,
            )
        )
        cls.shareholders = others[len(leaders) :]
        for (login, (_name, position)), user in zip(leaders.items(), others, strict=False):
            setattr(cls, login, user)
            cls._hold(position, user)
        for user in cls.shareholders:
            cls._hold("shareholder", user)
        cls.marketing.manager_id = cls.head.employee_id
        cls.marketing.leader_in_charge_id = cls.dgm.employee_id
        cls.customer = cls.env["res.partner"].create({"name": "Customer Ltd", "is_company": True})

    @classmethod
    def _make_person(cls, login, name, department, group="group_reception_user"):
        return cls._make_people((login, name, department, group))

    @classmethod
    def _make_people(cls, *people):
        """Users with employees, of (login, name, department, name of a group of ours), in that order.

        At once, and without a letter of invitation: one by one, twenty people would take longer than most tests.
        """
        users = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "login": f"reception_{login}",
                        "password": f"reception_{login}",
                        "name": name,
                        "email": f"reception_{login}@example.com",
                        "group_ids": [
                            Command.set(
                                [
                                    cls.env.ref("base.group_user").id,
                                    cls.env.ref(
                                        f"visitor_reception.{group[0] if group else 'group_reception_user'}"
                                    ).id,
                                ]
                            )
                        ],
                    }
                    for login, name, _department, *group in people
                ]
            )
        )
        cls.env["hr.employee"].create(
            [
                {"name": name, "user_id": user.id, "department_id": department.id}
                for user, (_login, name, department, *_group) in zip(users, people, strict=True)
            ]
        )
        return users

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

    @classmethod
    def _prepare(cls, visit):
        """Do what the start of an issued visit waits for besides grade and principal host, whoever's task it is."""
        visit_sudo = visit.sudo()
        if visit_sudo.can_confirm:
            visit_sudo.action_confirm("Contact")
        if visit_sudo.procedure_category_id.plan_clause:
            visit_sudo.reception_plan = "<p>Who meets the guests where.</p>"
        steps = visit_sudo._get_open_steps().filtered(lambda step: step.guard == "start")
        (steps - visit_sudo._get_open_checks()).action_done()
        visit_sudo.action_tell_programme()
        if visit_sudo.can_check:
            visit_sudo.action_final_check()
        return visit

    @classmethod
    def _load_migration(cls, path):
        """The module of a migration script, by its path below ``migrations``."""
        file = Path(__file__).parent.parent / "migrations" / path
        spec = importlib.util.spec_from_file_location("migration", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @classmethod
    def _deliver(cls):
        """Send what people are about to be told, as the cron does a moment later."""
        cls.env["reception.outbox"]._as_engine().search([])._send()

    @classmethod
    def _get_told(cls, document):
        """Who was told about a document by message, in the inbox or by letter (res.partner)."""
        cls._deliver()
        messages = cls.env["mail.message"].search([("model", "=", document._name), ("res_id", "=", document.id)])
        return messages.notified_partner_ids


class SignoffTesterCommon(ReceptionCommon):
    """The engine without visits: documents of ``reception.signoff.tester``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_test_models(cls, SignoffTester, SignoffTesterLine)

    @classmethod
    def _make_rule(cls, *steps, **vals):
        """A rule for test documents; ``steps`` are values of ``reception.signoff.step``, with positions' codes."""
        return cls.env["reception.signoff.rule"].create(
            {
                "name": "Test rule",
                "res_model": "reception.signoff.tester",
                "clause": "1-3.8",
                "step_ids": [
                    Command.create(
                        {
                            **step,
                            "sequence": number,
                            "position_ids": [Command.link(cls._position(code).id) for code in step["position_ids"]],
                        }
                    )
                    for number, step in enumerate(steps, start=1)
                ],
                **vals,
            }
        )

    @classmethod
    def _make_document(cls, user=None, **vals):
        values = {"department_id": cls.marketing.id, **vals}
        return cls.env["reception.signoff.tester"].with_user(user or cls.host).create(values)

    def _told(self, *documents):
        """Notifications about documents, the latest last."""
        self._deliver()
        domain = [("model", "=", documents[0]._name), ("res_id", "in", [document.id for document in documents])]
        return self.env["mail.message"].search([*domain, ("message_type", "=", "user_notification")], order="id")

    def assertNothingOpen(self, document):
        """No request and no activity is left."""
        document = document.sudo()
        self.assertFalse(document.signoff_ids.filtered(lambda row: row.state in ("asked", "waiting")))
        self.assertFalse(document.activity_ids.filtered(lambda activity: activity.activity_category == "signoff"))
