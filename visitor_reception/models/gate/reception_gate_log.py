import re

from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

LONGEST_NAME, LONGEST_TEXT = 100, 500
# more is a number typed into the wrong field
LARGEST_HEADCOUNT = 999
LONGEST_EMAIL = 254  # RFC 5321
NO_ACCESS = "."  # Odoo's sign for fields that only the server reads
# what is typed: by the guard at the desk, by the visitor at a kiosk or by link, by the host who invites
TYPED_FIELDS = (
    "kind", "visitor_name", "visitor_phone", "visitor_email", "visitor_unit", "headcount", "relation", "reason", "host_id",
    "host_name", "document_kind", "document_number", "document_typed", "plate", "goods_in", "area_id", "needs_escort",
    "escort", "companions", "photo",
)  # fmt: skip

# what the host or the notice has said of somebody who is expected
KEPT_FIELDS = ("visitor_phone", "visitor_unit", "reason", "host_id", "host_name")
# a person visited who is no employee has a name alone
KEPT_WITH = {"host_id": "host_name"}


class ReceptionGateLog(models.Model):
    """One passage through a gate (来宾登记): who is inside, why, and who agreed.

    Guards add rows and never change them: the verbs move a passage, and a wrong entry is corrected by a new one that
    names it. What lists search stands on the row itself, for there are millions of rows.

    ==========================  =====================================  ======================================
    Verb (file)                 Who                                    When
    ==========================  =====================================  ======================================
    register, invite            guard, kiosk; every host               any time
    ask_host, consent           guard; who is asked                    expected, waiting
    check_in, refuse            guard                                  expected, waiting
    give_up                     guard                                  waiting
    sign_slip                   guard for the paper; the host          inside
    check_out, report/explain   guard                                  inside
    send_invitation             the host, Administration and HR        expected
    correct, watch, unmask      guard; guard; group Unmask             any
    ==========================  =====================================  ======================================

    The files: ``_typed`` (what people type), ``_matching`` (the same person), ``_watch``, ``_search``, ``_arrival``,
    ``_consent`` and ``_consent_link``, ``_passage`` (in, refused, out), ``_slip``, ``_correction``, ``_invitation``,
    ``_late``, ``_privacy``, ``_desk``; the desk's API is on ``reception.gate``.
    """

    _name = "reception.gate.log"
    _inherit = [
        "reception.workflow.mixin",
        "mail.activity.mixin",
        "reception.desk.row.mixin",
        "reception.gate.keys.mixin",
    ]
    _description = "Passage"
    _order = "id desc"
    _key_sources = {
        "name": "visitor_name", "phone": "visitor_phone", "plate": "plate", "document": "document_number",
    }  # fmt: skip
    _check_company_auto = True

    name = fields.Char(string="Slip Number", readonly=True, copy=False)
    gate_id = fields.Many2one(
        "reception.gate", ondelete="restrict", check_company=True, help="Empty while somebody is expected at any gate."
    )
    out_gate_id = fields.Many2one("reception.gate", string="Left By Gate", ondelete="restrict", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True, readonly=True, help="Not set: corrected by another entry.")
    corrects_id = fields.Many2one(
        "reception.gate.log", string="Corrects Entry", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    client_uid = fields.Char(string="Made at the Desk As", readonly=True, copy=False)
    source = fields.Selection(
        [
            ("guard", "By the guard"),
            ("kiosk", "At the kiosk"),
            ("notice", "By a reception notice"),
            ("invitation", "By an invitation"),
        ],
        required=True,
        readonly=True,
        default="guard",
    )
    kind = fields.Selection(
        [
            ("guest", "Guest of a notice"),
            ("visitor", "Outside visitor"),
            ("family", "Employee's family"),
            ("contractor", "Contractor"),
            ("supplier", "Supplier or delivery"),
            ("trader", "Trader or salesperson"),
        ],
        string="Kind of Visitor",
        required=True,
        default="visitor",
        help="Traders and salespeople are only recorded as refused (3-8b).",
    )
    state = fields.Selection(
        [
            ("expected", "Expected"),
            ("waiting", "Waiting at the gate"),
            ("inside", "Inside"),
            ("left", "Left"),
            ("refused", "Refused"),
            ("gone", "Gone away"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )

    # the visitor
    visitor_name = fields.Char(string="Visitor", required=True, size=LONGEST_NAME)
    visitor_phone = fields.Char(string="Visitor's Phone", size=LONGEST_NAME)
    visitor_email = fields.Char(string="Visitor's E-mail", size=LONGEST_EMAIL, help="Where the invitation is sent.")
    is_another = fields.Boolean(
        string="Another of the Same Name",
        store=False,
        help="Not the one who is at the gate or inside already: without a phone number nobody can tell.",
    )
    visitor_unit = fields.Char(string="Visitor's Unit", size=LONGEST_NAME)
    headcount = fields.Integer(string="People", default=1)
    photo = fields.Image(max_width=480, max_height=480, copy=False, help="Taken at the gate; kept for its own time.")
    companions = fields.Char(size=LONGEST_TEXT, help="Names of who comes along.")
    relation = fields.Char(size=LONGEST_NAME, help="Of a family member to the employee who is visited (3-9).")
    guest_id = fields.Many2one(
        "reception.visit.guest", string="Guest on the Notice", ondelete="set null", readonly=True
    )
    visit_id = fields.Many2one(
        "reception.visit", string="Notice", ondelete="set null", index="btree_not_null", readonly=True
    )
    document_kind = fields.Selection(
        [
            ("identity_card", "Identity card"),
            ("residence_permit", "Residence permit for Hong Kong, Macao and Taiwan residents"),
            ("hk_macao_permit", "Mainland travel permit for Hong Kong and Macao residents"),
            ("taiwan_permit", "Mainland travel permit for Taiwan residents"),
            ("foreigner_card", "Foreigner's permanent residence card"),
            ("passport", "Passport"),
            ("driving_licence", "Driving licence"),
            ("work_card", "Work card"),
            ("other", "Other document"),
        ],
        string="Document Shown",
        help="Valid document shown at the gate (3-3b).",
    )
    document_number = fields.Char(groups=NO_ACCESS, copy=False, size=LONGEST_NAME)
    document_typed = fields.Char(
        string="Number of the Document",
        store=False,
        copy=False,
        size=LONGEST_NAME,
        help="Is masked as soon as it is saved.",
    )
    document_masked = fields.Char(string="Number of the Document (Masked)", readonly=True, copy=False)
    document_hash = fields.Char(
        compute="_compute_document_hash",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    privacy_notice_id = fields.Many2one("reception.gate.privacy.notice", readonly=True, ondelete="restrict", copy=False)
    anonymised_at = fields.Datetime(string="Anonymised On", readonly=True, copy=False)

    # whom, and why; names are copied, for who searches a million rows does not join
    reason = fields.Char(string="Reason of the Visit", size=LONGEST_TEXT)
    host_id = fields.Many2one("hr.employee", string="Person Visited", ondelete="restrict", check_company=True)
    host_user_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", export_string_translation=False)
    host_name = fields.Char(
        string="Name of the Person Visited", size=LONGEST_NAME, help="Of somebody who is not among the employees."
    )
    host_department = fields.Char(string="Department Visited", size=LONGEST_NAME)

    # times (UTC); minutes are written by the verbs, so that months are summed by the database
    expected_at = fields.Datetime(readonly=True)
    expected_until = fields.Datetime(readonly=True)
    arrived_at = fields.Datetime(string="At the Gate Since", readonly=True, copy=False)
    checked_in = fields.Datetime(string="Time In", readonly=True, copy=False)
    checked_out = fields.Datetime(string="Time Out", readonly=True, copy=False)
    due_out = fields.Datetime(string="Expected Out", readonly=True, copy=False)
    wait_minutes = fields.Integer(string="Wait (Minutes)", readonly=True, copy=False, aggregator="avg")
    stay_minutes = fields.Integer(string="Stay (Minutes)", readonly=True, copy=False, aggregator="avg")
    guard_in_id = fields.Many2one("res.users", string="Let In By", readonly=True, ondelete="restrict", copy=False)
    guard_out_id = fields.Many2one("res.users", string="Let Out By", readonly=True, ondelete="restrict", copy=False)

    # things
    pass_id = fields.Many2one(
        "reception.gate.pass", readonly=True, ondelete="restrict", index="btree_not_null", copy=False
    )
    pass_number = fields.Char(string="Number of the Pass", readonly=True, index="btree_not_null", copy=False)
    plate = fields.Char(string="Number Plate", size=20)
    plate_key = fields.Char(index="trigram", export_string_translation=False)
    goods_in = fields.Char(string="Goods Brought In", size=LONGEST_TEXT)
    goods_out = fields.Char(string="Goods Taken Out", size=LONGEST_TEXT, readonly=True, copy=False)
    area_id = fields.Many2one(
        "reception.gate.area", ondelete="restrict", check_company=True, help="Where the visitor goes (1-5.4.4)."
    )
    needs_escort = fields.Boolean(string="Escort Required", help="Always so in areas where visitors are escorted.")
    escort = fields.Char(string="Escorted By", size=LONGEST_NAME)

    # the guest's, on their pass; the slip has another, for whoever has the one is not to act by the other
    access_token = fields.Char(groups=NO_ACCESS, copy=False)

    _in_order = models.Constraint(
        "CHECK (checked_out IS NULL OR checked_in <= checked_out)", "Nobody leaves before entering."
    )
    _headcount_positive = models.Constraint("CHECK (headcount > 0)", "At least one person passes.")
    _trader_refused = models.Constraint(
        "CHECK (kind <> 'trader' OR state = 'refused')",
        "3-8b: traders and salespeople may not enter for any reason: record them as refused.",
    )
    _client_uid_uniq = models.UniqueIndex("(client_uid) WHERE client_uid IS NOT NULL", "This passage is here already.")
    _access_token_uniq = models.UniqueIndex("(access_token)", "This link is taken.")
    _name_uniq = models.UniqueIndex("(name)", "This slip number is taken.")
    _guest_once = models.UniqueIndex(
        "(guest_id) WHERE guest_id IS NOT NULL AND active AND state IN ('expected', 'waiting', 'inside')",
        "This guest is on the list already.",
    )
    _person_once = models.UniqueIndex(
        "(company_id, name_key, phone_key) WHERE phone_key IS NOT NULL AND active "
        "AND state IN ('waiting', 'inside') AND seen_out IS NULL",
        "This person is at the gate or inside already.",
    )
    _pass_once = models.UniqueIndex(
        "(pass_id) WHERE pass_id IS NOT NULL AND active AND state = 'inside'", "Somebody inside wears this pass."
    )
    # worded as Odoo asks: PostgreSQL does not see that "active IS TRUE" is "active"
    _inside_idx = models.Index("(company_id, checked_in) WHERE state = 'inside' AND active IS TRUE")
    _open_idx = models.Index(
        "(company_id, state, expected_until) WHERE state IN ('expected', 'waiting', 'inside') AND active IS TRUE"
    )
    # the day book of a period, and months for the figures
    _checked_in_idx = models.Index("(company_id, checked_in)")
    # two Chinese characters are too short for trigrams: the beginning of a name, or its end
    _name_begin_idx = models.Index("(name_key text_pattern_ops)")
    _name_end_idx = models.Index("(reverse(name_key) text_pattern_ops)")
    _phone_end_idx = models.Index("(reverse(phone_key) text_pattern_ops)")

    @api.model
    def _transitions(self):
        return {
            "expected": {"waiting", "inside", "refused"},
            "waiting": {"inside", "refused", "gone"},
            "inside": {"left"},
            "left": set(),
            "gone": set(),
            "refused": set(),
        }

    def init(self):
        """Slip numbers come from a sequence of the database: no row of a counter is waited for at the gate."""
        super().init()
        self.env.cr.execute("CREATE SEQUENCE IF NOT EXISTS reception_gate_log_number OWNED BY reception_gate_log.name")

    @api.model
    def _guarded_fields(self):
        """All but what is typed."""
        return {name for name, field in self._fields.items() if field.store and name not in MAGIC_COLUMNS} - {
            *self._typed_fields(),
            "gate_id",
            "host_department",
            "message_main_attachment_id",
        }

    @api.model
    def _typed_fields(self):
        """Names of what is typed: at the desk, at a kiosk, by link, by the host who invites; add-ons add theirs."""
        return TYPED_FIELDS

    @api.model
    def _kiosk_fields(self):
        """Names of what a visitor types at a kiosk; add-ons add theirs."""
        return {
            "kind", "visitor_name", "visitor_phone", "visitor_unit", "headcount", "reason", "host_id", "host_name", "plate",
        }  # fmt: skip

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "gate_id" in fields and not values.get("gate_id"):
            values["gate_id"] = self.env["reception.gate"]._get_own().id
        return values

    @api.depends("name", "visitor_name")
    def _compute_display_name(self):
        for log in self:
            log.display_name = f"{log.visitor_name} ({log.name})" if log.name else log.visitor_name

    @api.onchange("host_id")
    def _onchange_host_id(self):
        if self.host_id:
            self.update(self._get_host_copies(self.host_id))


def escape_like(text):
    return re.sub(r"([\\\\%_])", r"\\\1", text)
