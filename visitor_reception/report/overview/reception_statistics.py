from datetime import date, datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...models.overview.ir_ui_menu import READERS
from ...models.visit.reception_visit_origin import ORIGINS, VISIT_TYPES
from ..document.reception_workbook_mixin import NameCache
from .booking_wording import BookingWording
from .statistics_xlsx import CASES, REGISTER, TOTALS, write_statistics

TRANSPORT = ("plane", "train", "ship", "car")
LODGING = ("hotel", "dormitory")
RECEIVED = ("issued", "hosting", "closed")
BOOKED = ("approved", "booked")
OVER_STANDARD = ("exception", "over")


class ReceptionStatistics(models.Model):
    """Reception statistics (接待统计, 1-2.3): one row a visit that was issued.

    Days and months are those of the company's time zone. The database returns classes of bookings as ids, so that
    nothing here depends on a language; words are put to them in Python.

    =======================================================  ===================================
    Who reads                                                Which rows
    =======================================================  ===================================
    Administration and HR, auditor, Finance                  all of the company
    holder of the position general_manager                   all of the company
    employee                                                 those of the notices they may read
    =======================================================  ===================================
    """

    _name = "reception.statistics"
    _inherit = ["reception.workbook.mixin"]
    _description = "Reception Statistics"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "visit_id"
    _depends = {
        "res.company": ["reception_tz"],
        "reception.visit": [
            "batch",
            "category_id",
            "company_id",
            "cost_actual",
            "cost_planned",
            "date_begin",
            "department_id",
            "headcount",
            "host_id",
            "name",
            "organisation_id",
            "origin",
            "purpose",
            "state",
            "visit_type",
            "waiting_minutes",
        ],
        "reception.visit.guest": ["is_principal", "name", "position", "sequence", "visit_id"],
        "reception.booking": ["class_id", "date_from", "entitlement_state", "quantity", "service", "state", "visit_id"],
        "reception.hospitality": ["is_over_standard", "state", "visit_id"],
    }

    visit_id = fields.Many2one("reception.visit", string="Reception Notice", readonly=True)
    number = fields.Char(readonly=True)
    date = fields.Date(string="Reception Date", readonly=True)
    date_begin = fields.Datetime(string="Arrival", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    state = fields.Selection([("issued", "Issued"), ("hosting", "Hosting"), ("closed", "Closed")], readonly=True)
    category_id = fields.Many2one("reception.visitor.category", readonly=True)
    department_id = fields.Many2one("hr.department", string="Receiving Department", readonly=True)
    host_id = fields.Many2one("hr.employee", readonly=True)
    visiting_unit = fields.Char(readonly=True)
    origin = fields.Selection(ORIGINS, string="Origin of the Guests", readonly=True, help="4-2.")
    visit_type = fields.Selection(VISIT_TYPES, string="Type of Visit", readonly=True, help="4-3, 4-4, 4-5.")
    waiting_minutes = fields.Integer(string="Waiting (Minutes)", readonly=True, aggregator="avg", help="4-11.3.")
    visitors = fields.Char(string="Visitor Names", readonly=True, help="The principal guest first.")
    positions = fields.Char(string="Visitor Positions", readonly=True, help="In the order of the names.")
    batch = fields.Integer(readonly=True, aggregator=None)
    headcount = fields.Integer(readonly=True)
    purpose = fields.Text(string="Business Reason", readonly=True)
    transport_facts = fields.Json(readonly=True, export_string_translation=False)
    lodging_facts = fields.Json(readonly=True, export_string_translation=False)
    transport_bookings = fields.Char(compute="_compute_bookings")
    lodging_bookings = fields.Char(compute="_compute_bookings")
    transport_count = fields.Integer(string="Number of Transport Bookings", readonly=True)
    lodging_count = fields.Integer(string="Number of Lodging Bookings", readonly=True)
    cost_planned = fields.Monetary(string="Planned Cost", readonly=True)
    cost_actual = fields.Monetary(string="Reception Cost", readonly=True)
    over_standard_count = fields.Integer(
        string="Cases Over Standard", readonly=True, help="Bookings by exception and meals over standard."
    )
    for_general_manager = fields.Boolean(
        compute="_compute_for_general_manager",
        search="_search_for_general_manager",
        export_string_translation=False,
        help="The user is the general manager, to whom the statistics are reported.",
    )

    # ------------------------------------------------------------------------------------------------------------------
    # Query
    # ------------------------------------------------------------------------------------------------------------------

    @property
    def _table_query(self):
        # sub-selects in the list of columns instead of joins: what a pivot does not ask for is not computed, and a
        # condition on the period reaches the table of visits
        return SQL("SELECT %s FROM %s WHERE %s", self._select(), self._from(), self._where())

    def _select(self):
        return SQL(
            """
            visit.id AS id,
            visit.id AS visit_id,
            visit.name AS number,
            %(local)s::date AS date,
            visit.date_begin AS date_begin,
            visit.company_id AS company_id,
            company.currency_id AS currency_id,
            visit.state AS state,
            visit.category_id AS category_id,
            visit.department_id AS department_id,
            visit.host_id AS host_id,
            (SELECT partner.name FROM res_partner partner WHERE partner.id = visit.organisation_id) AS visiting_unit,
            %(visitors)s AS visitors,
            %(positions)s AS positions,
            visit.batch AS batch,
            visit.headcount AS headcount,
            visit.purpose AS purpose,
            visit.origin AS origin,
            visit.visit_type AS visit_type,
            visit.waiting_minutes AS waiting_minutes,
            %(transport_facts)s AS transport_facts,
            %(lodging_facts)s AS lodging_facts,
            %(transport_count)s AS transport_count,
            %(lodging_count)s AS lodging_count,
            COALESCE(visit.cost_planned, 0) AS cost_planned,
            COALESCE(visit.cost_actual, 0) AS cost_actual,
            %(over_standard_count)s AS over_standard_count
            """,
            local=self.env["res.company"]._sql_reception_local(SQL("visit.date_begin"), "company"),
            visitors=self._select_of_guests("name"),
            positions=self._select_of_guests("position"),
            transport_facts=self._select_of_bookings(self._sql_booking_facts(), TRANSPORT),
            lodging_facts=self._select_of_bookings(self._sql_booking_facts(), LODGING),
            transport_count=self._select_of_bookings(SQL("COUNT(*)"), TRANSPORT),
            lodging_count=self._select_of_bookings(SQL("COUNT(*)"), LODGING),
            over_standard_count=self._select_over_standard(),
        )

    def _select_of_guests(self, column):
        return SQL(
            """(SELECT string_agg(NULLIF(guest.%s, ''), ', ' ORDER BY guest.is_principal IS TRUE DESC, guest.sequence, guest.id)
            FROM reception_visit_guest guest WHERE guest.visit_id = visit.id)""",
            SQL.identifier(column),
        )

    def _sql_booking_facts(self):
        return SQL(
            "jsonb_agg(jsonb_build_array(booking.service, booking.class_id, booking.quantity)"
            " ORDER BY booking.date_from, booking.id)"
        )

    def _select_of_bookings(self, what, services):
        return SQL(
            """(SELECT %s FROM reception_booking booking
            WHERE booking.visit_id = visit.id AND booking.service IN %s AND booking.state IN %s)""",
            what,
            services,
            BOOKED,
        )

    def _select_over_standard(self):
        return SQL(
            """(SELECT COUNT(*) FROM reception_booking booking WHERE booking.visit_id = visit.id
            AND booking.entitlement_state IN %s AND booking.state IN %s)
            + (SELECT COUNT(*) FROM reception_hospitality meal WHERE meal.visit_id = visit.id
            AND meal.is_over_standard AND meal.state = 'approved')""",
            OVER_STANDARD,
            BOOKED,
        )

    def _from(self):
        return SQL(
            """reception_visit visit
            JOIN res_company company ON company.id = visit.company_id"""
        )

    def _where(self):
        return SQL("visit.state IN %s", RECEIVED)

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends("transport_facts", "lodging_facts")
    def _compute_bookings(self):
        wording = BookingWording(self.env)
        for row in self:
            row.transport_bookings = wording.describe(row.transport_facts)
            row.lodging_bookings = wording.describe(row.lodging_facts)

    @api.depends_context("uid")
    @api.depends("company_id")
    def _compute_for_general_manager(self):
        companies = self.env["reception.position.holder"]._get_companies_managed()
        for row in self:
            row.for_general_manager = row.company_id in companies

    def _search_for_general_manager(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("company_id", "in", self.env["reception.position.holder"]._get_companies_managed().ids)

    def action_open_visit(self):
        """Open the reception notice of the row."""
        self.ensure_one()
        return self.visit_id.get_formview_action()

    # ------------------------------------------------------------------------------------------------------------------
    # Period and rights
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_last_month(self, company):
        """First and last day of the month before, in the company's time zone."""
        today = self.env["reception.deadline"]._get_today(company)
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last

    @api.model
    def _check_can_export(self, company):
        """Who may take the statistics of a company out of the system (1-2.3).

        :raises AccessError: neither Administration and HR, auditor, Finance nor the general manager; or another company
        """
        user = self.env.user
        if not self.env.su and company not in user.company_ids:
            raise AccessError(self.env._("You do not work for this company. Choose one of your own."))
        if (
            not self.env.su
            and not user.has_groups(READERS)
            and company not in self.env["reception.position.holder"]._get_companies_managed()
        ):
            raise AccessError(
                self.env._(
                    "The reception statistics are for Administration and HR, auditors, Finance and the general manager "
                    "(1-2.3). Ask Administration and HR."
                )
            )

    # ------------------------------------------------------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _write_workbook(self, file, company, date_from, date_to, earlier=()):
        """:param earlier: what the monthly report adds to earlier months, ``[(first day, {figure: amount})]``"""
        return write_statistics(
            file,
            self._get_texts(company, date_from, date_to),
            self._get_labels(company),
            company.currency_id.decimal_places,
            self._iter_printable(self._period_domain(company, date_from, date_to), company),
            [(month[:7], figures) for month, figures in earlier],
        )

    @api.model
    def _get_filename(self, date_from, date_to):
        return self.env._("Reception statistics %(first)s to %(last)s", first=date_from, last=date_to) + ".xlsx"

    def _get_texts(self, company, date_from, date_to):
        return {
            "title": self.env._(
                "Reception statistics of %(company)s, %(first)s to %(last)s",
                company=company.name,
                first=date_from,
                last=date_to,
            ),
            "register": self.env._("Register"),
            "totals": self.env._("Totals"),
            "cases": self.env._("Over standard"),
            "total": self.env._("Total"),
            "by_category": self.env._("By category"),
            "by_department": self.env._("By receiving department"),
            "by_month": self.env._("By month"),
            "earlier": self.env._("Added to earlier months"),
            "this_month": self.env._("This month"),
        }

    def _get_labels(self, company):
        return self._label_columns(
            (*REGISTER, *TOTALS, *CASES),
            company,
            subject=self.env._("Over standard in"),
            amount=self.env._("Amount"),
            reason=self.env._("Reason"),
            agreed_by=self.env._("Agreed by"),
            agreed_at=self.env._("Agreed on"),
            visits=self.env._("Number of Visits"),
        )

    @api.model
    def _period_domain(self, company, date_from, date_to):
        # the second pair says the same more loosely, in terms of the index on the arrival
        day = timedelta(days=1)
        earliest = datetime.combine(max(date_from, date.min + day), time.min) - day
        latest = datetime.combine(min(date_to, date.max - 2 * day), time.min) + 2 * day
        return (
            Domain("company_id", "=", company.id)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to)
            & Domain("date_begin", ">=", earliest)
            & Domain("date_begin", "<", latest)
        )

    def _iter_printable(self, domain, company):
        """Batches of ``(rows, cases)`` as ``write_statistics`` takes them."""
        wording = BookingWording(self.env)
        names = NameCache(self.env, self._fields, ("category_id", "department_id", "host_id"))
        states = dict(self._fields["state"]._description_selection(self.env))
        stored = [name for name, field in self._fields.items() if field.store and name != "display_name"]
        for rows in self._iter_rows(domain, stored):
            names.load(rows)
            for row in rows:
                row.update(
                    month=row["date"].strftime("%Y-%m"),
                    transport_bookings=wording.describe(row["transport_facts"]),
                    lodging_bookings=wording.describe(row["lodging_facts"]),
                    state=states[row["state"]],
                    **names.of(row),
                )
            yield rows, self._get_cases(rows, company)
