from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestToursPreset(HttpCase, ReceptionCommon):
    """Presets, letters and meals to make up in a real browser, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.host | cls.manager).write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.preset = cls.env.ref("visitor_reception.reception_preset_p2")

    def test_p2_policy_administrator_applies_the_preset(self):
        self.start_tour("/odoo/reception-presets", "reception_preset_apply", login=self.manager.login)
        self.assertEqual(self.company.reception_preset_id, self.preset)
        self.start_tour("/odoo/reception-companion-limits", "reception_preset_tables", login=self.manager.login)

    def test_p2_host_writes_the_letter(self):
        self._category("key_customer").with_company(self.company).preset_id = self.preset
        visit = self._make_visit()
        self.start_tour(f"/odoo/reception/{visit.id}", "reception_preset_visit", login=self.host.login)
        visit.invalidate_recordset()
        self.assertEqual(visit.letter_number, "江政函〔2026〕5号")

    def test_1_6_1_2_host_sees_what_is_to_be_made_up(self):
        visit = self._issue(self._make_visit())
        meals = (
            self.env["reception.hospitality"]
            .with_user(self.host)
            .create(
                [
                    {
                        "visit_id": visit.id,
                        "kind": "banquet",
                        "meal_at": fields.Datetime.now() - timedelta(hours=hours),
                        "guest_ids": [Command.set(visit.guest_ids.ids)],
                        "companion_ids": [Command.set(self.host.employee_id.ids)],
                        "amount_planned": 100,
                    }
                    for hours in (26, 2)
                ]
            )
        )
        url = f"/odoo/reception-hospitality/{meals[0].id}"
        self.start_tour(url, "reception_preset_meal", login=self.host.login)
