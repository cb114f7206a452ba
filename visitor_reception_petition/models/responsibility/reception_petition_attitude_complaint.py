from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReceptionPetitionAttitudeComplaint(models.Model):
    """A complaint about attitude in a call or visit (服务态度投诉); the goal is none (2-1.3, 2-2.6).

    Whom it is about does not read it.
    """

    _name = "reception.petition.attitude.complaint"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Complaint About Attitude"
    _order = "id desc"
    _rec_name = "contact_id"

    contact_id = fields.Many2one("reception.petition.contact", required=True, ondelete="restrict", index=True)
    # kept by hand: to follow each contact would cost every call that is registered
    matter_id = fields.Many2one("reception.petition.matter", readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="contact_id.company_id", store=True, precompute=True, index=True)
    staff_id = fields.Many2one("res.users", string="Staff Member", required=True, ondelete="restrict", index=True)
    date = fields.Date(string="Complained On", required=True, default=fields.Date.context_today)
    what = fields.Text(string="What Happened", required=True)
    finding = fields.Text(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("upheld", "Upheld"), ("not_upheld", "Not Upheld")],
        required=True,
        readonly=True,
        default="open",
    )

    @api.model
    def _guard_domain(self):
        return super()._guard_domain() & Domain("staff_id", "!=", self.env.uid)

    @api.model
    def _transitions(self):
        return {"open": {"upheld", "not_upheld"}, "upheld": set(), "not_upheld": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"finding", "matter_id"}

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        for complaint in complaints:
            complaint._as_engine().matter_id = complaint.contact_id.sudo().matter_id
        return complaints

    def action_decide(self, upheld, finding):
        """Say what was found.

        :raises UserError: no finding, or not the petition head
        """
        self.ensure_one()
        self.check_access("write")
        finding = self._need_text(finding, "2-2.6", self.env._("write what was found."))
        if upheld not in (True, False):
            raise UserError(self.env._("Say whether the complaint is right."))
        self._move("upheld" if upheld else "not_upheld", finding=finding)
        return True

    def action_open_uphold(self):
        """Ask for the finding, then uphold."""
        return self._open_dialog("uphold", self.env._("Uphold"))

    def action_open_reject(self):
        """Ask for the finding, then reject."""
        return self._open_dialog("not_uphold", self.env._("Reject"))
