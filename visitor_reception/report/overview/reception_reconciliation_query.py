from odoo import fields, models
from odoo.tools import SQL

from ...tools.expense_states import ACTIVE_STATES
from .reception_reconciliation import PAYABLE
from .reception_statistics import LODGING


class ReceptionReconciliation(models.Model):
    """The query behind the reconciliation; what each amount is: see ``reception_reconciliation.py``."""

    _inherit = "reception.reconciliation"

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
                %(local)s::date AS today,
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
            LEFT JOIN reception_visit visit ON visit.id = unit.visit_id
            """,
            local=self.env["res.company"]._sql_reception_local(SQL("%s", fields.Datetime.now()), "company"),
            meals=self._select_meals(),
            bookings=self._select_bookings(),
            claims=self._select_claims(),
        )

    def _select_meals(self):
        return SQL(
            """
            SELECT meal.id * 3 AS id, meal.name, meal.visit_id, meal.id AS hospitality_id, NULL::integer AS booking_id,
                NULL::integer AS expense_id, NULL::integer AS petty_cash_id, 'hospitality' AS kind, meal.company_id, meal.department_id, meal.host_id,
                %(day)s AS date, %(amounts)s
            FROM reception_hospitality meal
            LEFT JOIN res_company bearer ON bearer.id = meal.company_id
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE NOT (%(dead)s) OR claims.claim_count > 0
            """,
            day=self._sql_day(SQL("meal.meal_at")),
            dead=self._sql_dead("meal"),
            amounts=self._sql_amounts(
                self._sql_dead("meal"),
                SQL("meal.is_agreed"),
                SQL("meal.amount_planned"),
            ),
            claims=self._select_of_claims(SQL("claim.hospitality_id = meal.id")),
        )

    def _select_bookings(self):
        return SQL(
            """
            SELECT booking.id * 3 + 1 AS id, booking.name, booking.visit_id, NULL::integer AS hospitality_id,
                booking.id AS booking_id, NULL::integer AS expense_id, NULL::integer AS petty_cash_id,
                CASE WHEN booking.service IN %(lodging)s THEN 'lodging' ELSE 'transport' END AS kind,
                booking.company_id, booking.department_id, notice.host_id, %(day)s AS date, %(amounts)s
            FROM reception_booking booking
            JOIN reception_visit notice ON notice.id = booking.visit_id
            LEFT JOIN res_company bearer ON bearer.id = booking.company_id
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE NOT (%(dead)s) OR claims.claim_count > 0
            """,
            lodging=LODGING,
            day=self._sql_day(SQL("COALESCE(booking.date_from, notice.date_begin)")),
            dead=self._sql_dead("booking"),
            amounts=self._sql_amounts(
                self._sql_dead("booking"),
                SQL("booking.state = 'booked'"),
                SQL("booking.amount_planned"),
            ),
            claims=self._select_of_claims(
                SQL("claim.reception_booking_id = booking.id AND claim.hospitality_id IS NULL")
            ),
        )

    def _select_claims(self):
        return SQL(
            """
            SELECT solo.id * 3 + 2 AS id, solo.name, solo.reception_visit_id AS visit_id,
                NULL::integer AS hospitality_id, NULL::integer AS booking_id, solo.id AS expense_id, solo.petty_cash_id,
                COALESCE(template.reception_kind, 'other') AS kind, solo.company_id,
                COALESCE(notice.department_id, solo.department_id) AS department_id,
                COALESCE(notice.host_id, solo.employee_id) AS host_id, solo.date, %(amounts)s
            FROM hr_expense solo
            LEFT JOIN product_product product ON product.id = solo.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN reception_visit notice ON notice.id = solo.reception_visit_id
            CROSS JOIN LATERAL (%(claims)s) claims
            WHERE solo.hospitality_id IS NULL AND solo.reception_booking_id IS NULL
                AND (solo.reception_visit_id IS NOT NULL OR template.reception_kind IS NOT NULL
                    OR solo.petty_cash_id IS NOT NULL)
            """,
            amounts=self._sql_amounts(SQL("TRUE"), SQL("FALSE"), SQL("0")),
            claims=self._select_of_claims(SQL("claim.id = solo.id")),
        )

    def _sql_dead(self, document):
        """Whether nothing is applied for: cancelled, declined, or a draft that was never submitted."""
        state = SQL.identifier(document, "state")
        return SQL(
            "%s IN ('cancelled', 'declined') OR (%s = 'draft' AND COALESCE(%s, 0) = 0)",
            state,
            state,
            SQL.identifier(document, "signoff_round"),
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

    def _sql_day(self, moment):
        return SQL("%s::date", self.env["res.company"]._sql_reception_local(moment, "bearer"))

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
