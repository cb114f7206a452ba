from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

SHOWN = 5  # lines of a notice board, not a report
# a year mistyped on the screen is told when it is saved
YEARS = range(1900, 3000)


class ReceptionVisit(models.Model):
    """Points out, on the form alone, another notice for the same visit, and a notice that comes after the visit.

    Two colleagues may have written one each.
    """

    _inherit = "reception.visit"

    overlap_note = fields.Html(
        string="Perhaps the Same Visit",
        compute="_compute_overlap_note",
        sanitize=False,  # written by the code alone
        help="Other notices of the same visiting unit, or with a guest of the same name, whose days overlap.",
    )

    is_late_notice = fields.Boolean(
        string="The Visit Is Over",
        compute="_compute_is_late_notice",
        help="The notice is written, or waits for signatures, after the guests have left (1-2.4).",
    )

    @api.depends("state", "date_end")
    def _compute_is_late_notice(self):
        now = fields.Datetime.now()
        for visit in self:
            unissued = visit.state in ("draft", "signing", "declined")
            visit.is_late_notice = unissued and bool(visit.date_end) and visit.date_end < now

    @api.depends_context("uid", "lang", "tz")
    @api.depends(
        "state", "company_id", "organisation_id", "batch", "date_begin", "date_end", "guest_ids.name", "guest_ids.phone"
    )
    def _compute_overlap_note(self):
        for visit in self:
            others = visit._get_overlapping()
            # one query, where _filtered_access reads all that the record rules look at
            readable_ids = set(self.search([("id", "in", others.ids)]).ids if others else ())
            items = Markup().join(visit._describe_overlapping(other, other.id in readable_ids) for other in others)
            visit.overlap_note = items and Markup("<ul class='mb-0'>%s</ul>") % items

    def _get_overlapping(self):
        """Other notices, neither declined nor cancelled, that may be the same visit, as superuser.

        A second batch of the same unit is another part of the visit and no duplicate.
        """
        self.ensure_one()
        # a colleague's notice is told though it may not be read: its number, host and days, nothing else
        visits = self.env["reception.visit"].sudo()
        days = (self.date_begin, self.date_end)
        if self.state in self._final_states or not all(day and day.year in YEARS for day in days):
            return visits
        to_moment = self.env["reception.deadline"]._to_moment
        unit = Domain("organisation_id", "=", self.organisation_id.id) if self.organisation_id else Domain.FALSE
        same_people = self._get_same_people_domain()
        if unit.is_false() and same_people.is_false():
            return visits
        batch = Domain("batch", "=", self.batch)
        return visits.search_fetch(
            Domain("company_id", "=", self.company_id.id)
            & Domain("id", "!=", self._origin.id)
            & Domain("state", "not in", ("declined", "cancelled"))
            & Domain("date_begin", "<", to_moment(self.date_end, 0, self.company_id) + timedelta(days=1))
            & Domain("date_end", ">=", to_moment(self.date_begin, 0, self.company_id))
            & ((unit & batch) | (same_people & (~unit | batch))),
            ["name", "company_id", "date_begin", "date_end", "host_id"],
            limit=SHOWN,
        )

    def _get_same_people_domain(self):
        """Notices with a guest of the same name, and of the same phone where both have one."""
        named = self.guest_ids.filtered(lambda guest: (guest.name or "").strip())
        reachable = named.filtered("phone")
        alone = named - reachable
        people = Domain("name", "in", alone.mapped("name")) | (
            Domain("name", "in", reachable.mapped("name"))
            & Domain("phone", "in", [False, "", *reachable.mapped("phone")])
        )
        return Domain("guest_ids", "any", people) if named else Domain.FALSE

    def _describe_overlapping(self, other, is_readable):
        to_day = self.env["reception.deadline"]._to_company_day
        number = other.name if other.name != "/" else self.env._("a draft")
        if is_readable:
            number = Markup("<a href='/odoo/reception/%s' target='_blank'>%s</a>") % (other.id, number)
        return Markup("<li>%s</li>") % self.env._(
            "%(number)s, host %(host)s, %(first)s to %(last)s",
            number=number,
            host=other.host_id.name,
            first=to_day(other.date_begin, other.company_id),
            last=to_day(other.date_end, other.company_id),
        )
