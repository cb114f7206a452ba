from odoo import api, fields, models


class ReceptionSchoolAnswer(models.TransientModel):
    """Asks what a verb of a leave slip or gate pass needs: the call pad, a reason, an explanation, a new end."""

    _name = "reception.school.answer"
    _description = "Answer on a Slip or Pass"

    res_model = fields.Selection(
        [
            ("reception.school.leave", "Leave slip"),
            ("reception.school.gate.pass", "Gate pass"),
            ("reception.school.violation.case", "Violations reported"),
        ],
        required=True,
        readonly=True,
    )
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    question = fields.Selection(
        [
            ("contact", "Call the parents"),
            ("cancel", "Cancel"),
            ("explain", "Explain"),
            ("prolong", "Prolong"),
            ("close", "Close"),
            ("decide", "Decide"),
            ("dismiss", "Dismiss"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text(string="Why", help="Goes on file.")
    moment = fields.Datetime(string="New End")
    pad_html = fields.Html(string="Numbers", compute="_compute_pad_html", sanitize=False)
    custody_id = fields.Many2one(
        "reception.school.custody",
        string="Guardian Called",
        compute="_compute_custody_id",
        store=True,
        readonly=False,
    )
    pupil_id = fields.Many2one("reception.school.pupil", compute="_compute_pupil_id")
    result = fields.Selection([("agreed", "Agrees"), ("refused", "Does not agree"), ("no_answer", "No answer")])
    decision = fields.Selection(
        selection=lambda self: (
            self.env["reception.school.violation.case"]._fields["decision"]._description_selection(self.env)
        )
    )
    manner = fields.Selection([("phone", "By phone"), ("in_person", "In person")], default="phone")
    number = fields.Char(string="Another Number", help="If another number than the one on file was called.")
    person_reached = fields.Char(string="Who Spoke")

    def _get_document(self):
        return self.env[self.res_model].browse(self.res_id)

    @api.depends("res_model", "res_id")
    def _compute_pupil_id(self):
        for wizard in self:
            wizard.pupil_id = wizard._get_document().pupil_id

    @api.depends("question", "pupil_id")
    def _compute_custody_id(self):
        """Whom to call first, or next where nobody answered."""
        for wizard in self:
            rows = wizard.question == "contact" and wizard.pupil_id.custody_ids._filter_valid().sorted()
            if not rows:
                wizard.custody_id = False
                continue
            rows = rows.filtered(lambda row: row.collect != "must_not")
            calls = wizard._get_document().contact_ids
            in_vain = calls.filtered(lambda call: call.result == "no_answer").guardian_id
            wizard.custody_id = (rows.filtered(lambda row, called=in_vain: row.guardian_id not in called) or rows)[:1]

    @api.depends("question", "pupil_id")
    def _compute_pad_html(self):
        for wizard in self:
            is_pad = wizard.question == "contact" and wizard.pupil_id
            wizard.pad_html = is_pad and self.env["ir.qweb"]._render(
                "visitor_reception_school.reception_school_call_pad", {"people": wizard._get_people()}
            )

    def _get_people(self):
        """Whom to call, with the link of who has consented to links."""
        people, document = self.pupil_id.get_contacts(), self._get_document()
        if document._name != "reception.school.leave":
            return people
        guardians = self.env["reception.school.guardian"].sudo()  # whoever answers for the pupil is told whom to ask
        for person in people:
            guardian = guardians.browse(person["guardian_id"])
            person["link"] = document._is_link_allowed(guardian) and document._get_link(guardian)
        return people

    def action_answer(self):
        """Do what was asked with what was answered.

        :raises UserError: whatever the verb refuses
        """
        self.ensure_one()
        document = self._get_document()
        if self.question == "contact":
            document.action_contact(
                self.custody_id.guardian_id.id,
                self.result,
                person_reached=self.person_reached,
                number=self.number,
                manner=self.manner,
                reason_told=self.text,
            )
        elif self.question == "prolong":
            document.action_prolong(self.moment)
        elif self.question == "decide":
            document.action_decide(self.decision, self.text)
        else:
            getattr(document, f"action_{self.question}")(self.text)
        return {"type": "ir.actions.act_window_close"}
