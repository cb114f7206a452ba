from odoo import api, fields, models


class ReceptionPetitionContact(models.Model):
    """Calls: what must be noted, who hung up, who is called back; visits: the form is verified."""

    _inherit = "reception.petition.contact"

    call_back_due = fields.Date(string="Call Back By", readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"call_back_due"}

    @api.model
    def register_missed(self, calls):
        """Note calls that nobody answered; each is to be called back (2-1.1).

        :param list calls: dicts of ``caller_number`` and ``started_at`` (UTC)
        :returns: ids of the contacts
        :raises UserError: the current user is no receiver
        """
        contacts = self._as_engine()
        for call in calls:
            self._check_register(dict(call))
            contact = self._reserve({"channel": "call", "started_at": call.get("started_at")})._as_engine()
            contact.write(
                {
                    "state": "missed",
                    "caller_number": call.get("caller_number"),
                    "receiver_id": False,
                    "call_back_due": contact._get_call_back_due(),
                }
            )
            contacts |= contact
        return contacts.ids

    def action_verify(self):
        """Mark the form as read, asked about and right (2-2.3a).

        :raises UserError: main circumstances or main request are missing (2-2.3b)
        """
        self.ensure_one()
        self._lock()
        self._refuse(self._receive_refusals() or self._verify_refusals())
        self._as_engine().write({"verified_by_id": self.env.uid, "verified_at": fields.Datetime.now()})
        return True

    def _verify_refusals(self):
        missing = self.matter_id._get_missing_content()
        if not missing:
            return []
        return [self._explain("2-2.3b", self.env._("add to the form first: %(facts)s", facts=", ".join(missing)))]

    def action_close(self):
        """End the talk.

        :raises UserError: a call without number or content (2-1.5), or without the cause where our staff hung up (2-1.7)
        """
        self.ensure_one()
        self._lock()
        self._refuse(self._receive_refusals() + self._close_refusals())
        self._move("closed", ended_at=fields.Datetime.now())
        return True

    def _close_refusals(self):
        if self.channel != "call":
            return []
        checks = [
            (
                not self.caller_number and not self.number_withheld,
                "2-1.5",
                self.env._("note the caller's number, or that it was withheld."),
            ),
            (
                self.state != "missed" and not self._has_content(),
                "2-1.5",
                self.env._("note what the caller says and asks for."),
            ),
            (self.ended_by == "staff" and not self.end_cause, "2-1.7", self.env._("say why our staff ended the call.")),
        ]
        return [self._explain(clause, reason) for is_missing, clause, reason in checks if is_missing]

    def _has_content(self):
        matter = self.matter_id.sudo()
        return bool(matter and (matter.request or matter.circumstances or matter.is_sealed))

    def action_miss(self, cause=None):
        """Somebody left, or rang off, before being heard: to be called back (2-1.1, 5-2.2).

        :param str cause: what is known of it
        :raises UserError: nobody waits, or the current user is no receiver
        """
        self._check_receiver()
        for contact in self:
            contact._lock()
            contact._move(
                "missed", end_cause=contact._to_text(cause) or False, call_back_due=contact._get_call_back_due()
            )
        return True

    def _get_call_back_due(self):
        deadlines = self.env["reception.deadline"].with_company(self.sudo().company_id)
        return deadlines.get_due("petition_call_back", self._get_day())["due"]

    def action_call_back(self):
        """Note that somebody was called back.

        :raises UserError: it was not missed, or the current user is no receiver
        """
        self._check_receiver()
        for contact in self:
            contact._lock()
            contact._move("closed", receiver_id=self.env.uid, ended_at=fields.Datetime.now())
        return True
