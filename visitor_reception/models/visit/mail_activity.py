from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store

from ..document.reception_engine_mixin import is_engine
from .mail_activity_plan_template import STAGES

# what makes a to-do that of the steps it reminds of
STEP_FACTS = {"reception_stage", "reception_step_ids", "res_id", "res_model_id", "res_model", "active", "date_done"}


class MailActivity(models.Model):
    """A to-do for the steps that somebody has to do in one stage of a visit; the steps say what is done (1-5.1.3).

    Marking it done ticks its open steps; ticking the last of them ends it. Giving it to somebody else gives the steps.
    """

    _inherit = "mail.activity"

    reception_stage = fields.Selection(STAGES, string="Stage", readonly=True, copy=False)
    reception_step_ids = fields.One2many(
        "reception.visit.step", "activity_id", string="Steps", readonly=True, copy=False, bypass_search_access=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_not_steps()
        return activities

    def write(self, vals):
        if not STEP_FACTS.isdisjoint(vals):
            self._check_not_steps()
        todos = self.filtered("reception_stage") if vals.get("user_id") else self.browse()
        result = super().write(vals)
        if "reception_stage" in vals:
            self._check_not_steps()
        for todo in todos.sudo():  # who gives the to-do away gives its steps away
            todo._pass_steps_on()
        return result

    def unlink(self):
        self._check_not_steps()
        return super().unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        todos = self.filtered("reception_stage")
        steps = todos.sudo().reception_step_ids._filter_open().with_env(self.env)
        if steps:
            steps.action_done(feedback, attachment_ids)
        (todos.sudo().filtered("active")).write({"active": False})  # one all steps of which were done before
        return super(MailActivity, self - todos)._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _pass_steps_on(self):
        """The steps of the to-do are those of the person who has it now, with those of another to-do that is the same."""
        steps = self.reception_step_ids._filter_open()
        twins = steps.visit_id.step_ids.activity_id.filtered(
            lambda todo: todo.user_id == self.user_id and todo.reception_stage == self.reception_stage and todo.active
        )
        steps |= twins.reception_step_ids._filter_open()
        steps._as_engine().write({"responsible_id": self.user_id.id, "activity_id": self.id})
        (twins - self).with_context(mail_activity_quick_update=True).unlink()

    def _check_not_steps(self):
        if self.env.su or is_engine(self):
            return
        if todos := self.filtered("reception_stage"):
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-5.1.3",
                    self.env._(
                        "%(todo)s: steps of the procedure, which nobody makes up, changes or drops: mark them done, with a "
                        "remark where one does not apply.",
                        todo=todos[0].summary or todos[0].display_name,
                    ),
                )
            )

    def _to_store_defaults(self, target):
        return [
            *super()._to_store_defaults(target),
            "reception_stage",
            Store.Attr("reception_steps", lambda activity: activity._get_steps_to_tick()),
        ]

    def _get_steps_to_tick(self):
        """The steps of the to-do as the chatter lists them."""
        # who reads the to-do reads its steps
        return [
            {"id": step.id, "name": step.name, "is_done": bool(step.done_at), "clause": step.clause or ""}
            for step in self.sudo().reception_step_ids
        ]
