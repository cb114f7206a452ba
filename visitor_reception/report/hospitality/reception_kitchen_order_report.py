from odoo import api, models
from odoo.tools import format_date, format_time


class ReportReceptionKitchenOrder(models.AbstractModel):
    """Values of the printed kitchen order list (厨房订餐单, 1-6.1): a page a day, lunch and dinner by department."""

    _name = "report.visitor_reception.report_reception_kitchen_order"
    _description = "Printed Kitchen Order List"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the orders
        """
        orders = self.env["reception.kitchen.order"].browse(docids)
        orders.check_access("read")
        pages = orders.sorted(lambda order: (order.day, order.company_id.id, order.meal_at)).grouped(
            lambda order: (order.day, order.company_id)
        )
        return {
            "docs": orders,
            "pages": [
                (company, day, self._get_meals(of_day), self._get_departments(of_day))
                for (day, company), of_day in pages.items()
            ],
            "format_day": lambda day: format_date(self.env, day, date_format="full"),
            "format_hour": self._format_hour,
        }

    @api.model
    def _format_hour(self, order):
        return format_time(self.env, order.meal_at, tz=order.company_id._reception_zone().zone, time_format="short")

    @api.model
    def _get_meals(self, orders):
        """The orders of a day: ``[(label, orders)]``, lunch first; a meal without orders is left out."""
        labels = dict(orders._fields["meal"]._description_selection(self.env))
        by_meal = orders.sorted(lambda order: (order.department_id.name or "", order.meal_at)).grouped("meal")
        return [(label, by_meal[meal]) for meal, label in labels.items() if meal in by_meal]

    @api.model
    def _get_departments(self, orders):
        """Diners of a day by department: ``[(name, lunch, dinner, total)]``."""
        rows = []
        for department, ordered in orders.grouped("department_id").items():
            diners = [
                sum(ordered.filtered(lambda order, meal=meal: order.meal == meal).mapped("diner_count"))
                for meal in ("lunch", "dinner")
            ]
            # whoever cooks may know the department, whatever else they may read of it
            rows.append((department.sudo().name or "", *diners, sum(diners)))
        return sorted(rows)
