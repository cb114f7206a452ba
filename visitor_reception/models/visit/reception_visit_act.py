from odoo import api, fields, models

KINDS = [
    ("confirmed", "Six facts confirmed"),
    ("checked", "Final check made"),
    ("host_told", "Host told"),
    ("programme_told", "Programme told"),
    ("secrecy", "Secrecy acknowledged"),
    ("register", "Guest register signed"),
    ("list_reviewed", "Reception list signed"),
    ("thanked", "Guests thanked"),
]


class ReceptionVisitAct(models.Model):
    """A statement about a visit: what somebody confirmed, checked, told or signed, when, and about which facts.

    Rows stay as they are, only that a statement becomes void: its facts have changed, it was made anew, or the notice is
    a draft again. Of each kind one statement holds at a time.
    """

    _name = "reception.visit.act"
    _inherit = ["reception.visit.row.mixin"]
    _description = "Statement About a Visit"
    _order = "visit_id, id"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, string="Statement", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")
    at = fields.Datetime(string="On", required=True, readonly=True)
    with_whom = fields.Char(readonly=True, help="Who was asked or told.")
    facts = fields.Json(readonly=True, help="What it is about, as it was then.")
    signature = fields.Binary(readonly=True, attachment=True)
    file_ids = fields.Many2many(
        "ir.attachment", string="Files", readonly=True, bypass_search_access=True, help="Such as scans of the register."
    )
    void_at = fields.Datetime(string="Void Since", readonly=True)
    void_reason = fields.Char(string="Why Void", readonly=True)

    _holds_once = models.UniqueIndex(
        "(visit_id, kind) WHERE void_at IS NULL",
        "Somebody else has just stated this about the visit. Reload the page.",
    )

    @api.depends("kind", "user_id", "at")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for act in self:
            act.display_name = f"{kinds.get(act.kind, '')}: {act.user_id.sudo().name}"

    def _holds(self):
        """Whether the statement is one, and is about the facts as they are now."""
        return (
            bool(self)
            and not self.void_at
            and ((self.facts or None) == (self.visit_id._get_act_facts(self.kind) or None))
        )

    def _void(self, reason):
        """From now on the statements do not hold."""
        self._as_engine().write({"void_at": fields.Datetime.now(), "void_reason": reason})
        self._as_engine().flush_recordset(["void_at"])  # before the next of its kind is written
