import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.keys import name_key, phone_key
from ...tools.table_reader import TableError, read_text

LINE_NUMBER = re.compile(r"\d{1,3}[.)]?")
PHONE = re.compile(r"\+?[\d\s\-()]{4,}")


class ReceptionGatePeopleMixin(models.AbstractModel):
    """A dialog with a list of people (``line_ids``), typed, or pasted from wherever it is kept."""

    _name = "reception.gate.people.mixin"
    _description = "List of People"

    pasted = fields.Text(
        string="Paste a List",
        store=False,
        help="One person a line. What stands in a line is told apart by what it looks like, in any order.",
    )

    @api.onchange("pasted")
    def _onchange_pasted(self):
        """Turn what was pasted into lines, which are read over and corrected there."""
        if not (self.pasted and self.pasted.strip()):
            return
        try:
            rows = read_text(self.pasted)
        except TableError as error:
            raise UserError(self.env._("This list cannot be read: paste one person a line, in parts.")) from error
        self.line_ids = [Command.create(self._read_person(texts)) for _number, texts in rows]
        self.pasted = False

    @api.model
    def _read_person(self, texts):
        """Values of a line: an address, a number or a document by their looks, else first the name, then the unit."""
        kinds = {label: kind for kind, label in self.env["reception.gate.person"]._get_document_kinds()}
        person = {}
        for text in filter(None, texts):
            if "@" in text:
                person["visitor_email"] = text
            elif text in kinds:
                person["document_kind"] = kinds[text]
            elif PHONE.fullmatch(text):
                person["visitor_phone"] = text
            elif not LINE_NUMBER.fullmatch(text):
                person["visitor_unit" if "visitor_name" in person else "visitor_name"] = text
        return person

    def _get_people(self):
        """What is told of each person, as ``_typed_fields`` of a passage.

        :raises UserError: nobody, or what is wrong, line by line
        """
        if not self.line_ids:
            raise UserError(self.env._("Write who comes: one person a line."))
        people, problems, seen = [], [], set()
        for number, line in enumerate(self.line_ids, start=1):
            person, texts = line._get_values()
            key = (name_key(person["visitor_name"]), phone_key(person["visitor_phone"]))
            if key in seen:
                texts.append(self.env._("stands on the list already: two people of one name need their phone numbers."))
            seen.add(key)
            people.append(person)
            problems += [self.env._("Line %(number)s: %(problem)s", number=number, problem=text) for text in texts]
        if problems:
            raise UserError("\n".join(problems))
        return people

    @api.model
    def _show(self, logs, title, list_view):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": logs._name,
            "views": [(self.env.ref(list_view).id, "list"), (False, "form")],
            "domain": [("id", "in", logs.ids)],
        }
