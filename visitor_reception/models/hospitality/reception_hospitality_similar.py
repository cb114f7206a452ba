from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime


class ReceptionHospitality(models.Model):
    """Other meals close to this one: is one meal split in two (1-6.2.2, 4-8)?"""

    _inherit = "reception.hospitality"

    similar_applications = fields.Html(
        compute="_compute_similar_applications",
        sanitize=False,  # written by the code alone
        help="Other meals close to this one with the same host, venue or guest: is one meal split in two?",
    )

    @api.depends("meal_at", "host_id", "place", "venue", "guest_ids.name", "amount_planned", "state")
    @api.depends_context("lang")
    def _compute_similar_applications(self):
        """Point out what looks like one meal split in two (1-6.2.2, 4-8), in one search for all of ``self``."""
        self.similar_applications = False
        saved = self.filtered(lambda application: application._origin.meal_at)
        if not saved:
            return
        deadlines = self.env["reception.deadline"]
        rules = {company: deadlines._get_deadline("split_window", company) for company in saved._origin.company_id}
        windows = {
            application: application._get_split_window(rules[application._origin.company_id].days)
            for application in saved
        }
        # who signs is told of the other meals, whether or not they may read them: number, time and amount only
        others = self.sudo().search(
            Domain("company_id", "in", saved._origin.company_id.ids)
            & Domain("state", "not in", ("cancelled", "declined"))
            & Domain("meal_at", ">=", min(start for start, _end in windows.values()))
            & Domain("meal_at", "<", max(end for _start, end in windows.values()))
        )
        for application, (start, end) in windows.items():
            mine = application._origin.sudo()
            similar = others.filtered(
                lambda other, mine=mine, start=start, end=end: (
                    other != mine
                    and other.company_id == mine.company_id
                    and start <= other.meal_at < end
                    and mine._is_similar(other)
                )
            )
            if similar:
                clause = rules[mine.company_id.sudo(False)].clause
                application.similar_applications = mine._describe_similar(similar, clause)

    def _get_split_window(self, days):
        """The moments between which another meal is close to this one: ``(first, the one after the last)``."""
        meal = self._origin
        to_moment = self.env["reception.deadline"]._to_moment
        return tuple(to_moment(meal.meal_at + timedelta(days=shift), 0, meal.company_id) for shift in (-days, days + 1))

    def _is_similar(self, other):
        """Whether host, venue outside the company or a guest is the same."""
        venues = [(meal.venue or "").strip().casefold() for meal in (self, other) if meal.place == "outside"]
        return (
            bool(self.host_id & other.host_id)
            or (len(venues) == 2 and bool(venues[0]) and venues[0] == venues[1])
            or not {guest.name.strip() for guest in self.guest_ids}.isdisjoint(
                guest.name.strip() for guest in other.guest_ids
            )
        )

    def _describe_similar(self, similar, clause):
        timezone = self.company_id._reception_zone().zone
        lines = Markup().join(
            Markup("<li>%s</li>")
            % self.env._(
                "%(number)s, %(moment)s: %(amount)s, %(amount_per_head)s a head",
                number=other.name if other.name != "/" else self.env._("New application"),
                moment=format_datetime(self.env, other.meal_at, tz=timezone, dt_format="short"),
                amount=self.currency_id.format(other.amount_planned),
                amount_per_head=self.currency_id.format(other.amount_per_head),
            )
            for other in similar
        )
        total = self.env._(
            "%(clause)s: together with this one %(amount)s a head. Is one meal split?",
            clause=clause or "1-6.2.2",
            amount=self.currency_id.format(sum((self | similar).mapped("amount_per_head"))),
        )
        return Markup("<ul class='mb-0'>%s</ul><p class='mb-0'>%s</p>") % (lines, total)
