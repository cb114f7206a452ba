from odoo import api, models


class ReportReceptionPetitionOpinion(models.AbstractModel):
    """The printed form: opinion."""

    _name = "report.visitor_reception_petition.report_opinion"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Opinion"

    _report_model = "reception.petition.opinion"
    _valid_states = ("approved", "served")
    _rows = ("matter_id", "unit_id", "level", "sent_on")
    _texts = ("request", "facts", "opinion", "article_ids", "result")
    _has_signatures = True

    @api.model
    def _get_title(self, document):
        titles = {
            "handling": self.env._("Handling Opinion"),
            "review": self.env._("Review Opinion"),
            "re_review": self.env._("Re-review Opinion"),
        }
        return titles[document.level]

    @api.model
    def _get_notes(self, document):
        if document.level == "re_review":
            return [self.env._("This opinion is final: the same facts and reasons are not accepted any more (P1-36).")]
        days = self.env["reception.deadline"]._get_deadline("petition_review_request", document.company_id).days
        last = self._format_day(document.last_day, document.company_id.sudo())
        note = self.env._(
            "If you do not agree, you may ask the body above for review within %(days)s days of receiving this opinion.",
            days=days,
        )
        return [note, self.env._("Last day: %(day)s", day=last)] if last else [note]


class ReportReceptionPetitionExtension(models.AbstractModel):
    """The printed form: extension."""

    _name = "report.visitor_reception_petition.report_extension"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Extension"

    _report_model = "reception.petition.extension"
    _valid_states = ("approved",)
    _rows = ("matter_id", "days")
    _texts = ("reason",)
    _has_signatures = True

    @api.model
    def _get_title(self, document):
        return self.env._("Extension of a Term")


class ReportReceptionPetitionSupervision(models.AbstractModel):
    """The printed form: supervision order."""

    _name = "report.visitor_reception_petition.report_supervision"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Supervision Order"

    _report_model = "reception.petition.supervision"
    _valid_states = ("sent", "answered", "closed")
    _rows = ("matter_id", "unit_id", "ground", "due_date", "advice", "advice_taken")
    _texts = ("demand", "answer", "rejection")

    @api.model
    def _get_title(self, document):
        return self.env._("Supervision Order")


class ReportReceptionPetitionLeaderReport(models.AbstractModel):
    """The printed form: report to leaders."""

    _name = "report.visitor_reception_petition.report_leader_report"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Report to Leaders"

    _report_model = "reception.petition.leader.report"
    _valid_states = ("sent", "acknowledged")
    _rows = ("matter_id", "leader_id", "sent_on", "sent_by_id")
    _texts = ("why", "proposal", "instruction")

    @api.model
    def _get_title(self, document):
        return self.env._("Report on an Important Matter")


class ReportReceptionPetitionSession(models.AbstractModel):
    """The printed form: minutes."""

    _name = "report.visitor_reception_petition.report_session"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Minutes"

    _report_model = "reception.petition.session"
    _valid_states = ("planned", "held")
    _rows = ("matter_id", "kind", "date_from", "date_to", "place", "member_ids")
    _texts = ("missing_materials", "conclusion")

    @api.model
    def _get_title(self, document):
        return dict(document._fields["kind"]._description_selection(self.env))[document.kind]

    @api.model
    def _get_notes(self, document):
        said = [
            f"{member.user_id.sudo().name or member.unit_id.name}: {member.statement}"
            for member in document.member_ids
            if member.statement
        ]
        promised = [
            self.env._("Promised by %(day)s: %(text)s", day=promise.due_date, text=promise.text)
            for promise in document.promise_ids
        ]
        return said + promised


class ReportReceptionPetitionLeaderDay(models.AbstractModel):
    """The printed form: notice of a leader reception day."""

    _name = "report.visitor_reception_petition.report_leader_day"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Notice of a Leader Reception Day"

    _report_model = "reception.petition.leader.day"
    _valid_states = ("planned", "announced", "held")
    _rows = ("leader_id", "date", "place", "capacity")
    _texts = ()

    @api.model
    def _get_title(self, document):
        return self.env._("Leader Reception Day")


class ReportReceptionPetitionAgreement(models.AbstractModel):
    """The printed form: settlement agreement."""

    _name = "report.visitor_reception_petition.report_agreement"
    _inherit = ["reception.petition.form.report"]
    _description = "Printed Settlement Agreement"

    _report_model = "reception.petition.agreement"
    _valid_states = ("signed", "performed")
    _rows = ("matter_id", "perform_by")
    _texts = ("parties", "terms")

    @api.model
    def _get_cells(self, document, names):
        cells = super()._get_cells(document, names)
        if names != self._texts:
            return cells
        return [*cells, (self.env._("Signatures of both sides"), "")]
