from datetime import datetime, timedelta

import pytz

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import ReceptionCommon


class KitchenTourCommon(HttpCase, ReceptionCommon):
    """Two meals inside the company today, as the clock of the browser says, for a cook who reads Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        # terms of views and data; those of the code come from the files
        cls.env["ir.module.module"]._load_module_terms(["visitor_reception"], ["zh_CN"])
        cls.cook = cls._make_person("cook", "Cook", cls.administration, "group_reception_kitchen")
        cls.cook.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.marketing.name, cls.administration.name = "营销部", "行政人事部"
        visit = cls._issue(cls._make_visit())
        for department, drivers in ((cls.marketing, 1), (cls.administration, 0)):
            application = (
                cls.env["reception.hospitality"]
                .with_user(cls.host)
                .create(
                    {
                        "visit_id": visit.id,
                        "kind": "work_meal",
                        "place": "inside",
                        "venue": "一号餐厅",
                        "meal_at": cls._next_meal(),
                        "reason": "保密事由",
                        "business_relation": "客户",
                        "department_id": department.id,
                        "guest_ids": [Command.set(visit.guest_ids[:1].ids)],
                        "companion_ids": [Command.set(cls.host.employee_id.ids)],
                        "driver_count": drivers,
                        "amount_planned": 16,
                    }
                )
            )
            cls._issue(application)

    @classmethod
    def _next_meal(cls):
        """Noon of tomorrow in China: today's may be over."""
        day = datetime.now(pytz.timezone("Asia/Shanghai")).date() + timedelta(days=1)
        return datetime(day.year, day.month, day.day, 4)


@tagged("post_install", "-at_install")
class TestToursKitchen(KitchenTourCommon):
    def test_1_6_1_cook_reads_the_orders_in_chinese(self):
        self.start_tour("/odoo/reception-kitchen", "reception_kitchen_orders", login=self.cook.login)


@tagged("post_install", "-at_install")
class TestToursKitchenPhone(KitchenTourCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_1_6_1_cook_reads_the_orders_on_a_phone(self):
        self.start_tour("/odoo/reception-kitchen?view_type=kanban", "reception_kitchen_phone", login=self.cook.login)
