from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, hmac, plaintext2html

PURPOSES = ("gate_record", "photo", "link")
LONGEST = 500


class ReceptionSchoolCustody(models.Model):
    """A guardian's link to what is kept about the child: consents, access, correction (个人信息保护法 44–47)."""

    _inherit = "reception.school.custody"

    def get_child_link(self):
        """The address of the page; the registrar or the class teacher hands it over.

        :raises AccessError: neither of both
        :raises UserError: not in force today, or somebody who must not collect
        """
        self.ensure_one()
        self.check_access("read")
        is_registrar = self.env.user.has_group("visitor_reception_school.group_reception_school_registrar")
        if not (self.env.su or is_registrar or self.pupil_id._is_answered_for()):
            raise AccessError(self.env._("The class teacher or the registrar does this."))
        if not self.sudo()._is_child_link_alive():
            raise UserError(self.env._("This person gets no link today: see whether the custody is in force."))
        return f"{self.get_base_url()}/reception/school/child/{self.id}-{self._get_child_token()}"

    def action_open_child_link(self):
        """Show the address, to be copied."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "reception.school.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_custody_id": self.id},
        }

    def _is_child_link_alive(self):
        return bool(self._filter_valid()) and self.collect != "must_not" and not self.pupil_id.anonymised_at

    def _get_child_token(self):
        row = self.sudo()  # what it is made of tells nobody anything
        return hmac(row.env, "reception-school-child", (row.id, row.pupil_id.id, row.guardian_id.id))

    @api.model
    def _find_by_child_link(self, row_id, token):
        """The custody row of a link, or none; as superuser."""
        row = self.sudo().browse(row_id).exists()  # a guardian has no login: the link is what it may do
        if row and row._is_child_link_alive() and consteq(row._get_child_token(), token or ""):
            return row
        return self.browse()

    def _get_child_facts(self):
        """What the page shows: of the child what is kept, of other guardians nothing."""
        pupil, guardian = self.pupil_id, self.guardian_id
        consents = pupil.consent_ids.filtered(lambda consent: consent.guardian_id == guardian)
        return {
            "company": self.company_id.name,
            "pupil": pupil.name,
            "number": pupil.number,
            "class_name": pupil.class_id.name or "",
            "birth_date": bool(pupil.birth_date),
            "has_photo": bool(pupil.photo),
            "guardian": guardian.name,
            "phone": guardian.phone_masked or "",
            "document": guardian.document_tail or "",
            "consents": [
                {"purpose": purpose, "is_given": bool(consents._filter_valid(purpose))} for purpose in PURPOSES
            ],
        }

    def _change_consent(self, purpose, is_given):
        """The guardian consents by link, or withdraws; ``self`` comes from ``_find_by_child_link``.

        :raises UserError: no such purpose
        """
        if purpose not in PURPOSES:
            raise UserError(self.env._("Say to what."))
        consents = self.pupil_id.consent_ids.filtered(lambda consent: consent.guardian_id == self.guardian_id)
        valid = consents._filter_valid(purpose)
        if is_given and not valid:
            consents.create(
                {
                    "pupil_id": self.pupil_id.id,
                    "guardian_id": self.guardian_id.id,
                    "purpose": purpose,
                    "notice_id": self.company_id.reception_privacy_notice_id.id,
                    "manner": "link",
                }
            )
        elif valid and not is_given:
            valid.action_withdraw()

    def _ask_correction(self, text):
        """The guardian says what is wrong: registrars are told.

        :raises UserError: nothing is written
        """
        text = text.strip()[:LONGEST] if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Write what is wrong."))
        registrars = self.env.ref("visitor_reception_school.group_reception_school_registrar").all_user_ids
        gate = self.env["reception.gate"]._get_any(self.company_id)
        for lang, readers in (
            registrars.filtered(lambda user: self.company_id in user.company_ids).grouped("lang").items()
        ):
            localised = (gate or self.company_id.partner_id).with_context(lang=lang)
            localised.message_notify(
                partner_ids=readers.partner_id.ids,
                subject=localised.env._(
                    "%(guardian)s asks for a correction: %(pupil)s",
                    guardian=self.guardian_id.name,
                    pupil=self.pupil_id.display_name,
                ),
                body=plaintext2html(text),
            )
