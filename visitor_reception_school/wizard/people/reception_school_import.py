import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.visitor_reception.tools.table_reader import Columns, TableError, clean_name, read_file, read_text

from ...tools.insert_rows import insert_rows
from .reception_school_import_line import GUARDIAN_PARTS, NUMBERS

HEADINGS = {
    "number": ("number", "pupil no", "学号", "学籍号"),
    "name": ("name", "full name", "姓名", "学生姓名"),
    "sex": ("sex", "gender", "性别"),
    "birth_date": ("birthday", "date of birth", "出生日期", "生日"),
    "class_text": ("class", "班级"),
    "kind": ("kind", "类别", "学生类别"),
    "dormitory_text": ("dormitory", "宿舍", "宿舍楼"),
    "badge_code": ("badge", "badge no", "胸卡号", "胸卡"),
}
# of each of three guardians, with their number before or behind the heading
GUARDIAN_HEADINGS = {
    "name": ("guardian", "监护人", "监护人姓名", "家长", "家长姓名", "guardian name"),
    "relation": ("relation", "关系"),
    "phone": ("phone", "电话", "联系电话"),
    "tail": ("document", "last four", "证件后四位"),
    "collect": ("may collect", "可否接"),
}
NUMBERED = ("{0}{1}", "{0} {1}", "监护人{1}{0}", "家长{1}{0}")
MAX_ROWS = 10_000
TOLD = 20  # errors in one message


class ReceptionSchoolImport(models.TransientModel):
    """The registrar's list of pupils and guardians (学籍导入): read, looked at, applied.

    ``action_read`` makes a line of each pupil, with what would change; ``action_apply`` does it, all or nothing. Who is
    not in the list is shown too, and leaves only if ticked.
    """

    _name = "reception.school.import"
    _description = "Import of Pupils"

    step = fields.Selection([("source", "Source"), ("preview", "Preview")], required=True, default="source")
    source = fields.Selection(
        [("paste", "Paste lines"), ("file", "File (XLSX or CSV)")], string="Take From", required=True, default="file"
    )
    text = fields.Text(string="Lines")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    line_ids = fields.One2many("reception.school.import.line", "import_id", string="Pupils Read")
    unknown_columns = fields.Char(string="Columns Not Read", readonly=True)
    leave_out_errors = fields.Boolean(string="Leave out lines with errors")
    summary = fields.Char(string="In Numbers", compute="_compute_summary")
    error_count = fields.Integer(string="With Errors", compute="_compute_summary")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    @api.depends("line_ids.status")
    def _compute_summary(self):
        for wizard in self:
            counts = Counter(wizard.line_ids.mapped("status"))
            labels = dict(wizard.line_ids._fields["status"]._description_selection(self.env))
            wizard.summary = " · ".join(f"{label}: {counts[key]}" for key, label in labels.items() if counts[key])
            wizard.error_count = counts["error"]

    # ------------------------------------------------------------------------------------------------------------------
    # Read
    # ------------------------------------------------------------------------------------------------------------------

    def action_read(self):
        """Read the source into lines, and find what would change.

        :raises UserError: nothing to read, or it cannot be read; what was typed stays
        """
        self.ensure_one()
        rows = self._read_rows()
        columns = Columns(rows, self._get_headings(), tuple(HEADINGS))
        if not {"number", "name"} <= set(columns.keys.values()):
            raise UserError(self.env._("The list needs a heading with the pupil's number and name: 学号, 姓名."))
        self.unknown_columns = ", ".join(columns.unknown)
        read = [self._to_line(number, columns.get_values(cells)) for number, cells in rows[columns.skipped :]]
        self.line_ids = [Command.clear()]
        lines = self.env["reception.school.import.line"]
        insert_rows(
            lines, [{**lines._get_blank(), "import_id": self.id, **line} for line in read + self._get_missing(read)]
        )
        self.step = "preview"
        return self._reopen()

    def action_back(self):
        """Back to the source, with all that was filled in."""
        self.step = "source"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Pupils"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _read_rows(self):
        try:
            if self.source == "paste":
                return read_text(self.text or "", max_rows=MAX_ROWS)
            return read_file(base64.b64decode(self.file or b""), max_rows=MAX_ROWS)
        except TableError as error:
            raise UserError(self._explain_table_error(error)) from error

    @api.model
    def _explain_table_error(self, error):
        _ = self.env._
        details = error.details
        texts = {
            "empty": _("There is nothing in it: no line has any text."),
            "large": _("This is more than %(megabytes)s MB.", megabytes=details.get("megabytes")),
            "rows": _("There are more than %(limit)s lines: nothing was read.", limit=details.get("limit")),
            "encoding": _("The characters cannot be read. Save the file as XLSX, or as CSV in UTF-8."),
            "old": _("This is an old or foreign Office file. Open it and save it as XLSX."),
            "encrypted": _("The file is protected by a password. Take the password off and save it again."),
            "broken": _("The file is damaged or no table. Open it and save it again as XLSX."),
            "formula": _(
                "Cells hold formulas: %(cells)s. Paste them as values.", cells=details.get("cells", [])[:TOLD]
            ),
        }
        return texts[error.reason]

    @api.model
    def _get_headings(self):
        headings = dict(HEADINGS)
        for number in NUMBERS:
            for part, names in GUARDIAN_HEADINGS.items():
                first = names if number == 1 else ()  # a list with one guardian need not count them
                numbered = (pattern.format(name, number) for name in names for pattern in NUMBERED)
                headings[f"{part}_{number}"] = (*first, *numbered)
        return headings

    @api.model
    def _to_line(self, number, values):
        line = {name: values.get(name, "") for name in HEADINGS}
        line |= {"line_number": number, "name": clean_name(line["name"])}
        for guardian in NUMBERS:
            parts = [values.get(f"{part}_{guardian}", "") for part in GUARDIAN_PARTS]
            line[f"guardian_{guardian}"] = " / ".join(parts) if any(parts) else None
        return line

    def _get_missing(self, read):
        """Lines for the enrolled pupils of the school who are not in the list."""
        numbers = {line["number"] for line in read}
        pupils = self.env["reception.school.pupil"].search_fetch(
            [("company_id", "=", self.company_id.id), ("state", "=", "enrolled"), ("kind", "!=", "intern")],
            ["number", "name"],
        )
        return [
            {"is_missing": True, "number": pupil.number, "name": pupil.name}
            for pupil in pupils
            if pupil.number not in numbers
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Apply
    # ------------------------------------------------------------------------------------------------------------------

    def action_apply(self):
        """Create, change and move pupils with their guardians and badges, all at once.

        :raises UserError: a line has an error and is not left out; then nothing was changed
        """
        self.ensure_one()
        lines = self.line_ids
        plan = lines._get_plan()
        lines._set_status(plan)  # of all at once: the ORM would do it by the thousand
        errors = lines.filtered(lambda line: line.status == "error")
        if errors and not self.leave_out_errors:
            problems = [f"{line.line_number}: {line.problem}" for line in errors[:TOLD]]
            more = ["…"] if len(errors) > TOLD else []
            first = self.env._("Nothing was changed. Correct these lines, or leave out lines with errors:")
            raise UserError("\n".join([first, *problems, *more]))
        # what a line is, changes as soon as the first pupils are there
        by_status = (lines - errors).grouped("status")
        leaving = by_status.get("missing", lines.browse()).filtered("leaves")
        self._apply_pupils(by_status, plan)
        plan.pupils_of(leaving).action_leave()
        return {"type": "ir.actions.act_window_close"}

    def _apply_pupils(self, by_status, plan):
        new = by_status.get("new", ())
        created = self.env["reception.school.pupil"].create(
            [{**plan.vals[line], "company_id": self.company_id.id} for line in new]
        )
        pupils = dict(zip(new, created, strict=True))
        found = {line: plan.found[line] for key in ("changed", "moved", "same") for line in by_status.get(key, ())}
        pupils |= found
        self._write_changes(found, plan)
        codes = {pupils[line]: plan.badges[line] for line in pupils if plan.badges.get(line)}
        self.env["reception.school.badge"]._issue(codes)
        self._apply_guardians({pupils[line]: plan.guardians[line] for line in pupils})

    @api.model
    def _write_changes(self, found, plan):
        """Moves by class, so that a whole school costs as many steps as it has classes."""
        moves = {}
        for line, pupil in found.items():
            changes = plan.get_changes(line)
            if "class_id" in changes:
                moves.setdefault(changes.pop("class_id"), []).append(pupil.id)
            if changes:
                pupil.write(changes)
        for class_id, ids in moves.items():
            self.env["reception.school.pupil"].browse(ids).action_move(class_id)

    def _apply_guardians(self, people):
        """Guardians and custody rows; a person of one name and number is one, whoever's child it is (siblings)."""
        pupils = self.env["reception.school.pupil"].union(*people)
        # phones are read by nobody, and the registrar writes no custody by hand: only what the list says, by name
        guardians = self.env["reception.school.guardian"].sudo()
        custody = self.env["reception.school.custody"].sudo()
        rows = {(row.pupil_id, row.guardian_id.name): row for row in custody.search([("pupil_id", "in", pupils.ids)])}
        phones = {person["phone"] for entries in people.values() for person in entries if person.get("phone")}
        known = {
            (guardian.name, guardian.phone): guardian
            for guardian in guardians.search([("company_id", "=", self.company_id.id), ("phone", "in", list(phones))])
        }
        wanted = {}
        for pupil, entries in people.items():
            for person in entries:
                if row := rows.get((pupil, person["name"])):
                    self._change_custody(row, person)
                elif (person["name"], person.get("phone")) not in known:
                    wanted.setdefault((person["name"], person.get("phone") or pupil), person)
        created = insert_rows(
            guardians,
            [
                guardians._clean({name: person.get(name) for name in ("name", "phone", "document_tail")})
                | {"document_kind": "identity_card", "active": True, "company_id": self.company_id.id}
                for person in wanted.values()
            ],
        )
        known |= dict(zip(wanted, created, strict=True))
        # nobody among them must not collect: no watch list follows
        insert_rows(
            custody,
            [
                {
                    "pupil_id": pupil.id,
                    "guardian_id": (
                        known.get((person["name"], person.get("phone"))) or known[person["name"], pupil]
                    ).id,
                    "relation": person.get("relation", "relative"),
                    "collect": person.get("collect", "may_collect"),
                    "sequence": person["sequence"],
                    "company_id": self.company_id.id,
                }
                for pupil, entries in people.items()
                for person in entries
                if (pupil, person["name"]) not in rows
            ],
        )

    @api.model
    def _change_custody(self, row, person):
        """What the list says of somebody on file; who must not collect stays as the custody group has written it."""
        if row.collect == "must_not":
            return
        guardian = {name: person[name] for name in ("phone", "document_tail") if person.get(name)}
        if changes := {name: value for name, value in guardian.items() if row.guardian_id[name] != value}:
            row.guardian_id.write(changes)
        own = {name: person[name] for name in ("relation", "collect") if person.get(name)}
        if changes := {name: value for name, value in own.items() if row[name] != value}:
            row.write(changes)
