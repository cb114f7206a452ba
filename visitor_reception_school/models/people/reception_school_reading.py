from odoo import api, fields, models


class ReceptionSchoolReading(models.Model):
    """Who has read what about a child, and why (查阅记录). Append-only, written by the code that shows it."""

    _name = "reception.school.reading"
    _description = "Reading of a Child's Data"
    _order = "id desc"
    _rec_name = "pupil_id"

    pupil_id = fields.Many2one("reception.school.pupil", required=True, readonly=True, ondelete="cascade", index=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict", index=True)
    what = fields.Selection(
        [
            ("phone", "Phone numbers"),
            ("custody", "Custody"),
            ("whereabouts", "Whereabouts"),
            ("photo", "Photo"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    read_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)

    @api.model
    def _note(self, pupils, what, reason=None):
        """Note that the current user reads ``what`` about ``pupils``."""
        self.sudo().create(  # nobody writes readings by hand
            [{"pupil_id": pupil.id, "user_id": self.env.uid, "what": what, "reason": reason} for pupil in pupils]
        )

    @api.model
    def _note_today(self, pupils, what, reason):
        """Note a reading once a day: a desk asks anew whenever something changes."""
        morning = self.env["reception.deadline"]._to_moment(fields.Datetime.now(), 0, self.env.company)
        noted = self.sudo().search(  # guards read no readings
            [
                ("user_id", "=", self.env.uid),
                ("what", "=", what),
                ("pupil_id", "in", pupils.ids),
                ("read_at", ">=", morning),
            ]
        )
        self._note(pupils - noted.pupil_id, what, reason)
