from odoo import api, models
from odoo.exceptions import AccessError, UserError

# Server code that moves a document carries this object in the context; it cannot come in over RPC.
ENGINE = object()


def get_own_defaults(model, names):
    """Defaults that the code gives to fields, ready to write: ``{name: value}``."""
    values = {}
    for name in names:
        field = model._fields[name]
        if field.default:
            value = field.convert_to_cache(field.default(model), model, validate=False)
            values[name] = field.convert_to_write(value, model)
    return values


class ReceptionWorkflowMixin(models.AbstractModel):
    """A document whose ``state`` only moves by its verbs.

    Every verb has three layers: ``action_x`` (button, RPC) → ``_check_can_x`` (raises) → ``_do_x`` (does);
    ``_x_refusals`` returns the reasons against it, which also hide the button.
    ``TRANSITIONS`` maps each state to those it may move to; ``_guarded_fields()`` are written by the verbs alone.
    """

    _name = "reception.workflow.mixin"
    _inherit = ["reception.placed.mixin"]
    _description = "Document With Guarded States"

    TRANSITIONS = {}

    @api.model
    def _guarded_fields(self):
        return {"state"}

    @api.model
    def default_get(self, fields):
        """Defaults; guarded fields never start from the context or from a default that a user has set (ir.default)."""
        guarded = self._guarded_fields().intersection(fields)
        values = super().default_get([name for name in fields if name not in guarded])
        return {**values, **get_own_defaults(self, guarded)}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded(vals)
        return super().write(vals)

    def _check_guarded(self, vals):
        guarded = self._guarded_fields().intersection(vals)
        if guarded and not self._is_engine():
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(guarded))
            raise AccessError(
                self.env._("%(fields)s: changes only by the buttons of the document, never by hand.", fields=labels)
            )

    @api.model
    def _is_engine(self):
        """Whether the engine itself is at work; anything that comes in over RPC is not."""
        return self.env.context.get("reception_engine") is ENGINE

    @api.model
    def _expand_states(self, states, domain):
        """Columns of a board in the order of the work; none for a state in which there is nothing."""
        return [state for state, _label in self._fields["state"]._description_selection(self.env) if state in states]

    def _as_engine(self):
        """``self`` as superuser with the engine's mark: a signatory moves documents he may not edit himself."""
        return self.sudo().with_context(reception_engine=ENGINE)

    def _move(self, state, **vals):
        """Move to ``state``, if ``TRANSITIONS`` allows it from where each record is.

        :raises UserError: the move does not exist
        """
        for record in self:
            if state not in self.TRANSITIONS.get(record.state, ()):
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

    @api.model
    def _raise_refusals(self, refusals):
        """Raise what speaks against a verb, one paragraph a reason.

        :param refusals: iterable of lists of texts
        :raises UserError: if there is any
        """
        if texts := [text for reasons in refusals for text in reasons]:
            raise UserError("\n\n".join(texts))

    @api.model
    def _explain(self, clause, reason):
        return self.env["reception.clause"]._explain(clause, reason)
