from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

SHORTEST, SHORTEST_CHINESE = 3, 2  # letters to type before anything is looked up, as at the desk
FOUND = 10


class ReceptionSchoolRelease(models.TransientModel):
    """What a guard sees of leave slips and gate passes: those of today, found by number or name, one at a time.

    Guards read neither pupils nor guardians; here stands what they need to verify who collects (3-5b), and no more.
    """

    _name = "reception.school.release"
    _description = "Leave Slip or Pass at the Gate"
    _rec_name = "gate_id"

    gate_id = fields.Many2one(
        "reception.gate", required=True, default=lambda self: self.env["reception.gate"]._get_own()
    )
    term = fields.Char(string="Number or Name")
    found_ids = fields.One2many("reception.school.release.found", "release_id", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    title = fields.Char(readonly=True)
    state = fields.Char(readonly=True)
    person_ids = fields.One2many("reception.school.release.person", "release_id", string="Who Collects")
    manner = fields.Selection(
        [("document", "By document"), ("photo", "By photo"), ("called", "By a call")],
        string="Verified",
        default="document",
    )
    document_kind = fields.Selection(
        selection=lambda self: (
            self.env["reception.school.guardian"]._fields["document_kind"]._description_selection(self.env)
        ),
        string="Document",
        default="identity_card",
    )
    document_tail = fields.Char(string="Last Four Characters")
    pupil_signature = fields.Binary(string="Pupil's Signature", attachment=False)
    guardian_signature = fields.Binary(string="Guardian's Signature", attachment=False)
    signed_on_paper = fields.Boolean(string="Both Signed on Paper")
    text = fields.Char(string="Reason Told", help="Ask, and note what was answered (3-6b); or why nobody is let out.")

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody names the document but ``action_find``: what is shown follows from it."""
        shown = {"res_model", "res_id", "title", "state", "found_ids"}
        if not self.env.su and any(shown.intersection(vals) for vals in vals_list):
            raise AccessError(self.env._("Look for the slip or pass first."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"res_model", "res_id", "title", "state", "found_ids"}.intersection(vals):
            raise AccessError(self.env._("Look for the slip or pass first."))
        return super().write(vals)

    # ------------------------------------------------------------------------------------------------------------------
    # Find
    # ------------------------------------------------------------------------------------------------------------------

    def action_find(self):
        """Slips and passes of today by their number or the pupil's name; the only one is opened.

        :raises UserError: too short, or nothing found
        """
        self.ensure_one()
        gate = self.env["reception.gate"]._get_desk(self.gate_id.id)
        term = " ".join((self.term or "").split())
        if len(term) < (SHORTEST if term.isascii() else SHORTEST_CHINESE):
            raise UserError(self.env._("Type at least two characters of the name, or the number of the slip."))
        documents = self._find(gate, term)
        if not documents:
            raise UserError(self.env._("No slip or pass of today is called that: the gate stays locked (3-1d)."))
        self.sudo().write(  # what is shown is not typed
            {
                "found_ids": [
                    Command.clear(),
                    *(
                        Command.create({"res_model": record._name, "res_id": record.id, "title": record.display_name})
                        for record in documents[:FOUND]
                    ),
                ]
            }
        )
        return self.found_ids.action_open() if len(documents) == 1 else self._reopen()

    def _find(self, gate, term):
        """Documents of today that ``term`` may mean, as superuser."""
        return [
            *self._search_today("reception.school.leave", gate, term, "leave_from", "leave_to", ("issued", "out")),
            *self._search_today(
                "reception.school.gate.pass", gate, term, "valid_from", "valid_to", ("issued", "in_use")
            ),
        ]

    @api.model
    def _search_today(self, model, gate, term, first, last, states):
        now = fields.Datetime.now()
        named = Domain("name", "=ilike", f"%{term}") | Domain("pupil_id.name", "ilike", term)
        alive = Domain(first, "<=", now + timedelta(hours=1)) & Domain(last, ">=", now)
        return (
            self.env[model]
            .sudo()
            .search(  # guards read no slips: titles of today's, ten at most
                Domain("company_id", "=", gate.company_id.id)
                & Domain("state", "in", states)
                & (alive | Domain("state", "=", states[-1]))
                & named,
                limit=FOUND,
            )
        )

    def _show(self, document):
        """Show a document that was found, with who may collect."""
        self._note_shown(document)
        self.sudo().write(  # what is shown is not typed
            {
                "res_model": document._name,
                "res_id": document.id,
                "title": document.display_name,
                "state": document.state,
                "person_ids": [Command.clear(), *map(Command.create, self._get_shown_people(document))],
            }
        )
        return self._reopen()

    def _note_shown(self, document):
        document.pupil_id._note_shown_to_guard()

    def _get_shown_people(self, document):
        """Who may collect the pupil of a leave slip, as values of lines."""
        is_slip = document._name == "reception.school.leave"
        rows = document.pupil_id.custody_ids._filter_valid() if is_slip and document.state == "issued" else []
        return [
            {
                "custody": row.id,
                "name": row.guardian_id.name,
                "relation": row.relation,
                "document_tail": row.guardian_id.document_tail,
                "note": row.note_to_gate,
                "has_alert": row.collect != "may_collect",
            }
            for row in rows
        ]

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave Slips and Passes at the Gate"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------------------------------------------------------

    def _get_document(self):
        self.ensure_one()
        if not self.res_id:
            raise UserError(self.env._("Look for the slip or pass first."))
        return self.env[self.res_model].browse(self.res_id)

    def action_release(self):
        """Let the pupil out on the leave slip (3-5b, 3-5c).

        :raises UserError: whatever the slip refuses
        """
        chosen = self.person_ids.filtered("is_chosen")
        if len(chosen) != 1:
            raise UserError(self.env._("Choose the one person who collects the pupil."))
        names = ("manner", "document_kind", "document_tail", "pupil_signature", "guardian_signature", "signed_on_paper")
        values = {name: self[name] for name in names}
        self._get_document().action_release({**values, "custody_id": chosen.custody}, self.gate_id.id)
        return self._begin_anew()

    def action_hold(self):
        """Do not let the pupil out."""
        self._get_document().action_hold(self.text, self.gate_id.id)
        return self._begin_anew()

    def action_return(self):
        """The pupil is back on the leave slip."""
        self._get_document().action_return(self.gate_id.id)
        return self._begin_anew()

    def action_use(self):
        """Through the gate on the pass (3-6b)."""
        self._get_document().action_use(self.text, self.gate_id.id)
        return self._begin_anew()

    def _begin_anew(self):
        return self.create({"gate_id": self.gate_id.id})._reopen()


class ReceptionSchoolReleaseFound(models.TransientModel):
    """A slip or pass that was found."""

    _name = "reception.school.release.found"
    _description = "Slip or Pass Found"

    release_id = fields.Many2one("reception.school.release", required=True, ondelete="cascade", index=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True)
    title = fields.Char(readonly=True)

    def action_open(self):
        """Show it."""
        self.ensure_one()
        # guards read no slips; which one was found is not typed
        return self.release_id._show(self.env[self.res_model].sudo().browse(self.res_id))


class ReceptionSchoolReleasePerson(models.TransientModel):
    """Somebody on file for the pupil, as the guard sees it: no number, no reason."""

    _name = "reception.school.release.person"
    _description = "Who May Collect"

    release_id = fields.Many2one("reception.school.release", required=True, ondelete="cascade", index=True)
    custody = fields.Integer(readonly=True)
    is_chosen = fields.Boolean(string="Chosen")
    name = fields.Char(readonly=True)
    relation = fields.Selection(
        selection=lambda self: (
            self.env["reception.school.custody"]._fields["relation"]._description_selection(self.env)
        ),
        readonly=True,
    )
    document_tail = fields.Char(string="Last Four", readonly=True)
    note = fields.Char(readonly=True)
    has_alert = fields.Boolean(string="⚑", readonly=True)
