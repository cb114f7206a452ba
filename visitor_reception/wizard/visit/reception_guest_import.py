import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# columns in the order of the sample file, with the names they may have besides their labels
HEADINGS = {
    "name": (
        "name",
        "full name",
        "guest name",
        "姓名",
        "名字",
        "来宾姓名",
        "来客姓名",
        "来访人",
        "来访人姓名",
        "来访人员",
        "客人姓名",
        "人员姓名",
        "来宾",
    ),
    "position": ("position", "job title", "title", "职务", "职位", "岗位", "职称"),
    "rank": ("rank", "职级", "级别"),
    "unit": (
        "unit",
        "company",
        "organisation",
        "organization",
        "单位",
        "来访单位",
        "工作单位",
        "公司",
        "所在单位",
        "单位名称",
        "公司名称",
    ),
    "phone": (
        "phone",
        "mobile",
        "telephone",
        "电话",
        "手机",
        "手机号",
        "手机号码",
        "电话号码",
        "联系电话",
        "联系方式",
        "联系手机",
        "手机电话",
    ),
    "is_principal": ("principal", "principal guest", "主宾"),
    "is_accompanying": ("accompanying", "accompanying staff", "随行", "随行人员"),
    "preference_food": ("food", "饮食", "饮食习惯", "饮食偏好"),
    "preference_room": ("lodging", "room", "住宿", "住宿偏好"),
    "things_to_avoid": ("things to avoid", "taboo", "忌讳", "禁忌"),
    "remark": ("remark", "remarks", "note", "备注"),
    "plate": ("plate", "number plate", "licence plate", "license plate", "car", "车牌", "车牌号", "车牌号码", "车号"),
}
# known, but kept off the notice: the guard asks for the document itself
DOCUMENT = (
    "id number",
    "identity number",
    "passport",
    "证件",
    "证件号",
    "证件号码",
    "身份证",
    "身份证号",
    "身份证号码",
    "护照号",
    "护照号码",
)
FLAGS = ("is_principal", "is_accompanying")
YES = {"yes", "y", "true", "1", "x", "√", "✓", "✔", "☑", "✅", "v", "是", "对", "主客", "主宾", "随行", "有"}
NO = {"", "no", "n", "false", "0", "-", "×", "☐", "□", "/", "否", "无", "不是"}
TOLD = 20  # errors in one message


class ReceptionGuestImport(models.TransientModel):
    """Puts many guests on a notice at once (1-2.3): pasted lines, a file, contacts, or guests of earlier visits.

    First it reads (``action_read``) into lines that are corrected in place, then it adds them all (``action_add``).
    """

    _name = "reception.guest.import"
    _description = "Adding Guests to a Notice"

    visit_id = fields.Many2one("reception.visit", string="Notice", required=True, readonly=True, ondelete="cascade")
    step = fields.Selection([("source", "Source"), ("preview", "Preview")], required=True, default="source")
    source = fields.Selection(
        [
            ("paste", "Paste lines"),
            ("file", "File (XLSX or CSV)"),
            ("contacts", "Contacts"),
            ("earlier", "Guests of earlier visits"),
        ],
        string="Take From",
        required=True,
        default="paste",
    )
    text = fields.Text(string="Lines")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    partner_ids = fields.Many2many("res.partner", string="Contacts")
    earlier_guest_ids = fields.Many2many("reception.visit.guest", string="Earlier Guests")
    line_ids = fields.One2many("reception.guest.import.line", "import_id", string="Guests Read")
    unknown_columns = fields.Char(readonly=True)
    passed_over = fields.Text(readonly=True, help="Lines in which nobody was found, with their numbers.")
    problems = fields.Text(compute="_compute_counts")
    leave_out_errors = fields.Boolean(string="Leave out lines with errors")
    ready_count = fields.Integer(string="Ready", compute="_compute_counts")
    error_count = fields.Integer(string="With Errors", compute="_compute_counts")
    duplicate_count = fields.Integer(string="On the Notice Already", compute="_compute_counts")
    voids_signatures = fields.Boolean(compute="_compute_voids_signatures")

    @api.constrains("visit_id")
    def _check_visit(self):
        """Nobody learns through the wizard who is on a notice that they may not write."""
        self.sudo(False).visit_id.check_access("write")  # constraints run as superuser

    @api.depends("visit_id.signoff_state")
    def _compute_voids_signatures(self):
        for wizard in self:
            wizard.voids_signatures = wizard.visit_id.signoff_state in ("asked", "granted")

    @api.depends("line_ids.status", "line_ids.problem", "line_ids.hint")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids.grouped("status")
            for status in ("ready", "error", "duplicate"):
                wizard[f"{status}_count"] = len(lines.get(status, ()))
            problems = [line.problem or line.hint for line in wizard.line_ids if line.problem or line.hint]
            wizard.problems = "\n".join([*problems[:TOLD], *(["…"] if len(problems) > TOLD else [])])

    # ------------------------------------------------------------------------------------------------------------------
    # Read
    # ------------------------------------------------------------------------------------------------------------------

    def action_read(self):
        """Read the source into lines.

        :raises UserError: nothing to read, or it cannot be read; what was typed stays
        """
        self.ensure_one()
        self.visit_id._raise_refusals([self.visit_id._add_guests_refusals()])
        read = {"contacts": self._read_contacts, "earlier": self._read_earlier}.get(self.source, self._read_table)
        self.unknown_columns = self.passed_over = False
        vals_list = read()
        if not vals_list:
            raise UserError(self.env._("There is nobody to add yet: fill in where the guests come from."))
        self.line_ids = [Command.clear(), *map(Command.create, vals_list)]
        self.step = "preview"
        return self._reopen()

    def action_back(self):
        """Back to the source, with all that was filled in."""
        self.ensure_one()
        self.step = "source"
        return self._reopen()

    def _reopen(self):
        return self._open(self.visit_id, res_id=self.id)

    @api.model
    def _open(self, visit, **action):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Guests"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": visit.id, "dialog_size": "extra-large"},
            **action,
        }

    def _read_contacts(self):
        return [
            {
                "number": number,
                "partner_id": partner.id,
                "name": partner.name,
                "position": partner.function,
                "phone": partner.phone,
                "unit": self._to_own_unit(partner.parent_id.name),
            }
            for number, partner in enumerate(self.partner_ids, start=1)
        ]

    def _read_earlier(self):
        return [
            {"number": number, **guest._get_person(self.visit_id.organisation_id)}
            for number, guest in enumerate(self.earlier_guest_ids, start=1)
        ]

    def _to_own_unit(self, unit):
        return unit if unit != self.visit_id.organisation_id.name else False

    def _explain_table_error(self, error):
        details = error.details
        if error.reason == "formula":
            cells = details["cells"]
            return self.env._(
                "These cells hold formulas: %(cells)s. Copy them and paste them as values, then upload the file again.",
                cells=", ".join(cells[:TOLD]) + (" …" if len(cells) > TOLD else ""),
            )
        texts = {
            "empty": self.env._("There is nothing in it: no line has any text."),
            "large": self.env._(
                "This is more than %(megabytes)s MB: keep the sheet of the guests alone.",
                megabytes=details.get("megabytes"),
            ),
            "rows": self.env._(
                "There are more than %(limit)s lines: nothing was read. Add the guests in parts.",
                limit=details.get("limit"),
            ),
            "encoding": self.env._("The characters cannot be read. Save the file as XLSX, or as CSV in UTF-8."),
            "old": self.env._("This is an old or foreign Office file. Open it and save it as XLSX."),
            "encrypted": self.env._("The file is protected by a password. Take the password off and save it again."),
            "broken": self.env._("The file is damaged or no table. Open it and save it again as XLSX."),
        }
        return texts[error.reason]

    # ------------------------------------------------------------------------------------------------------------------
    # Add
    # ------------------------------------------------------------------------------------------------------------------

    def action_add(self):
        """Put the lines on the notice, all of them at once; those that are on it already are left out.

        :raises UserError: a line has an error, or there is none to add; the lines stay as they are
        """
        self.ensure_one()
        visit = self.visit_id
        visit._raise_refusals([visit._add_guests_refusals()])
        lines = self.line_ids.grouped("status")
        if "error" in lines and not self.leave_out_errors:
            problems = lines["error"].mapped("problem")
            raise UserError(
                "\n".join(
                    [
                        self.env._("Nothing was added. Correct these lines, or leave out lines with errors:"),
                        *problems[:TOLD],
                        *(["…"] if len(problems) > TOLD else []),
                    ]
                )
            )
        if "ready" not in lines:
            raise UserError(self.env._("No line is left to add: all have errors or are on the notice already."))
        self.env["reception.visit.guest"].create([line._get_guest_vals() for line in lines["ready"]])
        visit._propose_principal_host()
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------------------------------------------------------------
    # Sample file
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_labels(self):
        """The heading of every column in the user's language: ``{key: label}``."""
        guests = self.env["reception.visit.guest"]._fields
        names = {"rank": "rank_id", "unit": "unit_name"}
        return {key: guests[names.get(key, key)]._description_string(self.env) for key in HEADINGS}

    @api.model
    def _get_headings(self):
        """``{key: what its column may be called}``."""
        headings = {key: (label, *HEADINGS[key]) for key, label in self._get_labels().items()}
        return {**headings, "document": DOCUMENT}

    @api.model
    def _write_sample(self, file):
        """A workbook to fill in: the headings, phones as text, and the ranks to choose from on a second sheet."""
        ranks = self.env["reception.rank"].search(Domain.TRUE).mapped("name")
        with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet(self.env._("Guests"))
            choices = book.add_worksheet(self.env._("Ranks"))
            bold = book.add_format({"bold": True, "bg_color": "#E7E6E6"})
            text = book.add_format({"num_format": "@"})
            for column, (key, label) in enumerate(self._get_labels().items()):
                sheet.set_column(column, column, 16, text)
                sheet.write_string(0, column, label, bold)
                if key == "rank":
                    source = f"='{choices.name}'!$A$1:$A${len(ranks)}"
                    sheet.data_validation(1, column, 500, column, {"validate": "list", "source": source})
            sheet.freeze_panes(1, 0)
            choices.set_column(0, 0, 50)
            choices.write_column(0, 0, ranks)
