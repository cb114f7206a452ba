from odoo import api, models
from odoo.tools import consteq, format_datetime, hmac

ENDED = ("returned", "closed", "cancelled", "expired")


class ReceptionSchoolLeave(models.Model):
    """A link for one guardian, who answers without login; it ends with the slip (3-6a)."""

    _inherit = "reception.school.leave"

    def get_link(self, guardian_id):
        """The address with which one guardian answers; sent by the teacher's own messenger.

        :raises UserError: not the class teacher, nobody on file, somebody who must not collect, the slip waits for no
            answer, or the guardian has not consented to links
        """
        self.ensure_one()
        self.check_access("read")
        # the class teacher is told who may be asked
        guardian = self.env["reception.school.guardian"].sudo().browse(guardian_id).exists()
        self._raise_refusals([self._contact_refusals(guardian, "agreed", True) or self._link_refusals(guardian)])
        return self._get_link(guardian)

    def _link_refusals(self, guardian):
        if self._is_link_allowed(guardian):
            return []
        return [
            self._explain(
                "3-6a",
                self.env._(
                    "%(name)s has not consented to links. Call, and note what was answered.", name=guardian.name
                ),
            )
        ]

    def _is_link_allowed(self, guardian):
        consents = self.sudo().pupil_id.consent_ids._filter_valid("link")
        return guardian in consents.guardian_id

    def _get_link(self, guardian):
        return f"{self.get_base_url()}/reception/school/leave/{self.id}-{self._get_link_token(guardian)}"

    def _get_link_token(self, guardian):
        slip = self.sudo()  # what it is made of tells nobody anything
        return hmac(slip.env, "reception-school-leave", (slip.id, slip.pupil_id.id, guardian.id))

    @api.model
    def _find_by_link(self, slip_id, token):
        """The slip of a link and the guardian whose link it is, as superuser; or none of both.

        Whose right has ended meanwhile, or who has withdrawn the consent, has no link any more.
        """
        slip = self.sudo().browse(slip_id).exists()  # a guardian has no login: the link is what it may do
        rows = slip.pupil_id.custody_ids._filter_valid()
        barred = rows.filtered(lambda row: row.collect == "must_not").guardian_id
        for guardian in rows.guardian_id - barred:
            if consteq(slip._get_link_token(guardian), token or "") and slip._is_link_allowed(guardian):
                return slip, guardian
        return self.browse(), self.env["reception.school.guardian"]

    def _is_link_over(self):
        return self.state in ENDED

    def _get_link_answer(self, guardian):
        """What this guardian, and nobody else, has answered by link since the last thing that needs an answer."""
        since = self.prolonged_at or self.released_at or self.issued_at or self.create_date
        own = self.contact_ids.filtered(
            lambda contact: contact.guardian_id == guardian and contact.manner == "link"
        ).sorted("id")
        if self.state in ("draft", "declined", "signing"):
            return own[-1:]
        return own.filtered(lambda contact: contact.contacted_at > since)[-1:]

    def _answer_by_link(self, guardian, result):
        """Keep the answer of a guardian; ``self`` comes from ``_find_by_link``.

        :raises UserError: answered already, or the slip waits for no answer
        """
        if result not in ("agreed", "refused"):
            self._raise_refusals([[self.env._("Say whether you agree.")]])
        if self._get_link_answer(guardian):
            self._raise_refusals([[self.env._("You have answered already.")]])
        self.action_contact(guardian.id, result, manner="link")
        self._tell(
            self.pupil_id._get_answering_users(),
            lambda env: (
                env._("%(slip)s: %(guardian)s agrees", slip=self.display_name, guardian=guardian.name)
                if result == "agreed"
                else env._("%(slip)s: %(guardian)s does not agree", slip=self.display_name, guardian=guardian.name)
            ),
        )

    def _format_hours(self):
        """From when to when, as a guardian reads it."""
        zone = self.company_id._reception_zone().zone
        return " – ".join(
            format_datetime(self.env, moment, tz=zone, dt_format="MM-dd HH:mm")
            for moment in (self.leave_from, self.leave_to)
        )

    def _get_page_facts(self):
        """What the page of the link shows."""
        return {
            "company": self.company_id.name,
            "pupil": self.pupil_id.name,
            "class_name": self.class_name or self.pupil_id.class_id.name,
            "hours": self._format_hours(),
            "reason": self.reason or "",
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "returns": self.returns,
        }
