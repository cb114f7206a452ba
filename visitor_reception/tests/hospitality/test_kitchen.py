from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_cost import MEAL, ReceptionCostCommon

LUNCH = MEAL - timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestKitchen(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cook = cls._make_person("cook", "Cook", cls.administration, "group_reception_kitchen")
        cls.orders = cls.env["reception.kitchen.order"].with_user(cls.cook)

    def _order(self, **vals):
        return self._apply(**{"kind": "work_meal", "place": "inside", "amount_planned": 16, "meal_at": LUNCH, **vals})

    def test_1_6_1_kitchen_gets_counts_by_department(self):
        lunch = self._grant(self._order(driver_count=1, venue="Canteen"))
        dinner = self._grant(self._order(meal_at=MEAL, department_id=self.administration.id))
        asked = self._order(kind="banquet", amount_planned=80)
        asked.action_submit()
        self._order()  # a draft
        self._grant(self._order(venue="Called off")).action_cancel()
        self._grant(self._apply())  # outside
        orders = self.orders.search([])
        self.assertEqual(sorted(orders.ids), sorted((lunch | dinner | asked).ids))
        self.assertRecordValues(
            orders.browse((lunch | dinner | asked).ids),
            [
                {
                    "day": LUNCH.date(),
                    "meal": "lunch",
                    "state": "told",
                    "department_id": self.marketing.id,
                    "venue": "Canteen",
                    "guest_count": 1,
                    "companion_count": 1,
                    "driver_count": 1,
                    "diner_count": 3,
                },
                {
                    "day": MEAL.date(),
                    "meal": "dinner",
                    "state": "told",
                    "department_id": self.administration.id,
                    "venue": False,
                    "guest_count": 1,
                    "companion_count": 1,
                    "driver_count": 0,
                    "diner_count": 2,
                },
                {
                    "day": LUNCH.date(),
                    "meal": "lunch",
                    "state": "signing",
                    "department_id": self.marketing.id,
                    "venue": False,
                    "guest_count": 1,
                    "companion_count": 1,
                    "driver_count": 0,
                    "diner_count": 2,
                },
            ],
        )
        groups = self.orders._read_group([], ["day:day", "department_id"], ["diner_count:sum"])
        self.assertEqual(
            {department: diners for _day, department, diners in groups}, {self.marketing: 5, self.administration: 2}
        )

    def test_1_6_1_the_day_is_that_of_the_company(self):
        early = self._grant(self._order(meal_at=LUNCH.replace(hour=22)))  # six in the morning of the next day in China
        order = self.orders.browse(early.id)
        self.assertEqual((order.day, order.meal), (LUNCH.date() + timedelta(days=1), "breakfast"))

    def test_1_6_1_everybody_who_eats_counts_whatever_the_amount_is_divided_by(self):
        self.company.reception_head_count_basis = "guests"
        self.assertEqual(
            self.orders.browse(self._grant(self._order(driver_count=2, amount_planned=8)).id).diner_count, 4
        )

    def test_1_6_1_the_kitchen_sees_nothing_else(self):
        application = self._grant(self._order())
        self.env.flush_all()
        self.assertFalse(application.with_user(self.cook).has_access("read"))
        self.assertFalse(self.env["reception.hospitality"].with_user(self.cook).search([]))
        self.assertFalse(self.env["reception.visit"].with_user(self.cook).search([]))
        self.assertFalse({"amount_planned", "reason", "guest_ids", "visit_id"} & set(self.orders._fields))
        for user, sees in (
            (self.cook, True),
            (self.officer, True),
            (self.auditor, True),
            (self.manager, True),
            (self.host, False),
            (self.guard, False),
            (self.cashier, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.orders.with_user(user).has_access("read"), sees)
                menu = self.env.ref("visitor_reception.reception_kitchen_order_menu").id
                self.assertEqual(menu in self.env["ir.ui.menu"].with_user(user).load_menus(False), sees)
        with self.assertRaises(AccessError):
            self.orders.browse(application.id).venue = "Elsewhere"

    def test_1_6_1_the_kitchen_knows_what_guests_wish_and_avoid(self):
        self.staff_guest.write({"preference_food": "Vegetarian", "things_to_avoid": "Peanuts"})
        self.leader_guest.write({"preference_food": "Vegetarian", "things_to_avoid": ""})
        order = self.orders.browse(self._grant(self._order(guest_ids=[Command.set(self.visit.guest_ids.ids)])).id)
        self.assertEqual(order.wishes, "Peanuts; Vegetarian")
        self.assertNotIn(self.staff_guest.name, order.wishes)

    def test_other_company_sees_nothing(self):
        self._grant(self._order())
        company = self.env["res.company"].create({"name": "Company B"})
        self.cook.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.orders.with_company(company).search([]))

    def test_1_6_1_order_list_prints_a_page_a_day(self):
        self._grant(self._order(driver_count=1))
        self._grant(self._order(department_id=self.administration.id))
        self._grant(self._order(meal_at=MEAL))
        self._order(kind="banquet", amount_planned=80, meal_at=LUNCH + timedelta(days=5)).action_submit()
        action = self.orders.action_print()
        self.assertEqual(len(action["context"]["active_ids"]), 3, "today and tomorrow")
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.cook)
            ._render_qweb_html("visitor_reception.report_reception_kitchen_order", self.orders.search([]).ids)
        )
        page = html.decode()
        self.assertEqual(page.count("Kitchen Order List</h1>"), 2)
        self.assertEqual(page.count('data-meal="lunch"'), 2)
        self.assertEqual(page.count('data-meal="dinner"'), 1)
        self.assertIn('name="total_diners">5<', page)
        self.assertIn('name="day_diners">7<', page)
        self.assertIn("(not approved yet)", page)

    def test_1_6_1_as_many_queries_for_many_orders(self):
        applications = self.env["reception.hospitality"]
        for _number in range(6):
            applications |= self._order()
        applications.action_submit()
        self.env.flush_all()
        names = ["day", "meal", "department_id", "diner_count", "state"]
        counts = []
        for size in (1, 1, 6):  # the first time fills the caches
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.orders.search([("id", "in", applications[:size].ids)]).read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
