from odoo import api, models


class ReceptionPetitionFormReport(models.AbstractModel):
    """A printed form of the petition office: rows of facts, long texts, signatures; each form names its fields."""

    _name = "reception.petition.form.report"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Form of the Petition Office"

    # names of fields, with dots for those of a linked record: short facts in two columns, texts below one another
    _rows = ()
    _texts = ()
    # who signs by hand: labels are given by the form
    _has_signatures = False

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the documents
        """
        return super()._get_report_values(docids, data=data) | {
            "get_title": self._get_title,
            "get_rows": lambda document: self._get_cells(document, self._rows),
            "get_texts": lambda document: self._get_cells(document, self._texts),
            "get_notes": self._get_notes,
            "has_signatures": self._has_signatures,
        }

    @api.model
    def _get_title(self, document):
        return document._description

    @api.model
    def _get_notes(self, document):
        """What stands below: the way of redress, where to come."""
        return []

    @api.model
    def _get_cells(self, document, names):
        """``(label, text)`` of the fields, those without a value as an empty cell."""
        return [self._get_cell(document, name) for name in names]

    @api.model
    def _get_cell(self, document, path):
        *links, name = path.split(".")
        record = document
        for link in links:
            record = record[link]
        field, value = record._fields[name], record[name] if record else False
        label = field._description_string(self.env)
        # who may read the document may read whom it names; names of matters are their numbers
        if field.type in ("many2one", "many2many", "one2many"):
            return label, self._join(value.sudo().mapped("display_name")) if value else ""
        if field.type == "selection":
            return label, dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return label, self._format_day(value, document.company_id.sudo())
        if field.type == "datetime":
            return label, self._format_moment(value, document.company_id.sudo())
        if field.type == "boolean":
            return label, self.env._("Yes") if value else self.env._("No")
        return label, str(value or "")

    @api.model
    def _join(self, names):
        return ("、" if self._is_chinese() else ", ").join(filter(None, names))
