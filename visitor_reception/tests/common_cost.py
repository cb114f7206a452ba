from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import NOW, ReceptionCommon

MEAL = NOW + timedelta(days=1, hours=8)


class ReceptionCostCommon(ReceptionCommon):
    """An issued visit with ranked guests, an approver of expenses (``approver``) and an accountant (``accountant``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.approver = new_test_user(
            cls.env, "reception_approver", groups="base.group_user,hr_expense.group_hr_expense_user", name="Approver"
        )
        cls.accountant = new_test_user(
            cls.env,
            "reception_accountant",
            groups="base.group_user,hr_expense.group_hr_expense_user,account.group_account_invoice,"
            "account.group_account_user",
            name="Accountant",
        )
        cls.env["hr.employee"].create({"name": "Accountant", "user_id": cls.accountant.id})
        cls.draft_visit = cls._make_visit()
        cls.visit = cls._issue(cls._make_visit(guest_ids=cls._guest_commands("general_manager", "below_deputy_gm")))
        cls.leader_guest, cls.staff_guest = cls.visit.guest_ids

    @classmethod
    def _rank(cls, code):
        return cls.env["reception.rank"].search([("code", "=", code)])

    @classmethod
    def _guest_commands(cls, *ranks):
        return [
            Command.create(
                {
                    "name": f"Guest {number}",
                    "position": "Director",
                    "rank_id": cls._rank(rank).id if rank else False,
                    "is_principal": number == 1,
                }
            )
            for number, rank in enumerate(ranks, start=1)
        ]

    @classmethod
    def _class(cls, code):
        return cls.env["reception.service.class"].search([("code", "=", code)])

    @classmethod
    def _book(cls, code, guests, visit=None, user=None, **vals):
        """A booking in draft of the class ``code`` (or the service, where it has no classes)."""
        service_class = cls._class(code)
        return (
            cls.env["reception.booking"]
            .with_user(user or cls.host)
            .create(
                {
                    "visit_id": (visit or cls.visit).id,
                    "service": service_class.service or code,
                    "class_id": service_class.id,
                    "guest_ids": [Command.set(guests.ids)],
                    "date_from": NOW + timedelta(days=1),
                    "amount_planned": 500,
                    **vals,
                }
            )
        )

    @classmethod
    def _apply(cls, visit=None, user=None, **vals):
        """A complete application in draft: banquet outside by the department, 2 guests, 2 companions, 100 a head."""
        visit = visit or cls.visit
        return (
            cls.env["reception.hospitality"]
            .with_user(user or cls.host)
            .create(
                {
                    "visit_id": visit.id,
                    "kind": "banquet",
                    "place": "outside",
                    "meal_at": MEAL,
                    "reason": "Contract dinner",
                    "business_relation": "Customer",
                    "guest_ids": [Command.set(visit.guest_ids.filtered(lambda g: not g.rank_id.dines_as_needed).ids)],
                    "companion_ids": [Command.set([cls.host.employee_id.id])],
                    "amount_planned": 200,
                    **vals,
                }
            )
        )

    @classmethod
    def _at_table(cls, *users):
        """The host and ``users`` as companions of a meal."""
        return [Command.set([user.employee_id.id for user in (cls.host, *users)])]

    @classmethod
    def _grant(cls, document):
        """Submit and sign with everybody who is asked, until nobody is; Administration and HR notes what is told (1-6.1)."""
        document.action_submit()
        if document.state == "told" and not document.noted_at:
            document.with_user(cls.officer).action_note()
        while document.signoff_state == "asked":
            document.with_user(document.sudo().pending_signatory_ids[0]).action_sign()
        return document

    @classmethod
    def _claim(cls, application=None, user=None, **vals):
        """A draft claim for a meal by ``user`` (the host)."""
        user = user or cls.host
        return (
            cls.env["hr.expense"]
            .with_user(user)
            .create(
                {
                    "name": "Dinner",
                    "product_id": cls.env.ref("visitor_reception.product_hospitality").id,
                    "employee_id": user.employee_id.id,
                    "hospitality_id": application.id if application else False,
                    **({"date": application.meal_at.date()} if application else {}),
                    "total_amount_currency": 200,
                    **vals,
                }
            )
        )

    @classmethod
    def _approve(cls, claim):
        """Submit ``claim`` and approve it."""
        claim.action_submit()
        claim.with_user(cls.approver).action_approve()
        return claim

    @classmethod
    def _after_meals(cls):
        """The day after the meals of the tests: they are settled when they have taken place (1-6.1.2)."""
        return freeze_time(MEAL + timedelta(days=1))

    @classmethod
    def _post(cls, claim):
        """Post an approved claim after its meal; return its entry."""
        claim = claim.with_user(cls.accountant)
        with cls._after_meals():
            action = claim.action_post()
            wizard = cls.env["hr.expense.post.wizard"].with_user(cls.accountant).with_context(**action["context"])
            wizard.create({}).action_post_entry()
        return claim.account_move_id
