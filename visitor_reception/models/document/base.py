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
