from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ReceptionSchoolConsent(models.Model):
    """A guardian's consent to what is kept about a child beside the legal duty (监护人同意).

    Its lack never shuts the gate; it forbids photo and link. It is never changed: it is withdrawn.
    """

    _name = "reception.school.consent"
    _inherit = ["reception.guarded.mixin"]
    _description = "Guardian's Consent"
    _order = "pupil_id, id desc"
    _rec_name = "purpose"
    _check_company_auto = True

    pupil_id = fields.Many2one("reception.school.pupil", required=True, ondelete="cascade", index=True)
    guardian_id = fields.Many2one(
        "reception.school.guardian", required=True, ondelete="restrict", index=True, check_company=True
    )
    purpose = fields.Selection(
        [("gate_record", "Records of the gate"), ("photo", "Photo"), ("link", "Links for answers")], required=True
    )
    notice_id = fields.Many2one(
        "reception.gate.privacy.notice",
        string="Rules That Were Shown",
        ondelete="restrict",
        help="The version of the rules for children's data.",
    )
    given_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    manner = fields.Selection([("paper", "On paper"), ("link", "By link")], required=True, default="paper")
    withdrawn_at = fields.Datetime(readonly=True, copy=False)
    file = fields.Binary(string="Signed Paper", attachment=True, copy=False)
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"given_at", "withdrawn_at"}

    @api.constrains("guardian_id", "pupil_id")
    def _check_guardian_id(self):
        for consent in self:
            if consent.guardian_id not in consent.pupil_id.custody_ids._filter_valid().guardian_id:
                raise ValidationError(
                    self.env._(
                        "%(guardian)s is no guardian of %(pupil)s on file.",
                        guardian=consent.guardian_id.name,
                        pupil=consent.pupil_id.name,
                    )
                )

    def write(self, vals):
        if not self._is_engine():
            raise UserError(self.env._("A consent stays as it was given. Withdraw it, and record another."))
        return super().write(vals)

    def _filter_valid(self, purpose):
        return self.filtered(lambda consent: consent.purpose == purpose and not consent.withdrawn_at)

    def action_withdraw(self):
        """The guardian withdraws: photos are deleted at once, links no longer answer.

        :raises UserError: withdrawn already
        """
        self.check_access("create")  # the registrar; nobody writes consents by hand
        if any(consent.withdrawn_at for consent in self):
            raise UserError(self.env._("It has been withdrawn already."))
        withdrawn = self._as_engine()
        withdrawn.withdrawn_at = fields.Datetime.now()
        photos = withdrawn.filtered(lambda consent: consent.purpose == "photo")
        pupils = photos.pupil_id
        (pupils - pupils.consent_ids._filter_valid("photo").pupil_id).photo = False
        guardians = photos.guardian_id
        others = self.env["reception.school.consent"].sudo().search([("guardian_id", "in", guardians.ids)])
        (guardians - others._filter_valid("photo").guardian_id).photo = False
