import unicodedata

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..policy.reception_preset import NATURES

LETTER_FIELDS = ("letter_number", "letter_title", "letter_date", "letter_attachment_ids")
# brackets that people write for those of a letter's number, such as 〔2026〕
BRACKETS = str.maketrans("〔【[{〕】]}", "(((())))")


class ReceptionVisit(models.Model):
    """What a preset asks of a notice: official letter, kind of hospitality, signed reception list (P2, P3)."""

    _name = "reception.visit"
    _inherit = ["reception.visit", "reception.amount.mixin"]

    preset_id = fields.Many2one(
        "reception.preset",
        compute="_compute_preset_id",
        store=True,
        ondelete="restrict",
        help="Rules that hold beside the organisation's own numbers, as they were when the notice was submitted.",
    )
    preset_code = fields.Char(related="preset_id.code", string="Preset Code")
    preset_guidance = fields.Text(related="preset_id.guidance", string="Guidance of the Preset")
    letter_required = fields.Boolean(related="preset_id.letter_required")
    nature_required = fields.Boolean(related="preset_id.nature_required")
    list_required = fields.Boolean(related="preset_id.list_required")
    hospitality_nature = fields.Selection(NATURES, string="Kind of Hospitality", tracking=True)

    # the official letter (公函)
    letter_number = fields.Char(copy=False, tracking=True)
    letter_title = fields.Char(copy=False)
    letter_date = fields.Date(copy=False)
    letter_attachment_ids = fields.Many2many(
        "ir.attachment",
        "reception_visit_letter_rel",
        string="Scan of the Letter",
        bypass_search_access=True,  # a search would look at every attachment that there is; reading checks each
        copy=False,
    )
    letter_key = fields.Char(compute="_compute_letter_key", store=True, export_string_translation=False)

    # the reception list (接待清单)
    guest_payment = fields.Monetary(
        string="Paid by the Guests",
        copy=False,
        tracking=True,
        help="Board and transport that the guests paid themselves.",
    )
    list_signed_by_id = fields.Many2one("res.users", string="Reception List Signed By", compute="_compute_from_acts")
    list_signed_at = fields.Datetime(string="Reception List Signed On", compute="_compute_from_acts")
    can_sign_reception_list = fields.Boolean(compute="_compute_can_sign_reception_list")

    _letter_uniq = models.UniqueIndex(
        "(company_id, letter_key) WHERE letter_key IS NOT NULL",
        "There is already a notice with this official letter: one letter, one reception (P2).",
    )
    _guest_payment_not_negative = models.Constraint(
        "CHECK (guest_payment >= 0)", "What the guests paid cannot be negative."
    )

    @api.model
    def _signoff_fields(self):
        return super()._signoff_fields() | {"hospitality_nature", *LETTER_FIELDS}

    @property
    def _exact_amounts(self):
        return (*super()._exact_amounts, "guest_payment")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"preset_id", "letter_key"}

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {
            "list_signed_by_id": ("list_reviewed", "user_id"),
            "list_signed_at": ("list_reviewed", "at"),
        }

    def _get_act_facts(self, kind):
        return self._get_list_facts() if kind == "list_reviewed" else super()._get_act_facts(kind)

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("state", "category_id", "company_id")
    def _compute_preset_id(self):
        """The preset as it is when the notice is submitted; what is applied later leaves it alone."""
        presets = self.env["reception.preset"]
        for visit in self:
            if visit.state in visit._submittable_states():
                visit.preset_id = presets._get_for(visit.category_id, visit.company_id or self.env.company)
            else:
                visit.preset_id = visit.preset_id

    @api.depends("state", "letter_number", "preset_id")
    def _compute_letter_key(self):
        """The number as it is compared, while it is in use and serves one reception only (P2)."""
        for visit in self:
            in_use = visit.preset_id.letter_single_use and visit.state not in ("declined", "cancelled")
            text = unicodedata.normalize("NFKC", visit.letter_number or "").translate(BRACKETS)
            # neither spaces nor characters that nobody sees tell two letters apart
            key = "".join(char for char in text if unicodedata.category(char)[0] not in "CZ").casefold()
            visit.letter_key = in_use and key or False

    @api.depends_context("uid")
    @api.depends("state", "act_ids.void_at")
    def _compute_can_sign_reception_list(self):
        for visit in self:
            visit.can_sign_reception_list = not visit._sign_reception_list_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # One letter, one reception
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("letter_number", "letter_key", "company_id", "state")
    def _check_letter(self):
        """Name the notice that has the letter already; two users at once are held apart by the index."""
        for visit in self.filtered("letter_key"):
            # in SQL, because a search would first write the number and run into the index, which names nothing
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM reception_visit WHERE company_id = %s AND letter_key = %s AND id <> %s",
                    visit.company_id.id,
                    visit.letter_key,
                    visit.id,
                )
            )
            if rows:
                first = self.browse(rows[0])
                raise ValidationError(
                    self._explain(
                        visit.preset_id.clause,
                        self.env._(
                            "the letter %(letter)s is that of the notice %(first)s of %(requester)s already.",
                            letter=visit.letter_number,
                            # a colleague's notice: its number and whom to ask, not its guests
                            first=first.name if first.name != "/" else self.env._("New notice"),
                            requester=first.requester_id.name,
                        ),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._attach_letters()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if "letter_attachment_ids" in vals:
            self._attach_letters()
        return result

    def _attach_letters(self):
        """Scans uploaded before the notice was saved are read by those who read it."""
        for visit in self:
            loose = visit.letter_attachment_ids.filtered(lambda scan: not scan.res_id)
            loose.write({"res_model": self._name, "res_id": visit.id})

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return (
            *super()._missing_fact_fields(),
            "preset_id",
            "hospitality_nature",
            "letter_number",
            "letter_title",
            "letter_date",
            "letter_attachment_ids",
            "act_ids.void_at",
            "cost_line_ids",
            "headcount",
        )

    def _missing_facts(self):
        preset = self.preset_id
        _ = self.env._
        needs_letter, clause = preset.letter_required, preset.clause
        checks = [
            (
                preset.nature_required and not self.hospitality_nature,
                clause,
                _("choose the kind of hospitality"),
                "hospitality_nature",
            ),
            (
                needs_letter and not (self.letter_number or "").strip(),
                clause,
                _("write the number of the official letter; without a letter no reception"),
                "letter_number",
            ),
            (
                needs_letter and not (self.letter_title or "").strip(),
                clause,
                _("write the title of the official letter"),
                "letter_title",
            ),
            (needs_letter and not self.letter_date, clause, _("write the date of the official letter"), "letter_date"),
            (
                needs_letter and not self.letter_attachment_ids,
                clause,
                _("attach the scan of the official letter"),
                "letter_attachment_ids",
            ),
        ]
        if self._is_over_souvenir_cap():
            cap = preset.currency_id.format(preset.souvenir_cap)
            checks.append(
                (True, clause, _("plan fewer souvenirs: at most %(cap)s a head", cap=cap), "cost_line_ids"),
            )
        return super()._missing_facts() + self._collect_missing(checks)

    def _is_over_souvenir_cap(self):
        """Whether the souvenirs of the cost plan come to more a head than the preset allows (P3)."""
        planned = sum(self.cost_line_ids.filtered(lambda line: line.kind == "souvenir").mapped("amount"))
        if not planned or not self.preset_id.souvenir_cap:
            return False
        cap = self.preset_id._get_cap("souvenir_cap", self.company_id, self.date_begin)
        return self.currency_id.compare_amounts(planned, cap * self.headcount) > 0

    # ------------------------------------------------------------------------------------------------------------------
    # Submit, sign the reception list
    # ------------------------------------------------------------------------------------------------------------------

    def action_submit(self):
        # held to what is applied now, whatever was when the notice was written
        pending = self.filtered(lambda visit: visit.state in self._submittable_states())
        self.env.add_to_compute(self._fields["preset_id"], pending)
        return super().action_submit()

    def action_sign_reception_list(self):
        """Review and sign the reception list as a company leader, or as head of the receiving department (P2).

        :raises UserError: the guests are not here yet, the list is signed, or somebody else signs it
        """
        self._raise_refusals(visit._sign_reception_list_refusals() for visit in self)
        self._do_state("list_reviewed")

    def _get_list_facts(self):
        """What stands on the reception list, as plain values; bookings and meals add theirs."""
        return {
            "guests": sorted([guest.name or "", guest.position or ""] for guest in self.guest_ids),
            "guest_payment": self.guest_payment,
        }

    def _is_list_signed(self):
        """Whether the reception list is signed as it stands now."""
        return self._get_act("list_reviewed")._holds()

    def _missing_facts_for_close(self):
        """Besides: the reception list that the costs are settled by (P2, P3)."""
        has_costs = any(self.sudo()._get_alive_costs())  # whether there are any, not which
        is_missing = self.preset_id.list_required and has_costs and not self._is_list_signed()
        text = self.env._("have the reception list reviewed and signed")
        return super()._missing_facts_for_close() + self._collect_missing(
            [(is_missing, self.preset_id.clause, text, "action_sign_reception_list")]
        )

    def _sign_reception_list_refusals(self):
        self.ensure_one()
        if self.state not in ("hosting", "closed") or self._is_list_signed():
            return [self.env._("The reception list of %(visit)s is not open for signing.", visit=self.display_name)]
        # an ordinary employee may not read who heads a department
        head = self.department_id.sudo().reception_head_id.user_id
        leaders = self.env["reception.position"]._get_users_holding("is_company_leader", self.company_id)
        if self.env.user in head | leaders.sudo():
            return self._auditor_refusals()
        return [
            self._explain(
                self.preset_id.clause or "P2",
                self.env._("a company leader or the head of the receiving department signs the reception list."),
            )
        ]
