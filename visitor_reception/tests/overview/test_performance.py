from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged, warmup

from ..common_cost import ReceptionCostCommon

# what the activity icon of a list reads
ACTIVITY_FIELDS = (
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
)


@tagged("post_install", "-at_install")
class TestPerformance(ReceptionCostCommon):
    """Queries of what people wait for: the same for few records and for many, or growing by a number that is stated."""

    def _run(self, budget, function):
        """Run ``function`` on cold records within ``budget`` queries; return how many it took."""
        self.cr.flush()  # with the messages that track what was prepared
        self.env.invalidate_all()
        (self.env.user | self.officer).mapped("login")  # who asks is read with every request, whatever is asked
        before = self.cr.sql_log_count
        with self.assertQueryCount(budget):
            function()
            self.cr.flush()
        return self.cr.sql_log_count - before

    def assertSameQueries(self, counts):
        # the first run of @warmup fills the caches of the registry
        if self.warm:
            self.assertEqual(len(set(counts)), 1, f"queries grow with the number of records: {counts}")

    def _make_visits(self, count):
        """Complete notices in draft that differ in what a list shows."""
        organisations = self.env["res.partner"].create(
            [{"name": f"Customer {number}", "is_company": True} for number in range(count)]
        )
        people = (self.host | self.head | self.stranger | self.officer).employee_id
        vals_list = []
        for number, organisation in enumerate(organisations):
            host = people[number % len(people)]
            vals_list.append(
                self._visit_vals(organisation_id=organisation.id, host_id=host.id, department_id=host.department_id.id)
            )
        return self.env["reception.visit"].with_user(self.officer).create(vals_list)

    def _make_hosted_visit(self, count):
        """An issued visit with ``count`` bookings, meals and claims."""
        visit = self._grant(self._make_visit(guest_ids=self._guest_commands(*["below_deputy_gm"] * count)))
        for guest in visit.guest_ids:
            self._book("hard_seat", guest, visit=visit)
            self._claim(self._grant(self._apply(visit=visit, guest_ids=[Command.set(guest.ids)])))
        return visit

    def _make_claims(self, count):
        """Submitted claims for a meal each, every one of another visit."""
        visits = self.env["reception.visit"].with_user(self.host).create([self._visit_vals() for _n in range(count)])
        visits.action_submit()
        visits.with_user(self.gm).action_sign()
        claims = self.env["hr.expense"]
        for visit in visits:
            meal = self._apply(visit=visit, guest_ids=[Command.set(visit.guest_ids.ids)], amount_planned=300)
            claims |= self._claim(self._grant(meal))
        claims.action_submit()
        return claims.with_user(self.accountant).sudo()

    def _make_plain_expenses(self, count):
        """Approved expenses that have nothing to do with a visit."""
        expenses = self.env["hr.expense"].create(
            [
                {
                    "name": "Train to the supplier",
                    "product_id": self.env.ref("visitor_reception.product_voucher_travel").id,
                    "employee_id": self.host.employee_id.id,
                    "total_amount_currency": 200,
                }
                for _number in range(count)
            ]
        )
        expenses.action_submit()
        expenses = expenses.with_user(self.accountant).sudo()
        expenses._do_approve()
        return expenses

    def _get_spec(self, model, view_type):
        """What the web client reads when it opens the view: its columns and, for lines, theirs."""
        return self._get_node_spec(model, etree.fromstring(model.get_view(view_type=view_type)["arch"]))

    def _get_node_spec(self, model, node):
        spec = {}
        for child in node.iterchildren(etree.Element):
            if child.tag != "field":
                spec.update(self._get_node_spec(model, child))
                continue
            field = model._fields[child.get("name")]
            spec[field.name] = {}
            lines = child.find("list")
            if lines is not None:
                spec[field.name] = {"fields": self._get_node_spec(model[field.name], lines)}
            elif field.relational and field.name != "activity_ids":
                spec[field.name] = {"fields": {"display_name": {}}}
        return spec

    @warmup
    def test_first_page_of_the_list(self):
        model = self.env["reception.visit"].with_user(self.officer)
        spec = self._get_spec(model, "list") | dict.fromkeys(ACTIVITY_FIELDS, {})
        counts = []
        for size in (10, 60):
            visits = self._make_visits(size)
            visits[: size // 2].action_submit()
            domain = [("id", "in", visits.ids)]
            # visits 1; company, category, employees, departments, currency 5; activities with their types and users 10;
            # steps, done and open, 1
            counts.append(self._run(17, lambda domain=domain: model.web_search_read(domain, spec, limit=80)))
        self.assertSameQueries(counts)

    @warmup
    def test_form_among_many(self):
        """It does not matter how many other notices there are."""
        spec = self._get_spec(self.env["reception.visit"].with_user(self.host), "form")
        counts = []
        for size in (10, 50):
            visits = self._make_visits(size)
            visits.action_submit()
            # the rights of the host (8), what their buttons may do (5), lines and papers on its pages (12), the steps (1),
            # notices that may be the same visit (4), names of people, departments and ranks (14), counts of documents
            # (1) and the cost (2)
            counts.append(self._run(46, lambda: self.visit.with_user(self.host).web_read(spec)))
        self.assertSameQueries(counts)

    @warmup
    def test_form_of_a_large_visit(self):
        """It does not matter how many guests, bookings, meals and claims the visit has."""
        spec = self._get_spec(self.env["reception.visit"].with_user(self.host), "form")
        counts = []
        for size in (2, 20):
            visit = self._make_hosted_visit(size)
            # as above, and what bookings, meals and claims are about
            counts.append(self._run(55, lambda visit=visit: visit.with_user(self.host).web_read(spec)))
        self.assertSameQueries(counts)

    @warmup
    def test_submit(self):
        for size in (1, 5, 20):
            visits = self._make_visits(size)
            # a notice: its number; rules, signatures, activities, followers, the files that are kept, the notes about the
            # moves and what people are about to be told are one batch each
            self._run(50 + size, visits.action_submit)
            self.assertEqual(set(visits.mapped("state")), {"signing"})

    @warmup
    def test_sign_in_one_click(self):
        for size in (1, 5, 20):
            visits = self._make_visits(size)
            visits.action_submit()
            # signatures, activities, moves and the notes about them, the steps of the procedure, of which Odoo inserts a
            # hundred at once, and the guests whom the gate expects: one batch each; followers and what people are about to
            # be told one for each of the four hosts
            self._run({1: 51, 5: 64, 20: 82}[size], visits.with_user(self.gm).action_sign)
            self.assertEqual(set(visits.mapped("state")), {"issued"})

    @warmup
    def test_cost_of_visits_when_claims_are_posted(self):
        self._make_plain_expenses(1)._post_without_wizard()  # the first entry of a journal looks for its number
        counts = []
        for size in (5, 20):
            plain = self._make_plain_expenses(size)
            claims = self._make_claims(size)
            claims._do_approve()
            # Odoo's own, and two an expense for the message that tracks it; what their products are (1)
            by_odoo = self._run(77 + 2 * size, plain._post_without_wizard)
            # ours besides: the check of applications, of who signed them, and the cost of visits, one batch each
            with self._after_meals():
                counts.append(self._run(by_odoo + 22, claims._post_without_wizard) - by_odoo)
            self.assertEqual(claims.reception_visit_id.mapped("cost_actual"), [200] * size)
        self.assertSameQueries(counts)

    @warmup
    def test_approve_claims(self):
        for size in (5, 20):
            claims = self._make_claims(size)
            # Odoo writes one by one, with two messages (14); what the claims of the applications come to, and who alone
            # signed the meals, is asked once for all, not with each of its three writes
            self._run(33 + 14 * size, claims._do_approve)
