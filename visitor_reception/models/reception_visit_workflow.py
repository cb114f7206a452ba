from markupsafe import Markup

from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """The verbs of a visit: issue, start, register, close, cancel."""

    _inherit = "reception.visit"

    TRANSITIONS = {
        "draft": {"signing", "cancelled"},
        "signing": {"issued", "declined", "draft"},
        "issued": {"hosting", "draft", "cancelled"},
        "hosting": {"closed", "draft"},
        "declined": {"signing", "draft", "cancelled"},
        "closed": set(),
        "cancelled": {"draft"},
    }
    _signoff_flow = {"none": "draft", "asked": "signing", "granted": "issued", "declined": "declined"}
    _signoff_fields = (
        "company_id",
        "category_id",
        "inviting_body",
        "organisation_id",
        "purpose",
        "batch",
        "headcount",
        "date_begin",
        "date_end",
        "staff_kind",
        "contract_ref",
    )
    _signoff_lines = {"guest_ids": ("name", "position", "rank_id", "is_principal", "is_accompanying")}

    can_start = fields.Boolean(compute="_compute_can_act")
    can_sign_register = fields.Boolean(compute="_compute_can_act")
    can_close = fields.Boolean(compute="_compute_can_act")
    can_cancel = fields.Boolean(compute="_compute_can_act")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name",
            "issued_at",
            "started_at",
            "closed_at",
            "register_signed_by_id",
            "register_signed_at",
        }

    @api.depends_context("uid")
    @api.depends("state", "register_signed_by_id")
    def _compute_can_act(self):
        for visit in self:
            visit.can_start = visit.state == "issued" and visit._is_host_or_officer()
            visit.can_sign_register = not visit._sign_register_refusals()
            visit.can_close = visit.state == "hosting" and visit._is_host_or_officer()
            visit.can_cancel = not visit._cancel_refusals()

    def _is_host_or_officer(self):
        return not self._is_auditor() and (
            self.env.su
            or self.env.user.has_group("visitor_reception.group_reception_officer")
            or self.host_id.sudo().user_id == self.env.user
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Issue
    # ------------------------------------------------------------------------------------------------------------------

    def _on_signoff_granted(self):
        """Issue (1-2.5): Administration and HR is told, and the procedure of the category becomes activities."""
        super()._on_signoff_granted()
        self._as_engine().issued_at = fields.Datetime.now()
        for visits in self.grouped("company_id").values():
            visits._notify_officers()
        self._schedule_procedure()

    def _notify_officers(self):
        """Tell Administration and HR what it may execute now: one message, however many notices of a company."""
        self = self.sudo()  # who signs last may neither read officers nor write on the notice
        body = self.env._("Issued: Administration and HR may execute the reception (1-2.5).")
        author = self.env.user.partner_id
        self._message_log_batch(dict.fromkeys(self.ids, body), author_id=author.id)
        if officers := self[:1]._get_officers() - self.env.user:
            # of several notices none is the document of the message: its lines lead to each
            documents = self if len(self) == 1 else self.env["mail.thread"]
            link = Markup("<li><a href='%s'>%s</a></li>")
            links = Markup().join(link % (visit._notify_get_action_link("view"), visit.display_name) for visit in self)
            documents.message_notify(
                partner_ids=officers.partner_id.ids,
                author_id=author.id,
                subject=self.env._("Issued: %(documents)s", documents=", ".join(self.mapped("display_name"))),
                body=Markup("%s<ul>%s</ul>") % (body, links),
            )

    def _get_officers(self):
        """Users of Administration and HR in the visit's company."""
        officers = self.env.ref("visitor_reception.group_reception_officer").sudo().all_user_ids
        return officers.filtered(lambda user: user.active and not user.share and self.company_id in user.company_ids)

    def _schedule_procedure(self):
        """Schedule the activity plan of the category, relative to the arrival; one batch for all visits."""
        vals_list = []
        for visit in self.sudo().filtered("category_id.procedure_plan_id"):
            arrival = self.env["reception.deadline"]._to_company_day(visit.date_begin, visit.company_id)
            for template in visit.category_id.procedure_plan_id.template_ids:
                responsible = template._determine_responsible(visit._get_host_user(), visit)
                user = responsible["responsible"]
                in_his_language = template.with_context(lang=user.sudo().lang or self.env.lang)
                vals_list.append(
                    {
                        "res_model_id": self.env["ir.model"]._get_id(self._name),
                        "res_id": visit.id,
                        "activity_type_id": template.activity_type_id.id,
                        "summary": in_his_language.summary,
                        "note": in_his_language.note,
                        "user_id": user.id,
                        "date_deadline": template._get_date_deadline(arrival),
                        "automated": True,
                    }
                )
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(vals_list)

    def _get_host_user(self):
        """Who has the host's tasks: the host, or who wrote the notice where the host cannot log in (res.users)."""
        host = self.host_id.user_id
        return host if host._may_sign() else self.requester_id

    def _unschedule_procedure(self):
        """Drop the open tasks of an issue that no longer holds; what people have planned by hand stays."""
        self.sudo().activity_ids.filtered(
            lambda activity: activity.automated and activity.activity_category != "signoff"
        ).with_context(mail_activity_quick_update=True).unlink()

    def _do_reopen(self, why):
        """A visit that is a draft again has not been issued: it is issued, started and registered anew."""
        super()._do_reopen(why)
        self._as_engine().write(
            {"issued_at": False, "started_at": False, "register_signed_by_id": False, "register_signed_at": False}
        )
        self._unschedule_procedure()

    # ------------------------------------------------------------------------------------------------------------------
    # Start, guest register, close
    # ------------------------------------------------------------------------------------------------------------------

    def action_start(self):
        """The guests have arrived: the visit is being hosted.

        :raises UserError: not issued (1-2.5), or grade or principal host missing (1-5.1.4)
        """
        self._check_can_start()
        self._do_start()

    def _start_refusals(self):
        self.ensure_one()
        if self.state != "issued":
            return [self._explain("1-2.5", self.env._("%(visit)s has not been issued.", visit=self.display_name))]
        if not self._is_host_or_officer():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR starts the reception."))]
        return self._explain_missing(self._missing_facts_for_start())

    def _check_can_start(self):
        self._raise_refusals(visit._start_refusals() for visit in self)

    def _do_start(self):
        self._move("hosting", started_at=fields.Datetime.now())

    def action_sign_register(self):
        """Sign the guest register for the receiving department, or as a company leader (1-5.4.3)."""
        self._raise_refusals(visit._sign_register_refusals() for visit in self)
        self._as_engine().write({"register_signed_by_id": self.env.uid, "register_signed_at": fields.Datetime.now()})

    def _sign_register_refusals(self):
        self.ensure_one()
        if self.state != "hosting" or self.register_signed_by_id:
            return [self.env._("The guest register of %(visit)s is not open for signing.", visit=self.display_name)]
        employee = self.env.user.employee_id.sudo()
        leaders = self.env["reception.position"]._get_users_holding("is_company_leader", self.company_id)
        if (employee.department_id and employee.department_id == self.department_id) or self.env.user in leaders:
            return []
        return [
            self._explain("1-5.4.3", self.env._("somebody of the receiving department or a company leader signs it."))
        ]

    def action_close(self):
        """Close the visit once its procedure allows it.

        :raises UserError: not hosting, or the guest register is not signed (1-5.4.3)
        """
        self._check_can_close()
        self._do_close()

    def _close_refusals(self):
        self.ensure_one()
        if self.state != "hosting":
            return [self.env._("%(visit)s is not being hosted.", visit=self.display_name)]
        if not self._is_host_or_officer():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR closes the visit."))]
        return self._explain_missing(self._missing_facts_for_close())

    def _check_can_close(self):
        self._raise_refusals(visit._close_refusals() for visit in self)

    def _do_close(self):
        self._move("closed", closed_at=fields.Datetime.now())

    # ------------------------------------------------------------------------------------------------------------------
    # Cancel
    # ------------------------------------------------------------------------------------------------------------------

    def action_cancel(self):
        """Cancel a visit that does not take place.

        :raises UserError: it is waiting for signatures (recall it first), or has begun
        """
        self._raise_refusals(visit._cancel_refusals() for visit in self)
        self._move("cancelled", signoff_state="none")
        self._unschedule_procedure()

    def _cancel_refusals(self):
        self.ensure_one()
        if "cancelled" not in self.TRANSITIONS.get(self.state, ()):
            return [
                self.env._(
                    "%(visit)s cannot be cancelled now: recall it while it waits for signatures; once the guests are "
                    "here it is closed.",
                    visit=self.display_name,
                )
            ]
        # who cancels need not see the claims of colleagues
        return self._manage_refusals() or self.sudo().expense_ids._hold_refusals(self, "1-2.4")

    def action_reset_to_draft(self):
        """Take a cancelled visit up again.

        :raises UserError: it is not cancelled, or belongs to somebody else
        """
        self._raise_refusals(visit._reset_to_draft_refusals() for visit in self)
        self._move("draft", signoff_state="none")

    def _reset_to_draft_refusals(self):
        self.ensure_one()
        if self.state != "cancelled":
            return [self.env._("%(visit)s is not cancelled.", visit=self.display_name)]
        return self._manage_refusals()
