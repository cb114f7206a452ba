from odoo import api, fields, models
from odoo.fields import Domain

from .mail_activity_plan_template import GUARDS, STAGES


class ReceptionVisitStep(models.Model):
    """A step of the procedure of a visit (1-5, 4-12): what is to be done, by whom, until when, and who has done it.

    Steps are made from the plans of the procedure when the notice is issued, and stand by themselves from then on: a later
    change of the plan leaves them alone, and they outlive the person and the to-do that reminds of them.

    =========  =============================================  =====================================================
    Verb       Who                                            When
    =========  =============================================  =====================================================
    done       responsible, host, Administration and HR       issued, hosting or closed; the final check as on the
                                                              visit (1-5.1.3)
    =========  =============================================  =====================================================
    """

    _name = "reception.visit.step"
    _inherit = ["reception.visit.row.mixin"]
    _description = "Step of a Visit"
    _order = "due, visit_id, id"

    template_id = fields.Many2one(
        "mail.activity.plan.template", string="Made From", readonly=True, ondelete="set null", index="btree_not_null"
    )
    name = fields.Char(string="Step", required=True, readonly=True)
    note = fields.Html(readonly=True)
    clause = fields.Char(readonly=True, help="The rule that asks for the step.")
    stage = fields.Selection(STAGES, readonly=True)
    guard = fields.Selection(
        GUARDS, string="Done Before", readonly=True, help="The visit does not go on until the step is done."
    )
    is_check = fields.Boolean(string="Final Check", readonly=True)
    responsible_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    due = fields.Date(required=True, readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    done_at = fields.Datetime(string="Done On", readonly=True)
    remark = fields.Text(readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", string="To-Do", readonly=True, ondelete="set null", index="btree_not_null"
    )
    visit_state = fields.Selection(related="visit_id.state", string="State of the Notice")
    state = fields.Selection(
        [("planned", "Planned"), ("today", "Today"), ("overdue", "Overdue"), ("done", "Done")],
        compute="_compute_state",
        compute_sudo=True,
    )
    can_be_done = fields.Boolean(compute="_compute_can_be_done")

    _done_has_author = models.Constraint(
        "CHECK ((done_by_id IS NULL) = (done_at IS NULL))", "A step that is done says who did it and when."
    )

    @api.depends("due", "done_at")
    def _compute_state(self):
        today = {company: self.env["reception.deadline"]._get_today(company) for company in self.company_id}
        for step in self:
            if step.done_at:
                step.state = "done"
            elif step.due == today[step.company_id]:
                step.state = "today"
            else:
                step.state = "overdue" if step.due < today[step.company_id] else "planned"

    @api.depends_context("uid")
    @api.depends("done_at", "responsible_id", "visit_id.state")
    def _compute_can_be_done(self):
        for step in self:
            step.can_be_done = not step._done_refusals()

    def _filter_open(self):
        return self.filtered(lambda step: not step.done_at)

    # ------------------------------------------------------------------------------------------------------------------
    # Done
    # ------------------------------------------------------------------------------------------------------------------

    def action_done(self, remark=None, attachment_ids=None):
        """Note that the steps are done, with a remark where one does not apply; the final check comes last (1-5.1.3).

        :param str remark: kept with each step
        :param attachment_ids: list of ids of files that the message on the visit shows
        :raises UserError: done already, the visit is not prepared any more, or it is not the user's task
        """
        self.check_access("read")
        visits = self.visit_id
        visits._signoff_lock()
        remark = visits._to_text(remark)
        checks = self.filtered("is_check")
        for steps in filter(None, (self - checks, checks)):
            steps._check_can_be_done()
            steps._do_done(remark, attachment_ids)

    def _done_refusals(self):
        self.ensure_one()
        visit = self.visit_id
        if self.done_at or visit.state not in ("issued", "hosting", "closed"):
            return [self.env._("%(step)s: this step is not open.", step=self.name)]
        if visit._is_auditor():
            return visit._auditor_refusals()
        if self.responsible_id != self.env.user and not visit._is_host_or_officer():
            return [
                visit._explain(
                    self.clause or "1-2.2",
                    self.env._(
                        "%(user)s, the host or Administration and HR marks %(step)s done.",
                        user=self.responsible_id.sudo().name,
                        step=self.name,
                    ),
                )
            ]
        return visit._check_refusals() if self.is_check else []

    def _check_can_be_done(self):
        self.env["reception.visit"]._raise_refusals(step._done_refusals() for step in self)

    def _do_done(self, remark=None, attachment_ids=None):
        self._as_engine().write({"done_by_id": self.env.uid, "done_at": fields.Datetime.now(), "remark": remark})
        self.filtered("is_check").visit_id._do_check()
        for visit, steps in self.grouped("visit_id").items():
            text = "; ".join(steps.mapped("name"))
            visit.sudo().message_post(
                body=self.env._("Done: %(steps)s", steps=f"{text} ({remark})" if remark else text),
                author_id=self.env.user.partner_id.id,
                attachment_ids=attachment_ids or [],
                subtype_xmlid="mail.mt_note",
            )
        self._end_todos(remark)

    # ------------------------------------------------------------------------------------------------------------------
    # To-dos: one for each visit, person and stage
    # ------------------------------------------------------------------------------------------------------------------

    def _end_todos(self, feedback=None):
        """End the to-dos all steps of which are done."""
        todos = self.sudo().activity_id
        over = todos.filtered(lambda todo: not todo.reception_step_ids._filter_open())
        over.with_context(mail_activity_quick_update=True).write({"active": False, "feedback": feedback})
        for todo in todos - over:
            todo.date_deadline = max(
                min(todo.reception_step_ids._filter_open().mapped("due")),
                self.env["reception.deadline"]._get_today(todo.reception_step_ids.company_id[:1]),
            )

    def _plan_todos(self):
        """Give the open steps ``self`` to their people: one to-do a visit, person and stage, with its steps."""
        desks = self._filter_open().grouped(lambda step: (step.visit_id, step.responsible_id, step.stage))
        todos = self._get_todos({desk: min(steps.mapped("due")) for desk, steps in desks.items()})
        for desk, steps in desks.items():
            steps._as_engine().activity_id = todos[desk]

    @api.model
    def _get_todos(self, dues):
        """The to-dos, made where there are none: ``{(visit, user, stage): activity}``.

        :param dues: ``{(visit, user, stage): day}``, when a new one is due
        """
        visits = self.env["reception.visit"].sudo().union(*(visit for visit, _user, _stage in dues))
        there = {
            (visits.browse(todo.res_id), todo.user_id, todo.reception_stage): todo
            for todo in visits.step_ids.activity_id.filtered("active")
        }
        todos = {desk: there[desk] for desk in dues if desk in there}
        new = [desk for desk in dues if desk not in todos]
        stages = dict(self._fields["stage"]._description_selection(self.env))
        activity_type_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo")
        model_id = self.env["ir.model"]._get_id("reception.visit")
        # who signs last may not give tasks; letters for every step would drown people
        created = self.env["reception.visit"]._create_activities(
            [
                {
                    "res_model_id": model_id,
                    "res_id": visit.id,
                    "activity_type_id": activity_type_id,
                    "summary": stages.get(stage),
                    "user_id": user.id,
                    "date_deadline": dues[visit, user, stage],
                    "reception_stage": stage,
                    "automated": True,
                }
                for visit, user, stage in new
            ]
        )
        return todos | dict(zip(new, created, strict=True))

    # ------------------------------------------------------------------------------------------------------------------
    # Somebody else does it
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _pass_on_from(self, users):
        """Open steps of ``users``, who have left, pass to their deputies, the office or the host; each visit says so."""
        steps = self.sudo().search(
            Domain("responsible_id", "in", users.ids)
            & Domain("done_at", "=", False)
            & Domain("visit_id.state", "in", ("issued", "hosting"))
        )
        todos = steps.activity_id
        for (visit, left), theirs in steps.grouped(lambda step: (step.visit_id, step.responsible_id)).items():
            for step in theirs:
                step._pass_to(step._get_successor())
            visit._message_log(
                body=self.env._(
                    "%(user)s has left. Open steps pass on: %(steps)s.",
                    user=left.name,
                    steps="; ".join(f"{step.name} → {step.responsible_id.name}" for step in theirs),
                ),
                author_id=self.env.user.partner_id.id,
            )
        steps._plan_todos()
        # Odoo has deleted those of a user who was archived by the button
        todos.exists().with_context(mail_activity_quick_update=True).unlink()

    def _get_successor(self):
        """Who does the step when its responsible has left (res.users): deputy, who has the task now, office, host."""
        self.ensure_one()
        visit, left = self.visit_id, self.responsible_id
        holders = self.env["reception.position.holder"].sudo().search([("user_id", "=", left.id)], order="id desc")
        candidates = [
            *holders.filtered(lambda holder: holder.company_id == visit.company_id).deputy_id,
            self.template_id._determine_responsible(visit._get_host_user(), visit)["responsible"]
            if self.template_id
            else left,
            visit.company_id.reception_officer_id,
            visit._get_host_user(),
            *visit._get_officers(),
        ]
        return next((user.sudo() for user in candidates if user != left and user.sudo()._may_sign()), left)

    def _pass_to(self, user):
        """``user`` does the steps from now on; their to-do is left to the caller."""
        self._as_engine().write({"responsible_id": user.id, "activity_id": False})
