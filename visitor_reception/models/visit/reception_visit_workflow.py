from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime


class ReceptionVisit(models.Model):
    """The verbs of a visit: issue, start, receive, register, close, cancel."""

    _inherit = "reception.visit"

    can_start = fields.Boolean(compute="_compute_can_act")
    can_receive = fields.Boolean(compute="_compute_can_act")
    can_set_times = fields.Boolean(compute="_compute_can_act")
    can_sign_register = fields.Boolean(compute="_compute_can_act")
    can_close = fields.Boolean(compute="_compute_can_act")
    can_cancel = fields.Boolean(compute="_compute_can_act")

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"issued", "declined", "draft"},
            "issued": {"hosting", "draft", "cancelled"},
            "hosting": {"closed", "draft", "issued"},
            "declined": {"signing", "draft", "cancelled"},
            "closed": set(),
            "cancelled": {"draft"},
        }

    @api.model
    def _signoff_flow(self):
        return {"none": "draft", "asked": "signing", "granted": "issued", "declined": "declined"}

    @api.model
    def _signoff_fields(self):
        return {
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
            "procedure_category_id",
            "meeting_kind",
        }

    @api.model
    def _signoff_card_fields(self):
        names = (
            "organisation_id",
            "principal_guest",
            "headcount",
            "purpose",
            "date_begin",
            "date_end",
            "grade",
            "host_id",
        )
        return *super()._signoff_card_fields(), *names, "cost_budget"

    @api.model
    def _signoff_lines(self):
        return {
            "guest_ids": ("name", "position", "rank_id", "is_principal", "is_accompanying"),
            "cost_line_ids": ("name", "kind", "quantity", "unit_amount"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "principal_guest",
            "issued_at",
            "started_at",
            "received_at",
            "departed_at",
            "waiting_minutes",
            "closed_at",
        }

    @api.depends_context("uid")
    @api.depends("state", "received_at", "act_ids.void_at")
    def _compute_can_act(self):
        for visit in self:
            visit.can_receive = not visit._receive_refusals()
            visit.can_set_times = visit.state in ("hosting", "closed") and visit._is_host_or_officer()
            visit.can_start = visit.state == "issued" and visit._is_host_or_officer()
            visit.can_sign_register = not visit._sign_register_refusals()
            visit.can_close = visit.state == "hosting" and visit._is_host_or_officer()
            visit.can_cancel = not visit._cancel_refusals()

    def _signoff_owners(self):
        """Who asked and who hosts (D4)."""
        return super()._signoff_owners() | self.sudo().host_id.user_id.sudo(False)

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
        body = self.env._("Issued: Administration and HR may execute the reception (1-2.5).")
        # who signs last may not write on the notice
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, body), author_id=self.env.user.partner_id.id)
        self._schedule_procedure()

    def _signoff_readers(self):
        """Administration and HR hears of what is issued (1-2.5)."""
        readers = super()._signoff_readers()
        for visits in self.filtered(lambda visit: visit.state == "issued").grouped("company_id").values():
            officers = visits[:1]._get_officers()
            readers |= {visit: readers[visit] | officers for visit in visits}
        return readers

    def _signoff_outcome_note(self):
        if self.state != "issued":
            return super()._signoff_outcome_note()
        return self.env._("Issued: Administration and HR may execute the reception (1-2.5).")

    def _get_officers(self):
        """Users of Administration and HR in the visit's company."""
        group_id = self.env["ir.model.data"]._xmlid_to_res_id("visitor_reception.group_reception_officer")
        officers = self.env["res.users"].sudo()  # who signs last may not look people up
        colleagues = [
            ("all_group_ids", "in", group_id),
            ("share", "=", False),
            ("company_ids", "in", self.company_id.id),
        ]
        return officers.search_fetch(colleagues, ["active", "share", "partner_id"])

    def _do_reopen(self, why):
        super()._do_reopen(why)
        self._forget_issue()
        self._unschedule_procedure()

    def _forget_issue(self):
        """A visit that is a draft again has not been issued: it is prepared, started and registered anew."""
        self._as_engine().write(
            {
                "issued_at": False,
                "started_at": False,
                "received_at": False,
                "departed_at": False,
            }
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Start, receive, guest register, close
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

    def action_receive(self):
        """The guests are led in and received: their waiting ends (4-11.3).

        :raises UserError: they are not here, or are received already
        """
        self._raise_refusals(visit._receive_refusals() for visit in self)
        self._as_engine().received_at = fields.Datetime.now()

    def _receive_refusals(self):
        self.ensure_one()
        if self.state != "hosting" or self.received_at:
            return [self.env._("The guests of %(visit)s do not wait.", visit=self.display_name)]
        if not self._is_host_or_officer():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR receives the guests."))]
        return []

    def action_open_times(self):
        """Ask when the guests really came, were received and left."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Arrival and Departure"),
            "res_model": "reception.visit.times",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_visit_id": self.id,
                **{f"default_{name}": self[name] for name in ("started_at", "received_at", "departed_at")},
            },
        }

    def action_set_times(self, started_at, received_at=False, departed_at=False):
        """Correct when the guests came, were received and left, for a click may be late (4-11.3).

        :param started_at: like the others a moment in UTC; the only one that is required
        :raises UserError: not hosting or closed, not the host or Administration and HR, in disorder or in the future
        """
        moments = [fields.Datetime.to_datetime(moment) for moment in (started_at, received_at, departed_at)]
        self._raise_refusals(visit._set_times_refusals(moments) for visit in self)
        self._as_engine().write(dict(zip(("started_at", "received_at", "departed_at"), moments, strict=True)))
        told = ", ".join(format_datetime(self.env, moment) if moment else "–" for moment in moments)
        body = self.env._("Arrival, reception and departure: %(moments)s", moments=told)
        # who keeps the times need not edit the notice
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, body), author_id=self.env.user.partner_id.id)

    def _set_times_refusals(self, moments):
        self.ensure_one()
        if self.state not in ("hosting", "closed"):
            return [self.env._("The guests of %(visit)s are not here yet.", visit=self.display_name)]
        if not self._is_host_or_officer():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR keeps the times."))]
        given = [moment for moment in moments if moment]
        if moments[0] and given == sorted(given) and given[-1] <= fields.Datetime.now():
            return []
        text = self.env._("write the arrival; arrival, reception and departure follow each other, none in the future.")
        return [self._explain("4-11.3", text)]

    def action_undo_start(self):
        """The guests have not arrived after all: the visit is issued again.

        :raises UserError: not hosting, or the guests were received or the register signed since
        """
        self._raise_refusals(visit._undo_start_refusals() for visit in self)
        self._move("issued", started_at=False, departed_at=False)

    def _undo_start_refusals(self):
        self.ensure_one()
        if refusals := self._receive_refusals():
            return refusals
        if self._get_act("register"):
            return [self.env._("The guest register of %(visit)s is signed.", visit=self.display_name)]
        return []

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
        self._log_closing_statement()
        self._log_steps_left()
        self._drop_todos()

    # ------------------------------------------------------------------------------------------------------------------
    # Cancel
    # ------------------------------------------------------------------------------------------------------------------

    def action_cancel(self):
        """Cancel a visit that does not take place, and with it its bookings and meals.

        :raises UserError: it is waiting for signatures (recall it first), or has begun
        """
        self._raise_refusals(visit._cancel_refusals() for visit in self)
        self._move("cancelled", signoff_state="none")
        self._unschedule_procedure()
        self._cancel_costs()

    def _cancel_costs(self):
        """Nobody travels, sleeps or eats for a visit that does not take place (1-2.4); what was planned stays on file."""
        why = self.env._("the visit was cancelled")
        for visit in self.sudo():  # whoever applied for them
            for documents in visit._get_alive_costs():
                documents._cancel_with_visit(why)

    def _take_up_costs(self):
        """Bookings and meals that were cancelled with the notice are drafts again; it says which are, and what is gone."""
        for visit in self.sudo():  # whoever applied for them
            again, gone = [], []
            for documents in visit._get_costs():
                taken_up, lost = documents._take_up_with_visit()
                again += taken_up.mapped("display_name")
                gone += lost.mapped("display_name")
            texts = []
            if again:
                texts.append(self.env._("Drafts again, to be booked or signed anew: %s", ", ".join(again)))
            if gone:
                texts.append(self.env._("Stay cancelled, for their time is over: %s", ", ".join(gone)))
            if texts:
                visit._message_log(body=Markup("<br/>").join(texts), author_id=self.env.user.partner_id.id)

    def _cancel_refusals(self):
        self.ensure_one()
        if "cancelled" not in self._transitions().get(self.state, ()):
            return [
                self.env._(
                    "%(visit)s cannot be cancelled now: recall it while it waits for signatures; once the guests are "
                    "here it is closed.",
                    visit=self.display_name,
                )
            ]
        return self._manage_refusals()

    def action_reset_to_draft(self):
        """Take a cancelled visit up again, with the bookings and meals that were cancelled with it (1-2.4).

        :raises UserError: it is not cancelled, or belongs to somebody else
        """
        self._raise_refusals(visit._reset_to_draft_refusals() for visit in self)
        self._move("draft", signoff_state="none")
        self._forget_issue()
        self._take_up_costs()

    def _reset_to_draft_refusals(self):
        self.ensure_one()
        if self.state != "cancelled":
            return [self.env._("%(visit)s is not cancelled.", visit=self.display_name)]
        return self._manage_refusals()
