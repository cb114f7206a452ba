from odoo import api, fields, models


class ReceptionSchoolContact(models.Model):
    """A call to a guardian before a pupil is let out (家长联系记录, 3-6a): when, whom, what came of it.

    Written by ``action_contact`` of slips and passes alone, and never changed.
    """

    _name = "reception.school.contact"
    _inherit = ["reception.school.noted.mixin"]
    _description = "Contact with a Guardian"
    _order = "contacted_at desc, id desc"
    _rec_name = "guardian_id"
    _check_company_auto = True

    leave_id = fields.Many2one(
        "reception.school.leave", readonly=True, ondelete="cascade", index="btree_not_null", check_company=True
    )
    gate_pass_id = fields.Many2one(
        "reception.school.gate.pass", readonly=True, ondelete="cascade", index="btree_not_null", check_company=True
    )
    guardian_id = fields.Many2one(
        "reception.school.guardian", required=True, readonly=True, ondelete="restrict", check_company=True
    )
    contacted_at = fields.Datetime(required=True, readonly=True)
    number = fields.Char(string="Number Called", groups=fields.NO_ACCESS, readonly=True)
    is_on_file = fields.Boolean(string="Number on File", readonly=True)
    person_reached = fields.Char(readonly=True)
    manner = fields.Selection(
        [("phone", "By phone"), ("link", "By link"), ("in_person", "In person")],
        required=True,
        readonly=True,
        default="phone",
    )
    result = fields.Selection(
        [("agreed", "Agreed"), ("refused", "Refused"), ("no_answer", "No answer")], required=True, readonly=True
    )
    reason_told = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Contacted By", required=True, readonly=True, ondelete="restrict")
    class_id = fields.Many2one("reception.school.class", readonly=True, index=True, ondelete="restrict")
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _one_document = models.Constraint(
        "CHECK (num_nonnulls(leave_id, gate_pass_id) = 1)", "A contact belongs to one slip or one pass."
    )

    @api.model
    def _explain_noted(self):
        return self.env._("Contacts are noted by the call pad alone, and stay as they are.")
