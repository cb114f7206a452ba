from odoo import fields, models

from ...models.policy.reception_calendar_day import KINDS, WEEKDAYS


class ReceptionCalendarNoticeLine(models.TransientModel):
    """A day that the notice names, as it was read; it can be corrected before it is saved."""

    _name = "reception.calendar.notice.line"
    _description = "Day of a Holiday Notice"
    _order = "date, id"

    notice_id = fields.Many2one("reception.calendar.notice", required=True, ondelete="cascade", index=True)
    date = fields.Date(required=True)
    kind = fields.Selection(KINDS, required=True)
    weekday = fields.Selection(
        WEEKDAYS, string="Worked As", help="The notice does not say it: it is taken from the order of the freed days."
    )
    name = fields.Char(required=True)

    def _prepare_day_vals(self):
        return {name: self[name] for name in ("date", "kind", "weekday", "name")}
