from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..document.reception_engine_mixin import is_engine

SIGNOFF_DOMAIN = Domain("activity_type_id.category", "=", "signoff")


class MailActivity(models.Model):
    """Requests to sign are activities of a special kind.

    Odoo lets everybody who may post on a document finish, edit or cancel its activities. Activities of category
    Sign-off are only reminders of the engine and end by signing or declining: for them each of these is refused, and
    so is making one up: the engine alone asks (1-3.8).
    """

    _inherit = "mail.activity"

    activity_type_id = fields.Many2one(
        domain="['|', ('res_model', '=', False), ('res_model', '=', res_model), ('category', '!=', 'signoff')]"
    )

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
        activities._check_not_kept_from()
        return activities

    def write(self, vals):
        self._check_not_signoff()
        result = super().write(vals)
        if "activity_type_id" in vals:
            self._check_not_made_up()
        if not {"user_id", "res_id", "res_model_id"}.isdisjoint(vals):
            self._check_not_kept_from()
        return result

    def unlink(self):
        self._check_not_signoff()
        return super().unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_signoff()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _is_by_hand(self):
        return not (is_engine(self) or self.env.su)

    def _is_signoff_by_hand(self):
        """Whether somebody other than the engine touches a request to sign."""
        return self._is_by_hand() and any(activity.activity_category == "signoff" for activity in self)

    def _check_not_kept_from(self):
        """Who is given an activity reads it without the document: nobody gets one of a record kept from them."""
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
