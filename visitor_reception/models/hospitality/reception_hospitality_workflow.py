from odoo import api, fields, models
from odoo.exceptions import UserError

# the largest number that the database keeps in an integer column
MAX_INTEGER = 2**31 - 1


class ReceptionHospitality(models.Model):
    """The verbs of a hospitality application: submit, permit companions, approve, cancel, claim."""

    _inherit = "reception.hospitality"

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "told", "cancelled"},
            "signing": {"approved", "declined", "draft"},
            "told": {"draft", "cancelled"},
            "approved": {"draft", "cancelled"},
            "declined": {"signing", "told", "draft", "cancelled"},
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
            "is_agreed",
            "noted_at",
            "noted_by_id",
            "told_at",
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
    # Submit
    # ------------------------------------------------------------------------------------------------------------------

    def _submit_refusals(self):
        refusals = super()._submit_refusals()
        officer = self.env.su or self.env.user.has_group("visitor_reception.group_reception_officer")
        host = self.host_id.sudo().user_id
        leaders = self.env["reception.position"]._get_users_holding("is_company_leader", self.company_id)
        if not self.is_told_only and not officer and host and host in leaders.sudo():
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
        told = self.filtered("is_told_only")
        if told:
            told._do_tell()
        if signed := self - told:
            super(ReceptionHospitality, signed)._do_submit()

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
        self._as_engine().write({"is_made_up": False, "companions_permitted": 0, **self._untold()})

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
        self._move("cancelled", signoff_state="none", **self._untold())
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
        if self.state == "told" and not self.is_agreed:
            reason = self.env._(
                "%(application)s is not noted yet by %(group)s.",
                application=self.display_name,
                group=self._get_manager_label(),
            )
        elif not self.is_agreed:
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
