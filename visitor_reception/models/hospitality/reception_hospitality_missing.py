from odoo import models
from odoo.tools import format_date


class ReceptionHospitality(models.Model):
    """What a hospitality application lacks before it can be submitted, each with its clause and where it is mended."""

    _inherit = "reception.hospitality"

    def _missing_fact_fields(self):
        return (
            "state",
            "visit_id.state",
            "visit_id.staff_kind",
            "visit_id.category_id",
            "visit_id.preset_id",
            "visit_id.cost_budget",
            "visit_id.hospitality_nature",
            "kind",
            "reason",
            "business_relation",
            "guest_ids.position",
            "companion_ids",
            "driver_count",
            "host_id",
            "amount_planned",
            "is_over_standard",
            "over_reason",
            "standard_id",
            "meal_at",
            "made_up_reason",
            "agreed_by_id",
            "agreed_at",
            "holiday_reason",
        )

    def _missing_facts(self):
        self.ensure_one()
        # who sits at table need not read the cost plan of the notice
        return (
            self._missing_about_guests()
            + self._missing_about_cost()
            + self._missing_about_preset()
            + self._missing_about_time()
            + self.visit_id.sudo()._missing_meeting_cost()
        )

    def _missing_about_guests(self):
        _ = self.env._
        limit = self._get_companion_limit()
        companions = len(self.companion_ids)
        permitted = limit._get_permitted(len(self.guest_ids))
        checks = [
            (not (self.reason or "").strip(), "1-6.0", _("write the reason for the hospitality"), "reason"),
            (
                not (self.business_relation or "").strip(),
                "1-6.0",
                _("write the business relation; without one no meal is arranged"),
                "business_relation",
            ),
            (
                not self.guest_ids or self.guest_count != len(self.guest_ids),
                "1-6.0",
                _("choose the guests"),
                "guest_ids",
            ),
            (
                any(not (guest.position or "").strip() for guest in self.guest_ids),
                "1-6.1.1",
                _("write the position of every guest on the notice"),
                "action_open_visit",
            ),
            (not self.host_id, "1-6.1.1", _("name the host: who receives the guests at table"), "host_id"),
            (not self.companion_ids, "4-11.4", _("name the companions"), "companion_ids"),
            (
                self.companion_ids and self.host_id and self.host_id not in self.companion_ids,
                "1-6.2.4",
                _("the host sits at table and counts: name them among the companions, or the host who does"),
                "host_id",
            ),
            (
                limit and not limit.decided_by_approver and companions > permitted,
                limit.clause or "1-6.2.4",
                _(
                    "%(companions)s companions with %(guests)s guests: at most %(limit)s, drivers not counted",
                    companions=companions,
                    guests=len(self.guest_ids),
                    limit=permitted,
                ),
                "companion_ids",
            ),
            (
                self.driver_count > len(self.guest_ids) + companions,
                "1-6.2.2",
                _(
                    "%(drivers)s drivers with %(people)s guests and companions: at most one driver for each of them eats "
                    "at this table",
                    drivers=self.driver_count,
                    people=len(self.guest_ids) + companions,
                ),
                "driver_count",
            ),
        ]
        return self._collect_missing(checks)

    def _missing_about_cost(self):
        _ = self.env._
        standard = self.standard_id.sudo()
        # a new application has no visit yet, and so no company of its own
        currency = self.currency_id or self.env.company.currency_id
        # totals, as they are compared: a head, a fen too much would be rounded away
        numbers = {
            "amount": currency.format(self.amount_planned),
            "heads": self.head_count,
            "total": currency.format(self.amount_standard),
            "standard": currency.format(self.standard_per_head),
        }
        over = self.is_over_standard and standard
        checks = [
            (
                self.kind != "work_meal" and self.visit_id.sudo()._has_general_staff(),
                "1-5.2.1",
                _("general staff get work meals"),
                "kind",
            ),
            (
                currency.compare_amounts(self.amount_planned, 0) <= 0,
                "1-6.1.1",
                _("plan the amount of the meal"),
                "amount_planned",
            ),
            (
                not standard,
                "1-6.2.1",
                _("there is no standard for this kind of meal, place and host: ask the policy administrator"),
            ),
            (
                over and not standard.over_allowed,
                standard.clause or "1-6.2.2",
                _(
                    "%(amount)s for %(heads)s people at table is above the %(total)s of the standard (%(standard)s a head), "
                    "without exception",
                    **numbers,
                ),
                "amount_planned",
            ),
            (
                over and standard.over_allowed and not (self.over_reason or "").strip(),
                standard.clause or "1-6.2.1",
                _(
                    "%(amount)s for %(heads)s people at table is above the %(total)s of the standard (%(standard)s a head): "
                    "write what makes it a special case",
                    **numbers,
                ),
                "over_reason",
            ),
        ]
        return self._collect_missing(checks)

    def _missing_about_preset(self):
        """What the preset of the visit asks: one work meal at most (P2), a report of meals on holidays (P3)."""
        # a companion may read the application, but not always the notice and its other meals
        visit = self.visit_id.sudo()
        preset = visit.preset_id
        others = preset.meals_per_visit and visit.hospitality_ids.filtered(
            lambda other: other != self._origin and other.state in ("signing", "told", "approved")
        )
        checks = [
            (
                preset.work_meals_only and self.kind != "work_meal",
                preset.clause,
                self.env._("only a work meal may be given"),
                "kind",
            ),
            (
                preset.meals_per_visit and len(others) >= preset.meals_per_visit,
                preset.clause,
                self.env._(
                    "at most %(number)s meals a visit; applied for already: %(others)s",
                    number=preset.meals_per_visit,
                    others=", ".join(others.mapped("name")) if others else "",
                ),
                "action_open_visit",
            ),
            (
                self.needs_holiday_reason and not (self.holiday_reason or "").strip(),
                preset.clause,
                self.env._("the meal falls on a public holiday, or close to one: report why it is given then"),
                "holiday_reason",
            ),
        ]
        return self._collect_missing(checks)

    def _missing_about_time(self):
        _ = self.env._
        visit = self.visit_id.sudo()
        # a meal made up may belong to a visit that is closed by now
        is_late = self._is_meal_over()
        is_past = is_late and self._is_past_make_up()
        states = ("issued", "hosting", "closed") if is_late else ("issued", "hosting")
        last_day = format_date(self.env, self.make_up_deadline)
        checks = [
            (not visit, "1-2.4", _("choose the reception notice it belongs to"), "visit_id"),
            (
                visit and visit.state not in states,
                "1-2.4",
                _("have the notice %(visit)s issued first", visit=visit.display_name),
                "action_open_visit",
            ),
            (
                is_past,
                "1-6.1.2",
                _(
                    "the last day to make up the application was %(day)s; the cost is borne by the receiving person",
                    day=last_day,
                ),
            ),
            (
                is_late and not is_past and not (self.made_up_reason or "").strip(),
                "1-6.1.2",
                _("the meal is over: write the special case; the last day is %(day)s", day=last_day),
                "made_up_reason",
            ),
        ]
        # nobody has to consent to a work meal inside the company (1-6.1)
        needs_consent = is_late and not is_past and not self.is_told_only
        consent = self._missing_about_consent() if needs_consent else []
        return self._collect_missing(checks) + consent

    def _missing_about_consent(self):
        """A meal that nobody had agreed to beforehand is not made up (4-14b)."""
        _ = self.env._
        agreed_by = self.agreed_by_id
        checks = [
            (
                not agreed_by or not self.agreed_at,
                "4-14b",
                _("arranged without consent: name the company leader who agreed before the meal, and when"),
                "agreed_by_id" if not agreed_by else "agreed_at",
            ),
            (
                agreed_by and (agreed_by not in self.company_leader_ids or agreed_by in self._signoff_owners()),
                "4-14b",
                _(
                    "%(user)s cannot agree to this meal: a company leader does who neither asks for it, hosts nor claims it",
                    user=agreed_by.sudo().name,
                ),
                "agreed_by_id",
            ),
            (
                self.agreed_at and self.agreed_at >= self.meal_at,
                "4-14b",
                _("the leader agreed only when the meal had begun: it was arranged without consent"),
                "agreed_at",
            ),
        ]
        return self._collect_missing(checks)
