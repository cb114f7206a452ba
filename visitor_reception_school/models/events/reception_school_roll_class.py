from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class ReceptionSchoolRollClass(models.Model):
    """A class at the assembly point of a roll call (分班点名): the teacher counts and ticks only who is missing."""

    _name = "reception.school.roll.class"
    _inherit = ["reception.guarded.mixin"]
    _description = "Class of a Roll Call"
    _order = "roll_call_id desc, class_id"
    _rec_name = "class_id"
    _check_company_auto = True

    roll_call_id = fields.Many2one(
        "reception.gate.roll.call", required=True, readonly=True, ondelete="cascade", index=True
    )
    class_id = fields.Many2one("reception.school.class", required=True, readonly=True, ondelete="restrict", index=True)
    grade_id = fields.Many2one(related="class_id.grade_id", store=True, precompute=True, index=True)
    place = fields.Char(related="roll_call_id.place", compute_sudo=True)
    started_at = fields.Datetime(related="roll_call_id.started_at", compute_sudo=True)
    is_drill = fields.Boolean(related="roll_call_id.is_drill", compute_sudo=True)
    expected = fields.Integer(readonly=True, help="Enrolled, and not out when the roll call began.")
    counted = fields.Integer(readonly=True)
    missing_ids = fields.Many2many("reception.school.pupil", readonly=True, copy=False)
    marked_by_id = fields.Many2one("res.users", string="Counted By", readonly=True, copy=False, ondelete="restrict")
    marked_at = fields.Datetime(string="Counted On", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Not counted"), ("missing", "Somebody is missing"), ("complete", "Complete")],
        compute="_compute_state",
        store=True,
        precompute=True,
    )
    company_id = fields.Many2one(related="class_id.company_id", store=True, precompute=True, index=True)

    _class_uniq = models.UniqueIndex("(roll_call_id, class_id)", "This class is on the list already.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "roll_call_id", "class_id", "expected", "counted", "missing_ids", "marked_by_id", "marked_at", "state",
        }  # fmt: skip

    @api.depends("marked_at", "missing_ids", "counted", "expected")
    def _compute_state(self):
        for row in self:
            is_complete = not row.missing_ids and row.counted >= row.expected
            row.state = "open" if not row.marked_at else "complete" if is_complete else "missing"

    def action_count(self, counted, missing_ids=()):
        """The class has been counted.

        :param int counted: who stands here
        :param missing_ids: ids of the pupils who are missing; none: all are here
        :raises AccessError: neither class teacher nor deputy nor guard
        :raises UserError: the roll call is over, the numbers do not fit, or somebody is of another class
        """
        self.ensure_one()
        row = self.sudo().exists()  # a deputy or a guard may count for the teacher
        is_own = self.env.user in row.class_id._get_teachers()
        if not (self.env.su or is_own or self.env["reception.gate.log"]._is_guard()):
            raise AccessError(self.env._("The class teacher counts the class, or a guard."))
        missing = row.env["reception.school.pupil"].browse(missing_ids or ())
        row._raise_refusals([row._count_refusals(counted, missing)])
        row._as_engine().write(
            {
                "counted": counted,
                "missing_ids": [Command.set(missing.ids)],
                "marked_by_id": self.env["reception.gate.log"]._get_doer_id(),
                "marked_at": self.env["reception.gate.log"]._get_moment(),
            }
        )
        row.roll_call_id._tell_desks()

    def action_all_here(self):
        """All who are expected stand here: one touch."""
        for row in self:
            row.action_count(row.expected)

    def _count_refusals(self, counted, missing):
        _ = self.env._
        if self.roll_call_id.state != "open":
            return [_("The roll call is ended.")]
        if not isinstance(counted, int) or isinstance(counted, bool) or counted < 0:
            return [_("Write how many you have counted.")]
        if missing.exists().class_id - self.class_id or len(missing.exists()) < len(missing):
            return [_("Tick pupils of %(name)s.", name=self.class_id.name)]
        if counted + len(missing) < self.expected:
            return [
                _(
                    "%(counted)s are here and %(missing)s are ticked as missing, of %(expected)s: tick who else is"
                    " missing.",
                    counted=counted,
                    missing=len(missing),
                    expected=self.expected,
                )
            ]
        return []

    def action_open_count(self):
        """Type the number, tick who is missing."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "reception.school.roll.count",
            "view_mode": "form",
            "target": "new",
            "context": {"default_row_id": self.id},
        }

    def _get_desk_row(self):
        return {
            "id": self.id,
            "model": self._name,
            "name": self.class_id.name,
            "expected": self.expected,
            "counted": self.counted,
            "missing": self.missing_ids.mapped("name"),
            "state": self.state,
        }
