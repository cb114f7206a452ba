from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..policy.reception_meal_standard import MEAL_KINDS

# hours of the company's day from which a meal is lunch, or dinner
LUNCH_FROM, DINNER_FROM = 10, 15


class ReceptionKitchenOrder(models.Model):
    """What the kitchen cooks (加订用餐, 1-6.1): one row a meal inside the company that is told, approved or being
    signed.

    The kitchen learns when, where, for how many and what they wish or avoid, and neither purpose nor amount nor anything else of the
    application. Days are those of the company's time zone.
    """

    _name = "reception.kitchen.order"
    _description = "Kitchen Order"
    _auto = False
    _order = "day, meal_at, id"
    _rec_name = "venue"
    _depends = {
        "res.company": ["reception_tz"],
        "reception.hospitality": [
            "companion_ids",
            "company_id",
            "department_id",
            "driver_count",
            "guest_ids",
            "kind",
            "meal_at",
            "place",
            "state",
            "venue",
            "visit_id",
        ],
        "reception.visit": ["state"],
        "reception.visit.guest": ["preference_food", "things_to_avoid"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    day = fields.Date(readonly=True)
    meal_at = fields.Datetime(string="Time of the Meal", readonly=True)
    meal = fields.Selection([("breakfast", "Breakfast"), ("lunch", "Lunch"), ("dinner", "Dinner")], readonly=True)
    kind = fields.Selection(MEAL_KINDS, string="Kind of Meal", readonly=True)
    state = fields.Selection([("signing", "Signing"), ("told", "Told"), ("approved", "Approved")], readonly=True)
    department_id = fields.Many2one("hr.department", string="Ordering Department", readonly=True)
    venue = fields.Char(readonly=True)
    guest_count = fields.Integer(string="Guests", readonly=True)
    companion_count = fields.Integer(string="Companions", readonly=True)
    driver_count = fields.Integer(string="Drivers", readonly=True)
    wishes = fields.Char(string="Wishes and Things to Avoid", readonly=True)
    diner_count = fields.Integer(string="Diners", readonly=True, help="Guests, companions and drivers.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT ordered.*,
                CASE WHEN ordered.local_hour < %(lunch_from)s THEN 'breakfast'
                    WHEN ordered.local_hour < %(dinner_from)s THEN 'lunch' ELSE 'dinner' END AS meal,
                ordered.guest_count + ordered.companion_count + ordered.driver_count AS diner_count
            FROM (
                SELECT application.id, application.company_id, application.meal_at, application.kind, application.state,
                    application.department_id, application.venue, COALESCE(application.driver_count, 0) AS driver_count,
                    %(local)s::date AS day,
                    EXTRACT(HOUR FROM %(local)s) AS local_hour,
                    %(guests)s AS guest_count,
                    %(companions)s AS companion_count,
                    %(wishes)s AS wishes
                FROM reception_hospitality application
                JOIN res_company company ON company.id = application.company_id
                JOIN reception_visit visit ON visit.id = application.visit_id
                WHERE visit.state IN ('issued', 'hosting', 'closed') AND application.place = 'inside' AND application.state IN ('signing', 'told', 'approved')
            ) ordered
            """,
            lunch_from=LUNCH_FROM,
            dinner_from=DINNER_FROM,
            local=self.env["res.company"]._sql_reception_local(SQL("application.meal_at"), "company"),
            guests=self._select_count("guest_ids"),
            companions=self._select_count("companion_ids"),
            wishes=self._select_wishes(),
        )

    @api.model
    def _select_count(self, name):
        field = self.env["reception.hospitality"]._fields[name]
        return SQL(
            "(SELECT COUNT(*) FROM %s WHERE %s = application.id)",
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
        )

    @api.model
    def _select_wishes(self):
        """What guests like and avoid, each once and without names."""
        field = self.env["reception.hospitality"]._fields["guest_ids"]
        return SQL(
            """(SELECT STRING_AGG(DISTINCT wish, '; ')
                FROM %(rel)s rel
                JOIN reception_visit_guest guest ON guest.id = rel.%(guest)s
                CROSS JOIN LATERAL UNNEST(ARRAY[guest.preference_food, guest.things_to_avoid]) wish
                WHERE rel.%(application)s = application.id AND wish <> '')""",
            rel=SQL.identifier(field.relation),
            guest=SQL.identifier(field.column2),
            application=SQL.identifier(field.column1),
        )

    def action_print(self):
        """Print the order list of the rows chosen, or of today and tomorrow.

        :returns: the action of the report
        """
        today = self.env["reception.deadline"]._get_today(self.env.company)
        orders = self or self.search([("day", ">=", today), ("day", "<=", today + timedelta(days=1))])
        return self.env.ref("visitor_reception.action_report_reception_kitchen_order").report_action(orders)
