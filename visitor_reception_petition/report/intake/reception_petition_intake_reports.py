from markupsafe import Markup

from odoo import api, models


class ReportReceptionPetitionContact(models.AbstractModel):
    """The printed form: registration form."""

    _name = "report.visitor_reception_petition.report_contact"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Registration Form"

    _report_model = "reception.petition.contact"
    _valid_states = ("waiting", "open", "closed", "missed")
    _rows = (
        "matter_id",
        "channel",
        "started_at",
        "receiver_id",
        "window_id",
        "caller_number",
        "outcome",
        "told_at",
        "verified_by_id",
        "verified_at",
    )
    _texts = ("matter_id.circumstances", "matter_id.request", "answer")

    @api.model
    def _get_title(self, document):
        if document.channel == "petition_visit":
            return self.env._("Registration Form of a Petition Visit")
        return self.env._("Record of a Call or Letter")

    @api.model
    def _get_cells(self, document, names):
        cells = super()._get_cells(document, names)
        if names != self._rows:
            return cells
        people = [
            self._join(party.petitioner_id[name] for name in ("name", "phone", "address", "document_masked"))
            for party in document.party_ids
        ]
        return [*cells, (self.env._("People"), "\n".join(people)), (self.env._("Signature of the petitioner"), "")]


class ReportReceptionPetitionBlankForm(models.AbstractModel):
    """The registration form of a window, blank, to be filled in by hand (来访人员登记表)."""

    _name = "report.visitor_reception_petition.report_blank_form"
    _inherit = ["reception.petition.form.report"]
    _description = "Blank Registration Form"

    _report_model = "reception.petition.window"
    _texts = ("circumstances", "request")
    _blank = {
        "reception.petition.petitioner": ("name", "sex", "phone", "document_number", "unit", "address"),
        "reception.petition.matter": ("headcount", "kind"),
    }

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template: as many forms of each window as it has at a time, each with the next number.

        :raises AccessError: the user may not read one of the windows
        """
        values = super()._get_report_values(docids, data=data)
        return values | {"docs": [window for window in values["docs"] for _form in range(window.blank_count)]}

    @api.model
    def _is_valid(self, document):
        return True

    @api.model
    def _get_title(self, document):
        return self.env._("Registration Form of a Petition Visit")

    @api.model
    def _get_cells(self, document, names):
        if names:
            return [(self._get_label("reception.petition.matter", name), "\n" * 8) for name in names]
        number = document._reserve_form()
        code = Markup('<b name="form_number">%s</b><br/><img style="width: 70px;" alt="QR" src="%s"/>') % (
            number,
            self.env["report.visitor_reception.report_reception_gate_slip"]._draw(number),
        )
        fields_of = [(self._get_label(model, name), "") for model, names in self._blank.items() for name in names]
        return [(self._get_label("reception.petition.contact", "form_number"), code), *fields_of]

    @api.model
    def _get_label(self, model, name):
        return self.env[model]._fields[name]._description_string(self.env)

    @api.model
    def _get_notes(self, document):
        return [self.env._("Signature of the petitioner:"), self.env._("Received and verified by:")]


class ReportReceptionPetitionTicket(models.AbstractModel):
    """The number of somebody who waits, with the code of the status page."""

    _name = "report.visitor_reception_petition.report_ticket"
    _inherit = ["reception.report.mixin"]
    _description = "Number of a Visitor Who Waits"

    _report_model = "reception.petition.contact"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the contacts
        """
        return super()._get_report_values(docids, data=data) | {"get_code": self._get_code}

    @api.model
    def _get_code(self, contact):
        """The code of the status page as an image; none for what is sealed, and before anything is registered."""
        matter = contact.matter_id.sudo()  # the token is read nowhere else
        if not matter or matter.is_sealed:
            return None
        return self.env["report.visitor_reception.report_reception_gate_slip"]._draw(matter._get_status_url())


class ReportReceptionPetitionDuty(models.AbstractModel):
    """The duty roster, a sheet for each window (2-2.1)."""

    _name = "report.visitor_reception_petition.report_duty"
    _inherit = ["reception.report.mixin"]
    _description = "Printed Duty Roster"

    _report_model = "reception.petition.duty"

    @api.model
    def _is_valid(self, document):
        return True
