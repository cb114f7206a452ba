import re
from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL, email_normalize, format_datetime, single_email_re

LONGEST_NAME, LONGEST_TEXT = 100, 500
# more is a number typed into the wrong field
LARGEST_HEADCOUNT = 999
LONGEST_EMAIL = 254  # RFC 5321
NO_ACCESS = "."  # Odoo's sign for fields that only the server reads
# what is typed: by the guard at the desk, by the visitor at a kiosk or by link, by the host who invites
TYPED_FIELDS = (
    "kind", "visitor_name", "visitor_phone", "visitor_email", "visitor_unit", "headcount", "relation", "reason", "host_id",
    "host_name", "document_kind", "document_number", "document_typed", "plate", "goods_in", "area_id", "needs_escort",
    "escort",
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
    register, invite (this)     guard, kiosk; every host               any time
    ask_host, consent           guard; who is asked                    expected, waiting
    check_in, refuse            guard                                  expected, waiting
    give_up                     guard                                  waiting
    sign_slip                   guard for the paper; the host          inside
    check_out, report/explain   guard                                  inside
    send_invitation             the host, Administration and HR        expected
    correct, watch, unmask      guard; guard; group Unmask             any
    ==========================  =====================================  ======================================

    The files: ``_consent``, ``_passage`` (in, out, slip), ``_correction``, ``_invitation``, ``_late``, ``_privacy``; the
    desk's API is on ``reception.gate``.
    """

    _name = "reception.gate.log"
    _inherit = ["reception.workflow.mixin", "mail.activity.mixin", "reception.desk.row.mixin"]
    _description = "Passage"
    _order = "id desc"
    _rec_names_search = ["name", "visitor_name", "visitor_phone", "plate"]
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
    visitor_name = fields.Char(string="Visitor", required=True, index="trigram", size=LONGEST_NAME)
    visitor_phone = fields.Char(string="Visitor's Phone", index="trigram", size=LONGEST_NAME)
    visitor_email = fields.Char(string="Visitor's E-mail", size=LONGEST_EMAIL, help="Where the invitation is sent.")
    is_another = fields.Boolean(
        string="Another of the Same Name",
        store=False,
        help="Not the one who is at the gate or inside already: without a phone number nobody can tell.",
    )
    visitor_unit = fields.Char(string="Visitor's Unit", size=LONGEST_NAME)
    headcount = fields.Integer(string="People", default=1)
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
            ("work_card", "Work card"),
            ("driving_licence", "Driving licence"),
            ("passport", "Passport"),
            ("other", "Other document"),
        ],
        string="Document Shown",
        help="Valid document shown at the gate (3-3b).",
    )
    document_number = fields.Char(groups=NO_ACCESS, copy=False)
    document_typed = fields.Char(
        string="Number of the Document", store=False, copy=False, help="Is masked as soon as it is saved."
    )
    document_masked = fields.Char(string="Number of the Document (Masked)", readonly=True, copy=False)
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
    plate = fields.Char(string="Number Plate", index="trigram", size=20)
    goods_in = fields.Char(string="Goods Brought In", size=LONGEST_TEXT)
    goods_out = fields.Char(string="Goods Taken Out", size=LONGEST_TEXT, readonly=True, copy=False)
    area_id = fields.Many2one(
        "reception.gate.area", ondelete="restrict", check_company=True, help="Where the visitor goes (1-5.4.4)."
    )
    needs_escort = fields.Boolean(string="Escort Required", help="Always so in areas where visitors are escorted.")
    escort = fields.Char(string="Escorted By", size=LONGEST_NAME)

    # the guest's, on his pass; the slip has another, for whoever has the one is not to act by the other
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
        "(company_id, visitor_name, visitor_phone) WHERE visitor_phone IS NOT NULL AND active "
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
    _name_begin_idx = models.Index("(visitor_name text_pattern_ops)")
    _name_end_idx = models.Index("(reverse(visitor_name) text_pattern_ops)")
    _phone_end_idx = models.Index("(reverse(visitor_phone) text_pattern_ops)")

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
    def _typed_refusals(self, vals):
        """Why cleaned values that somebody types are not taken, wherever that is; add-ons add their rules.

        :return: list of texts
        """
        return []

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

    @api.model
    def _get_search_conditions(self, term):
        """What ``term`` may mean among all passages: domains, each of which an index of its own serves."""
        like = escape_like(term)
        compact = escape_like(self._clean_text("plate", term) or term)
        digits = re.sub(r"[\s\-()]", "", term)
        # the number on a slip that was corrected since finds the entry that stands now
        conditions = [Domain("id", "in", self._get_latest_sql(SQL("name = %s", term.upper())))]
        if len(term) > 2:
            conditions.append(Domain("visitor_name", "ilike", like))
        else:
            # two Chinese characters: the beginning or the end of a name; a longer name by three
            conditions += [Domain("visitor_name", "=like", f"{like}%"), self._get_end_domain("visitor_name", term)]
        if len(compact) > 2:
            conditions.append(Domain("plate", "ilike", compact))
        if digits.lstrip("+").isdigit():
            # trigrams of digits are so few that each is in a great part of all numbers
            conditions.append(self._get_end_domain("visitor_phone", digits))
        return conditions

    @api.model
    def _get_end_domain(self, name, end):
        """Passages whose field ends with ``end``, by the index of the reversed text."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "reverse(%s) LIKE %s", model._field_to_sql(alias, name, query), f"{escape_like(end[::-1])}%"
            ),
            predicate=lambda log: (log[name] or "").endswith(end),
        )

    @api.model
    def _get_latest_sql(self, condition):
        """Ids of the entries that stand now for those of ``condition``, which may have been corrected since."""
        return SQL(
            """(WITH RECURSIVE entry AS (
                SELECT id, active FROM reception_gate_log WHERE %s
                UNION
                SELECT log.id, log.active FROM reception_gate_log log JOIN entry ON log.corrects_id = entry.id
            ) SELECT id FROM entry WHERE active)""",
            condition,
        )

    @api.model
    def _get_open_search_domain(self, term):
        """The few that are open: no index is needed, and any part of a name or number will do."""
        digits = re.sub(r"[\s\-()]", "", term)
        phone = Domain("visitor_phone", "ilike", digits) if digits.lstrip("+").isdigit() else Domain.FALSE
        name = Domain("visitor_name", "ilike", escape_like(term))
        return Domain.OR([*self._get_search_conditions(term), name, phone, Domain("pass_number", "=", term)])

    # ------------------------------------------------------------------------------------------------------------------
    # Ways in
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Walk-ins, as a guard types them: the same person is never recorded twice, so a row may be an old one."""
        if self._is_engine():
            return super().create(vals_list)
        self.check_access("create")
        for vals in vals_list:
            self._check_guarded(vals)
        if not all(vals.get("gate_id") for vals in vals_list):
            self._raise_refusals([[self.env._("Say at which gate.")]])
        gates = self.env["reception.gate"].browse({vals["gate_id"] for vals in vals_list})
        gates.check_access("read")
        return self._enter(vals_list).with_env(self.env)

    @api.model
    def register(self, vals_list, gate_id):
        """Walk-ins, one or a group in one go, waiting at the gate from now on; traders at once refused (3-8b).

        Who is expected is found by the name, and the phone number where both are known; who waits or is inside already,
        by both. Of one name, and no number to tell: the guard is asked, and answers with ``is_another``.

        :param list vals_list: dicts of ``_typed_fields``, ``client_uid`` (made at the desk, unique), ``is_another`` (bool:
            nobody of this name who is on the list)
        :return: rows as in ``reception.gate.get_desk_data``, one for each of ``vals_list``
        :raises AccessError: the user is no guard
        :raises UserError: no gate, kind ``guest`` of somebody whom no notice names, or it may be somebody who is here
        :raises ValidationError: no name
        """
        self.check_access("create")
        gate = self.env["reception.gate"]._get_desk(gate_id)
        allowed = {*self._typed_fields(), "client_uid", "is_another"}
        vals_list = [
            {**{key: value for key, value in vals.items() if key in allowed}, "gate_id": gate.id} for vals in vals_list
        ]
        logs = self._enter(vals_list)
        logs._tell_desks("register")
        return logs._get_desk_rows()

    @api.model
    def _enter(self, vals_list, **facts):
        """Find or create the passages of who stands at the gate; as engine.

        :param facts: more values of new rows, such as ``source``
        """
        engine = self._as_engine()
        vals_list = [self._clean_typed(vals) for vals in vals_list]
        is_kiosk = facts.get("source") == "kiosk"
        found = engine._find_open(vals_list, is_kiosk)
        for vals in vals_list:
            vals.pop("is_another", None)
        result = []
        fresh = []
        for number, (vals, log) in enumerate(zip(vals_list, found, strict=True)):
            result.append(log)
            if not log:
                fresh.append(number)
            elif log.state == "expected":
                # a guard corrects what was said beforehand; a visitor at a kiosk adds to it
                known = {"kind", *(name for name in KEPT_FIELDS if is_kiosk and log[KEPT_WITH.get(name, name)])}
                if (vals.get("headcount") or 1) <= log.headcount:
                    # both forms begin with one, whatever was said beforehand
                    known.add("headcount")
                log._arrive({key: value for key, value in vals.items() if value and key not in known})
        if any(vals_list[number].get("kind") == "guest" for number in fresh):
            self._raise_refusals([[self._get_guest_reason()]])
        now = self._get_moment()
        values = engine._complete(
            [{"state": "waiting", "arrived_at": now, **facts, **vals_list[number]} for number in fresh]
        )
        created = engine.create(values)
        for number, log in zip(fresh, created, strict=True):
            result[number] = log
        created._match_watch()
        return engine.union(*result) if len(set(result)) == len(result) else engine.concat(*result)

    @api.model
    def _clean_typed(self, vals):
        """Typed values as they are stored.

        :raises UserError: what ``_typed_refusals`` says
        :raises ValidationError: there is no name, or what should be an e-mail address is none
        """
        vals = {name: self._clean_text(name, value) for name, value in vals.items()}
        if email := vals.get("visitor_email"):
            vals["visitor_email"] = self._clean_email(email)
        typed = vals.pop("document_typed", False)
        if number := typed or vals.get("document_number"):
            vals |= {"document_number": number, "document_masked": mask(number)}
        if not vals.get("visitor_name"):
            raise ValidationError(self.env._("Write the visitor's name."))
        people = vals.get("headcount") or 1
        if not isinstance(people, int) or not 0 < people <= LARGEST_HEADCOUNT:
            raise ValidationError(
                self.env._("Write how many people pass: 1 to %(largest)s.", largest=LARGEST_HEADCOUNT)
            )
        self._raise_refusals([self._typed_refusals(vals)])
        return vals

    @api.model
    def _clean_text(self, name, value):
        """A typed text without what people add to it: spaces around and within, hyphens of phone numbers."""
        if not isinstance(value, str) or (name in self._fields and self._fields[name].type != "char"):
            return value
        value = " ".join(value.replace("\0", "").split())
        if name in ("visitor_phone", "phone"):
            value = re.sub(r"[\s\-()]", "", value)
        if name in ("plate", "document_number", "document_typed"):
            value = re.sub(r"[\s·•.\-]", "", value).upper()
        return value or False

    @api.model
    def _clean_email(self, email):
        """An address as it is stored.

        :raises ValidationError: it is none, more than one, or too long
        """
        address = isinstance(email, str) and email_normalize(email)
        if not address or len(address) > LONGEST_EMAIL or not single_email_re.match(address):
            raise ValidationError(
                self.env._(
                    "“%(email)s” is no e-mail address. Write a single one, such as name@example.com.",
                    email=str(email)[:LONGEST_NAME],
                )
            )
        return address

    def _find_open(self, vals_list, is_kiosk=False):
        """For each of ``vals_list`` the passage of the same person that is expected, waiting or inside, or none.

        One query for all. A kiosk is told of nobody: who cannot be told apart there is another person.

        :raises UserError: somebody of the name is here, and no phone number tells whether it is the same person
        """
        uids = [vals["client_uid"] for vals in vals_list if vals.get("client_uid")]
        person = Domain("visitor_name", "in", [vals["visitor_name"] for vals in vals_list])
        company = self._get_company(vals_list)
        is_open = self._get_open_domain(company)
        candidates = self.search(
            Domain("company_id", "=", company.id)
            # what a desk made may have been corrected at another since
            & ((person & is_open & Domain("active", "=", True)) | Domain("client_uid", "in", uids))
        )
        by_uid = {log.client_uid: log for log in candidates if log.client_uid}
        # who was seen leaving without slip may come again
        present = candidates.filtered_domain(is_open & Domain("active", "=", True) & Domain("seen_out", "=", False))
        found, refusals, doubts = [], [], self.browse()
        for vals in vals_list:
            log, doubtful = by_uid.get(vals.get("client_uid"), self.browse()), self.browse()
            if log:
                log = log if log.active else log._get_latest().with_env(self.env)
            else:
                named = present.filtered(lambda log, vals=vals: log.visitor_name == vals["visitor_name"])
                log, doubtful = named.filtered(lambda log: log not in found)._find_same(vals, is_kiosk)
            found.append(log)
            refusals += [log._get_double_reason() for log in doubtful]
            doubts |= doubtful
        if refusals:
            error = UserError("\n\n".join(refusals))
            # the desk asks whether it is him
            error.same_person = doubts[:1]
            raise error
        return found

    def _find_same(self, vals, is_kiosk):
        """Of people of one name who are on the list, who the person of ``vals`` is, and who he may be."""
        phone = vals.get("visitor_phone")
        same = self.filtered(lambda log: phone and log.visitor_phone == phone)
        unsure = self.filtered(lambda log: not (phone and log.visitor_phone))
        nobody = self.browse()
        if vals.get("kind") == "trader":
            # he is refused at once, and nobody else with him
            return nobody, nobody if vals.get("is_another") else same | unsure
        if same:
            return same.sorted(lambda log: log.state == "expected")[:1], nobody
        if vals.get("is_another"):
            return nobody, nobody
        here = unsure.filtered(lambda log: log.state != "expected")
        if here and not is_kiosk:
            return nobody, here
        return (unsure - here)[:1], nobody

    def _get_double_reason(self):
        """Asks the guard whether somebody who is on the list is the one he registers."""
        since = self.checked_in or self.arrived_at or self.expected_at
        timezone = self.company_id._reception_zone().zone
        return self.env._(
            "%(visitor)s is on the list already: %(number)s, %(state)s since %(since)s, to %(host)s. Is it the same person?"
            " If not, say that it is another person.",
            visitor=self.visitor_name,
            number=self.name,
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
            since=format_datetime(self.env, since, tz=timezone),
            host=self.host_name or self.env._("nobody yet"),
        )

    @api.model
    def _get_company(self, vals_list):
        gate_id = next((vals["gate_id"] for vals in vals_list), False)
        return self.env["reception.gate"].browse(gate_id).company_id or self.env.company

    def _complete(self, vals_list):
        """Values ready to create: number, link, privacy notice shown, host's name."""
        if not vals_list:
            return []
        self.env.cr.execute(
            SQL("SELECT nextval('reception_gate_log_number') FROM generate_series(1, %s)", len(vals_list))
        )
        numbers = [number for (number,) in self.env.cr.fetchall()]
        gates = self.env["reception.gate"]
        result = []
        for vals, number in zip(vals_list, numbers, strict=True):
            gate = gates.browse(vals.get("gate_id"))
            company = gate.company_id or self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            host = self.env["hr.employee"].browse(vals.get("host_id"))
            if vals.get("kind") == "trader":
                vals = {**vals, "state": "refused", "refusal_reason": self._get_trader_reason()}
                vals["refused_by_id"] = self._get_doer_id()
            result.append(
                {
                    **vals,
                    **(self._get_host_copies(host) if host else {}),
                    "company_id": company.id,
                    "name": f"{gate.code or 'G'}{number:08d}",
                    "access_token": uuid4().hex,
                    "privacy_notice_id": company.reception_privacy_notice_id.id,
                    "headcount": vals.get("headcount") or 1,
                }
            )
        return result

    @api.model
    def _get_host_copies(self, host):
        host = host.sudo()  # a guard or a kiosk does not read employees
        return {
            "host_name": host.name,
            "host_department": host.department_id.name,
            "host_user_id": host.user_id.id,
        }

    @api.model
    def invite(self, vals_list, expected_at, expected_until):
        """Expect guests of one's own: each gets a link with which he tells his facts beforehand, by e-mail if he has one.

        :param list vals_list: dicts of ``_typed_fields``; the host is the user
        :param expected_at: like ``expected_until`` a moment in UTC
        :return: the passages (``reception.gate.log``); ``invitation_url`` and ``invitation_qr`` are for the guest
        :raises ValidationError: no name, no valid e-mail address, no end, or the end lies before the beginning or in the
            past
        :raises AccessError: the user is an auditor
        :raises UserError: the user is no employee, a trader is invited (3-8b), or the kind ``guest`` is given, or the end
            lies further ahead than the company allows
        """
        if self._is_auditor():
            raise AccessError(self.env._("An auditor reads passages and changes nothing: a host invites guests."))
        begin, end = fields.Datetime.to_datetime(expected_at), fields.Datetime.to_datetime(expected_until)
        if not begin or not end or end < begin or end < fields.Datetime.now():
            raise ValidationError(self.env._("Write from when to when the guests are expected; the end is to come."))
        employee = self.env.user.employee_id
        if not employee:
            self._raise_refusals([[self.env._("Only an employee invites guests.")]])
        kinds = {vals.get("kind") for vals in vals_list}
        self._raise_refusals(
            [
                [self._get_trader_reason()] if "trader" in kinds else [],
                [self._get_guest_reason()] if "guest" in kinds else [],
                self._invitation_end_refusals(end),
            ]
        )
        invited = [
            {
                **self._clean_typed({key: value for key, value in vals.items() if key in self._typed_fields()}),
                "host_id": employee.id,
                "company_id": self.env.company.id,
                "state": "expected",
                "source": "invitation",
                "expected_at": begin,
                "expected_until": end,
                **self._get_consent("invitation", self.env.user.name),
            }
            for vals in vals_list
        ]
        engine = self._as_engine()
        logs = engine.create(engine._complete(invited))
        logs._match_watch()
        self.env["reception.gate"]._tell_desks_to_reload(logs.company_id)
        logs = logs.with_env(self.env)
        logs.filtered("visitor_email")._mail_invitation()
        return logs

    @api.model
    def _get_trader_reason(self):
        return self._explain("3-8b", self.env._("traders and salespeople are not let in."))

    @api.model
    def _get_guest_reason(self):
        return self._explain(
            "1-2.5",
            self.env._(
                "guests of a notice are those whom an issued notice names; they are expected by themselves. Choose another"
                " kind of visitor."
            ),
        )

    @api.model
    def _invitation_end_refusals(self, end):
        days = self.env.company.reception_invitation_days
        if end <= fields.Datetime.now() + timedelta(days=days):
            return []
        return [
            self.env._(
                "An invitation ends within %(days)s days from now. Who administers the settings of %(company)s changes this"
                " number; for longer, issue a notice.",
                days=days,
                company=self.env.company.name,
            )
        ]

    def _arrive(self, vals):
        """Somebody expected stands at the gate, with what was typed there."""
        vals = {"arrived_at": self._get_moment(), **vals}
        if vals.get("host_id"):
            vals |= self._get_host_copies(self.env["hr.employee"].browse(vals["host_id"]))
        self._take_back_consent(vals)
        self._move("waiting", **vals)


def escape_like(text):
    return re.sub(r"([\\\\%_])", r"\\\1", text)


def mask(number):
    """An identity number of which only the end is read.

    >>> mask("110101199001011237")
    '**************1237'
    >>> mask("1237")
    '****'
    """
    shown = number[-4:] if len(number) > 4 else ""
    return "*" * (len(number) - len(shown)) + shown
