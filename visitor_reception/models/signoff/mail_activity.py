from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..document.reception_engine_mixin import ENGINE

# what makes an activity the step that it is, and done
STEP_FACTS = {"reception_step_id", "res_id", "res_model_id", "res_model", "summary", "active", "date_done"}
SIGNOFF_DOMAIN = Domain("activity_type_id.category", "=", "signoff")


class MailActivity(models.Model):
    """Requests to sign and steps of a reception procedure are activities of a special kind.

    Odoo lets everybody who may post on a document finish, edit or cancel its activities. Activities of category
    Sign-off are only reminders of the engine and end by signing or declining: for them each of these is refused, and
    so is making one up: the engine alone asks (1-3.8). A step of a procedure is done, perhaps with a remark, but not
    made to disappear, for the visit waits for it (1-5.1.3).
    """

    _inherit = "mail.activity"

    activity_type_id = fields.Many2one(
        domain="['|', ('res_model', '=', False), ('res_model', '=', res_model), ('category', '!=', 'signoff')]"
    )

    reception_step_id = fields.Many2one(
        "mail.activity.plan.template",
        string="Step",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    reception_stage = fields.Selection(related="reception_step_id.reception_stage", store=True)

    @api.model
    def _default_activity_type_for_model(self, model):
        """Never propose Sign-off, wherever it stands in the list of types."""
        activity_type = super()._default_activity_type_for_model(model)
        if activity_type.category != "signoff":
            return activity_type
        return self.env["mail.activity.type"].search(
            Domain("category", "!=", "signoff") & Domain("res_model", "in", (model, False)), limit=1
        )

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._check_not_made_up()
        activities._check_not_step()
        activities._check_not_kept_from()
        return activities

    def write(self, vals):
        self._check_not_signoff()
        if not STEP_FACTS.isdisjoint(vals):
            self._check_not_step()
        result = super().write(vals)
        if "reception_step_id" in vals:
            self._check_not_step()
        if "activity_type_id" in vals:
            self._check_not_made_up()
        if not {"user_id", "res_id", "res_model_id"}.isdisjoint(vals):
            self._check_not_kept_from()
        return result

    def unlink(self):
        self._check_not_signoff()
        self._check_not_step()
        return super().unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_signoff()
        done = self.with_context(reception_engine=ENGINE)  # steps are archived by being done only
        return super(MailActivity, done)._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _is_by_hand(self):
        return not (self.env.context.get("reception_engine") is ENGINE or self.env.su)

    def _is_signoff_by_hand(self):
        """Whether somebody other than the engine touches a request to sign."""
        return self._is_by_hand() and any(activity.activity_category == "signoff" for activity in self)

    def _check_not_step(self):
        if self._is_by_hand() and (steps := self.filtered("reception_step_id")):
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-5.1.3",
                    self.env._(
                        "%(step)s is a step of the procedure, which nobody makes up, changes or drops: mark it done, "
                        "with a remark where it does not apply.",
                        step=steps[0].summary,
                    ),
                )
            )

    def _check_not_kept_from(self):
        """Who is given an activity reads it without the document: nobody gets one of a record kept from him."""
        guarded = self.env.registry["reception.guarded.mixin"]
        for activity in self.sudo().filtered(lambda activity: activity.res_model and activity.user_id):
            documents = activity.env.get(activity.res_model)
            if isinstance(documents, guarded) and documents.browse(activity.res_id)._is_kept_from(activity.user_id):
                raise UserError(documents.browse(activity.res_id)._explain_kept_from(activity.user_id))

    def _check_not_signoff(self):
        if self._is_signoff_by_hand():
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-3.8",
                    self.env._(
                        "a request to sign ends by signing or declining only, and nobody changes it. Use Sign or Decline."
                    ),
                )
            )

    def _check_not_made_up(self):
        if self._is_signoff_by_hand():
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-3.8",
                    self.env._(
                        "nobody is asked to sign by hand. Submit the document, or add a signer to it, and the request "
                        "is made."
                    ),
                )
            )

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), "reception_stage"]

    def action_reception_sign(self):
        """Sign the document of the activity.

        :raises UserError: it is not a request to sign, or not one of the current user's (1-3.8)
        """
        self._get_document_to_sign().action_sign()

    def action_reception_decline(self):
        """Ask for the reason, then decline the document of the activity.

        :return: the action of the wizard ``reception.signoff.answer``
        :raises UserError: it is not a request to sign
        """
        return self._get_document_to_sign().action_open_decline()

    def _get_document_to_sign(self):
        self.ensure_one()
        self.check_access("read")
        signed_models = self.env["reception.signoff.rule"]._get_signed_models()
        if self.activity_category != "signoff" or self.res_model not in signed_models:
            raise UserError(self.env._("This activity does not ask for a signature."))
        return self.env[self.res_model].browse(self.res_id)
