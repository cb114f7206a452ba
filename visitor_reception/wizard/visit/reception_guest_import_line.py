import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.people_reader import DOTS, phone_key

LONGEST = 128  # characters of a name; what is longer is something else in the wrong column
# what a spreadsheet makes of a long number
SHORTEST = 3  # digits of a phone number, an extension
NO_PHONE = re.compile(r"\d+\.\d+")
CUT_NUMBER = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
COPIED = (
    "name",
    "partner_id",
    "position",
    "rank_id",
    "unit",
    "phone",
    "is_principal",
    "is_accompanying",
    "preference_food",
    "preference_room",
    "things_to_avoid",
    "remark",
    "plate",
)


class ReceptionGuestImportLine(models.TransientModel):
    """A guest as read, before it is on the notice."""

    _name = "reception.guest.import.line"
    _description = "Guest to Be Added"
    _order = "number, id"

    import_id = fields.Many2one("reception.guest.import", required=True, ondelete="cascade", index=True)
    number = fields.Integer(string="Line", readonly=True)
    name = fields.Char(string="Full Name")
    partner_id = fields.Many2one("res.partner", string="Contact")
    position = fields.Char()
    rank_text = fields.Char(string="Rank as Written", readonly=True)
    rank_id = fields.Many2one("reception.rank")
    unit = fields.Char(string="Own Unit")
    phone = fields.Char()
    is_principal = fields.Boolean(string="Principal Guest")
    is_accompanying = fields.Boolean(string="Accompanying Staff")
    preference_food = fields.Char(string="Food")
    preference_room = fields.Char(string="Lodging")
    things_to_avoid = fields.Char()
    remark = fields.Char(string="Remark on the Guest")
    unread = fields.Char(string="Not Understood", help="Neither yes nor no. Tick or leave open, then empty this.")
    plate = fields.Char(string="Number Plate")
    hint_text = fields.Char(readonly=True)
    hint = fields.Char(string="To Check", compute="_compute_status")
    problem = fields.Char(compute="_compute_status")
    status = fields.Selection(
        [("ready", "Ready"), ("error", "Error"), ("duplicate", "On the notice already")], compute="_compute_status"
    )

    @api.depends(
        "name",
        "phone",
        "position",
        "rank_id",
        "rank_text",
        "unread",
        "hint_text",
        "import_id.visit_id",
        "import_id.line_ids.name",
        "import_id.line_ids.phone",
        "import_id.line_ids.position",
    )
    def _compute_status(self):
        has_unknown_ranks = any(line.rank_text and not line.rank_id for line in self)
        ranks = self.env["reception.rank"].search(Domain.TRUE) if has_unknown_ranks else self.env["reception.rank"]
        for wizard, lines in self.grouped("import_id").items():
            duplicates = self._get_duplicates(wizard.visit_id.guest_ids, wizard.line_ids or lines)
            for line in lines:
                line.problem = line._get_problem(ranks)
                line.hint = line.hint_text and line._tell(line.hint_text)
                line.status = "error" if line.problem else "duplicate" if line in duplicates else "ready"

    def _get_problem(self, ranks):
        _ = self.env._
        if not (self.name or "").strip():
            problem = _("write the name")
        elif len(self.name) > LONGEST:
            problem = _("the name has more than %(limit)s characters", limit=LONGEST)
        elif self.rank_text and not self.rank_id:
            problem = _(
                "rank %(rank)s is not known; ranks are %(ranks)s",
                rank=self.rank_text,
                ranks="; ".join(ranks.mapped("name")),
            )
        elif CUT_NUMBER.fullmatch(self.phone or ""):
            problem = _(
                "the spreadsheet has cut the phone number %(phone)s: format its column as text", phone=self.phone
            )
        elif self.phone and (NO_PHONE.fullmatch(self.phone) or len(phone_key(self.phone)) < SHORTEST):
            problem = _("%(phone)s is no phone number", phone=self.phone)
        elif self.unread:
            problem = _("this is neither yes nor no: %(text)s", text=self.unread)
        else:
            return False
        return self._tell(problem)

    def _tell(self, problem):
        return self.env._("line %(number)s: %(problem)s", number=self.number, problem=problem)

    @api.model
    def _get_duplicates(self, guests, lines):
        """Lines of somebody who is on the notice, or on a line before.

        People are the same by name and phone; where a phone is missing the position may tell them apart.
        """
        known = defaultdict(list)
        for guest in guests:
            known[self._get_name_key(guest)].append(guest)
        duplicates = lines.browse()
        for line in lines:
            if any(self._is_same(line, other) for other in known[self._get_name_key(line)]):
                duplicates += line
            else:
                known[self._get_name_key(line)].append(line)
        return duplicates

    @api.model
    def _get_name_key(self, person):
        """A name as it is compared, whichever dot stands between its parts."""
        return DOTS.sub("·", person.name or "").casefold()

    @api.model
    def _is_same(self, one, other):
        if one.phone and other.phone:
            return phone_key(one.phone) == phone_key(other.phone)
        return not (one.position and other.position) or one.position == other.position

    def _get_guest_vals(self):
        values = {name: self._fields[name].convert_to_write(self[name], self) or False for name in COPIED}
        return {**values, "visit_id": self.import_id.visit_id.id}
