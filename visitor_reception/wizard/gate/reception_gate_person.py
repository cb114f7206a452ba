from odoo import api, fields, models
from odoo.exceptions import ValidationError

TOLD = ("visitor_name", "visitor_phone", "visitor_email", "visitor_unit", "document_kind", "is_another")


class ReceptionGatePerson(models.TransientModel):
    """One line of a list of people who are invited, or who stand at the gate together."""

    _name = "reception.gate.person"
    _description = "Person on a List"

    invite_id = fields.Many2one("reception.gate.invite", ondelete="cascade")
    group_id = fields.Many2one("reception.gate.group", ondelete="cascade")
    visitor_name = fields.Char(string="Visitor", required=True)
    visitor_phone = fields.Char(string="Visitor's Phone")
    visitor_email = fields.Char(string="Visitor's E-mail")
    visitor_unit = fields.Char(string="Visitor's Unit")
    document_kind = fields.Selection(lambda self: self._get_document_kinds(), string="Document Shown")
    is_another = fields.Boolean(
        string="Another of the Same Name",
        help="Not the one who is at the gate or inside already: without a phone number nobody can tell.",
    )

    @api.model
    def _get_document_kinds(self):
        return self.env["reception.gate.log"]._fields["document_kind"]._description_selection(self.env)

    def _get_values(self):
        """What a passage keeps of the line, and a list of texts: what is wrong with it."""
        logs = self.env["reception.gate.log"]
        values, problems = {name: self[name] for name in TOLD}, []
        if not (self.visitor_name or "").strip():
            problems.append(self.env._("write the name."))
        for name in TOLD:
            try:
                values[name] = logs._clean_text(name, self[name])
            except ValidationError as error:
                problems.append(str(error))
        if values["visitor_email"]:
            try:
                logs._clean_email(values["visitor_email"])
            except ValidationError as error:
                problems.append(str(error))
        return values, problems
