import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

# the largest number that the database keeps in an integer column
MAX_INTEGER = 2**31 - 1


class ReceptionHospitality(models.Model):
    """The verbs of a hospitality application: submit, permit companions, approve, cancel, claim."""

    _inherit = "reception.hospitality"

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"draft", "cancelled"},
            "declined": {"signing", "draft", "cancelled"},
            "cancelled": {"draft"},  # with its notice alone
        }

    @api.model
    def _signoff_fields(self):
        return {
            "visit_id",
            "department_id",
            "host_id",
            "kind",
            "place",
            "venue",
            "meal_at",
            "reason",
            "business_relation",
            "companion_ids",
            "driver_count",
            "amount_planned",
            "over_reason",
            "made_up_reason",
            "agreed_by_id",
            "agreed_at",
            "holiday_reason",
        }

    @api.model
    def _signoff_lines(self):
        return {"guest_ids": ("name", "position", "rank_id", "id")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "is_made_up",
            "companions_permitted",
            "head_count",
            "has_company_leader",
            "dines_as_needed",
            "standard_id",
            "standard_per_head",
            "amount_standard",
            "amount_per_head",
            "is_over_standard",
            "amount_claimed",
            "amount_actual",
            "actual_per_head",
            "is_actual_over_standard",
            "make_up_reminded_on",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Whose request it is
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_owners(self):
        """Who asked, who hosts and who claims (D4, 1-6.1.1); companions are none of them."""
        application = self.sudo()  # who signs need not read employees and claims
        people = application.host_id | application.expense_ids._filter_active_claims().employee_id
        return super()._signoff_owners() | people.user_id.sudo(False)

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

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
            lambda other: other != self._origin and other.state in ("signing", "approved")
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
        consent = self._missing_about_consent() if is_late and not is_past else []
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

    def _is_past_make_up(self):
        return self.env["reception.deadline"]._get_today(self.company_id) > self.make_up_deadline

    # ------------------------------------------------------------------------------------------------------------------
    # Submit
    # ------------------------------------------------------------------------------------------------------------------

    def _submit_refusals(self):
        refusals = super()._submit_refusals()
        officer = self.env.su or self.env.user.has_group("visitor_reception.group_reception_officer")
        host = self.host_id.sudo().user_id
        leaders = self.env["reception.position"]._get_users_holding("is_company_leader", self.company_id)
        if not officer and host and host in leaders.sudo():
            refusals.append(
                self._explain(
                    "1-6.1.1",
                    self.env._("a company leader is the host: Administration and HR submits the application."),
                )
            )
        return refusals

    def action_submit(self):
        # held to the table and the people as they are now, whatever they were when it was written
        pending = self.filtered(lambda application: application.state in self._submittable_states())
        pending.modified(["company_id"])
        # where a preset counts the meals of a visit, each sees the one before, also that of another user (P2)
        counted = self.filtered(lambda application: application.visit_id.sudo().preset_id.meals_per_visit)
        counted.visit_id.sudo()._signoff_lock()
        for applications in (*counted, self - counted):
            if applications:
                super(ReceptionHospitality, applications).action_submit()

    def _do_submit(self):
        now = fields.Datetime.now()
        for application in self:
            application._as_engine().write({"is_made_up": application.meal_at < now, "companions_permitted": 0})
        self._drop_reminders()
        return super()._do_submit()

    def _drop_reminders(self):
        # reminders lie on the desks of requester and host, whoever submits or cancels
        self.sudo().activity_unlink(["visitor_reception.mail_activity_make_up"])

    @api.model
    def _cron_remind_make_up(self):
        """Remind requester and host of applications to make up: once after the meal, once on the last day (1-6.1.2).

        What fails for one application is logged and tried again the next day; the others are reminded.
        """
        due = self.search([("make_up_state", "in", ("open", "last_day"))]).filtered(
            lambda application: (
                not application.make_up_reminded_on
                or (
                    application.make_up_state == "last_day"
                    and application.make_up_reminded_on < application.make_up_deadline
                )
            )
        )
        for application in due:
            try:
                with self.env.cr.savepoint():
                    application._remind_make_up()
            except Exception:
                _logger.exception("The reminder to make up %s failed", application.display_name)

    def _remind_make_up(self):
        self.ensure_one()
        self._drop_reminders()
        for user in (self.requester_id | self.host_id.user_id).filtered(lambda user: user._may_sign()):
            _ = self.with_context(lang=user.lang or self.env.lang).env._
            self.activity_schedule(
                "visitor_reception.mail_activity_make_up",
                date_deadline=self.make_up_deadline,
                user_id=user.id,
                summary=_("Make up the hospitality application, or cancel it if the meal did not take place"),
                note=_(
                    "Afterwards Finance does not settle the meal, and the receiving person bears the cost (1-6.1.2)."
                ),
            )
        today = self.env["reception.deadline"]._get_today(self.company_id)
        self._as_engine().make_up_reminded_on = today

    # ------------------------------------------------------------------------------------------------------------------
    # Approve
    # ------------------------------------------------------------------------------------------------------------------

    def action_permit_companions(self, number=None):
        """State how many companions are permitted, where the table of 1-6.2.4 leaves it to the approver.

        :param int number: permitted companions, above 0; without it as many as the application names
        :raises UserError: it is not the user's turn to sign, or the table decides
        """
        self._signoff_lock()
        self._check_can_sign()
        for application in self:
            permitted = len(application.companion_ids) if number is None else number
            if not application._get_companion_limit().decided_by_approver:
                raise UserError(
                    self._explain("1-6.2.4", self.env._("the table decides for so many guests, not the approver."))
                )
            is_count = isinstance(permitted, int) and not isinstance(permitted, bool)
            if not is_count or not 0 < permitted <= MAX_INTEGER:
                raise UserError(self._explain("1-6.2.4", self.env._("permit at least one companion, or decline.")))
            application._as_engine().companions_permitted = permitted
            application.sudo()._message_log(
                body=self.env._(
                    "%(user)s permits %(number)s companions (1-6.2.4).", user=self.env.user.name, number=permitted
                )
            )

    def action_open_permit(self):
        """Ask how many companions are permitted (1-6.2.4)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Permit Companions"),
            "res_model": "reception.companion.permit",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_application_id": self.id, "default_number": len(self.companion_ids)},
        }

    def action_sign(self, comment=None):
        """Approve for the current user.

        :raises UserError: as the mixin, or the number of companions is not permitted yet (1-6.2.4)
        """
        self._raise_refusals(application._companion_refusals() for application in self.filtered("can_sign"))
        return super().action_sign(comment)

    def _companion_refusals(self):
        self.ensure_one()
        limit = self._get_companion_limit()
        companions = len(self.sudo().companion_ids)
        if not limit.decided_by_approver or 0 < companions <= self.companions_permitted:
            return []
        if self.companions_permitted:
            reason = self.env._(
                "%(companions)s companions are named, %(permitted)s are permitted: send the application back.",
                companions=companions,
                permitted=self.companions_permitted,
            )
        else:
            reason = self.env._(
                "%(application)s has %(guests)s guests: state first how many companions you permit.",
                application=self.display_name,
                guests=self.guest_count,
            )
        return [self._explain(limit.clause, reason)]

    # ------------------------------------------------------------------------------------------------------------------
    # Reopen, cancel
    # ------------------------------------------------------------------------------------------------------------------

    def _do_reopen(self, why):
        self._raise_refusals(application._claimed_refusals() for application in self)
        super()._do_reopen(why)
        self._as_engine().write({"is_made_up": False, "companions_permitted": 0})

    def _claimed_refusals(self):
        # who cancels need not see the claims of colleagues
        return self.sudo().expense_ids._hold_refusals(self, "1-6.1.2")

    def _is_past(self):
        return bool(self.meal_at) and self.meal_at < fields.Datetime.now()

    def action_cancel(self):
        """Cancel an application whose meal does not take place.

        :raises UserError: it waits for signatures (recall it first), or claims are under way
        """
        self._signoff_lock()
        self._raise_refusals(application._cancel_refusals() for application in self)
        self._move("cancelled", signoff_state="none")
        self._drop_reminders()

    def _cancel_refusals(self):
        self.ensure_one()
        if "cancelled" not in self._transitions()[self.state]:
            return [
                self.env._(
                    "%(application)s cannot be cancelled now: recall it while it waits for signatures.",
                    application=self.display_name,
                )
            ]
        return self._manage_refusals() or self._claimed_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # From the application to the claim
    # ------------------------------------------------------------------------------------------------------------------

    def action_create_expense(self):
        """Claim the meal: an expense of the current user over what is left of the approved amount.

        :returns: an action that opens the claim, or the user's draft that exists already
        :raises UserError: not approved (1-6.1.2), used up, or the user has no employee record
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals([self._create_expense_refusals()])
        if drafts := self._get_my_draft_claims():
            return drafts._get_records_action(name=self.env._("Claims"))
        expense = self.env["hr.expense"]._create_reception_claim(
            "hospitality",
            self.company_id,
            {
                "name": self.display_name,
                "date": self.env["reception.deadline"]._to_company_day(self.meal_at, self.company_id),
                "hospitality_id": self.id,
                "total_amount_currency": self.amount_planned - self.amount_claimed,
            },
        )
        return expense._get_records_action()

    def _create_expense_refusals(self):
        self.ensure_one()
        if self.state != "approved":
            reason = self.env._("%(application)s is not approved.", application=self.display_name)
        elif self._get_my_draft_claims():
            return []
        elif self.currency_id.compare_amounts(self.amount_planned - self.amount_claimed, 0) <= 0:
            reason = self.env._("%(application)s is used up by its claims.", application=self.display_name)
        else:
            return self._auditor_refusals()
        return [self._explain("1-6.1.2", reason)]

    def _get_my_draft_claims(self):
        # whoever may read a claim may not always read its employee
        return self.expense_ids.filtered(
            lambda claim: claim.state == "draft" and claim.sudo().employee_id.user_id == self.env.user
        )

    def action_open_visit(self):
        """Open the visit it belongs to."""
        return self.visit_id._get_records_action()

    def action_open_expenses(self):
        """Open the claims made for it."""
        return self.expense_ids._get_records_action(name=self.env._("Claims"))
