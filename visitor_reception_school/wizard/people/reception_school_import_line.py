import re
from collections import Counter
from datetime import date

from odoo import api, fields, models

from odoo.addons.visitor_reception.tools.keys import phone_key
from odoo.addons.visitor_reception.tools.table_reader import clean_phone

NUMBERS = (1, 2, 3)
GUARDIAN_PARTS = ("name", "relation", "phone", "tail", "collect")
SEXES = {"男": "male", "male": "male", "m": "male", "女": "female", "female": "female", "f": "female"}
KINDS = {
    "跑校": "day_pupil",
    "跑校生": "day_pupil",
    "跑校学生": "day_pupil",
    "走读": "day_pupil",
    "走读生": "day_pupil",
    "day pupil": "day_pupil",
    "住校": "boarder",
    "住校生": "boarder",
    "住校学生": "boarder",
    "boarder": "boarder",
    "实习生": "intern",
    "intern": "intern",
}
RELATIONS = {
    "父亲": "father",
    "爸爸": "father",
    "father": "father",
    "母亲": "mother",
    "妈妈": "mother",
    "mother": "mother",
    "祖父": "grandparent",
    "祖母": "grandparent",
    "爷爷": "grandparent",
    "奶奶": "grandparent",
    "外公": "grandparent",
    "外婆": "grandparent",
    "外祖父": "grandparent",
    "外祖母": "grandparent",
    "grandparent": "grandparent",
    "亲属": "relative",
    "其他": "relative",
    "relative": "relative",
}
# what the list calls yes and no; that somebody must not collect is the custody group's to write
COLLECT = {"是": "may_collect", "可": "may_collect", "yes": "may_collect", "y": "may_collect", "√": "may_collect",
           "否": "ask_first", "不可": "ask_first", "no": "ask_first", "n": "ask_first", "×": "ask_first"}  # fmt: skip
CUT_NUMBER = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
TEXTS = ("number", "name", "sex", "birth_date", "class_text", "kind", "dormitory_text", "badge_code")


class ImportProblem(Exception):
    """What is wrong with a line, in the user's words."""


class Plan:
    """What the lines of an import mean: values by line, pupils found, guardians, badges, problems."""

    def __init__(self):
        self.vals, self.found, self.guardians, self.badges, self.problems = {}, {}, {}, {}, {}

    def get_changes(self, line):
        """Of a pupil who is known, what the line says otherwise: ``{field: value}``."""
        pupil = self.found[line]
        return {
            name: value
            for name, value in self.vals[line].items()
            if pupil._fields[name].convert_to_write(pupil[name], pupil) != value
        }

    def pupils_of(self, lines):
        return lines.env["reception.school.pupil"].union(*(self.found[line] for line in lines))


class ReceptionSchoolImportLine(models.TransientModel):
    """A pupil as read from the list, to be corrected in place before anything is changed."""

    _name = "reception.school.import.line"
    _description = "Pupil to Be Imported"
    _order = "is_missing, line_number, id"

    import_id = fields.Many2one("reception.school.import", required=True, ondelete="cascade", index=True)
    line_number = fields.Integer(string="Line", readonly=True)
    number = fields.Char(string="Pupil No.")
    name = fields.Char()
    sex = fields.Char()
    birth_date = fields.Char(string="Birthday")
    class_text = fields.Char(string="Class")
    kind = fields.Char()
    dormitory_text = fields.Char(string="Dormitory")
    badge_code = fields.Char(string="Badge No.")
    guardian_1 = fields.Char(string="First Guardian", help="Name / relation / phone / last four / may collect")
    guardian_2 = fields.Char(string="Second Guardian")
    guardian_3 = fields.Char(string="Third Guardian")
    is_missing = fields.Boolean(readonly=True)
    leaves = fields.Boolean(string="Has Left", help="Of pupils who are not in the list.")
    status = fields.Selection(
        [
            ("new", "New"),
            ("changed", "Changed"),
            ("moved", "Moved"),
            ("same", "The same"),
            ("error", "Error"),
            ("missing", "Not in the list"),
        ],
        compute="_compute_status",
    )
    changes = fields.Char(string="What Changes", compute="_compute_status")
    problem = fields.Char(compute="_compute_status")

    @api.model
    def _get_blank(self):
        """A line without anything: the columns of what is read."""
        texts = (*TEXTS, *(f"guardian_{number}" for number in NUMBERS))
        return {**dict.fromkeys(texts), "line_number": 0, "is_missing": False, "leaves": False}

    @api.depends(
        *TEXTS,
        "guardian_1",
        "guardian_2",
        "guardian_3",
        "is_missing",
        "import_id.line_ids.number",
        "import_id.line_ids.badge_code",
    )
    def _compute_status(self):
        for lines in self.grouped("import_id").values():
            lines._set_status(lines._get_plan())

    def _set_status(self, plan):
        for line in self:
            line.problem = plan.problems.get(line, False)
            line.changes = False
            if line.problem:
                line.status = "error"
            elif line.is_missing:
                line.status = "missing"
            elif line not in plan.found:
                line.status = "new"
            else:
                line._set_difference(plan)

    def _set_difference(self, plan):
        pupil = plan.found[self]
        changes = plan.get_changes(self)
        texts = []
        for name, value in changes.items():
            field = pupil._fields[name]
            old = field.convert_to_export(pupil[name], pupil) or "–"
            new = field.convert_to_export(field.convert_to_record(field.convert_to_cache(value, pupil), pupil), pupil)
            texts.append(f"{field._description_string(self.env)}: {old} → {new}")
        if plan.badges.get(self):
            texts.append(self.env._("new badge"))
        self.changes = "; ".join(texts)
        self.status = "moved" if "class_id" in changes else "changed" if texts else "same"

    # ------------------------------------------------------------------------------------------------------------------
    # What the lines mean
    # ------------------------------------------------------------------------------------------------------------------

    def _get_plan(self):
        """Read all lines of one import, in a constant number of queries: a ``Plan``."""
        plan = Plan()
        company = self.import_id.company_id
        own = [("company_id", "=", company.id)]
        pupils = self.env["reception.school.pupil"].search(
            [*own, ("number", "in", [line.number for line in self if line.number])]
        )
        known = {pupil.number: pupil for pupil in pupils}
        classes = {item._to_key(item.name): item.id for item in self.env["reception.school.class"].search(own)}
        dormitories = {item.name.casefold(): item.id for item in self.env["reception.school.dormitory"].search(own)}
        codes = self._get_badges(own)
        everybody = self.import_id.line_ids or self
        twice = Counter(line.number for line in everybody if line.number)
        twice_codes = Counter(line.badge_code for line in everybody if line.badge_code)
        for line in self:
            try:
                if line.is_missing:
                    plan.found[line] = known[line.number]
                    continue
                line._check_number(known, twice)
                if pupil := known.get(line.number):
                    plan.found[line] = pupil
                plan.vals[line] = line._to_vals(classes, dormitories, plan.found.get(line))
                plan.badges[line] = line._to_badge(codes, twice_codes, plan.found.get(line))
                plan.guardians[line] = line._to_guardians()
            except ImportProblem as problem:
                plan.problems[line] = str(problem)
        return plan

    def _get_badges(self, own):
        """Badges by code, of the codes that the lines name."""
        codes = [line.badge_code for line in self if line.badge_code]
        badges = self.env["reception.school.badge"].search([*own, ("code", "in", codes)]) if codes else ()
        return {badge.code: badge for badge in badges}

    def _check_number(self, known, twice):
        _ = self.env._
        if not self.number or not self.name:
            raise ImportProblem(_("write number and name"))
        if CUT_NUMBER.fullmatch(self.number):
            raise ImportProblem(_("the spreadsheet has cut the number: format its column as text"))
        if twice[self.number] > 1:
            raise ImportProblem(_("the number %(number)s stands in the list twice", number=self.number))
        pupil = known.get(self.number)
        if pupil and pupil.name != self.name:
            raise ImportProblem(_("the number %(number)s belongs to %(name)s", number=self.number, name=pupil.name))

    def _to_vals(self, classes, dormitories, pupil):
        """Values of the pupil; a blank cell changes nothing."""
        vals = {"number": self.number, "name": self.name}
        vals |= self._look_up("sex", self.sex, SEXES, self.env._("the sex %(text)s is not known"))
        vals |= self._look_up("kind", self.kind, KINDS, self.env._("the kind %(text)s is not known"))
        vals |= self._look_up(
            "dormitory_id", self.dormitory_text, dormitories, self.env._("the dormitory %(text)s is not known")
        )
        if self.class_text:
            key = self.env["reception.school.class"]._to_key(self.class_text)
            if key not in classes:
                raise ImportProblem(self.env._("the class %(name)s is not known", name=self.class_text))
            vals["class_id"] = classes[key]
        if self.birth_date:
            vals["birth_date"] = self._to_day()
        if pupil and pupil.dormitory_id and vals.get("kind", "boarder") != "boarder":
            vals["dormitory_id"] = False  # who is no boarder any more has moved out
        self._check_place(vals, pupil)
        return vals

    @api.model
    def _look_up(self, name, text, table, problem):
        if not text:
            return {}
        if (value := table.get(text.strip().casefold())) is None:
            raise ImportProblem(problem % {"text": text})
        return {name: value}

    def _check_place(self, vals, pupil):
        """As the pupil's own constraints, so that a line tells it before anything is changed."""
        kind = vals.get("kind") or (pupil.kind if pupil else "day_pupil")
        if kind == "intern" and not (pupil and pupil.mentor_id):
            raise ImportProblem(self.env._("interns are entered by hand, with their mentor"))
        if kind != "intern" and not (vals.get("class_id") or (pupil and pupil.class_id)):
            raise ImportProblem(self.env._("write the class"))
        if kind != "boarder" and vals.get("dormitory_id"):
            raise ImportProblem(self.env._("only boarders live in a dormitory"))

    def _to_day(self):
        found = DAY.fullmatch(self.birth_date.strip())
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if not day:
            raise ImportProblem(self.env._("%(text)s is no date: write it as 2012-09-01", text=self.birth_date))
        if day > fields.Date.context_today(self):
            raise ImportProblem(self.env._("the birthday %(day)s lies in the future", day=day))
        return day

    def _to_badge(self, codes, twice, pupil):
        """The code of a new badge, or None."""
        if not self.badge_code:
            return None
        if twice[self.badge_code] > 1:
            raise ImportProblem(self.env._("the badge stands in the list twice"))
        badge = codes.get(self.badge_code)
        if not badge:
            return self.badge_code
        if badge.pupil_id != (pupil or badge.pupil_id.browse()):
            raise ImportProblem(self.env._("the badge has been used for another pupil"))
        if badge.state != "active":
            raise ImportProblem(self.env._("the badge is lost or no longer in use"))
        return None

    def _to_guardians(self):
        """The people of the line: list of dicts of what is known of each."""
        people = [self._to_guardian(number) for number in NUMBERS if self[f"guardian_{number}"]]
        names = [person["name"] for person in people]
        if len(set(names)) < len(names):
            raise ImportProblem(self.env._("a guardian stands in the line twice"))
        return people

    def _to_guardian(self, number):
        parts = [part.strip() for part in self[f"guardian_{number}"].split("/")]
        name, relation, phone, tail, collect = [*parts, "", "", "", "", ""][: len(GUARDIAN_PARTS)]
        if not name:
            raise ImportProblem(self.env._("guardian %(number)s: write the name", number=number))
        if CUT_NUMBER.fullmatch(phone):
            raise ImportProblem(self.env._("the spreadsheet has cut the phone number %(phone)s", phone=phone))
        person = {"name": name, "sequence": number * 10}
        person |= self._look_up("relation", relation, RELATIONS, self.env._("the relation %(text)s is not known"))
        person |= self._look_up("collect", collect, COLLECT, self.env._("%(text)s is neither yes nor no"))
        if phone := clean_phone(phone):
            person["phone"] = phone_key(phone)  # as it is kept
        return person | ({"document_tail": tail[-4:].upper()} if tail else {})
