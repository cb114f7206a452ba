from functools import partial

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .. import common_concurrency

USERS = 3


@tagged("post_install", "-at_install")
class TestSignoffConcurrency(common_concurrency.ConcurrencyCase):
    """Two who act at the same moment, signing, declining and submitting."""

    CONTEXT = {}

    def setUp(self):
        self.created = []
        super().setUp()

    def _remember(self, records):
        self.created.append((records._name, records.ids))
        return records

    def _prepare(self, env):
        """A position with three holders, a rule for notices with the purpose *Race*, and one such notice."""
        env = env(context={"tracking_disable": True, "no_reset_password": True})
        users = self._remember(
            env["res.users"].create(
                [{"name": f"Racer {number}", "login": f"reception_racer_{number}"} for number in range(USERS)]
            )
        )
        self._remember(users.partner_id)
        position = self._remember(env["reception.position"].create({"name": "Racers", "code": "reception_racers"}))
        self._remember(
            env["reception.position.holder"].create(
                [{"position_id": position.id, "user_id": user.id, "company_id": env.company.id} for user in users]
            )
        )
        self._remember(
            env["reception.signoff.rule"].create(
                {
                    "name": "Race",
                    "res_model": "reception.visit",
                    "clause": "1-3.8",
                    "domain": "[('purpose', '=', 'Race'), ('batch', '=', 777), ('headcount', '=', 1)]",
                    "step_ids": [
                        Command.create(
                            {"quorum": "all", "holders_needed": "all", "position_ids": [Command.link(position.id)]}
                        )
                    ],
                }
            )
        )
        department = self._remember(env["hr.department"].create({"name": "Race"}))
        employee = self._remember(
            env["hr.employee"].create({"name": "Racer 0", "user_id": users[0].id, "department_id": department.id})
        )
        visit = self._remember(
            env["reception.visit"]
            .with_user(users[0])
            .create(
                {
                    "category_id": env.ref("visitor_reception.reception_visitor_category_professional_of_gm").id,
                    "purpose": "Race",
                    "batch": 777,
                    "date_begin": "2026-03-03 04:00:00",
                    "date_end": "2026-03-03 08:00:00",
                    "host_id": employee.id,
                    "guest_ids": [Command.create({"name": "Guest", "position": "Director"})],
                }
            )
        )
        self.visit_id, self.user_ids = visit.id, users.ids

    def _clean(self, env):
        """Everything that setUp has committed, by SQL where the models rightly refuse."""
        cr = env.cr
        visit_ids = tuple(ids[0] for model, ids in self.created if model == "reception.visit") or (0,)
        for table in map(SQL.identifier, ("reception_signoff", "mail_activity", "mail_followers")):
            cr.execute(SQL("DELETE FROM %s WHERE res_model = 'reception.visit' AND res_id IN %s", table, visit_ids))
        cr.execute("DELETE FROM mail_message WHERE model = 'reception.visit' AND res_id IN %s", [visit_ids])
        cr.execute("DELETE FROM reception_visit WHERE id IN %s", [visit_ids])
        for model, ids in reversed(self.created):
            if model == "reception.signoff.rule":
                cr.execute("DELETE FROM reception_signoff_rule WHERE id IN %s", [tuple(ids)])
            elif model == "res.users":
                env["res.users"].browse(ids).active = False  # users stay on file in Odoo; their names are free again
                cr.execute("UPDATE res_users SET login = 'gone_' || id WHERE id IN %s", [tuple(ids)])
            elif model not in ("reception.visit", "res.partner"):
                env[model].browse(ids).exists().unlink()

    def _meet(self, *moves):
        """Run ``(user number, method, args)`` at once, each as a request of its own; the refusals by move.

        A method is a name, or a function of the visit.
        """

        def request(method, args, env):
            visit = env["reception.visit"].browse(self.visit_id)
            method(visit) if callable(method) else getattr(visit, method)(*args)

        works = [partial(request, method, args) for _number, method, args in moves]
        return self._race(*works, uids=[self.user_ids[number] for number, *_move in moves])

    def _do(self, user_number, method, *args):
        self._in_transaction(
            lambda env: getattr(env["reception.visit"].browse(self.visit_id), method)(*args), self.user_ids[user_number]
        )

    def _result(self):
        def read(env):
            visit = env["reception.visit"].browse(self.visit_id)
            activities = visit.activity_ids.filtered(lambda activity: activity.activity_category == "signoff")
            return visit.state, visit.signoff_state, sorted(visit.signoff_ids.mapped("state")), len(activities)

        return self._in_transaction(read)

    def _submit(self):
        # the requester is a holder too: they may sign along with others
        self._do(0, "action_submit")

    def test_last_two_signatures_at_once(self):
        self._submit()
        self._do(0, "action_sign")
        self.assertEqual(self._meet((1, "action_sign", []), (2, "action_sign", [])), [None, None])
        self.assertEqual(self._result(), ("issued", "granted", ["signed"] * 3, 0))

    def test_sign_against_decline(self):
        self._submit()
        self._do(0, "action_sign")
        self._do(1, "action_sign")
        errors = self._meet((2, "action_sign", []), (2, "action_decline", ["no"]))
        self.assertEqual(errors.count(None), 1)
        self.assertIn("1-3.8", next(filter(None, errors)))
        self.assertIn(
            self._result(),
            [("issued", "granted", ["signed"] * 3, 0), ("declined", "declined", ["declined", "signed", "signed"], 0)],
        )

    def test_decline_of_one_against_the_signature_of_another(self):
        self._submit()
        self._do(0, "action_sign")
        errors = self._meet((1, "action_sign", []), (2, "action_decline", ["no"]))
        self.assertIsNone(errors[1])
        state, signoff_state, rows, activities = self._result()
        self.assertEqual((state, signoff_state, activities), ("declined", "declined", 0))
        self.assertNotIn("asked", rows)

    def test_last_signature_against_withdraw(self):
        self._submit()
        self._do(0, "action_sign")
        self._do(1, "action_sign")
        errors = self._meet((2, "action_sign", []), (0, "action_withdraw", []))
        self.assertEqual(errors.count(None), 1)
        self.assertIn(self._result(), [("issued", "granted", ["signed"] * 3, 0), ("draft", "none", ["void"] * 3, 0)])

    def test_double_submit(self):
        errors = self._meet((0, "action_submit", []), (0, "action_submit", []))
        self.assertEqual(errors.count(None), 1)
        self.assertIn("submitted already", next(filter(None, errors)))
        self.assertEqual(self._result(), ("signing", "asked", ["asked"] * 3, 3))

    def test_double_sign_by_one_person(self):
        self._submit()
        errors = self._meet((1, "action_sign", []), (1, "action_sign", []))
        self.assertEqual(errors.count(None), 1)
        self.assertEqual(self._result(), ("signing", "asked", ["asked", "asked", "signed"], 2))

    def test_1_3_8_guest_renamed_while_the_notice_is_submitted(self):
        """What is signed is what the submission saw, or the change makes it void; never something unseen."""
        self.assertEqual(self._meet((0, "action_submit", []), (0, self._rename, [])), [None, None])

        def check(env):
            visit = env["reception.visit"].browse(self.visit_id)
            if visit.state == "signing":
                self.assertEqual(visit._get_signoff_facts()["guest_ids"], visit.signoff_facts["guest_ids"])
            else:
                self.assertEqual(visit.state, "draft")

        self._in_transaction(check)

    @staticmethod
    def _rename(visit):
        visit.guest_ids.name = "Somebody Else"
