from datetime import datetime, time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged, warmup

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestInbox(ReceptionCommon):
    """One inbox for everything that waits for a signature (1-3, 1-2.5)."""

    def _inbox(self, user):
        return self.env["reception.inbox"].with_user(user)

    def _signer(self, document):
        return document.pending_signatory_ids[:1]

    def _submitted(self, **vals):
        visit = self._make_visit(**vals)
        visit.action_submit()
        return visit

    def test_1_3_8_a_card_has_what_a_leader_needs(self):
        visit = self._submitted()
        leader = self._signer(visit)
        inbox = self._inbox(leader).get_inbox()
        card = inbox["cards"][0]
        self.assertEqual((card["model"], card["id"], card["requester"]), (visit._name, visit.id, "Host"))
        facts = dict(card["facts"])
        self.assertEqual(facts["Headcount"], "2")
        self.assertIn(visit.purpose, facts.values())
        self.assertIn(self.customer.name, facts.values())
        self.assertIn("asked", [step["state"] for step in card["steps"]])
        self.assertTrue(card["due"])
        self.assertIn("sign", {phrase["answer"] for phrase in inbox["phrases"]})

    def test_1_3_8_the_count_is_true_whatever_the_deadline(self):
        visit = self._submitted()
        leader = self._signer(visit)
        self.assertEqual(self._inbox(leader).get_count(), 1)
        self.assertEqual(self._inbox(self.stranger).get_count(), 0)
        self.assertEqual(self._inbox(self.stranger).get_inbox()["cards"], [])
        self._inbox(leader).answer(visit._name, visit.id, "sign", "Agreed.")
        self.assertEqual(self._inbox(leader).get_count(), 0)
        row = visit.sudo().signoff_ids.filtered(lambda row: row.signed_by_id == leader)
        self.assertEqual((row.state, row.comment), ("signed", "Agreed."))

    def test_1_3_8_what_is_due_first_comes_first(self):
        late, early = self._submitted(), self._submitted()
        leader = self._signer(late)
        activities = (late | early).sudo().activity_ids.filtered(lambda activity: activity.user_id == leader)
        activities.filtered(lambda activity: activity.res_id == early.id).date_deadline = "2020-01-01"
        cards = self._inbox(leader).get_inbox()["cards"]
        self.assertEqual([card["id"] for card in cards], [early.id, late.id])
        self.assertEqual([card["is_late"] for card in cards], [True, False])

    def test_1_3_8_declining_needs_a_reason_and_the_right_person(self):
        visit = self._submitted()
        leader = self._signer(visit)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            self._inbox(leader).answer(visit._name, visit.id, "decline", " ")
        with self.assertRaisesRegex(UserError, "1-3.8"):
            self._inbox(self.officer).answer(visit._name, visit.id, "sign")
        for model, verb in (("res.partner", "sign"), (visit._name, "unlink")):
            with self.assertRaisesRegex(UserError, "not a document to sign"):
                self._inbox(leader).answer(model, visit.id, verb)
        self._inbox(leader).answer(visit._name, visit.id, "decline", "Too many companions")
        self.assertEqual(visit.state, "declined")

    def test_4_6_2_1_a_meal_tells_the_cost_a_head_against_the_standard(self):
        visit = self._issue(self._make_visit())
        meal = (
            self.env["reception.hospitality"]
            .with_user(self.host)
            .create(
                {
                    "visit_id": visit.id,
                    "meal_at": visit.date_begin,
                    "reason": "Contract",
                    "business_relation": "Customer",
                    "guest_ids": visit.guest_ids.ids,
                    "amount_planned": 20,
                }
            )
        )
        facts = dict(meal.with_user(self.officer)._signoff_card_facts())
        self.assertIn(meal.currency_id.format(meal.amount_per_head), facts.values())
        self.assertIn(meal.currency_id.format(meal.standard_per_head), facts.values())

    def test_1_3_8_one_user_signs_for_two_companies_without_switching(self):
        other = self.env["res.company"].create({"name": "Second Ltd"})
        other.reception_tz = "Asia/Shanghai"
        visit = self._submitted()
        leader = self._signer(visit)
        leader.sudo().write({"company_ids": [(4, other.id)]})
        leader.sudo().company_id = other
        inbox = self._inbox(leader).with_context(allowed_company_ids=other.ids)
        self.assertEqual([card["company"] for card in inbox.get_inbox()["cards"]], [self.company.name])
        inbox.answer(visit._name, visit.id, "sign")
        self.assertEqual(inbox.get_count(), 0)

    def test_5_a_guarded_document_shows_its_number_only(self):
        visit = self._submitted()
        leader = self._signer(visit)
        self.patch(type(visit), "_is_signoff_guarded", lambda self: True)
        card = self._inbox(leader).get_inbox()["cards"][0]
        self.assertEqual((card["title"], card["facts"], card["alerts"]), (visit.name, [], []))

    @warmup
    def test_many_documents_cost_what_few_do(self):
        def measure(count):
            visits = (
                self.env["reception.visit"]
                .with_user(self.host)
                .union(*(self._make_visit() for _number in range(count)))
            )
            visits.action_submit()
            leader = self._signer(visits[0])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._inbox(leader).get_inbox()
            return self.cr.sql_log_count - before

        few = measure(2)
        self.assertLessEqual(measure(10), few + 3)


@tagged("post_install", "-at_install")
class TestHome(ReceptionCommon):
    """Where people land, and what their menu holds."""

    def test_home_by_role(self):
        kitchen = self._make_person("kitchen", "Kitchen", self.administration, "group_reception_kitchen")
        for user, action in (
            (self.gm, "reception_inbox_action"),
            (self.guard, "reception_gate_desk_action"),
            (kitchen, "reception_kitchen_order_action"),
            (self.cashier, "reception_petty_cash_action_to_pay"),
            (self.host, "reception_today_action"),
            (self.officer, "reception_today_action"),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(user._reception_home(), f"visitor_reception.{action}")
                self.assertTrue(self.env.ref(user._reception_home()))

    def test_menus_by_role(self):
        kitchen = self._make_person("kitchen", "Kitchen", self.administration, "group_reception_kitchen")
        names = ("visits", "hospitality", "petty_cash", "gate", "policy")
        menus = {name: self.env.ref(f"visitor_reception.reception_menu_{name}").id for name in names}

        def shown(user):
            loaded = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            return {name for name, menu in menus.items() if menu in loaded}

        self.assertEqual(shown(self.guard), {"gate"})
        self.assertEqual(shown(kitchen), {"hospitality"})
        self.assertEqual(shown(self.host), set(names))
        self.guard.group_ids += self.env.ref("visitor_reception.group_reception_officer")
        self.assertEqual(shown(self.guard), set(names), "who has a further role sees what it needs")


@tagged("post_install", "-at_install")
class TestToday(ReceptionCommon):
    def _tiles(self, user):
        tiles = self.env["reception.today"].with_user(user).get_tiles()["tiles"]
        return {tile["key"]: tile["count"] for tile in tiles}

    def test_1_5_tiles_count_what_the_user_may_see(self):
        before = self._tiles(self.host)
        today = self.env["reception.deadline"]._get_today(self.company)
        moment = self.company._reception_moment
        begin, end = (moment(datetime.combine(today, time(hour))) for hour in (9, 17))
        visit = self._issue(self._make_visit())
        visit._as_engine().write({"date_begin": begin, "date_end": end})
        self._make_visit()
        after = self._tiles(self.host)
        self.assertEqual(after["arrivals"] - before["arrivals"], 1)
        self.assertEqual(after["departures"] - before["departures"], 1)
        self.assertEqual(after["drafts"] - before["drafts"], 1)
        self.assertEqual(self._tiles(self.stranger)["drafts"], 0)

    def test_1_3_8_to_sign_stands_first(self):
        visit = self._make_visit()
        visit.action_submit()
        leader = visit.pending_signatory_ids[:1]
        self.assertEqual(next(iter(self._tiles(leader).items())), ("to_sign", 1))

    def test_7_tiles_by_role(self):
        self.assertIn("to_pay", self._tiles(self.cashier))
        self.assertNotIn("to_pay", self._tiles(self.host))
        self.assertNotIn("claims", self._tiles(self.host))

    def test_every_tile_opens(self):
        for user in (self.host, self.officer, self.cashier, self.gm, self.guard):
            for tile in self.env["reception.today"].with_user(user).get_tiles()["tiles"]:
                action = tile["action"]
                if isinstance(action, str):
                    self.assertTrue(self.env.ref(action))
                    continue
                records = self.env[action["res_model"]].with_user(user)
                self.assertEqual(records.search_count(action["domain"]), tile["count"], tile["key"])

    def test_at_most_ten_queries_at_any_size(self):
        users = [self.host, self.officer, self.cashier, self.gm]
        for _number in range(3):
            self._make_visit().action_submit()
        for user in users:
            today = self.env["reception.today"].with_user(user)
            today.get_tiles()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(user=user.name), self.assertQueryCount(10):
                today.get_tiles()


@tagged("post_install", "-at_install")
class TestInboxTour(ReceptionCommon, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_1_3_8_a_leader_signs_on_the_phone(self):
        visits = self.env["reception.visit"].with_user(self.host).union(*(self._make_visit() for _number in range(3)))
        visits.action_submit()
        leader = visits[0].pending_signatory_ids[:1]
        self.start_tour("/odoo", "reception_inbox_phone", login=leader.login)
        states = visits.sudo().signoff_ids.filtered(lambda row: row.user_id == leader).mapped("state")
        self.assertEqual(sorted(states), ["asked", "declined", "signed"])
