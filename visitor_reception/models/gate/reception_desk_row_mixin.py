from datetime import datetime

from odoo import api, fields, models


class ReceptionDeskRowMixin(models.AbstractModel):
    """Records that desks show as rows: one dict a record, which says of which model it is."""

    _name = "reception.desk.row.mixin"
    _description = "Row of the Gate Desk"

    @api.model
    def _desk_fields(self):
        """Names of the fields that desks show; other add-ons add theirs."""
        return ("id",)

    def _get_desk_rows(self, names=None):
        """The facts that desks show; moments are text in UTC, many2one are ids.

        :param names: fields; left out: ``_desk_fields``
        :return: list of dicts in the order of ``self``, each with ``model`` besides
        """
        # the same row for every desk; the verbs have asked whether the user may read it
        rows = self.sudo().read(names or self._desk_fields(), load="")
        return [
            {
                **{
                    key: fields.Datetime.to_string(value) if isinstance(value, datetime) else value
                    for key, value in row.items()
                },
                "model": self._name,
            }
            for row in rows
        ]

    @api.model
    def _find_by_uid(self, uid, company):
        """The record that a desk of the company started, and named ``uid``; or none."""
        return self.env["reception.gate.operation"]._find_started(uid, self._name, company)

    def _get_earliest_moment(self, moment):
        """``moment``, or later: nothing is done with a record before it is there."""
        return moment
