from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon

# T1 as printed in the policy: first, economy | soft sleeper, hard seat, D/EMU | second or better, third
T1_COLUMNS = (
    "first_class",
    "economy_class",
    "soft_sleeper",
    "hard_seat",
    "emu_train",
    "second_class_or_better",
    "third_class",
)
T1 = {
    "shareholder": "√.√.√√.",
    "chairman": "√.√.√√.",
    "general_manager": "√.√.√√.",
    "supervisory_chairman": "√.√.√√.",
    "equivalent_a": "√.√.√√.",
    "director": ".√√.√√.",
    "deputy_gm": ".√√.√√.",
    "equivalent_b": ".√√.√√.",
    "below_deputy_gm": ".√.√√.√",
    "ordinary_staff": ".......",
}
# T2: five-star suite, standard | four-star suite, standard | three-star or below suite, standard
T2_COLUMNS = (
    "five_star_suite",
    "five_star_standard",
    "four_star_suite",
    "four_star_standard",
    "three_star_suite",
    "three_star_standard",
)
T2 = {
    "shareholder": "√.....",
    "chairman": "√.....",
    "general_manager": "......",
    "supervisory_chairman": "..√...",
    "equivalent_a": "√.....",
    "director": "..√...",
    "deputy_gm": "..√...",
    "equivalent_b": "..√...",
    "below_deputy_gm": "...√..",
    "ordinary_staff": ".....√",
}


class PolicyCase(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entitlements = cls.env["reception.entitlement"]

    def _rank(self, code):
        return self.env.ref(f"visitor_reception.reception_rank_{code}")

    def _class(self, code):
        return self.env.ref(f"visitor_reception.reception_service_class_{code}")

    def _drawn(self, key, columns):
        """The table of the matrix as drawn above: ``{rank code: ticks}``."""
        tables = self.entitlements.with_user(self.host).get_matrix()["tables"]
        [table] = [table for table in tables if table["key"] == key]
        codes = self.env["reception.service.class"].browse(c["class_id"] for c in table["columns"]).mapped("code")
        self.assertEqual(tuple(codes), columns)
        ranks = self.env["reception.rank"]
        return {
            ranks.browse(row["rank_id"]).code: "".join(
                "√" if cell["state"] == "ticked" else "." for cell in row["cells"]
            )
            for row in table["rows"]
        }

    def _states(self, key, rank):
        tables = self.entitlements.get_matrix()["tables"]
        [table] = [table for table in tables if table["key"] == key]
        [row] = [row for row in table["rows"] if row["rank_id"] == rank.id]
        return [cell["state"] for cell in row["cells"]]


@tagged("post_install", "-at_install")
class TestEntitlements(PolicyCase):
    def test_1_4_1_every_tick_of_t1(self):
        self.assertEqual(self._drawn("transport", T1_COLUMNS), T1)
        self.assertEqual(self.entitlements.search_count([("clause", "=", "1-4.1")]), 36)

    def test_1_4_2_every_tick_of_t2(self):
        self.assertEqual(self._drawn("hotel", T2_COLUMNS), T2)
        self.assertEqual(self.entitlements.search_count([("clause", "=", "1-4.2")]), 9)

    def test_1_4_1_a_class_below_a_ticked_one_is_allowed(self):
        """First class implies economy; soft sleeper implies hard seat; second or better implies third."""
        self.assertEqual(
            self._states("transport", self._rank("chairman")),
            ["ticked", "implied", "ticked", "implied", "ticked", "ticked", "implied"],
        )
        self.assertEqual(
            self._states("transport", self._rank("below_deputy_gm")),
            ["none", "ticked", "none", "ticked", "ticked", "none", "ticked"],
        )

    def test_1_4_1_level_of_every_rank(self):
        for ranks, levels in (
            (("shareholder", "chairman", "general_manager", "supervisory_chairman", "equivalent_a"), (2, 3, 2)),
            (("director", "deputy_gm", "equivalent_b"), (1, 3, 2)),
            (("below_deputy_gm", "ordinary_staff"), (1, 2, 1)),
        ):
            for code in ranks:
                found = tuple(self._rank(code)._get_entitled_level(service) for service in ("plane", "train", "ship"))
                self.assertEqual(found, levels, code)

    def test_1_4_1_ordinary_staff_counts_as_below_deputy_gm(self):
        staff = self._rank("ordinary_staff")
        self.assertEqual(staff.counts_as_id, self._rank("below_deputy_gm"))
        self.assertEqual(self._states("transport", staff)[:2], ["none", "implied"])
        self.entitlements.create({"rank_id": staff.id, "class_id": self._class("first_class").id})
        self.assertEqual(staff._get_entitled_level("plane"), 2, "a tick of its own counts first")
        self.assertEqual(staff._get_entitled_level("ship"), 1, "the other services still follow the other rank")

    def test_1_4_2_general_manager_counts_as_group_a(self):
        general_manager = self._rank("general_manager")
        self.assertEqual(general_manager.counts_as_id, self._rank("equivalent_a"))
        self.assertEqual(general_manager._get_entitled_level("hotel"), self._class("five_star_suite").level)
        self.assertEqual(self._states("hotel", general_manager), ["implied"] * 6)

    def test_1_4_2_supervisory_chairman_is_group_b_for_hotels(self):
        rank = self._rank("supervisory_chairman")
        groups = [
            row["group"]
            for table in self.entitlements.get_matrix()["tables"]
            for row in table["rows"]
            if row["rank_id"] == rank.id
        ]
        self.assertEqual(groups, ["A", "B"])

    def test_1_4_2_order_of_hotel_classes(self):
        levels = [self._class(code).level for code in T2_COLUMNS]
        self.assertEqual(levels, sorted(levels, reverse=True))

    def test_1_4_2_headings_as_printed(self):
        table = self.entitlements.get_matrix()["tables"][1]
        self.assertEqual(
            [(heading["name"], heading["span"]) for heading in table["headings"]],
            [("Five-star", 2), ("Four-star", 2), ("Three-star or below", 2)],
        )
        self.assertEqual([column["label"] for column in table["columns"]], ["Suite", "Standard room"] * 3)

    def test_1_4_1_no_rank_and_no_classes_give_no_level(self):
        self.assertEqual(self.env["reception.rank"]._get_entitled_level("plane"), 0)
        self.assertEqual(self._rank("chairman")._get_entitled_level("car"), 0)

    def test_1_4_1_level_follows_classes_and_ranks(self):
        """What was read once is read again after every change of the tables."""
        chairman = self._rank("chairman")
        self.assertEqual(chairman._get_entitled_level("plane"), 2)
        self._class("first_class").level = 5
        self.assertEqual(chairman._get_entitled_level("plane"), 5)
        self._class("first_class").action_archive()
        self.assertEqual(chairman._get_entitled_level("plane"), 0, "an archived class entitles to nothing")
        chairman.counts_as_id = self._rank("director")
        self.assertEqual(chairman._get_entitled_level("plane"), 1)
        with self.assertRaisesRegex(ValidationError, "cannot count as itself"):
            self._rank("director").counts_as_id = chairman

    def test_1_4_1_levels_cost_no_query_per_rank(self):
        ranks = self.env["reception.rank"].search([])
        ranks[0]._get_entitled_level("plane")
        with self.assertQueryCount(0):
            for rank in ranks:
                rank._get_entitled_level("hotel")

    def test_1_4_1_toggle_is_tracked_with_who(self):
        rank, first = self._rank("director"), self._class("first_class")
        toggle = self.entitlements.with_user(self.manager).action_toggle
        toggle(rank.id, first.id)
        self.assertEqual(rank._get_entitled_level("plane"), 2)
        message = rank.message_ids[0]
        self.assertIn("1-4.1: First class ticked.", message.body)
        self.assertEqual(message.author_id, self.manager.partner_id)
        toggle(rank.id, first.id)
        self.assertEqual(rank._get_entitled_level("plane"), 1)
        self.assertIn("1-4.1: tick of First class removed.", rank.message_ids[0].body)

    def test_1_4_1_double_click_switches_once(self):
        rank, first = self._rank("director"), self._class("first_class")
        toggle = self.entitlements.with_user(self.manager).action_toggle
        domain = Domain("rank_id", "=", rank.id) & Domain("class_id", "=", first.id)
        toggle(rank.id, first.id, True)
        toggle(rank.id, first.id, True)
        self.assertEqual(self.entitlements.search_count(domain), 1)
        toggle(rank.id, first.id, False)
        toggle(rank.id, first.id, False)
        self.assertFalse(self.entitlements.search(domain))

    def test_1_4_1_the_same_tick_cannot_be_there_twice(self):
        tick = self.env.ref("visitor_reception.reception_entitlement_director_economy_class")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.entitlements.create({"rank_id": tick.rank_id.id, "class_id": tick.class_id.id})

    def test_1_4_1_only_the_policy_administrator_switches(self):
        tick = self.env.ref("visitor_reception.reception_entitlement_director_economy_class")
        for user in (self.host, self.officer, self.auditor, self.gm):
            entitlements = self.entitlements.with_user(user)
            self.assertFalse(entitlements.get_matrix()["editable"])
            with self.assertRaisesRegex(AccessError, "Entitlement"):
                entitlements.action_toggle(tick.rank_id.id, tick.class_id.id)
        self.assertTrue(self.entitlements.with_user(self.manager).get_matrix()["editable"])
        with self.assertRaisesRegex(AccessError, "Entitlement"):
            tick.with_user(self.manager).class_id = self._class("first_class")

    def test_1_4_1_no_such_cell(self):
        toggle = self.entitlements.with_user(self.manager).action_toggle
        rank_id = self.env["reception.rank"].search([], limit=1).id
        for cell in (("a", "b"), (rank_id, None), (rank_id, True), ([1], {"a": 1}), (rank_id, 10**20)):
            with self.subTest(cell=cell), self.assertRaisesRegex(UserError, "not in the table"):
                toggle(*cell)

    def test_1_4_1_report_shows_both_tables(self):
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.host)
            ._render_qweb_html("visitor_reception.report_entitlement_matrix", [])
        )
        html = html.decode()
        for text in (
            "1-4.1",
            "1-4.2",
            "Chairman of the supervisory board",
            "Second class or better",
            self.company.name,
        ):
            self.assertIn(text, html)
        self.assertEqual(html.count('class="o_tick"'), 45)


@tagged("post_install", "-at_install")
class TestEntitlementRace(TransactionCase):
    """Two administrators at once: real transactions that commit, so everything is taken back at the end."""

    def setUp(self):
        super().setUp()
        self.rank = self.env.ref("visitor_reception.reception_rank_director")
        self.first = self.env.ref("visitor_reception.reception_service_class_first_class")
        self.last_message = self.env["mail.message"].search([], order="id desc", limit=1).id
        self.addCleanup(self._take_back)

    def _cursor(self):
        cr = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(cr.close)
        return cr

    def _take_back(self):
        with db_connect(self.env.cr.dbname).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            domain = [("rank_id", "=", self.rank.id), ("class_id", "=", self.first.id)]
            env["reception.entitlement"].search(domain).unlink()
            env["mail.message"].search(
                [("model", "=", "reception.rank"), ("res_id", "=", self.rank.id), ("id", ">", self.last_message)]
            ).unlink()

    def _toggle(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env, lambda: env["reception.entitlement"].action_toggle(self.rank.id, self.first.id)

    def test_1_4_1_two_administrators_tick_the_same_cell(self):
        slow, quick = self._cursor(), self._cursor()
        # its picture of the table is from before the colleague's tick
        slow.execute("SELECT count(*) FROM reception_entitlement")
        _env, toggle = self._toggle(quick)
        toggle()
        quick.commit()
        env, toggle = self._toggle(slow)
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(ValidationError, "already ticked for this rank"):
            retrying(toggle, env)
        self.assertEqual(
            env["reception.entitlement"].search_count(
                [("rank_id", "=", self.rank.id), ("class_id", "=", self.first.id)]
            ),
            1,
        )


@tagged("post_install", "-at_install")
class TestMealTables(PolicyCase):
    def _standard(self, *args, company=None):
        standards = self.env["reception.meal.standard"].with_user(self.host)
        return standards._get_standard(*args, company or self.company)

    def _assert_standard(self, standard, amount, over_allowed, clause):
        self.assertEqual(
            (standard.amount_per_head, standard.over_allowed, standard.clause), (amount, over_allowed, clause)
        )
        self.assertEqual(standard.currency_id, self.env.ref("base.CNY"))

    def test_1_6_2_1_banquet_with_a_company_leader(self):
        """150 a head outside and 40 inside the company, more with signatures; group meals are held to the same."""
        for kind in ("banquet", "group_meal"):
            self._assert_standard(self._standard(kind, "outside", "company_leader"), 150, True, "1-6.2.1")
            self._assert_standard(self._standard(kind, "inside", "company_leader"), 40, True, "1-6.2.1")

    def test_1_6_2_1_who_dines_as_needed(self):
        self.assertEqual(
            set(self.env["reception.rank"].search([("dines_as_needed", "=", True)]).mapped("code")),
            {"shareholder", "chairman", "general_manager", "supervisory_chairman", "equivalent_a"},
        )

    def test_1_6_2_2_banquet_of_a_department_without_exception(self):
        for kind in ("banquet", "group_meal"):
            for place in ("inside", "outside"):
                self._assert_standard(self._standard(kind, place, "department"), 100, False, "1-6.2.2")

    def test_1_6_2_3_work_meal(self):
        for place in ("inside", "outside", False):
            for host_level in ("company_leader", "department", False):
                self._assert_standard(self._standard("work_meal", place, host_level), 8, False, "1-6.2.3")

    def test_1_6_2_1_the_most_specific_standard_holds(self):
        other = self.env["res.company"].create({"name": "Sister Company"})
        create = self.env["reception.meal.standard"].with_user(self.manager).create
        # one for all companies is made by who may act for all of them
        inside = self.env["reception.meal.standard"].create(
            {"kind": "work_meal", "place": "inside", "amount_per_head": 12, "clause": "1-6.2.3"}
        )
        self.assertEqual(self._standard("work_meal", "inside", "department"), inside)
        self._assert_standard(self._standard("work_meal", "outside", "department"), 8, False, "1-6.2.3")
        own = create({"kind": "work_meal", "amount_per_head": 15, "clause": "1-6.2.3", "company_id": self.company.id})
        self.assertEqual(self._standard("work_meal", "inside", "department"), own)
        self.assertEqual(self._standard("work_meal", "inside", "department", company=other), inside)
        self.assertFalse(self._standard("banquet", False, False), "no guess while place and host are unknown")

    def test_1_6_2_1_amount_is_above_zero_and_has_the_decimals_of_the_currency(self):
        standard = self.env.ref("visitor_reception.reception_meal_standard_work_meal").with_user(self.manager)
        standard = standard.with_context(policy_reason="Decided")
        with self.assertRaisesRegex(ValidationError, "more decimals than CNY"):
            standard.amount_per_head = 8.123
        standard.amount_per_head = 8.5
        with self.assertRaisesRegex(AccessError, "Meal Standard"):
            standard.with_user(self.officer).amount_per_head = 9

    def _limit(self, count, company=None):
        return self.env["reception.companion.limit"].with_user(self.host)._get_limit(count, company or self.company)

    def test_1_6_2_4_two_companions_up_to_ten_guests(self):
        """D8: 10 included."""
        for count in (1, 5, 10):
            limit = self._limit(count)
            self.assertEqual((limit.companions, limit.decided_by_approver, limit.clause), (2, False, "1-6.2.4"))
        for count in (11, 500):
            self.assertTrue(self._limit(count).decided_by_approver)
        self.assertFalse(self._limit(0))

    def test_1_6_2_4_a_company_may_have_its_own_limits(self):
        other = self.env["res.company"].create({"name": "Sister Company"})
        create = self.env["reception.companion.limit"].with_user(self.manager).create
        own = create({"guests_to": 5, "companions": 3, "clause": "1-6.2.4", "company_id": self.company.id})
        self.assertEqual(self._limit(5), own)
        self.assertEqual(self._limit(5, other).companions, 2)
        with self.assertRaisesRegex(ValidationError, "1–10 .* overlap|overlap"):
            self.env["reception.companion.limit"].create(
                {"guests_from": 10, "guests_to": 12, "companions": 3, "clause": "1-6.2.4"}
            )


@tagged("post_install", "-at_install")
class TestCategories(PolicyCase):
    def test_1_1_0_categories_1_1_1_to_1_1_10_exist(self):
        categories = self.env["reception.visitor.category"].search([("parent_id", "=", False)])
        self.assertEqual(categories.mapped("clause"), [f"1-1.{number}" for number in range(1, 11)])
        self.assertEqual("".join(categories.mapped("procedure")), "aaaaabbcde")

    def test_1_1_1_who_signs_follows_from_the_category(self):
        """Categories 1-1.1, 1-1.2, 1-1.3, 1-1.4, 1-1.5, 1-1.6, 1-1.7, 1-1.8, 1-1.9, 1-1.10 and their signatories
        by 1-3.1, 1-3.2, 1-3.3, 1-3.4, 1-3.5, 1-3.6, 1-3.7."""
        users = self.env["res.users"]
        signatories = {
            "1-3.1": users.union(*self.shareholders),
            "1-3.2": self.chairman + self.vice_chairman + self.executive_director,
            "1-3.3": self.chairman + self.supervisory_chairman,
            "1-3.4": self.gm,
            "1-3.5": self.chairman + self.gm + self.edgm,
            "1-3.6": self.gm + self.edgm,
            "1-3.7": self.gm + self.edgm,
        }
        quorums = {"1-3.1": "share", "1-3.2": "all", "1-3.3": "all", "1-3.4": "all"}
        bodies = {"professional_of_bodies": "supervisory_board"}
        expected = {
            "shareholders_meeting": "1-3.1",
            "board_meeting": "1-3.2",
            "shareholder_invited": "1-3.1",
            "director_invited": "1-3.2",
            "supervisor": "1-3.3",
            "professional_of_bodies": "1-3.3",
            "professional_of_gm": "1-3.4",
            "government_body": "1-3.5",
            "industry_association": "1-3.5",
            "key_customer": "1-3.6",
            "other": "1-3.7",
        }
        self.assertEqual(set(self.env["reception.visitor.category"].search([]).mapped("code")), set(expected))
        for code, clause in expected.items():
            vals = {"inviting_body": bodies[code]} if code in bodies else {}
            visit = self._make_visit(code, **vals)
            rule = self.env["reception.signoff.rule"]._get_for(visit)[visit]
            self.assertEqual(rule.clause, clause, code)
            rows = rule._prepare_signoff_vals(visit)
            self.assertEqual({row["user_id"] for row in rows}, set(signatories[clause].ids), code)
            self.assertEqual({row["quorum"] for row in rows}, {quorums.get(clause, "any")}, code)

    def test_1_1_6_the_inviting_body_is_chosen(self):
        category = self._category("professional_of_bodies")
        self.assertTrue(category.choose_inviting_body)
        self.assertFalse(category.inviting_body)

    def test_1_1_8_industry_associations_are_a_sub_category(self):
        self.assertEqual(self._category("industry_association").parent_id, self._category("government_body"))


@tagged("post_install", "-at_install")
class TestClauses(TransactionCase):
    def test_4_18_every_clause_can_be_read(self):
        clauses = self.env["reception.clause"].search([])
        names = clauses.get_external_id()
        own = clauses.filtered(lambda clause: names[clause.id].startswith("visitor_reception."))
        self.assertEqual(len(own.filtered(lambda clause: clause.code.startswith("1-"))), 70)
        self.assertEqual(len(own.filtered(lambda clause: clause.code.startswith("4-"))), 24)
        self.assertEqual(len(own.filtered(lambda clause: clause.code.startswith("3-"))), 13, "of any organisation")
        for clause in own:
            self.assertTrue(clause.rule and clause.wording, clause.code)
            # of what is recorded only, some has to be complete
            self.assertTrue(clause.remedy or clause.kind != "E", clause.code)

    def test_every_policy_record_names_a_clause_that_exists(self):
        """A refusal can quote the rule behind every record of the policy tables."""
        known = set(self.env["reception.clause"].search([]).mapped("code"))
        for model in (
            "reception.entitlement",
            "reception.service.class",
            "reception.meal.standard",
            "reception.companion.limit",
            "reception.deadline",
            "reception.preset",
            "reception.signoff.rule",
            "reception.visitor.category",
        ):
            used = set(self.env[model].search([]).mapped("clause"))
            self.assertTrue(used and used <= known, f"{model}: {used - known}")
        for rank in self.env["reception.rank"].search([]):
            # the tables in which the policy has a row for the rank, with ticks of its own
            self.assertEqual(rank.clause, ", ".join(sorted(set(rank.entitlement_ids.mapped("clause")))), rank.code)

    def test_1_6_1_2_a_refusal_quotes_the_rule_and_the_way_out(self):
        text = self.env["reception.clause"]._explain("1-6.1.2", "no approved hospitality application.")
        self.assertRegex(
            text, r"^1-6\.1\.2: no approved .*\nRule: The application comes first.*\nWay out: Have the hospitality"
        )
