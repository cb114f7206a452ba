from odoo import fields, models
from odoo.fields import Domain


class ReceptionGateShift(models.Model):
    """What a guard hands over of pupils: who is out, and on which slips (3-1c)."""

    _inherit = "reception.gate.shift"

    def _get_open_items(self):
        company = Domain("company_id", "=", self.company_id.id)
        pupils = self.env["reception.school.pupil"].sudo()  # the gate's own books, whoever is on duty
        slips = self.env["reception.school.leave"].sudo()  # as above
        out = Domain.OR(Domain(name, "!=", False) for name in ("out_leave_id", "out_pass_id", "out_outing_id"))
        items = {
            "pupils_out": pupils.search(company & out),
            "leave_out": slips.search(company & Domain("state", "=", "out")),
        }
        return super()._get_open_items() + [
            {
                "kind": kind,
                "expected": len(records),
                "names": "\n".join(self._get_open_name(kind, record) for record in records),
                "summary": self._count_names(records.mapped("display_name")),
            }
            for kind, records in items.items()
        ]

    def _anonymise(self):
        super()._anonymise()
        lines = self._as_engine().line_ids
        for line in lines.filtered(lambda line: line.kind in ("pupils_out", "leave_out")):
            line.write({"names": False, "summary": False})


class ReceptionGateShiftLine(models.Model):
    _inherit = "reception.gate.shift.line"

    kind = fields.Selection(
        selection_add=[("pupils_out", "Pupils out"), ("leave_out", "Leave slips out")],
        ondelete={"pupils_out": "cascade", "leave_out": "cascade"},
    )
