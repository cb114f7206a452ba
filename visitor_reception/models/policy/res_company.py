import pytz

from odoo import api, fields, models
from odoo.tools import SQL

# countries with one official time, which the database of zones splits
OFFICIAL = {"CN": "Asia/Shanghai"}


class ResCompany(models.Model):
    """The company's rules and its day: which zone its days, months and deadlines are counted in."""

    _name = "res.company"
    _inherit = ["res.company", "reception.policy.table"]
    _asks_reason = False

    reception_tz = fields.Selection(
        lambda self: [(zone, zone) for zone in pytz.common_timezones],
        string="Time Zone of Reception",
        compute="_compute_reception_tz",
        store=True,
        readonly=False,
        help="Days, months, deadlines and prints of reception follow it, wherever the reader is. Proposed from the working "
        "hours or the country; UTC has to be chosen by hand. Nothing is submitted while it is empty.",
    )

    reception_preset_id = fields.Many2one(
        "reception.preset",
        ondelete="restrict",
        help="Rules that hold beside the organisation's own numbers, unless a category has its own preset. Empty: P0.",
    )

    @api.model
    def _remembered_fields(self):
        """Of the company only what reception is held to."""
        return {name for name in super()._remembered_fields() if name.startswith(("reception_", "petty_cash_"))}

    def _get_owner(self):
        return self

    @api.depends("country_id", "resource_calendar_id.tz")
    def _compute_reception_tz(self):
        """Propose the zone once: what somebody has chosen stays, UTC included."""
        for company in self:
            company.reception_tz = company.reception_tz or company._propose_reception_tz()

    def _propose_reception_tz(self):
        """The zone of the working hours, else of the country where it has one; never UTC, which nobody chose."""
        zone = self.resource_calendar_id.tz
        if zone and zone not in ("UTC", "Etc/UTC") and zone in pytz.common_timezones_set:
            return zone
        code = self.country_id.code
        zones = [OFFICIAL[code]] if code in OFFICIAL else pytz.country_timezones.get(code or "", [])
        return zones[0] if len(zones) == 1 else False

    def _reception_zone(self):
        """The zone in which the company's days are counted; UTC while nobody has chosen one."""
        # everybody is held to the company's day, who may not read the company as well
        return pytz.timezone(self.sudo().reception_tz or "UTC")

    def _reception_local(self, moment):
        """A moment (UTC, as stored) as the company's clocks show it, with its zone."""
        return pytz.utc.localize(moment).astimezone(self._reception_zone())

    def _reception_day(self, moment):
        """The day of a moment (UTC, as stored) in the company's zone."""
        moment = fields.Datetime.to_datetime(moment)
        try:
            return self._reception_local(moment).date()
        except OverflowError:  # the very first or last day there is: a year mistyped
            return moment.date()

    def _reception_moment(self, local):
        """What the company's clocks show, as stored: in UTC."""
        return self._reception_zone().localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _sql_reception_local(self, moment, company):
        """``moment`` (a column in UTC) as the clocks of the company show it.

        :param str company: alias of ``res_company`` in the query
        """
        zone = SQL.identifier(company, "reception_tz")
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(%s, 'UTC'))", moment, zone)
