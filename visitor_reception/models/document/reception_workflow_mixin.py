import inspect

from odoo import api, models
from odoo.exceptions import UserError


class ReceptionWorkflowMixin(models.AbstractModel):
    """A document whose ``state`` only moves by its verbs.

    Every verb has three layers: ``action_x`` (button, RPC) → ``_check_can_x`` (raises) → ``_do_x`` (does);
    ``_x_refusals`` returns the reasons against it, which also hide the button.
    ``_transitions()`` says from which state to which; ``_guarded_fields()`` are written by the verbs alone.
    """

    _name = "reception.workflow.mixin"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin"]
    _description = "Document With Guarded States"

    @api.model
    def _transitions(self):
        """``{state: {states it may move to}}``."""
        return {}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"state"}

    def _kept_attachments(self):
        """Files of ``self`` that nobody changes or removes any more (ir.attachment)."""
        return self.env["ir.attachment"]

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The button of a mail says what it opens; Odoo's Chinese takes "View" for a noun (视图)."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        title = self.env._("Open the %(kind)s", kind=model_description)
        return [(name, chooses, {**values, "button_access": {"title": title}}) for name, chooses, values in groups]

    @api.model
    def _get_file_fields(self):
        """Names of the stored lists of files of the model."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.type == "many2many" and field.comodel_name == "ir.attachment"
        ]

    @api.model
    def _expand_states(self, states, domain):
        """Columns of a board in the order of the work; none for a state in which there is nothing."""
        return [state for state, _label in self._fields["state"]._description_selection(self.env) if state in states]

    def _move(self, state, **vals):
        """Move to ``state``, if ``_transitions()`` allow it from where each record is.

        :raises UserError: the move does not exist
        """
        for record in self.sudo():  # who may use the verb has been asked before
            if state not in self._transitions().get(record.state, ()):
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(document)s is %(from_state)s and cannot become %(to_state)s.",
                        document=record.display_name,
                        from_state=labels[record.state],
                        to_state=labels[state],
                    )
                )
        self._as_engine().write({"state": state, **vals})

    def check_verb(self, verb):
        """Whether a verb would be refused as things stand; the form asks before it asks the user to confirm.

        :param str verb: name of the method, such as ``action_close``; one without refusals is not refused
        :raises UserError: what speaks against it
        """
        self.check_access("read")
        refusals = getattr(self, f"_{str(verb).removeprefix('action_')}_refusals", None)
        if refusals and not inspect.signature(refusals).parameters:
            self._raise_refusals(getattr(record, refusals.__name__)() for record in self)
