from odoo import api, fields, models
from odoo.tools import SQL


class ReceptionVisit(models.Model):
    """How many documents of each kind a visit has: the buttons of its form."""

    _inherit = "reception.visit"

    exception_ids = fields.One2many("reception.exception", "visit_id", string="Exceptions", copy=False)
    incident_ids = fields.One2many("reception.incident", "visit_id", string="Incidents", copy=False)
    exception_count = fields.Integer(
        string="Number of Exceptions", compute="_compute_document_counts", compute_sudo=True
    )
    incident_count = fields.Integer(string="Number of Incidents", compute="_compute_document_counts", compute_sudo=True)

    @api.model
    def _get_counted_documents(self):
        """What the buttons of the form count: ``{field: (model, field that names the visit)}``."""
        return {
            "exception_count": ("reception.exception", "visit_id"),
            "incident_count": ("reception.incident", "visit_id"),
        }

    def _get_costs(self):
        """What costs something: a recordset of each kind, whatever became of them; bookings first, then meals."""
        return []

    def _get_alive_costs(self):
        """What costs something and counts: neither cancelled nor declined."""
        return [
            documents.filtered(lambda document: document.state not in ("cancelled", "declined"))
            for documents in self._get_costs()
        ]

    def _get_list_items(self):
        """What was done for the guests, for the printed reception list: a list of ``(what, moment, place, amount)``.

        The amount is what is in the books, or was approved where nothing is yet; an activity has none of its own.
        """
        self.ensure_one()
        return [(event.name, event.start, self._get_event_place(event), None) for event in self.event_ids]

    def _get_list_companions(self):
        """Colleagues who sat at table with the guests (hr.employee)."""
        return self.env["hr.employee"]

    def _get_list_hosts(self):
        """Colleagues who received or drove the guests (hr.employee)."""
        return self.host_id | self.principal_host_id

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

    def action_open_exceptions(self):
        """Open the exceptions of the visit (1-8.1)."""
        return self._open_costs("reception_exception_action", "visit_id")

    def action_open_incidents(self):
        """Open the incidents of the visit (4-10)."""
        return self._open_costs("reception_incident_action", "visit_id")

    def _open_costs(self, xmlid, field):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"visitor_reception.{xmlid}")
        return {**action, "domain": [(field, "=", self.id)], "context": {f"default_{field}": self.id}}
