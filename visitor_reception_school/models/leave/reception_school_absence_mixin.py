from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, plaintext2html

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine

from ...tools.phone import to_digits

READERS = (
    "visitor_reception_school.group_reception_school_teacher,visitor_reception_school.group_reception_school_grade,"
    "visitor_reception_school.group_reception_school_student_affairs,visitor_reception.group_reception_auditor"
)
BATCH = 1_000  # documents emptied in one go
LONGEST = 200  # characters of what is written in one line


class ReceptionSchoolAbsenceMixin(models.AbstractModel):
    """What a leave slip and a gate pass have in common: the pupil, the parents first, late, explained (3-6a)."""

    _name = "reception.school.absence.mixin"
    _inherit = ["reception.guarded.mixin", "reception.school.asking.mixin", "reception.desk.row.mixin"]
    _description = "Slip or Pass of a Pupil"

    _link = ""  # the field of a contact that names this document
    _contact_states = ()
    _out_states = ()  # the pupil is out on it
    _also_written_by = ""  # groups besides those who answer for the pupil

    pupil_id = fields.Many2one("reception.school.pupil", required=True, ondelete="restrict", index=True)
    class_id = fields.Many2one(
        "reception.school.class",
        compute="_compute_place",
        store=True,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    grade_id = fields.Many2one(
        "reception.school.grade",
        compute="_compute_place",
        store=True,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    dormitory_id = fields.Many2one(
        "reception.school.dormitory",
        compute="_compute_place",
        store=True,
        precompute=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    reason = fields.Char(groups=READERS)
    due_back = fields.Datetime()
    late_minutes = fields.Integer(string="Late (Minutes)", readonly=True, copy=False)
    late_told_at = fields.Datetime(string="Told to Be Late On", readonly=True, copy=False)
    explanation = fields.Char(readonly=True, copy=False)
    explained_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    is_mine = fields.Boolean(compute="_compute_is_mine", help="The user answers for the pupil.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "class_id",
            "grade_id",
            "dormitory_id",
            "late_minutes",
            "late_told_at",
            "explanation",
            "explained_by_id",
            "contact_ids",
        }

    @api.depends_context("uid")
    @api.depends("pupil_id")
    def _compute_is_mine(self):
        for record in self:
            record.is_mine = bool(record.pupil_id) and record.pupil_id._is_answered_for()

    @api.depends("pupil_id")
    def _compute_place(self):
        """Class and grade as they were when the slip was written: a paper does not change when the class moves up."""
        for record in self:
            record.update(record._get_place_vals())

    def _copy_place(self):
        """Class and grade as they are now, when the document is handed in."""
        for record in self._as_engine():
            record.write(record._get_place_vals())

    def _get_place_vals(self):
        pupil = self.pupil_id
        return {
            "class_id": pupil.class_id.id,
            "grade_id": pupil.grade_id.id,
            "dormitory_id": pupil.dormitory_id.id,
        }

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD: for pupils one answers for
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_write(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_write([vals])
        return super().write(vals)

    @api.model
    def _check_may_write(self, vals_list):
        """Slips and passes are for pupils one answers for, before anything is told of them.

        :raises AccessError: another's pupil
        """
        pupils = self.env["reception.school.pupil"].browse(
            vals["pupil_id"] for vals in vals_list if vals.get("pupil_id")
        )
        if self.env.su or (self._also_written_by and self.env.user.has_groups(self._also_written_by)):
            return
        if not all(pupil._is_answered_for() for pupil in pupils.exists()):
            raise AccessError(
                self._explain(
                    "3-5a", self.env._("the class teacher or the deputy writes slips and passes for a pupil.")
                )
            )

    # ------------------------------------------------------------------------------------------------------------------
    # Parents first (3-6a)
    # ------------------------------------------------------------------------------------------------------------------

    def action_contact(self, guardian_id, result, person_reached=None, number=None, manner="phone", reason_told=None):
        """Note that a guardian was called, told the reason, and what came of it.

        :param str result: ``agreed``, ``refused`` or ``no_answer``
        :param str number: called, if another than the one on file; then nobody can have agreed
        :param str manner: ``phone``, ``link`` or ``in_person``
        :raises UserError: not the class teacher, nobody on file, somebody who must not collect, or a number that is
            not on file has agreed
        """
        self.ensure_one()
        self.check_access("read")
        # the numbers are read by nobody: here they are compared
        guardian = self.env["reception.school.guardian"].sudo().browse(guardian_id).exists()
        is_on_file = manner != "phone" or not number or to_digits(number) == to_digits(guardian.phone)
        self._raise_refusals([self._contact_refusals(guardian, result, is_on_file)])
        link = {self._link: self.id}
        contact = as_engine(self.env["reception.school.contact"]).create(  # nobody writes contacts by hand
            {
                **link,
                "guardian_id": guardian.id,
                "contacted_at": fields.Datetime.now(),
                "number": number or (manner == "phone" and guardian.phone) or False,
                "is_on_file": is_on_file,
                "person_reached": clean(person_reached) or guardian.name,
                "manner": manner,
                "result": result,
                "reason_told": clean(reason_told) or self.sudo().reason,
                "user_id": self.env.uid,
                "class_id": self.class_id.id,
                "grade_id": self.grade_id.id,
                "company_id": self.company_id.id,
            }
        )
        self.invalidate_recordset(["contact_ids"])
        self._after_contact(contact)

    def _after_contact(self, contact):
        """What the document shows of the last contact."""

    def _contact_refusals(self, guardian, result, is_on_file):
        self.ensure_one()
        if self.state not in self._contact_states:
            return [self.env._("%(document)s does not wait for the parents.", document=self.display_name)]
        if not self.pupil_id._is_answered_for() and not self.env.su:
            return [self._explain("3-6a", self.env._("the class teacher or the deputy contacts the parents."))]
        rows = self.pupil_id.sudo().custody_ids._filter_valid()  # whoever answers for the pupil is told
        row = rows.filtered(lambda row: row.guardian_id == guardian)
        if not row:
            return [self._explain("3-6a", self.env._("this person is no guardian on file of the pupil today."))]
        if "must_not" in row.mapped("collect"):
            return [self._explain("3-6a", self.env._("this person is not asked. Call another guardian."))]
        if result == "agreed" and not is_on_file:
            return [
                self._explain(
                    "3-6a", self.env._("this number is not on file: anybody could have answered. Call the one on file.")
                )
            ]
        return []

    def _get_agreed_contacts(self, since):
        """Contacts from ``since`` on in which a guardian agreed who is on file today and not barred."""
        self.ensure_one()
        record = self.sudo()  # what counts does not depend on who asks
        rows = record.pupil_id.custody_ids._filter_valid()
        guardians = rows.guardian_id - rows.filtered(lambda row: row.collect == "must_not").guardian_id
        return record.contact_ids.filtered(
            lambda contact: (
                contact.result == "agreed" and contact.contacted_at >= since and contact.guardian_id in guardians
            )
        )

    def _is_contact_missing(self):
        """Whether nobody has agreed within the hours that count (3-6a)."""
        hours = self.company_id.sudo().reception_school_contact_hours
        return not self._get_agreed_contacts(fields.Datetime.now() - timedelta(hours=hours))

    # ------------------------------------------------------------------------------------------------------------------
    # Late, and explained
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_late_minutes(self, due, moment, company):
        """Minutes after the time set, none within the grace (D35)."""
        minutes = int((moment - due).total_seconds() // 60) if due else 0
        return minutes if minutes > company.sudo().reception_school_grace_minutes else 0

    def _is_late(self):
        """Whether the pupil came back late, or is overdue now."""
        self.ensure_one()
        if self.state not in self._out_states:
            return self.late_minutes > 0
        return bool(self._get_late_minutes(self._get_due(), fields.Datetime.now(), self.company_id))

    def _get_due(self):
        """When the pupil who is out is to be back (UTC), or nothing."""
        return self.due_back

    def action_explain(self, explanation):
        """The class teacher says why the pupil was late; until then the next slip and pass are refused (3-5a).

        :raises UserError: not late, explained already, no text, or not the class teacher
        """
        self.ensure_one()
        self.check_access("read")
        text = clean(explanation)
        self._raise_refusals([self._explain_refusals(text)])
        self._as_engine().write({"explanation": text, "explained_by_id": self.env.uid})
        self.sudo().activity_unlink(["visitor_reception_school.mail_activity_late_back"])  # the same teacher's to-do

    def _explain_refusals(self, text):
        if not self.pupil_id._is_answered_for() and not self.env.su:
            return [self._explain("3-5a", self.env._("the class teacher or the deputy explains it."))]
        if not self._is_late():
            return [self.env._("%(document)s is not late.", document=self.display_name)]
        if self.explanation:
            return [self.env._("%(document)s has been explained.", document=self.display_name)]
        return [] if text else [self.env._("Write why the pupil was late.")]

    def _former_refusals(self):
        """What an earlier slip or pass of the pupil has left open (3-5a)."""
        return [
            self._explain(
                "3-5a", self.env._("%(document)s is late and not explained yet.", document=record.display_name)
            )
            for record in self.pupil_id._get_unexplained()
            if record != self.sudo()
        ]

    @api.model
    def _cron_tell_late(self):
        """Every few minutes: tell once that somebody is not back; the class teacher has it to do (D35)."""
        now = fields.Datetime.now()
        waiting = self.search([("state", "in", self._out_states), ("late_told_at", "=", False)])
        for record in waiting.filtered(lambda record: record._is_late()):
            record._tell_late()
            record._as_engine().late_told_at = now

    @api.model
    def _empty_old(self, end, states, names):
        """Reasons and contacts are emptied when their time is over; the document itself stays.

        :param str end: the field of its end
        :param states: those in which nothing happens any more
        :param names: what else is emptied
        """
        for company in self.env["res.company"].search([("reception_school_leave_days", ">", 0)]):
            before = fields.Datetime.now() - timedelta(days=company.reception_school_leave_days)
            old = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "in", states),
                    (end, "<", before),
                    ("reason", "!=", False),
                ],
                limit=BATCH,
            )
            old.contact_ids.unlink()
            old._as_engine().write(dict.fromkeys(("reason", "explanation", *names), False))

    def _tell_late(self):
        users = self.pupil_id._get_answering_users()
        for user in users:
            self.activity_schedule(
                "visitor_reception_school.mail_activity_late_back",
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._("%(name)s is not back", name=self.pupil_id.name),
            )
        self._tell(self.dormitory_id.warden_ids, lambda env: env._("%(name)s is not back", name=self.pupil_id.name))

    def _tell(self, users, write, text=""):
        """Tell users by message, each in their language.

        :param write: function of an environment that returns the subject
        """
        record = self.sudo()  # who tells need not read the users told
        for lang, readers in (users - self.env.user).sudo().grouped("lang").items():
            localised = record.with_context(lang=lang)
            record.message_notify(
                partner_ids=readers.partner_id.ids,
                subject=write(localised.env),
                body=plaintext2html(text or write(localised.env)),
            )

    # ------------------------------------------------------------------------------------------------------------------
    # At the gate
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _desk_fields(self):
        return ("id", "name", "state", "pupil_id", "due_back", "late_minutes")

    def _get_desk_rows(self, names=None):
        """With the pupil's name and class, for guards read no pupils."""
        rows = super()._get_desk_rows(names)
        pupils = self.env["reception.school.pupil"]
        for row, record in zip(rows, self.sudo(), strict=True):  # what a desk shows of today's slips and passes
            row |= {
                "visitor_name": record.pupil_id.name,
                "class": record.pupil_id.class_id.name or "",
                "kind": record.pupil_id.kind,
                "photo": pupils._get_photo_url(record.pupil_id.id),
            }
        return rows

    @api.model
    def _check_guard(self):
        if not self.env.su and not self.env["reception.gate.log"]._is_guard():
            raise AccessError(self.env._("Guards do this."))

    def _at_gate(self, gate_id):
        """The document and the gate for a guard's verb, and nobody else at it in the same moment.

        Who waits for the other sees what the other has done, and is told; a guard has no right to the document itself.
        """
        self.ensure_one()
        self._check_guard()
        gate = self.env["reception.gate"]._get_desk(gate_id)
        record = self.sudo().exists()
        if not record or record.company_id != gate.company_id:
            raise UserError(self.env._("There is no such slip at this school."))
        # waits for another guard, then fails as a serialisation error, which Odoo answers by running it anew
        self.env.cr.execute(SQL("SELECT 1 FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(self._table), record.id))
        return record, gate


def clean(text):
    """What a person wrote, on one line and not without end."""
    return " ".join((text if isinstance(text, str) else "").replace("\0", "").split())[:LONGEST]
