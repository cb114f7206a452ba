from odoo import api, fields, models
from odoo.exceptions import UserError

FACTS = (
    "kind", "visitor_name", "visitor_phone", "visitor_email", "visitor_unit", "headcount", "relation", "host_id",
    "host_name", "reason", "document_kind", "plate", "goods_in", "area_id", "needs_escort", "escort",
)  # fmt: skip


class ReceptionGateCorrection(models.TransientModel):
    """Asks for the right facts of a wrong entry, and why it was wrong."""

    _name = "reception.gate.correction"
    _description = "Correction of an Entry"

    log_id = fields.Many2one("reception.gate.log", string="Wrong Entry", required=True, ondelete="cascade")
    log_state = fields.Selection(related="log_id.state", string="State of the Entry", export_string_translation=False)
    kind = fields.Selection(
        lambda self: self.env["reception.gate.log"]._fields["kind"]._description_selection(self.env),
        string="Kind of Visitor",
        required=True,
    )
    visitor_name = fields.Char(string="Visitor", required=True)
    visitor_phone = fields.Char(string="Visitor's Phone")
    visitor_email = fields.Char(string="Visitor's E-mail")
    visitor_unit = fields.Char(string="Visitor's Unit")
    headcount = fields.Integer(string="People")
    relation = fields.Char(help="Of a family member to the employee who is visited (3-9).")
    host_id = fields.Many2one("hr.employee", string="Person Visited")
    host_name = fields.Char(string="Name of the Person Visited", help="Of somebody who is not among the employees.")
    reason = fields.Char(string="Reason of the Visit")
    document_kind = fields.Selection(
        lambda self: self.env["reception.gate.log"]._fields["document_kind"]._description_selection(self.env),
        string="Document Shown",
    )
    document_masked = fields.Char(related="log_id.document_masked")
    document_typed = fields.Char(string="Number of the Document", help="Only if the number was wrong.")
    plate = fields.Char(string="Number Plate")
    goods_in = fields.Char(string="Goods Brought In")
    area_id = fields.Many2one("reception.gate.area")
    needs_escort = fields.Boolean(string="Escort Required")
    escort = fields.Char(string="Escorted By")
    changes = fields.Text(string="What Is Corrected", compute="_compute_changes")
    correction_reason = fields.Char(string="Why It Is Corrected", required=True)

    @api.model
    def default_get(self, fields):
        """The facts as they were recorded."""
        values = super().default_get(fields)
        log = self.env["reception.gate.log"].browse(values.get("log_id"))
        if log:
            log.check_access("read")
            known = {name: log._fields[name].convert_to_write(log[name], log) for name in FACTS if name in fields}
            values = known | values
        return values

    @api.depends("log_id", "document_typed", *FACTS)
    def _compute_changes(self):
        for correction in self:
            correction.changes = "\n".join(
                self.env._("%(field)s: %(old)s → %(new)s", field=label, old=old or "—", new=new or "—")
                for label, old, new in correction._describe_changes()
            )

    def _get_changed(self):
        """Names and values of what is told otherwise than recorded."""
        log = self.log_id
        values = {name: log._clean_text(name, self[name]) for name in FACTS}
        changed = {
            name: log._fields[name].convert_to_write(value, log)
            for name, value in values.items()
            if (value or False) != (log[name] or False)
        }
        return changed | ({"document_typed": self.document_typed} if self.document_typed else {})

    def _describe_changes(self):
        """``(label, recorded, right)`` of what is told otherwise."""
        log = self.log_id
        labels = self.fields_get([*FACTS, "document_typed"], ["string"])
        for name in self._get_changed():
            old = "document_masked" if name == "document_typed" else name
            yield labels[name]["string"], describe(log, old), describe(self, name)

    def action_correct(self):
        """Write the right entry, and show it.

        :raises UserError: nothing is changed, no reason, nobody passes, or see ``reception.gate.log.action_correct``
        """
        self.ensure_one()
        changed = self._get_changed()
        if not changed:
            raise UserError(self.env._("Nothing is told otherwise than recorded: change what was wrong."))
        if not self.env["reception.gate.log"]._clean_text("correction_reason", self.correction_reason):
            raise UserError(self.env._("Write why the entry is corrected."))
        if self.headcount < 1:
            raise UserError(self.env._("Write how many people pass: at least one."))
        self.document_typed = False  # the whole number is kept in one place
        row = self.log_id.action_correct(changed, self.correction_reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "reception.gate.log",
            "res_id": row["id"],
            "views": [(False, "form")],
        }


def describe(record, name):
    """A value as people read it."""
    field, value = record._fields[name], record[name]
    if field.type == "many2one":
        return value.display_name
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value)
    if field.type == "boolean":
        return "✓" if value else ""
    return value
