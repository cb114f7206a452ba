from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

CUSTODY = "visitor_reception_school.group_reception_school_custody"


class ReceptionSchoolCustody(models.Model):
    """Who belongs to a child, and may collect it (监护与接送关系, 3-5b).

    Only the custody group writes rows and reads on what they are based; everybody else who sees the child knows whom
    to call, and that there is something to heed.
    """

    _name = "reception.school.custody"
    _description = "Custody"
    _order = "pupil_id, sequence, id"
    _rec_names_search = ["guardian_id.name"]
    _check_company_auto = True

    pupil_id = fields.Many2one("reception.school.pupil", required=True, ondelete="cascade", index=True)
    guardian_id = fields.Many2one(
        "reception.school.guardian", required=True, ondelete="restrict", index=True, check_company=True
    )
    relation = fields.Selection(
        [
            ("father", "Father"),
            ("mother", "Mother"),
            ("grandparent", "Grandparent"),
            ("relative", "Relative"),
            ("delegate", "Delegate"),
        ],
        required=True,
    )
    sequence = fields.Integer(string="Order of Calls", default=10)
    collect = fields.Selection(
        [("may_collect", "May collect"), ("ask_first", "Ask first"), ("must_not", "Must not collect")],
        string="Collecting",
        required=True,
        default="may_collect",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until", help="Last day. Empty: until further notice.")
    delegated_by_id = fields.Many2one(
        "reception.school.custody",
        string="Sent By",
        ondelete="restrict",
        check_company=True,
        help="The guardian who sends the delegate (D29).",
    )
    note_to_gate = fields.Char(string="Note to the Gate", help="What the guard reads. No word of why.")
    basis = fields.Text(groups=CUSTODY, copy=False, help="Such as a court's decision. Only the custody group reads it.")
    basis_file = fields.Binary(string="Document", attachment=True, groups=CUSTODY, copy=False)
    watch_id = fields.Many2one(
        "reception.gate.watch",
        string="Watch List Entry",
        readonly=True,
        ondelete="set null",
        groups=CUSTODY,
        copy=False,
    )
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)

    _pair_uniq = models.UniqueIndex(
        "(pupil_id, guardian_id, relation)", "This person is on file for the child already."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "Custody cannot end before it begins: put the dates in order.",
    )

    @api.depends("guardian_id.name", "relation")
    def _compute_display_name(self):
        labels = dict(self._fields["relation"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{row.guardian_id.name} ({labels.get(row.relation, '')})"

    @api.constrains("relation", "delegated_by_id", "date_to", "pupil_id")
    def _check_delegate(self):
        """A delegate is sent by a guardian of the same child, and for a time (D29)."""
        for row in self.filtered(lambda row: row.relation == "delegate"):
            sender = row.delegated_by_id
            if sender.pupil_id != row.pupil_id or sender.relation == "delegate" or sender.collect == "must_not":
                raise ValidationError(
                    self.env._(
                        "%(name)s: name the guardian of the child who sends the delegate.", name=row.display_name
                    )
                )
            if not row.date_to:
                raise ValidationError(self.env._("%(name)s: write until when.", name=row.display_name))

    def _filter_valid(self, day=None):
        """Those in force on ``day`` (today); a delegate only as long as who sent them may collect themselves (D29)."""
        day = day or fields.Date.context_today(self)

        def is_in_force(row):
            return (not row.date_from or row.date_from <= day) and (not row.date_to or row.date_to >= day)

        return self.filtered(
            lambda row: (
                is_in_force(row)
                and (not row.delegated_by_id or (
                    is_in_force(row.delegated_by_id) and row.delegated_by_id.collect != "must_not"
                ))
            )
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------------
    # Whom the gate looks out for
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._keep_watch()
        return rows

    def write(self, vals):
        result = super().write(vals)
        if not {"collect", "date_from", "date_to", "note_to_gate", "guardian_id"}.isdisjoint(vals):
            self._keep_watch()
        return result

    def _keep_watch(self):
        """Who must not collect is met as a visitor too: one entry of the watch list a row."""
        entries = self.env["reception.gate.watch"].sudo()  # the custody group does not keep the list
        rows = self.sudo()
        barred = rows.filtered(lambda row: row.collect == "must_not")
        (rows - barred).watch_id.active = False
        for row in barred:
            vals = {
                "name": row.guardian_id.name,
                "phone": row.guardian_id.phone,
                "note": row.note_to_gate,
                "date_to": row.date_to,
                "company_id": row.company_id.id,
                "active": True,
            }
            if row.watch_id:
                row.watch_id.write(vals)
            else:
                row.watch_id = entries.create(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_barring(self):
        if self.sudo().filtered(lambda row: row.collect == "must_not"):
            raise UserError(self.env._("Who must not collect stays on file: let the row end by its date instead."))

    @api.model
    def _get_calling_domain(self, pupils):
        """Rows of those who may be asked for a child: never of who must not collect."""
        return Domain("pupil_id", "in", pupils.ids) & Domain("collect", "!=", "must_not")
