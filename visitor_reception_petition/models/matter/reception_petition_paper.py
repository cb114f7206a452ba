from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionPaper(models.Model):
    """A paper to the petitioner (告知书): its text is frozen when it is issued, and its service is proved."""

    _name = "reception.petition.paper"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Paper to a Petitioner"
    _order = "id desc"
    _rec_name = "name"

    name = fields.Char(string="Paper No.", required=True)
    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("receipt_notice", "Notice of receipt"),
            ("acceptance_notice", "Notice of acceptance"),
            ("direction_notice", "Notice where the matter went"),
            ("not_accepted", "Notice of non-acceptance"),
            ("no_longer_accepted", "Notice that it is no longer accepted"),
            ("extension_notice", "Notice of extension"),
            ("hearing_notice", "Notice of hearing"),
            ("missing_materials", "List of missing materials"),
        ],
        required=True,
    )
    addressee = fields.Char()
    text = fields.Text(required=True)
    asked_on = fields.Date(help="The day the petitioner asked for it.")
    sent_on = fields.Date()
    served_on = fields.Date()
    served_how = fields.Selection(
        [
            ("in_hand", "Handed over"),
            ("post", "By post"),
            ("electronic", "Electronically"),
            ("left", "Left at the address"),
        ]
    )
    proof = fields.Binary(string="Proof of Service", attachment=True)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("served", "Served"), ("void", "Void")],
        required=True,
        default="draft",
    )

    @api.model
    def _transitions(self):
        return {"draft": {"issued", "void"}, "issued": {"served", "void"}, "served": set(), "void": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    def _issue(self, matter, kind, **facts):
        """Make a paper of ``kind`` and freeze its text, in the company's language: petitioners read it."""
        language = self.env["res.lang"]._get_code(matter.company_id.sudo().partner_id.lang or self.env.lang)
        papers = self.with_context(lang=language or self.env.lang)._as_engine()
        paper = papers.create(
            {
                "name": f"{matter.name}-{len(matter.sudo().paper_ids) + 1}",
                "matter_id": matter.id,
                "kind": kind,
                "addressee": matter._get_addressee(),
                "asked_on": facts.get("asked_on"),
                "text": papers._write_text(matter.with_context(lang=papers.env.lang), kind, facts),
            }
        )
        paper._move("issued")
        return paper.with_env(self.env)

    @api.model
    def _write_text(self, matter, kind, facts):
        """The text of a paper, from the facts of the matter and of the outcome."""
        matter = matter.sudo()
        lines = {
            "receipt_notice": lambda: self.env._(
                "We have received your petition and registered it as %(number)s.", number=matter.name
            ),
            "acceptance_notice": lambda: self.env._(
                "We have accepted your petition %(number)s. It is to be concluded by %(day)s.",
                number=matter.name,
                day=matter._get_conclude_day() or "–",
            ),
            "direction_notice": lambda: self.env._(
                "Your petition %(number)s was passed on to %(unit)s, which will answer you.",
                number=matter.name,
                unit=matter.holder_unit_id.name,
            ),
            "not_accepted": lambda: self.env._(
                "Your petition %(number)s is not accepted: %(reason)s. Responsible is: %(unit)s.",
                number=matter.name,
                reason=facts["reason"],
                unit=facts["unit"],
            ),
            "no_longer_accepted": lambda: self.env._(
                "Your petition %(number)s is no longer accepted: %(reason)s", number=matter.name, reason=facts["reason"]
            ),
            "missing_materials": lambda: self.env._(
                "For the further talk on %(number)s please bring: %(materials)s",
                number=matter.name,
                materials=facts["materials"],
            ),
            "extension_notice": lambda: self.env._(
                "The handling of your petition %(number)s takes longer, until %(day)s: %(reason)s",
                number=matter.name,
                day=matter._get_conclude_day(),
                reason=facts["reason"],
            ),
            "hearing_notice": lambda: self.env._(
                "A hearing on your petition %(number)s takes place: %(reason)s",
                number=matter.name,
                reason=facts["reason"],
            ),
        }[kind]()
        basis = facts.get("basis")
        redress = kind in ("not_accepted", "no_longer_accepted") and self.env._(
            "If you do not agree, you may turn to the body above within the term that the law names."
        )
        return "\n".join(filter(None, [lines, basis and self.env._("Basis: %(basis)s", basis=basis), redress]))

    def _send(self, day):
        """The paper goes out: what it tells is told from then on."""
        for paper in self:
            paper._as_engine().sent_on = day
            if paper.kind in ("receipt_notice", "acceptance_notice", "direction_notice", "not_accepted"):
                paper.matter_id._told(day, is_direction=paper.kind == "direction_notice")
            if paper.kind in ("not_accepted", "no_longer_accepted"):
                paper.matter_id._stop_terms(("petition_written_opinion",), day)

    def action_send(self, day=None):
        """Note that the paper went out.

        :param date day: today if not given
        :raises UserError: it is not issued, or has been sent
        """
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_holder(self.env._("sends its papers"))
        if self.state != "issued" or self.sent_on:
            raise UserError(self.env._("%(paper)s does not wait to be sent.", paper=self.name))
        self._send(self.matter_id._get_event_day(day))
        return True

    def action_serve(self, vals=None):
        """Note how and when the paper reached the petitioner.

        :param dict vals: ``served_on`` (today), ``served_how`` (handed over), ``proof`` (file, base64)
        :raises UserError: it was not issued
        """
        self.ensure_one()
        self.matter_id._lock()
        self.matter_id._check_holder(self.env._("serves its papers"))
        vals = vals or {}
        day = self.matter_id._get_event_day(vals.get("served_on"), self.sent_on)
        if not self.sent_on:
            self._send(day)
        self._move(
            "served", served_on=day, served_how=vals.get("served_how") or "in_hand", proof=vals.get("proof") or False
        )
        return True
