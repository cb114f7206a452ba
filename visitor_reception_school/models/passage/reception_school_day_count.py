from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = 4  # a desk without network may send what it noted on these days: they are counted anew


class ReceptionSchoolDayCount(models.Model):
    """How many passed a gate on a day, by class, hour, direction and permit (日统计): it stays when whereabouts are deleted."""

    _name = "reception.school.day.count"
    _description = "Count of a Day"
    _order = "day desc, gate_id, class_id, hour"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True)
    gate_id = fields.Many2one("reception.gate", required=True, readonly=True, ondelete="restrict", index=True)
    class_id = fields.Many2one("reception.school.class", readonly=True, ondelete="restrict", index="btree_not_null")
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict")
    hour = fields.Integer(readonly=True, aggregator=None, help="Of the company's clocks, 0 to 23.")
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, readonly=True)
    permit = fields.Selection(
        selection=lambda self: self.env["reception.school.passage"]._fields["permit"]._description_selection(self.env),
        required=True,
        readonly=True,
    )
    count = fields.Integer(string="Passages", readonly=True)
    refused = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    _day_idx = models.Index("(company_id, day)")

    @api.model
    def _cron_count(self):
        """Every evening: pair in and out, and count the last days."""
        deadlines = self.env["reception.deadline"]
        for company in self.env["reception.gate"].sudo()._get_companies():
            last = deadlines._get_today(company)
            self._count_days(company, last - timedelta(days=DAYS), last)

    @api.model
    def _count_days(self, company, first, last):
        """Count the passages of the days of a company anew, and flag those that do not fit the one before (one pass)."""
        passages = self.env["reception.school.passage"]
        passages.flush_model()
        facts = {
            "company": company.id,
            "first": first,
            "last": last,
            "zone": company._reception_zone().zone,
        }
        cr = self.env.cr
        cr.execute(
            SQL(
                "UPDATE reception_school_passage passage SET flag = 'unpaired' FROM ("
                " SELECT id, direction, LAG(direction) OVER (PARTITION BY pupil_id ORDER BY at, id) AS former"
                " FROM reception_school_passage WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s"
                " AND result = 'passed' AND active AND pupil_id IS NOT NULL) AS pair"
                " WHERE passage.id = pair.id AND pair.former = pair.direction AND passage.flag = 'none'",
                **facts,
            )
        )
        cr.execute(
            SQL(
                "DELETE FROM reception_school_day_count"
                " WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s",
                **facts,
            )
        )
        cr.execute(
            SQL(
                "INSERT INTO reception_school_day_count"
                " (company_id, day, gate_id, class_id, grade_id, hour, direction, permit, count, refused,"
                " create_date, write_date)"
                " SELECT company_id, day, gate_id, class_id, grade_id,"
                " EXTRACT(HOUR FROM at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::int AS hour, direction, permit,"
                " COUNT(*) FILTER (WHERE result = 'passed'), COUNT(*) FILTER (WHERE result = 'refused'),"
                " now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'"
                " FROM reception_school_passage"
                " WHERE company_id = %(company)s AND day BETWEEN %(first)s AND %(last)s AND active"
                " GROUP BY company_id, day, gate_id, class_id, grade_id, hour, direction, permit",
                **facts,
            )
        )
        passages.invalidate_model(["flag"], flush=False)
        self.invalidate_model()
