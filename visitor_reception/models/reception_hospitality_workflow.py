from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionHospitality(models.Model):
    """The verbs of a hospitality application: submit, permit companions, approve, cancel."""

    _inherit = "reception.hospitality"

    TRANSITIONS = {
        "draft": {"signing", "cancelled"},
        "signing": {"approved", "declined", "draft"},
        "approved": {"draft", "cancelled"},
        "declined": {"signing", "draft", "cancelled"},
        "cancelled": set(),
    }
    _signoff_fields = (
        "visit_id",
        "department_id",
        "host_id",
        "kind",
        "place",
        "meal_at",
        "reason",
        "business_relation",
        "guest_ids",
        "companion_ids",
        "driver_count",
        "amount_planned",
        "over_reason",
        "made_up_reason",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name",
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
        }

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

    def _do_submit(self):
        now = fields.Datetime.now()
        for application in self:
            vals = {"is_made_up": application.meal_at < now, "companions_permitted": 0}
            if application.name == "/":
                # the number is given once, on the first submission, so that drafts leave no gaps
                vals["name"] = (
                    self.env["ir.sequence"]
                    .sudo()
                    .with_company(application.company_id)
                    .next_by_code("reception.hospitality")
                    or "/"
                )
            application._as_engine().write(vals)
        return super()._do_submit()

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
            if permitted <= 0:
                raise UserError(self._explain("1-6.2.4", self.env._("permit at least one companion, or decline.")))
            application._as_engine().companions_permitted = permitted
            application.sudo()._message_log(
                body=self.env._(
                    "%(user)s permits %(number)s companions (1-6.2.4).", user=self.env.user.name, number=permitted
                )
            )

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
        """What was approved stays while claims lean on it (1-6.1.2)."""
        claims_sudo = self.sudo().expense_ids._filter_active_claims()
        if not claims_sudo:
            return []
        return [
            self._explain(
                "1-6.1.2",
                self.env._(
                    "%(application)s is claimed already (%(claims)s) and cannot be changed any more.",
                    application=self.display_name,
                    claims=", ".join(claims_sudo.mapped("name")),
                ),
            )
        ]

    def action_cancel(self):
        """Cancel an application whose meal does not take place.

        :raises UserError: it waits for signatures (recall it first), or claims are under way
        """
        self._signoff_lock()
        self._raise_refusals(application._cancel_refusals() for application in self)
        self._move("cancelled", signoff_state="none")

    def _cancel_refusals(self):
        self.ensure_one()
        if "cancelled" not in self.TRANSITIONS[self.state]:
            return [
                self.env._(
                    "%(application)s cannot be cancelled now: recall it while it waits for signatures.",
                    application=self.display_name,
                )
            ]
        return self._manage_refusals() or self._claimed_refusals()
