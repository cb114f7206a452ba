from odoo import api, models
from odoo.fields import Domain


class ReceptionSetup(models.AbstractModel):
    """The first start: what an organisation sets up before its first notice, each step ticked by what is there."""

    _name = "reception.setup"
    _description = "First Steps"

    @api.model
    def get_steps(self):
        """The steps in their order, for who sets the organisation up; nothing for others, and none once all are done.

        :return: ``[{key, title, done, action}]``; an action is an id, a dictionary, or False where the user may not go
        """
        if not self.env.user.has_group("visitor_reception.group_reception_manager"):
            return []
        steps = self._steps()
        return steps if not all(step["done"] for step in steps) else []

    @api.model
    def _steps(self):
        """Extended with ``super()`` by add-ons that need something set up."""
        _ = self.env._
        company = self.env.company
        settings = self._get_settings_action()
        of_company = [("company_id", "in", (company.id, False))]
        return [
            self._step("zone", _("Choose the time zone of the company"), company.reception_tz, settings),
            self._step(
                "positions",
                _("Name who holds each position, or say that there is none"),
                not self._get_vacant_positions(company),
                "visitor_reception.reception_position_action",
            ),
            self._step(
                "heads",
                _("Name the head of each department"),
                self._has_all_heads(company),
                self._may_go("hr.department", "write", "hr.hr_department_kanban_action"),
            ),
            self._step(
                "policy",
                _("Compare the standards with your policy, and put it in force"),
                self._exists("reception.policy.document", [*of_company, ("state", "=", "in_force")]),
                "visitor_reception.reception_policy_document_action",
            ),
            self._step(
                "accounts",
                _("Choose accounts and cash box"),
                not company.sudo()._reception_missing_accounts(),
                settings,
            ),
            self._step(
                "gates",
                _("Enter the gates"),
                self._exists("reception.gate", of_company),
                "visitor_reception.reception_gate_action",
            ),
            self._step(
                "people",
                _("Invite people: each needs a user and an employee"),
                self._exists("hr.employee", [*of_company, ("user_id", "not in", (self.env.uid, False))]),
                self._may_go("hr.employee", "read", "hr.open_view_employee_list_my"),
            ),
        ]

    @api.model
    def _step(self, key, title, done, action):
        return {"key": key, "title": title, "done": bool(done), "action": action}

    @api.model
    def _exists(self, model, domain):
        # whether there is any, of one's own company, not which
        return self.env[model].sudo().search_count(domain, limit=1)

    def _may_go(self, model, operation, action):
        return self.env[model].has_access(operation) and action

    def _get_settings_action(self):
        """The settings of Reception; they are for administrators of the system."""
        return self.env.user.has_group("base.group_system") and {
            "type": "ir.actions.act_window",
            "name": self.env._("Settings"),
            "res_model": "res.config.settings",
            "views": [(False, "form")],
            "context": {"module": "visitor_reception"},
        }

    def _get_vacant_positions(self, company):
        positions = self.env["reception.position"].search([("resolution", "=", "holders"), ("is_set_up", "=", True)])
        held = self.env["reception.position.holder"].search(
            Domain("company_id", "=", company.id) & Domain("position_id", "in", positions.ids)
        )
        return positions - held.position_id

    def _has_all_heads(self, company):
        departments = self.env["hr.department"].sudo().search([("company_id", "=", company.id)])  # whether, not who
        return departments and all(department.reception_head_id for department in departments)
