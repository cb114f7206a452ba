import psycopg2

from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _sql_error_to_message_generic(self, exc):
        """Tell what still needs a record that somebody deletes.

        From version 18 on PostgreSQL has a name of its own for this error, which Odoo 19 does not know: people would
        read the words of the database.
        """
        if not isinstance(exc, psycopg2.errors.RestrictViolation):
            return super()._sql_error_to_message_generic(exc)
        return self.env._(
            "%(model)s still needs what you are deleting. Archive it instead, or take it off there first.",
            model=self.env["ir.model"]._get(self._name).name,
        )

    def onchange(self, values, field_names, fields_spec):
        """A form computes by superuser what its links lead to: it tells of no record of ours that its user may not read.

        :raises AccessError: a link, typed or by default, to a record of reception that the user may not read
        """
        if not self.env.su:
            for name, record_id in self._get_links_to_reception(values):
                record = self.env[self._fields[name].comodel_name].browse(record_id)
                if record != self[name]:  # what stands there already is no news
                    record.exists().check_access("read")
        return super().onchange(values, field_names, fields_spec)

    def _get_links_to_reception(self, values):
        """``(field, id)`` of the links in the values and defaults of a form."""
        context = self.env.context
        for name, field in self._fields.items():
            if field.type == "many2one" and field.comodel_name.startswith("reception."):
                for value in (values.get(name), context.get(f"default_{name}")):
                    value = value.get("id") if isinstance(value, dict) else value
                    if value and isinstance(value, int) and not isinstance(value, bool):
                        yield name, value
