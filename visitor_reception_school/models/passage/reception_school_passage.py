from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine

KINDS = [("day_pupil", "Day pupil"), ("boarder", "Boarder"), ("intern", "Intern")]
BATCH = 10_000  # rows deleted in one go


class ReceptionSchoolPassage(models.Model):
    """Who walked through the gate, or was not let through (学生出入记录).

    Append-only and lean: no chatter, no number. Whereabouts of children are deleted after a year.
    """

    _name = "reception.school.passage"
    _inherit = ["reception.school.noted.mixin"]
    _description = "Passage of a Pupil"
    _order = "id desc"
    _rec_name = "pupil_id"
    _check_company_auto = True

    at = fields.Datetime(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)
    gate_id = fields.Many2one("reception.gate", required=True, readonly=True, ondelete="restrict", index=True)
    direction = fields.Selection([("in", "In"), ("out", "Out")], required=True, readonly=True)
    result = fields.Selection([("passed", "Passed"), ("refused", "Refused")], required=True, readonly=True)
    pupil_id = fields.Many2one("reception.school.pupil", readonly=True, ondelete="cascade", check_company=True)
    class_id = fields.Many2one("reception.school.class", readonly=True, ondelete="restrict")
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, readonly=True)
    dormitory_id = fields.Many2one("reception.school.dormitory", readonly=True, ondelete="restrict")
    badge_id = fields.Many2one("reception.school.badge", readonly=True, ondelete="restrict", index="btree_not_null")
    manner = fields.Selection(
        [("scan", "Badge scanned"), ("named", "Named"), ("batch", "In a group")],
        required=True,
        readonly=True,
        default="named",
    )
    permit = fields.Selection(
        [
            ("window", "Gate open"),
            ("leave_slip", "Leave slip"),
            ("gate_pass", "Gate pass"),
            ("outing", "Outing"),
            ("called", "Class teacher called"),
            ("paper_slip", "Slip on paper"),
            ("emergency", "Emergency"),
            ("none", "None"),
        ],
        required=True,
        readonly=True,
        default="none",
    )
    window_id = fields.Many2one("reception.school.window", readonly=True, ondelete="set null", index="btree_not_null")
    refusal = fields.Selection(
        [
            ("unknown_badge", "Badge not known"),
            ("lost_badge", "Badge lost or no longer in use"),
            ("no_badge", "Without badge"),
            ("locked", "Gate locked"),
            ("no_permit", "No permit"),
            ("not_verified", "Guardian not verified"),
            ("blocked", "Must not collect"),
            ("other", "Other"),
        ],
        string="Why Refused",
        readonly=True,
    )
    flag = fields.Selection(
        [
            ("none", "None"),
            ("void_permit", "Permit was void"),
            ("void_badge", "Badge was void"),
            ("unpaired", "In and out do not fit"),
        ],
        required=True,
        readonly=True,
        default="none",
    )
    remark = fields.Char(readonly=True)
    guard_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    client_id = fields.Char(string="Made at the Desk", readonly=True)
    corrects_id = fields.Many2one(
        "reception.school.passage", readonly=True, ondelete="set null", index="btree_not_null"
    )
    active = fields.Boolean(default=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)

    _client_id_uniq = models.UniqueIndex("(client_id)", "This scan has been recorded already.")
    _pupil_idx = models.Index("(pupil_id, at DESC)")
    _day_idx = models.Index("(company_id, day, class_id)")
    _refused_idx = models.Index("(company_id, at) WHERE result = 'refused'")

    @api.model
    def _explain_noted(self):
        return self.env._("Passages are written by the gate alone, and stay as they are.")

    @api.model
    def _note(self, pupils, gate, direction, result, **vals):
        """Note one passage a pupil, and where they are now.

        :param pupils: reception.school.pupil
        :param dict vals: further fields, the same for all; ``at`` is now, or when a desk noted it
        :return: the passages, as superuser
        """
        at = self.env["reception.gate.log"]._get_moment()
        passages = as_engine(self).create(  # nobody writes them by hand
            [
                {
                    "at": at,
                    "day": self.env["reception.deadline"]._to_company_day(at, pupil.company_id),
                    "gate_id": gate.id,
                    "direction": direction,
                    "result": result,
                    "pupil_id": pupil.id,
                    "class_id": pupil.class_id.id,
                    "grade_id": pupil.grade_id.id,
                    "dormitory_id": pupil.dormitory_id.id,
                    "kind": pupil.kind,
                    "guard_id": self.env["reception.gate.log"]._get_doer_id(),
                    "company_id": pupil.company_id.id,
                    **vals,
                }
                for pupil in pupils.sudo()
            ]
        )
        if result == "passed":
            self._set_presence(pupils, "inside" if direction == "in" else "outside", vals.get("at", at))
        return passages

    def _get_ended(self):
        """What ended, or began, with the passage; rooms above have slips, passes and outings."""
        return

    @api.model
    def _set_presence(self, pupils, presence, at):
        """Where pupils are; an older passage that comes later changes nothing."""
        pupils.flush_model(["presence", "presence_at"])
        self.env.cr.execute(
            SQL(
                "UPDATE reception_school_pupil SET presence = %s, presence_at = %s"
                " WHERE id IN %s AND (presence_at IS NULL OR presence_at <= %s)",
                presence,
                at,
                tuple(pupils.ids),
                at,
            )
        )
        pupils.invalidate_model(["presence", "presence_at"], flush=False)

    @api.autovacuum
    def _gc_passages(self):
        """Whereabouts of children are deleted when their time is over; counts stay."""
        deadlines = self.env["reception.deadline"]
        for company in self.env["res.company"].search([("reception_school_passage_days", ">", 0)]):
            last = deadlines._get_today(company) - timedelta(days=company.reception_school_passage_days)
            rows = self.with_context(active_test=False).search(
                [("company_id", "=", company.id), ("day", "<", last)], limit=BATCH, order="id"
            )
            rows.unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_by_retention(self):
        if not self.env.su:
            raise UserError(self.env._("Passages are deleted when their time is over, not by hand."))
