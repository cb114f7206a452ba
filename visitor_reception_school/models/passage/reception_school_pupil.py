from odoo import api, fields, models
from odoo.tools import consteq, hmac, plaintext2html


class ReceptionSchoolPupil(models.Model):
    """Who has to know what happens at the gate, and what the pupil has done there."""

    _inherit = "reception.school.pupil"

    violation_ids = fields.One2many("reception.school.violation", "pupil_id", string="Violations")

    def _tell_answering(self, gate, write, text=""):
        """Tell class teacher, grade group and Security by message, each in their language.

        :param write: function of an environment that returns the subject
        """
        self.ensure_one()
        pupil = self.sudo()  # who stands at the gate reads neither users nor pupils
        security = self.env.ref("visitor_reception_school.group_reception_school_security").sudo().all_user_ids
        users = (
            security.filtered(lambda user: pupil.company_id in user.company_ids)
            | pupil._get_answering_users()
            | pupil.grade_id._get_group()
        )
        for lang, readers in (users - self.env.user).grouped("lang").items():
            localised = gate.sudo().with_context(lang=lang)  # as above
            localised.message_notify(
                partner_ids=readers.partner_id.ids,
                subject=write(localised.env),
                body=plaintext2html(text or write(localised.env)),
            )

    @api.model
    def _get_photo_url(self, pupil_id):
        """The address of a photo for the current user, today: only whom a desk has shown can be looked at."""
        return f"/reception/school/photo/{pupil_id}-{self._get_photo_token(pupil_id)}"

    @api.model
    def _get_photo_token(self, pupil_id):
        today = self.env["reception.deadline"]._get_today(self.env.company)
        # what it is made of is no secret, the key is
        return hmac(self.env(su=True), "reception-school-photo", (pupil_id, self.env.uid, str(today)))

    @api.model
    def _find_by_photo_token(self, token):
        """The pupil of an address that the desk of this guard has shown today, as superuser; or none."""
        pupil_id, _dash, code = (token or "").partition("-")
        pupils = self.sudo()  # a guard reads no pupils
        if not self.env["reception.gate.log"]._is_guard() or not (pupil_id.isascii() and pupil_id.isdigit()):
            return pupils.browse()
        pupil = pupils.browse(int(pupil_id[:9])).exists()
        is_right = code.isascii() and consteq(self._get_photo_token(pupil.id), code)
        return pupil if is_right and pupil.company_id in self.env.companies else pupils.browse()

    def _get_gate_row(self):
        return {**super()._get_gate_row(), "photo": self._get_photo_url(self.id)}
