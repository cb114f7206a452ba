from odoo import api, models
from odoo.tools import SQL


class ReceptionVisit(models.Model):
    """How many documents of each kind a visit has: the buttons of its form."""

    _inherit = "reception.visit"

    @api.model
    def _get_counted_documents(self):
        """What the buttons of the form count: ``{field: (model, field that names the visit)}``."""
        return {}

    @api.depends("exception_ids", "incident_ids")
    def _compute_document_counts(self):
        """Count all kinds of documents by one query."""
        counted, queries = self._get_counted_documents(), []
        for name, (model, field) in counted.items():
            query = self.env[model]._search([(field, "in", self.ids)])
            query.groupby = SQL.identifier(query.table, field)
            queries.append(query.select(SQL("%s", name), query.groupby, SQL("COUNT(*)")))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(SQL("(%s)", query) for query in queries))
        counts = {(name, visit_id): count for name, visit_id, count in rows}
        for visit in self:
            for name in counted:
                visit[name] = counts.get((name, visit._origin.id), 0)
