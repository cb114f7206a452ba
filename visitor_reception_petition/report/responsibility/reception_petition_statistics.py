from odoo import fields, models
from odoo.tools import SQL

from ...models.matter.reception_petition_matter import OUTCOMES


class ReceptionPetitionStatistics(models.Model):
    """Statistics of calls, visits and letters (信访统计): one row a contact; sealed matters are not in it (P1-30, P1-41)."""

    _name = "reception.petition.statistics"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Petition Statistics"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "contact_id"
    _depends = {
        "res.company": ["reception_petition_rings", "reception_tz"],
        "reception.petition.contact": [
            "channel",
            "company_id",
            "is_repeat",
            "matter_id",
            "outcome",
            "receiver_id",
            "rings",
            "started_at",
            "state",
        ],
        "reception.petition.matter": [
            "accepted_on",
            "concluded_on",
            "field_id",
            "first_contact_id",
            "handover_count",
            "headcount",
            "holder_unit_id",
            "is_group",
            "is_sealed",
            "kind",
            "result",
            "state",
        ],
    }

    contact_id = fields.Many2one("reception.petition.contact", readonly=True)
    matter_id = fields.Many2one("reception.petition.matter", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(readonly=True)
    channel = fields.Selection(lambda self: self._selection_of("reception.petition.contact", "channel"), readonly=True)
    receiver_id = fields.Many2one("res.users", string="Received By", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    contact_state = fields.Selection(
        lambda self: self._selection_of("reception.petition.contact", "state"), string="Call or Visit", readonly=True
    )
    is_repeat = fields.Boolean(string="Repeat", readonly=True)
    is_rung_long = fields.Boolean(string="Rang Too Long", readonly=True)
    kind = fields.Selection(lambda self: self._selection_of("reception.petition.matter", "kind"), readonly=True)
    field_id = fields.Many2one("reception.petition.field", readonly=True)
    unit_id = fields.Many2one("reception.petition.unit", string="Responsible Unit", readonly=True)
    state = fields.Selection(
        lambda self: self._selection_of("reception.petition.matter", "state"),
        string="State of the Matter",
        readonly=True,
    )
    result = fields.Selection(lambda self: self._selection_of("reception.petition.matter", "result"), readonly=True)
    is_group = fields.Boolean(string="Group Visit", readonly=True)
    contacts = fields.Integer(string="Calls, Visits, Letters", readonly=True)
    matters = fields.Integer(readonly=True, help="Counted with the first call, visit or letter on each.")
    repeats = fields.Integer(readonly=True)
    people = fields.Integer(string="Number of People", readonly=True)
    handovers = fields.Integer(string="Hand-overs", readonly=True)
    days_to_conclude = fields.Integer(string="Days to Conclude", readonly=True, aggregator="avg")

    def _selection_of(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT c.id, c.id AS contact_id, c.matter_id, c.company_id, c.channel, c.receiver_id, c.outcome,
                   c.state AS contact_state, c.is_repeat, COALESCE(c.rings, 0) > o.reception_petition_rings AS is_rung_long,
                   (c.started_at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(NULLIF(o.reception_tz, ''), 'Asia/Shanghai'))::date
                        AS date,
                   m.kind, m.field_id, m.holder_unit_id AS unit_id, m.state, m.result, m.is_group,
                   1 AS contacts,
                   CASE WHEN m.first_contact_id = c.id THEN 1 ELSE 0 END AS matters,
                   CASE WHEN c.is_repeat THEN 1 ELSE 0 END AS repeats,
                   CASE WHEN m.first_contact_id = c.id THEN m.headcount ELSE 1 END AS people,
                   CASE WHEN m.first_contact_id = c.id THEN m.handover_count ELSE 0 END AS handovers,
                   CASE WHEN m.first_contact_id = c.id THEN m.concluded_on - m.accepted_on END AS days_to_conclude
              FROM reception_petition_contact c
              JOIN res_company o ON o.id = c.company_id
              LEFT JOIN reception_petition_matter m ON m.id = c.matter_id
             WHERE m.is_sealed IS NOT TRUE
            """
        )
