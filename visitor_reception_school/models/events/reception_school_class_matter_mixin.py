from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ReceptionSchoolClassMatterMixin(models.AbstractModel):
    """What a class teacher applies for with classes of one grade: grade group, then Security Office sign it (3-7)."""

    _name = "reception.school.class.matter.mixin"
    _inherit = [
        "reception.signoff.mixin",
        "reception.editable.mixin",
        "reception.school.asking.mixin",
        "reception.desk.row.mixin",
    ]
    _description = "Application of a Class"

    _clause = "3-7"

    name = fields.Char(string="Number", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    class_ids = fields.Many2many("reception.school.class", string="Classes", required=True, check_company=True)
    grade_id = fields.Many2one(
        "reception.school.grade", compute="_compute_grade_id", store=True, ondelete="restrict", index="btree_not_null"
    )
    date_begin = fields.Datetime(string="Begins", required=True)
    date_end = fields.Datetime(string="Ends", required=True)
    cancel_reason = fields.Char(readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "cancel_reason"}

    @api.depends("class_ids.grade_id")
    def _compute_grade_id(self):
        for record in self:
            record.grade_id = record.class_ids.grade_id[:1]

    @api.constrains("class_ids")
    def _check_class_ids(self):
        for record in self:
            if len(record.class_ids.grade_id) != 1:
                raise ValidationError(self.env._("Name classes of one grade: its grade group signs."))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_own()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "class_ids" in vals and not self._is_engine():
            self._check_own()
        return result

    def _check_own(self):
        """Applications are for classes one teaches.

        :raises AccessError: another's class
        """
        if not self.env.su and any(self.env.user not in record._get_class_teachers() for record in self):
            raise AccessError(
                self._explain(self._clause, self.env._("the class teacher or the deputy applies for the class."))
            )

    def _get_class_teachers(self):
        """Class teachers and deputies of the classes (res.users)."""
        return self.sudo().class_ids._get_teachers()  # who teaches a class is no secret

    # ------------------------------------------------------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_department(self):
        return self.env["hr.department"]

    def _manages_signoff(self):
        if self.env.su:
            return self
        return self.filtered(lambda record: self.env.user in record._get_class_teachers())

    def _submit_refusals(self):
        self.ensure_one()
        if self not in self._manages_signoff():
            return [self._explain(self._clause, self.env._("the class teacher or the deputy applies for the class."))]
        return super()._submit_refusals()

    def action_cancel(self, reason):
        """Take the application back.

        :raises UserError: too late, no reason, or not the class teacher
        """
        self._signoff_lock()
        text = self._to_text(reason)
        self._raise_refusals(record._cancel_refusals(text) for record in self)
        self._void(self._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting")))
        self._move("cancelled", cancel_reason=text)
        self._after_cancelled()

    def _after_cancelled(self):
        """Who has to know it at once."""

    def _cancel_refusals(self, text):
        if self not in self._manages_signoff():
            return [self._explain(self._clause, self.env._("the class teacher or the deputy does this."))]
        if "cancelled" not in self._transitions().get(self.state, ()):
            return [self.env._("%(document)s cannot be cancelled any more.", document=self.display_name)]
        return [] if text else [self.env._("Write why it is cancelled.")]
