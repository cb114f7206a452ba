from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import frozendict


class Marks(frozendict):
    """What our code tells our code through the context, by name: over RPC a plain dictionary comes in, never this."""


def with_mark(records, name, value):
    """``records`` with the mark ``name`` in their context, besides those they carry."""
    marks = records.env.context.get("reception_marks")
    kept = marks if isinstance(marks, Marks) else {}
    return records.with_context(reception_marks=Marks({**kept, name: value}))


def get_mark(env, name):
    """The value of the mark ``name`` that our code has set, or None."""
    marks = env.context.get("reception_marks")
    return marks.get(name) if isinstance(marks, Marks) else None


def as_engine(records, *others):
    """``records`` as superuser with the engine's mark, which opens their own model and those of ``others`` alone."""
    return with_mark(records.sudo(), "engine", frozenset({records._name, *others}))


def is_engine(records):
    """Whether our own code is at work on the model of ``records``."""
    return records._name in (get_mark(records.env, "engine") or ())


def get_own_defaults(model, names):
    """Defaults that the code gives to fields, ready to write: ``{name: value}``."""
    values = {}
    for name in names:
        field = model._fields[name]
        if field.default:
            value = field.convert_to_cache(field.default(model), model, validate=False)
            values[name] = field.convert_to_write(value, model)
    return values


class ReceptionEngineMixin(models.AbstractModel):
    """A model that our own code alone writes, in whole or in part; ``record._as_engine()`` says that it is at work."""

    _name = "reception.engine.mixin"
    _description = "Written by Code"

    @api.model
    def _is_engine(self):
        """Whether the engine itself is at work on this model; anything that comes in over RPC is not."""
        return is_engine(self)

    def _as_engine(self, *others):
        """``self`` as superuser with the engine's mark: a signatory moves documents they may not edit themselves.

        :param others: names of further models that the same step writes
        """
        return as_engine(self, *others)


class ReceptionRowMixin(models.AbstractModel):
    """Rows that our code alone creates, changes and deletes, whatever rights a group has; nobody forges one."""

    _name = "reception.row.mixin"
    _inherit = ["reception.engine.mixin"]
    _description = "Row Written by Code Alone"

    @api.model
    def default_get(self, fields):  # pylint: disable=method-required-super
        """The code's own defaults only: a default that a user sets for themselves (ir.default) must not forge a row."""
        return get_own_defaults(self, set(fields) & set(self._fields))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        self._check_engine()
        return super().write(vals)

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _check_engine(self):
        """:raises AccessError: it is not our code that writes."""
        if not self._is_engine():
            raise AccessError(
                self.env._(
                    "%(rows)s: written by the buttons of the document only; nobody creates, changes or deletes them by hand.",
                    rows=self._description,
                )
            )
