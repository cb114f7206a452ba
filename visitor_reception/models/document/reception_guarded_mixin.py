from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from .reception_engine_mixin import get_own_defaults


class ReceptionGuardedMixin(models.AbstractModel):
    """A record with fields that our own code alone writes: ``_guarded_fields()``, by ``_as_engine()``.

    Neither a write over RPC nor a default, from the context or set by a user, gets past it. It is also for records
    without states, such as lines of a document; those with states inherit ``reception.workflow.mixin``.
    """

    _name = "reception.guarded.mixin"
    _inherit = ["reception.engine.mixin"]
    _description = "Record With Guarded Fields"

    @api.model
    def _guarded_fields(self):
        return set()

    @api.model
    @tools.ormcache()
    def _get_computed(self):
        """What is computed and stored: Odoo lets a write over RPC replace such a figure until its sources change."""
        # models of Odoo write their own computed fields by their own code
        if not self._name.startswith("reception."):
            return frozenset()
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly and not field.inverse
        )

    def _is_kept_from(self, user):
        """Whether ``user`` is to learn nothing of the record, not even by a task that somebody gives to them."""
        self.ensure_one()
        return False

    def _explain_kept_from(self, user):
        """Why ``user`` gets no activity of the record."""
        return self.env._("%(user)s cannot be given this activity. Choose somebody else.", user=user.name)

    @api.model
    def default_get(self, fields):
        """Defaults; guarded fields never start from the context or from a default that a user has set (ir.default)."""
        guarded = (self._guarded_fields() | self._get_computed()).intersection(fields)
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
        guarded = self._guarded_fields() if self.env.su else self._guarded_fields() | self._get_computed()
        guarded = guarded.intersection(vals)
        if guarded and not self._is_engine():
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(guarded))
            raise AccessError(
                self.env._("%(fields)s: changes only by the buttons of the document, never by hand.", fields=labels)
            )

    @api.model
    def _raise_refusals(self, refusals):
        """Raise what speaks against a verb, one paragraph a reason.

        :param refusals: iterable of lists of texts
        :raises UserError: if there is any
        """
        if texts := [text for reasons in refusals for text in reasons]:
            raise UserError("\n\n".join(texts))

    @api.model
    def _explain(self, clause, reason, way_out=None):
        return self.env["reception.clause"]._explain(clause, reason, way_out)
