from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine

VIOLATIONS = [
    ("no_badge", "Without badge"),
    ("others_badge", "Another's badge"),
    ("forced_way", "Forced the way"),
    ("late_return", "Came back late"),
    ("other", "Other"),
]


class ReceptionSchoolViolation(models.Model):
    """What a pupil has done at the gate against the rules (3-2a); the third in a month is reported (3-2b, D31)."""

    _name = "reception.school.violation"
    _inherit = ["reception.school.noted.mixin"]
    _description = "Violation at the Gate"
    _order = "at desc, id desc"
    _rec_name = "pupil_id"
    _check_company_auto = True

    pupil_id = fields.Many2one(
        "reception.school.pupil", required=True, readonly=True, ondelete="cascade", index=True, check_company=True
    )
    class_id = fields.Many2one("reception.school.class", readonly=True, ondelete="restrict", index="btree_not_null")
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict")
    kind = fields.Selection(VIOLATIONS, required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    passage_id = fields.Many2one("reception.school.passage", readonly=True, ondelete="set null", index="btree_not_null")
    is_serious = fields.Boolean(string="Serious", readonly=True)
    remark = fields.Char(readonly=True)
    case_id = fields.Many2one(
        "reception.school.violation.case", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    @api.model
    def _explain_noted(self):
        return self.env._("Violations are noted at the gate, and stay as they are.")

    @api.model
    def _note(self, pupil, kind, passage, is_serious, remark, at=None):
        """Note a violation, and report the pupil if it is serious or repeated (3-2b).

        The same refusal again within minutes is one: who tries three times has forgotten the badge once (D31).

        :param passage: with which it was done; none where it was noted later
        :param at: when; left out: the passage's
        """
        rows = as_engine(self)  # nobody writes violations by hand
        at = at or passage.at
        company = pupil.company_id
        before = at - timedelta(minutes=company.reception_school_repeat_minutes)
        if not is_serious and rows.search_count(
            [("pupil_id", "=", pupil.id), ("kind", "=", kind), ("at", ">", before), ("at", "<=", at)], limit=1
        ):
            return
        violation = rows.create(
            {
                "pupil_id": pupil.id,
                "class_id": pupil.class_id.id,
                "grade_id": pupil.grade_id.id,
                "kind": kind,
                "at": at,
                "passage_id": passage.id,
                "is_serious": is_serious,
                "remark": remark,
                "company_id": company.id,
            }
        )
        rows.env["reception.school.violation.case"]._report(violation)
