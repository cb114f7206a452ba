from odoo import api, fields, models


class ResCompany(models.Model):
    """Settings of the gate: privacy, how long data is kept, late guests, invitations."""

    _inherit = "res.company"

    reception_privacy_notice_id = fields.Many2one(
        "reception.gate.privacy.notice", string="Privacy Notice in Force", ondelete="restrict", check_company=True
    )
    reception_privacy_notice = fields.Text(
        string="Privacy Notice at the Gate",
        compute="_compute_reception_privacy_notice",
        inverse="_inverse_reception_privacy_notice",
        help="Shown to visitors. A change makes a new version; passages keep the one that was shown.",
    )
    reception_document_days = fields.Integer(
        string="Keep Document Numbers (Days)", default=30, help="After the visitor has left; then they are deleted."
    )
    reception_photo_days = fields.Integer(
        string="Keep Photos (Days)",
        default=7,
        help="Of visitors at the gate, after they have left; then they are deleted.",
    )
    reception_gate_log_days = fields.Integer(
        string="Keep Visitors' Names (Days)",
        default=365,
        help="After the visitor has left; then the passage is made anonymous.",
    )
    reception_gate_grace_hours = fields.Integer(
        string="Late Guests (Hours)",
        default=2,
        help="So long after the time set a guest is expected still, and their link works.",
    )
    reception_invitation_days = fields.Integer(
        string="Longest Invitation (Days)", default=30, help="So many days ahead an employee's invitation may end."
    )

    _reception_kept_days = models.Constraint(
        "CHECK (reception_document_days >= 0 AND reception_gate_log_days >= 0 AND reception_photo_days >= 0)",
        "Data is kept for 0 days or more.",
    )
    _reception_gate_grace = models.Constraint(
        "CHECK (reception_gate_grace_hours >= 0)", "Late guests are expected for 0 hours or more."
    )

    _reception_invitation_days_positive = models.Constraint(
        "CHECK (reception_invitation_days > 0)", "An invitation may end at least one day ahead."
    )

    @api.depends("reception_privacy_notice_id")
    def _compute_reception_privacy_notice(self):
        for company in self:
            company.reception_privacy_notice = company.reception_privacy_notice_id.text

    def _inverse_reception_privacy_notice(self):
        for company in self:
            text = (company.reception_privacy_notice or "").strip()
            if text != (company.reception_privacy_notice_id.text or ""):
                notice = self.env["reception.gate.privacy.notice"]
                company.reception_privacy_notice_id = text and notice.create({"text": text, "company_id": company.id})
