import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CODE_BYTES = 10
CODE_READERS = "visitor_reception_school.group_reception_school_registrar"


class ReceptionSchoolBadge(models.Model):
    """A chest badge (胸卡, 3-2a). Its code is unique for ever, so that an old card is never somebody else's.

    ============  ==========================================  =====================
    Verb          Who                                         When
    ============  ==========================================  =====================
    report_lost   class teacher, guard, registrar             active
    found         registrar, class teacher                    lost, no newer badge
    ============  ==========================================  =====================
    """

    _name = "reception.school.badge"
    _inherit = ["reception.workflow.mixin"]
    _description = "Badge"
    _order = "pupil_id, id desc"
    _rec_name = "pupil_id"
    _check_company_auto = True

    pupil_id = fields.Many2one("reception.school.pupil", required=True, readonly=True, ondelete="restrict", index=True)
    # who knows it could make a card
    code = fields.Char(required=True, readonly=True, copy=False, groups=CODE_READERS)
    state = fields.Selection(
        [("active", "In use"), ("lost", "Lost"), ("retired", "No longer in use")],
        required=True,
        readonly=True,
        default="active",
    )
    issued_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    lost_at = fields.Datetime(readonly=True, copy=False)
    lost_reported_by = fields.Many2one("res.users", string="Reported By", readonly=True, ondelete="restrict")
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)

    _code_uniq = models.UniqueIndex("(company_id, code)", "This code has been used for a badge before.")
    _active_uniq = models.UniqueIndex("(pupil_id) WHERE state = 'active'", "A pupil has one badge in use.")

    @api.model
    def _transitions(self):
        return {"active": {"lost", "retired"}, "lost": {"active", "retired"}}

    @api.model
    def _issue(self, codes):
        """New badges for pupils, in one go; those in use end.

        :param dict codes: ``{pupil: code or None}``
        :raises UserError: somebody is not enrolled, or a code has been used before
        """
        pupils = self.env["reception.school.pupil"].union(*codes)
        if away := pupils.filtered(lambda pupil: pupil.state != "enrolled"):
            raise UserError(
                self.env._("Only enrolled pupils get a badge: %(names)s.", names=", ".join(away.mapped("name")))
            )
        badges = self.sudo()  # the registrar's right to the pupil was checked; nobody writes badges by hand
        codes = {pupil: (code or "").strip() or secrets.token_hex(CODE_BYTES).upper() for pupil, code in codes.items()}
        used = badges.search([("company_id", "in", pupils.company_id.ids), ("code", "in", list(codes.values()))])
        if used or len(set(codes.values())) < len(codes):
            raise UserError(
                self.env._(
                    "A code is used once and for ever: %(codes)s belongs to another badge.",
                    codes=", ".join(used.mapped("code")) or ", ".join(codes.values()),
                )
            )
        worn = badges.search([("pupil_id", "in", pupils.ids), ("state", "=", "active")])
        worn._move("retired")
        worn.flush_recordset()  # one badge in use: the old one ends before the new one begins
        return badges.create([{"pupil_id": pupil.id, "code": code} for pupil, code in codes.items()]).sudo(False)

    def action_report_lost(self):
        """Refuse the badge from now on (3-2a).

        :raises AccessError: by somebody who has nothing to do with the pupil
        :raises UserError: it is not in use
        """
        if not self.env["reception.gate.log"]._is_guard():
            self._check_own()
        # a guard reads no badges, and nobody writes them by hand
        lost = self.sudo()
        lost._move("lost", lost_at=fields.Datetime.now(), lost_reported_by=self.env.uid)
        for company, badges in lost.grouped("company_id").items():
            rows = [{"id": badge.pupil_id.id, "badge": "lost"} for badge in badges]
            self.env["reception.gate"]._get_any(company)._bus_send("reception.gate/pupils", {"pupils": rows})

    def action_found(self):
        """Use it again.

        :raises UserError: it is not lost, or another badge was issued since
        """
        self._check_own()
        if self.sudo().pupil_id.badge_ids.filtered(lambda badge: badge.state == "active"):
            raise UserError(self.env._("A newer badge is in use: destroy the one that was found."))
        self.sudo()._move("active", lost_at=False, lost_reported_by=False)

    def _check_own(self):
        """Registrars, and class teachers of the pupils."""
        if self.env.su or self.env.user.has_group("visitor_reception_school.group_reception_school_registrar"):
            return self.check_access("read")
        self.check_access("read")
        if not all(pupil._is_answered_for() for pupil in self.pupil_id):
            raise AccessError(self.env._("The class teacher or the registrar does this."))
        return None
