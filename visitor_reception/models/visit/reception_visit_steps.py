from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """The steps of a visit's procedure (``reception.visit.step``): made from plans, counted, and asked by the verbs."""

    _inherit = "reception.visit"

    step_ids = fields.One2many(
        "reception.visit.step", "visit_id", string="Steps", readonly=True, copy=False, bypass_search_access=True
    )
    step_count = fields.Integer(string="Number of Steps", compute="_compute_step_count")
    step_done_count = fields.Integer(string="Steps Done", compute="_compute_step_count")
    procedure_progress = fields.Float(string="Progress (%)", compute="_compute_step_count")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"step_ids"}

    @api.depends("step_ids.done_at")
    def _compute_step_count(self):
        steps = self.env["reception.visit.step"].sudo()  # how many, not which
        groups = steps._read_group([("visit_id", "in", self.ids)], ["visit_id"], ["__count", "done_at:count"])
        counts = {visit.id: numbers for visit, *numbers in groups}
        for visit in self:
            total, done = counts.get(visit._origin.id, (0, 0))
            visit.step_count, visit.step_done_count = total, done
            visit.procedure_progress = 100 * done / total if total else 0

    def _get_open_steps(self):
        # a step is known to everybody who may act on the visit, whoever does it
        return self.sudo().step_ids._filter_open()

    def _get_open_checks(self):
        """Open steps that are the final check itself."""
        return self._get_open_steps().filtered("is_check")

    def _missing_steps(self, guard):
        """Open steps that the verb ``start`` or ``close`` waits for; the final check is asked for by itself."""
        steps = self._get_open_steps().filtered(lambda step: step.guard == guard and not step.is_check)
        return self._collect_missing([(True, step.clause, step.name, "step_ids") for step in steps])

    # ------------------------------------------------------------------------------------------------------------------
    # Made from the plans
    # ------------------------------------------------------------------------------------------------------------------

    def _get_procedure_steps(self):
        """The steps that the visit asks for (mail.activity.plan.template): procedure, meeting, and service."""
        meeting_plans = {
            "external": "visitor_reception.mail_activity_plan_meeting_external",
            "department": "visitor_reception.mail_activity_plan_meeting_department",
        }
        category = self.procedure_category_id
        plans = category.procedure_plan_id | category.service_plan_id
        if self.meeting_kind:
            plans |= self.env.ref(meeting_plans[self.meeting_kind], raise_if_not_found=False) or plans.browse()
        return plans.template_ids

    def _schedule_procedure(self):
        """Make the steps that the procedure asks for, relative to arrival and departure; one batch for all visits.

        What was done before the notice was changed and issued anew stays done, but for the final check.
        """
        vals_list = []
        # who signs last may neither read departments nor give tasks
        for visit in self.sudo():
            done = visit.step_ids.filtered(lambda step: not step.is_check).template_id
            for template in visit._get_procedure_steps() - done:
                vals_list += visit._prepare_steps(template)
        visits, users = self.env["reception.visit"], self.env["res.users"]
        dues = {}
        for vals in vals_list:
            desk = visits.browse(vals["visit_id"]), users.browse(vals["responsible_id"]), vals["stage"]
            dues[desk] = min(vals["due"], dues.get(desk, vals["due"]))
        steps = self.env["reception.visit.step"]._as_engine()
        todos = steps._get_todos(dues)
        for vals in vals_list:
            desk = visits.browse(vals["visit_id"]), users.browse(vals["responsible_id"]), vals["stage"]
            vals["activity_id"] = todos[desk].id
        steps.create(vals_list)

    def _prepare_steps(self, template):
        """Values of the rows for one step: one, or one for each supporting department."""
        host = self._get_host_user()
        if template.responsible_type != "reception_supporting":
            users = [(template._determine_responsible(host, self)["responsible"].sudo(), "")]
        else:
            heads = [
                (department.reception_head_id.user_id, department.name) for department in self.supporting_department_ids
            ]
            # nobody there: the host looks after it
            users = [(head if head._may_sign() else host, f": {name}") for head, name in heads]
        today = self.env["reception.deadline"]._get_today(self.company_id)
        return [
            {
                "visit_id": self.id,
                "template_id": template.id,
                "name": f"{translated.summary or template.activity_type_id.name}{department}",
                "note": translated.note,
                "clause": template.reception_clause,
                "stage": template.reception_stage,
                "guard": template.reception_guard,
                "is_check": template.reception_is_check,
                "responsible_id": user.id,
                # a notice that is issued late makes nothing overdue
                "due": max(template._get_reception_deadline(self), today),
            }
            for user, department in users
            for translated in [template.with_context(lang=user.lang or self.env.lang)]
        ]

    def _get_host_user(self):
        """Who has the host's tasks: the host, or who wrote the notice where the host cannot log in (res.users)."""
        host = self.host_id.user_id
        return host if host._may_sign() else self.requester_id

    # ------------------------------------------------------------------------------------------------------------------
    # Over
    # ------------------------------------------------------------------------------------------------------------------

    def _drop_todos(self):
        """End the to-dos of an issue that no longer holds or is over; what people have planned by hand stays."""
        # the to-dos of everybody
        self.sudo().activity_ids.filtered(
            lambda activity: activity.automated and activity.activity_category != "signoff"
        ).with_context(mail_activity_quick_update=True).unlink()

    def _unschedule_procedure(self):
        """Drop the open steps of an issue that no longer holds; what is done stays done."""
        self._drop_todos()
        self._get_open_steps()._as_engine().unlink()

    def _log_steps_left(self):
        """Note on a visit that is over which steps nobody has marked done."""
        bodies = {
            visit.id: self.env._("Not marked done: %(steps)s", steps="; ".join(steps.mapped("name")))
            for visit in self
            if (steps := visit._get_open_steps())
        }
        self.sudo()._message_log_batch(bodies, author_id=self.env.user.partner_id.id)

    def action_open_steps(self):
        """Open the steps of the visit, done and open."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.mail_activity_action_step")
        context = {"search_default_group_stage": 1}
        return {**action, "domain": [("visit_id", "=", self.id)], "context": context}
