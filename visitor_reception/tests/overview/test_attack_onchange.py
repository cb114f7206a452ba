from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common_petty_cash import PettyCashCommon

SECRET = "Secret of Company A"


@tagged("post_install", "-at_install")
class TestAttackOnchange(PettyCashCommon):
    """``onchange`` tells nobody what they may not read: each model × each link, with ids of another company's records."""

    def _get_models(self):
        return [
            model
            for name, model in sorted(self.env.registry.items())
            if name.startswith("reception.") and not model._abstract and model._auto
        ]

    def test_4_14a_nothing_of_another_company_comes_back(self):
        self.company.name = SECRET
        self.customer.name = SECRET
        visit = self._issue(self._make_visit(purpose=SECRET, identity=SECRET, contact_name=SECRET))
        visit.sudo().guest_ids.write({"name": SECRET, "phone": "13900001111"})
        self._make_meal_and_advance(visit)
        self.env.flush_all()
        other = self.env["res.company"].create({"name": "Company B", "reception_tz": "Asia/Shanghai"})
        spy = new_test_user(
            self.env, "reception_spy", groups="base.group_user", company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        self.env.invalidate_all()
        asked = 0
        for model_class in self._get_models():
            model = self.env[model_class._name].with_user(spy).with_company(other)
            if not (model.has_access("create") or model.has_access("read")):
                continue
            fields = {name: {} for name, field in model._fields.items() if not field.groups}
            for name, field in model._fields.items():
                if field.type != "many2one" or field.comodel_name not in self.env or field.groups:
                    continue
                target = self.env[field.comodel_name].sudo()
                if not field.comodel_name.startswith(("reception.", "hr.expense", "account.")) or not target._auto:
                    continue
                domain = [("company_id", "=", self.company.id)] if "company_id" in target._fields else []
                for record in target.search(domain, limit=2, order="id desc"):
                    if target.browse(record.id).with_user(spy).has_access("read"):
                        continue
                    asked += 1
                    with self.subTest(model=model._name, field=name), self.cr.savepoint():
                        self.assertNotIn(SECRET, self._ask(model, name, record.id, fields))
                        by_default = model.with_context(**{f"default_{name}": record.id})
                        self.assertNotIn(SECRET, self._ask(by_default, name, False, fields))
        self.assertGreater(asked, 20)

    def _ask(self, model, name, record_id, fields):
        try:
            answer = model.onchange(*(({name: record_id}, [name]) if record_id else ({}, [])), fields)
        except (AccessError, UserError, ValidationError):
            return ""
        value = answer.get("value", {})
        # what was asked about may be named back by its number alone
        return str({key: told for key, told in value.items() if key != name}) + str(answer.get("warning", ""))

    def _make_meal_and_advance(self, visit):
        self.env["reception.hospitality"].with_user(self.host).create(
            {
                "visit_id": visit.id,
                "kind": "banquet",
                "place": "outside",
                "meal_at": visit.date_begin,
                "reason": SECRET,
                "business_relation": SECRET,
                "venue": SECRET,
                "guest_ids": [Command.set(visit.guest_ids.ids)],
                "companion_ids": [Command.set(self.host.employee_id.ids)],
                "amount_planned": 100,
            }
        )
        self._advance(purpose=SECRET)
