import tempfile

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.hr_expense import ACTIVE_STATES
from .reception_statistics import LODGING, NameCache
from .reconciliation_xlsx import AMOUNTS, GROUPED, GROUPS, RECORDS, write_reconciliation

READERS = (
    "account.group_account_readonly,account.group_account_invoice,"
    "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor"
)
STATES = [
    ("applied", "Applied"),
    ("approved", "Approved"),
    ("claimed", "Claimed"),
    ("posted", "Posted"),
    ("paid", "Paid"),
    ("matched", "Matched"),
]
KINDS = [
    ("hospitality", "Hospitality"),
    ("transport", "Guest Transport"),
    ("lodging", "Guest Lodging"),
    ("other", "Meeting and Other"),
]
PAYABLE = ("liability_payable", "asset_receivable")
BATCH_SIZE = 1000


class ReceptionReconciliation(models.Model):
    """Reconciliation for Finance (对账): one row for each thing that costs, from the application to the bank.

    A row is a hospitality application, a booking, or a claim that has neither. All amounts are in the currency of the
    company. What is posted, paid and matched is read from the ledger, never from a state:

    =========  ========================================================================================================
    Amount     What it is
    =========  ========================================================================================================
    applied    planned in an application or booking that is neither cancelled nor declined
    approved   of that, what is signed or booked
    claimed    claims submitted and not refused
    posted     balance of the posted journal items that stand for the claims; an entry and its reversal make 0
    paid       of that, what is settled: the cleared part of the payable, in the order of the items of the entry; a
               claim that the company has paid itself is paid when it is posted
    matched    of that, what waits for no bank statement: settled by a statement line, by a payment that is matched
               with one, or by an entry without payment such as the clearing of petty cash
    =========  ========================================================================================================

    Read by Finance, Administration and HR, and auditors; written by nobody.
    """

    _name = "reception.reconciliation"
    _description = "Reception Reconciliation"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "account.account": ["account_type", "reconcile"],
        "account.move": ["date", "move_type", "origin_payment_id", "state"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "balance",
            "expense_id",
            "move_id",
            "parent_state",
            "tax_line_id",
        ],
        "account.partial.reconcile": ["amount", "credit_move_id", "debit_move_id"],
        "account.payment": ["is_matched"],
        "hr.expense": [
            "account_move_id",
            "approval_state",
            "borne_by_person",
            "company_id",
            "date",
            "department_id",
            "employee_id",
            "hospitality_id",
            "name",
            "product_id",
            "reception_booking_id",
            "reception_visit_id",
            "state",
            "total_amount",
        ],
        "ir.attachment": ["res_id", "res_model"],
        "product.template": ["reception_kind"],
        "reception.booking": [
            "amount_planned",
            "company_id",
            "date_from",
            "department_id",
            "name",
            "service",
            "state",
            "visit_id",
        ],
        "reception.hospitality": [
            "amount_planned",
            "company_id",
            "department_id",
            "host_id",
            "meal_at",
            "name",
            "state",
            "visit_id",
        ],
        "reception.visit": ["category_id", "date_begin", "department_id", "host_id", "organisation_id"],
    }

    name = fields.Char(string="Document", readonly=True)
    visit_id = fields.Many2one("reception.visit", string="Reception Notice", readonly=True)
    hospitality_id = fields.Many2one("reception.hospitality", string="Hospitality Application", readonly=True)
    booking_id = fields.Many2one("reception.booking", readonly=True)
    expense_id = fields.Many2one("hr.expense", string="Claim without Either", readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Cost", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    host_id = fields.Many2one("hr.employee", readonly=True)
    organisation_id = fields.Many2one("res.partner", string="Visiting Unit", readonly=True)
    category_id = fields.Many2one("reception.visitor.category", readonly=True)
    date = fields.Date(string="Day of the Cost", readonly=True, help="Of the meal, the booking or the claim.")
    posting_date = fields.Date(readonly=True, help="Accounting date of the latest posted entry.")
    state = fields.Selection(STATES, string="Stage", readonly=True, help="What all of it has reached.")
    is_open = fields.Boolean(
        string="Not Settled", readonly=True, help="Neither paid and matched in full nor borne by the person."
    )
    has_difference = fields.Boolean(
        readonly=True,
        help="Something is claimed, posted, paid or matched, and it is not the amount of the step before.",
    )
    lacks_paper = fields.Boolean(string="Without Paper", readonly=True, help="A claim under way has no attachment.")
    age_days = fields.Integer(
        string="Age in Days",
        readonly=True,
        aggregator="max",
        help="Days since the day of the cost, while the row is open.",
    )
    claim_count = fields.Integer(string="Number of Claims", readonly=True)
    amount_applied = fields.Monetary(string="Applied", readonly=True)
    amount_approved = fields.Monetary(string="Approved", readonly=True)
    amount_claimed = fields.Monetary(string="Claimed", readonly=True)
    amount_posted = fields.Monetary(string="Posted", readonly=True)
    amount_paid = fields.Monetary(string="Paid", readonly=True)
    amount_matched = fields.Monetary(string="Matched", readonly=True)
    amount_borne = fields.Monetary(
        string="Borne by Persons", readonly=True, help="Claims that Finance does not settle (1-6.1.2)."
    )
    not_approved = fields.Monetary(string="Applied, Not Approved", readonly=True)
    not_claimed = fields.Monetary(string="Approved, Not Claimed", readonly=True)
    not_posted = fields.Monetary(string="Claimed, Not Posted", readonly=True)
    not_paid = fields.Monetary(string="Posted, Not Paid", readonly=True)
    not_matched = fields.Monetary(string="Paid, Not Matched", readonly=True)

    # ------------------------------------------------------------------------------------------------------------------
    # Query
    # ------------------------------------------------------------------------------------------------------------------

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT staged.*,
                staged.amount_applied - staged.amount_approved AS not_approved,
                staged.amount_approved - staged.amount_claimed AS not_claimed,
                staged.amount_claimed - staged.amount_posted AS not_posted,
                staged.amount_posted - staged.amount_paid AS not_paid,
                staged.amount_paid - staged.amount_matched AS not_matched,
                %(is_open)s AS is_open,
                CASE WHEN %(is_open)s THEN GREATEST(staged.today - staged.date, 0) END AS age_days
            FROM (%(staged)s) staged
            """,
            is_open=SQL(
                "(staged.state <> 'matched' AND NOT (staged.state IN ('applied', 'approved') AND staged.amount_borne <> 0))"
            ),
            staged=self._select_staged(),
        )

    def _select_staged(self):
        return SQL(
            """
            SELECT unit.*,
                visit.organisation_id,
                visit.category_id,
                company.currency_id,
                (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, %(timezone)s))::date AS today,
                CASE
                    WHEN unit.amount_posted <> 0 AND ABS(unit.amount_posted) >= ABS(unit.amount_claimed) THEN CASE
                        WHEN ABS(unit.amount_matched) >= ABS(unit.amount_posted) THEN 'matched'
                        WHEN ABS(unit.amount_paid) >= ABS(unit.amount_posted) THEN 'paid'
                        ELSE 'posted' END
                    WHEN unit.amount_claimed <> 0 THEN 'claimed'
                    WHEN unit.is_approved THEN 'approved'
                    ELSE 'applied' END AS state,
                (
                    (unit.amount_claimed NOT IN (0, unit.amount_approved) AND unit.expense_id IS NULL)
                    OR unit.amount_posted NOT IN (0, unit.amount_claimed)
                    OR unit.amount_paid NOT IN (0, unit.amount_posted)
                    OR unit.amount_matched NOT IN (0, unit.amount_paid)
                ) AS has_difference
            FROM (%(meals)s UNION ALL %(bookings)s UNION ALL %(claims)s) unit
            JOIN res_company company ON company.id = unit.company_id
            LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
            LEFT JOIN reception_visit visit ON visit.id = unit.visit_id
            """,
            now=fields.Datetime.now(),
            timezone=self._sql_timezone(),
            meals=self._select_meals(),
            bookings=self._select_bookings(),
            claims=self._select_claims(),
        )

    def _select_meals(self):
        return SQL(
            """
            SELECT meal.id * 3 AS id, meal.name, meal.visit_id, meal.id AS hospitality_id, NULL::integer AS booking_id,
                NULL::integer AS expense_id, 'hospitality' AS kind, meal.company_id, meal.department_id, meal.host_id,
                %(day)s AS date, %(amounts)s
            FROM reception_hospitality meal
            %(zone)s
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE meal.state NOT IN ('cancelled', 'declined') OR claims.claim_count > 0
            """,
            day=self._sql_day(SQL("meal.meal_at")),
            amounts=self._sql_amounts(
                SQL("meal.state IN ('cancelled', 'declined')"),
                SQL("meal.state = 'approved'"),
                SQL("meal.amount_planned"),
            ),
            zone=self._join_zone(SQL("meal.company_id")),
            claims=self._select_of_claims(SQL("claim.hospitality_id = meal.id")),
        )

    def _select_bookings(self):
        return SQL(
            """
            SELECT booking.id * 3 + 1 AS id, booking.name, booking.visit_id, NULL::integer AS hospitality_id,
                booking.id AS booking_id, NULL::integer AS expense_id,
                CASE WHEN booking.service IN %(lodging)s THEN 'lodging' ELSE 'transport' END AS kind,
                booking.company_id, booking.department_id, notice.host_id, %(day)s AS date, %(amounts)s
            FROM reception_booking booking
            JOIN reception_visit notice ON notice.id = booking.visit_id
            %(zone)s
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE booking.state NOT IN ('cancelled', 'declined') OR claims.claim_count > 0
            """,
            lodging=LODGING,
            day=self._sql_day(SQL("COALESCE(booking.date_from, notice.date_begin)")),
            amounts=self._sql_amounts(
                SQL("booking.state IN ('cancelled', 'declined')"),
                SQL("booking.state = 'booked'"),
                SQL("booking.amount_planned"),
            ),
            zone=self._join_zone(SQL("booking.company_id")),
            claims=self._select_of_claims(
                SQL("claim.reception_booking_id = booking.id AND claim.hospitality_id IS NULL")
            ),
        )

    def _select_claims(self):
        return SQL(
            """
            SELECT solo.id * 3 + 2 AS id, solo.name, solo.reception_visit_id AS visit_id,
                NULL::integer AS hospitality_id, NULL::integer AS booking_id, solo.id AS expense_id,
                COALESCE(template.reception_kind, 'other') AS kind, solo.company_id,
                COALESCE(notice.department_id, solo.department_id) AS department_id,
                COALESCE(notice.host_id, solo.employee_id) AS host_id, solo.date, %(amounts)s
            FROM hr_expense solo
            LEFT JOIN product_product product ON product.id = solo.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN reception_visit notice ON notice.id = solo.reception_visit_id
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE solo.hospitality_id IS NULL AND solo.reception_booking_id IS NULL
                AND (solo.reception_visit_id IS NOT NULL OR template.reception_kind IS NOT NULL)
            """,
            amounts=self._sql_amounts(SQL("TRUE"), SQL("FALSE"), SQL("0")),
            claims=self._select_of_claims(SQL("claim.id = solo.id")),
        )

    def _sql_amounts(self, is_dead, is_approved, planned):
        return SQL(
            """
            %(approved)s AS is_approved,
            CASE WHEN %(dead)s THEN 0 ELSE COALESCE(%(planned)s, 0) END AS amount_applied,
            CASE WHEN %(approved)s THEN COALESCE(%(planned)s, 0) ELSE 0 END AS amount_approved,
            claims.*
            """,
            dead=is_dead,
            approved=is_approved,
            planned=planned,
        )

    def _sql_timezone(self):
        # the zone of a company without calendar, as in reception.deadline
        return self.env.user.tz or "UTC"

    def _sql_day(self, moment):
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(place.tz, %s))::date", moment, self._sql_timezone())

    def _join_zone(self, company):
        return SQL(
            """
            LEFT JOIN res_company bearer ON bearer.id = %s
            LEFT JOIN resource_calendar place ON place.id = bearer.resource_calendar_id
            """,
            company,
        )

    def _select_of_claims(self, condition):
        """One row with what the claims of a document come to."""
        return SQL(
            """
            SELECT COUNT(claim.id) AS claim_count,
                COALESCE(SUM(claim.total_amount) FILTER (WHERE %(active)s), 0) AS amount_claimed,
                COALESCE(SUM(claim.total_amount) FILTER (WHERE claim.borne_by_person), 0) AS amount_borne,
                COALESCE(SUM(ledger.posted), 0) AS amount_posted,
                COALESCE(SUM(ledger.paid), 0) AS amount_paid,
                COALESCE(SUM(ledger.matched), 0) AS amount_matched,
                MAX(ledger.date) AS posting_date,
                COALESCE(BOOL_OR(%(active)s AND NOT EXISTS (
                    SELECT FROM ir_attachment paper WHERE paper.res_model = 'hr.expense' AND paper.res_id = claim.id
                )), FALSE) AS lacks_paper
            FROM hr_expense claim
            CROSS JOIN LATERAL (%(ledger)s) ledger
            WHERE %(condition)s
            """,
            # as hr.expense._filter_active_claims
            active=SQL(
                """(claim.approval_state IN ('submitted', 'approved') OR claim.state IN %s
                OR (claim.account_move_id IS NOT NULL AND claim.approval_state IS DISTINCT FROM 'refused'))""",
                ACTIVE_STATES,
            ),
            ledger=self._select_of_ledger(),
            condition=condition,
        )

    def _select_of_ledger(self):
        """One row with what posted entries say of a claim; every entry that it ever had counts, reversals as well.

        Odoo leaves the claim out of the tax lines of what the company has paid; such an entry has one claim alone.
        """
        return SQL(
            """
            SELECT SUM(item.posted) AS posted, MAX(entry.date) AS date,
                SUM(%(paid)s) AS paid, SUM(%(matched)s) AS matched
            FROM account_move entry
            CROSS JOIN LATERAL (
                SELECT COALESCE(line.expense_id, claim.id) AS expense_id, SUM(line.balance) AS posted,
                    SUM(SUM(line.balance)) OVER (ORDER BY MIN(line.id)) - SUM(line.balance) AS before
                FROM account_move_line line WHERE line.move_id = entry.id
                    AND (line.expense_id IS NOT NULL OR line.tax_line_id IS NOT NULL)
                GROUP BY COALESCE(line.expense_id, claim.id)
            ) item
            CROSS JOIN LATERAL (%(settled)s) settled
            WHERE item.expense_id = claim.id AND entry.id IN (
                SELECT line.move_id FROM account_move_line line
                WHERE line.expense_id = claim.id AND line.parent_state = 'posted'
            )
            """,
            paid=self._sql_share("paid"),
            matched=self._sql_share("matched"),
            settled=self._select_settled(),
        )

    def _sql_share(self, name):
        """The part of what is settled of an entry that falls on one claim: the first items of the entry first.

        Shares are exact to the cent and come to the whole; a reversal has all signs the other way round.
        """
        total = SQL.identifier("settled", name)
        return SQL(
            "SIGN(%s) * GREATEST(LEAST(SIGN(%s) * item.posted, SIGN(%s) * (%s - item.before)), 0)",
            total,
            total,
            total,
            total,
        )

    def _select_settled(self):
        """One row: what is paid and what is matched of an entry, by its lines that stand for no claim."""
        return SQL(
            """
            SELECT
                COALESCE(SUM(CASE WHEN account.account_type IN %(payable)s THEN -SIGN(line.balance) * parts.paid
                    ELSE -line.balance END), 0) AS paid,
                COALESCE(SUM(CASE WHEN account.account_type IN %(payable)s THEN -SIGN(line.balance) * parts.matched
                    WHEN account.reconcile THEN line.amount_residual - line.balance
                    ELSE -line.balance END), 0) AS matched
            FROM account_move_line line
            JOIN account_account account ON account.id = line.account_id
            CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(part.amount), 0) AS paid,
                    COALESCE(SUM(part.amount) FILTER (WHERE payment.id IS NULL OR payment.is_matched), 0) AS matched
                FROM account_partial_reconcile part
                JOIN account_move_line counter ON counter.id =
                    CASE WHEN part.debit_move_id = line.id THEN part.credit_move_id ELSE part.debit_move_id END
                JOIN account_move counter_entry ON counter_entry.id = counter.move_id
                LEFT JOIN account_payment payment ON payment.id = counter_entry.origin_payment_id
                WHERE part.debit_move_id = line.id OR part.credit_move_id = line.id
            ) parts
            WHERE line.move_id = entry.id AND line.expense_id IS NULL AND line.tax_line_id IS NULL
                AND (account.account_type IN %(payable)s
                    OR (entry.move_type = 'entry' AND account.account_type SIMILAR TO '(asset|liability)%%'))
            """,
            payable=PAYABLE,
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Links: every figure opens what it is made of
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_document(self):
        """Open the application, the booking or the claim of the row."""
        self.ensure_one()
        return (self.hospitality_id or self.booking_id or self.expense_id).get_formview_action()

    def action_open_visit(self):
        """Open the reception notice of the row."""
        self.ensure_one()
        return self.visit_id.get_formview_action()

    def action_open_claims(self):
        """Open the claims of the row."""
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.hr_expense_action_reception")
        return {**action, "domain": self._claim_domain(), "context": {}}

    def action_open_entries(self):
        """Open the posted journal items that stand for the claims of the row."""
        return self._open_items(self._get_items(), self.env._("Posted for %(document)s", document=self.name))

    def action_open_payments(self):
        """Open the journal items that settled the entries of the row: payments, statement lines, clearings."""
        items = self._get_items()
        others = items.move_id.line_ids.filtered(lambda line: not line.expense_id and not line.tax_line_id)
        payable = others.filtered(lambda line: line.account_id.account_type in PAYABLE)
        settling = payable.matched_debit_ids.debit_move_id | payable.matched_credit_ids.credit_move_id
        liquid = (others - payable).filtered(lambda line: line.move_id.origin_payment_id)
        return self._open_items(settling | liquid, self.env._("Payments of %(document)s", document=self.name))

    def _claim_domain(self):
        self.ensure_one()
        if self.hospitality_id:
            return [("hospitality_id", "=", self.hospitality_id.id)]
        if self.booking_id:
            return [("reception_booking_id", "=", self.booking_id.id), ("hospitality_id", "=", False)]
        return [("id", "=", self.expense_id.id)]

    def _get_items(self):
        """Posted journal items of the claims (account.move.line)."""
        # which claims they are; the items themselves are read with the rights of the user
        claims = self.env["hr.expense"].sudo().search(self._claim_domain())
        items = self.env["account.move.line"].search(
            [("expense_id", "in", claims.ids), ("parent_state", "=", "posted")]
        )
        return items | items.move_id.line_ids.filtered(lambda line: line.tax_line_id and not line.expense_id)

    def _open_items(self, items, name):
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_account_moves_all")
        return {**action, "name": name, "domain": [("id", "in", items.ids)], "context": {}}

    # ------------------------------------------------------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _check_can_export(self, company):
        """:raises AccessError: the user may not read the reconciliation of the company"""
        if not self.env.su and (company not in self.env.user.company_ids or not self.env.user.has_groups(READERS)):
            raise AccessError(
                self.env._(
                    "The reconciliation is for Finance, Administration and HR, and auditors of the company. Ask Finance."
                )
            )

    @api.model
    def _export_xlsx(self, company, date_from, date_to):
        """The workbook of the costs of a period, both days included, in the language of the context.

        :returns: an open temporary file at its beginning, and the sums over all rows
        :raises AccessError: see ``_check_can_export``
        """
        self._check_can_export(company)
        rows = self.with_context(allowed_company_ids=company.ids)
        domain = Domain("company_id", "=", company.id) & Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
        sums = write_reconciliation(
            file,
            self._get_texts(company, date_from, date_to),
            self._get_labels(company),
            company.currency_id.decimal_places,
            rows._iter_printable(domain),
            {key: rows._iter_grouped(domain, groupby) for key, groupby in GROUPS},
        )
        file.seek(0)
        return file, {name: company.currency_id.round(amount) for name, amount in sums.items()}

    @api.model
    def _get_filename(self, date_from, date_to):
        return self.env._("Reconciliation %(first)s to %(last)s", first=date_from, last=date_to) + ".xlsx"

    def _get_texts(self, company, date_from, date_to):
        return {
            "title": self.env._(
                "Reconciliation of %(company)s, %(first)s to %(last)s",
                company=company.name,
                first=date_from,
                last=date_to,
            ),
            "records": self.env._("Records"),
            "by_visit": self.env._("By visit"),
            "by_department": self.env._("By department"),
            "by_month": self.env._("By month"),
            "total": self.env._("Total"),
        }

    def _get_labels(self, company):
        labels = {"label": self.env._("Summed up by"), "count": self.env._("Number of Records")}
        for key, kind, _width in (*RECORDS, *GROUPED):
            if key in self._fields:
                labels[key] = self._fields[key]._description_string(self.env)
            if kind == "money":
                labels[key] = self.env._(
                    "%(label)s (%(currency)s)", label=labels[key], currency=company.currency_id.name
                )
        return labels

    def _iter_printable(self, domain):
        """Batches of rows as ``write_reconciliation`` takes them, oldest first; memory stays flat."""
        self.env.flush_all()
        names = NameCache(self.env, self._fields, ("visit_id", "department_id", "host_id", "organisation_id"))
        selections = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "state")}
        query = self._search(domain, order="date, id")
        columns = (
            SQL("%s AS %s", self._field_to_sql(query.table, name, query), SQL.identifier(name))
            for name, _kind, _width in RECORDS
        )
        cursor = self.env.cr
        cursor.execute(SQL("DECLARE reception_reconciliation_rows NO SCROLL CURSOR FOR %s", query.select(*columns)))
        try:
            while True:
                cursor.execute(SQL("FETCH FORWARD %s FROM reception_reconciliation_rows", BATCH_SIZE))
                rows = cursor.dictfetchall()
                names.load(rows)
                for row in rows:
                    row.update(names.of(row), **{name: labels[row[name]] for name, labels in selections.items()})
                yield rows
                if len(rows) < BATCH_SIZE:
                    break
        finally:
            cursor.execute(SQL("CLOSE reception_reconciliation_rows"))

    def _iter_grouped(self, domain, groupby):
        """Rows of sums, added up by the database."""
        for group, count, *sums in self._read_group(
            domain, [groupby], ["__count", *(f"{name}:sum" for name in AMOUNTS)], order=groupby
        ):
            label = (
                group.strftime("%Y-%m") if groupby == "date:month" and group else group and group.sudo().display_name
            )
            yield {"label": label or "", "count": count, **dict(zip(AMOUNTS, sums, strict=True))}
