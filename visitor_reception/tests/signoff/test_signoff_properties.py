import math
import random
from datetime import timedelta
from itertools import permutations, product

from odoo import fields
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ...tools.quorum import share_reached, signatures_needed, step_outcome
from ..common import SignoffTesterCommon

CASES = 120


class Request:
    """One signature asked for, as the oracle sees it."""

    def __init__(self, position, holder, desk):
        self.position, self.holder, self.desk, self.answer = position, holder, desk, None


class Oracle:
    """Who must sign, computed from the wording of the policy and design section 4, not from the engine's code."""

    def __init__(self, steps):
        self.steps, self.number, self.end = steps, 0, None

    @property
    def step(self):
        return self.steps[self.number]

    def pending(self):
        """People who are asked now."""
        return set() if self.end else {request.desk for request in self._open_requests()}

    def _open_requests(self):
        kind, requests, added = self.step["quorum"], self.step["requests"], self.step["added"]
        unanswered = [request for request in requests if not request.answer]
        if self._ruled() == "granted":
            unanswered = []
        elif kind == "all" and self.step["holders_needed"] == "one":
            done = {request.position for request in requests if request.answer == "sign"}
            unanswered = [request for request in unanswered if request.position not in done]
        return unanswered + [request for request in added if not request.answer]

    def _ruled(self):
        requests = self.step["requests"]
        yes = [request for request in requests if request.answer == "sign"]
        no = [request for request in requests if request.answer == "decline"]
        kind = self.step["quorum"]
        if kind == "share":
            needed = math.ceil(len(requests) * self.step["p"] / self.step["q"] - 1e-9)
            if len(yes) >= needed:
                return "granted"
            return "declined" if len(requests) - len(no) < needed else None
        if kind == "any":
            return "granted" if yes else "declined" if no else None
        if no:
            return "declined"
        for position in {request.position for request in requests}:
            holders = {request.holder for request in requests if request.position == position}
            signed = {request.holder for request in yes if request.position == position}
            if not signed or (self.step["holders_needed"] == "all" and signed != holders):
                return None
        return "granted"

    def answer(self, person, answer):
        for request in self._open_requests():
            # an absent holder may still sign themselves
            if person in (request.desk, request.holder):
                request.answer = answer
        added = [request.answer for request in self.step["added"]]
        ruled = "declined" if "decline" in added else self._ruled()
        if ruled == "declined":
            self.end = "declined"
        elif ruled == "granted" and None not in added:
            if self.number + 1 == len(self.steps):
                self.end = "approved"
            else:
                self.number += 1


@tagged("post_install", "-at_install")
class TestQuorum(BaseCase):
    """Pure arithmetic of the quorum."""

    def test_1_3_1_two_thirds_of_1_to_50(self):
        for holders in range(1, 51):
            needed = -(-2 * holders // 3)
            self.assertEqual(signatures_needed(holders, 2, 3), needed)
            self.assertTrue(share_reached(needed, holders, 2, 3))
            self.assertFalse(share_reached(needed - 1, holders, 2, 3))
            for signed in range(holders + 1):
                votes = [("p", user, 1, "signed" if user < signed else "asked") for user in range(holders)]
                self.assertEqual(step_outcome("share", votes, 2, 3), "granted" if signed >= needed else "open")
            for declined in range(holders + 1):
                votes = [("p", user, 1, "declined" if user < declined else "asked") for user in range(holders)]
                expected = "declined" if holders - declined < needed else "open"
                self.assertEqual(step_outcome("share", votes, 2, 3), expected)

    def test_1_3_1_shares_instead_of_heads_by_weights(self):
        """D1: 60 of 100 shares are less than two thirds, 67 are not."""
        shares = {"a": 60, "b": 33, "c": 7}
        for states in product(("asked", "signed", "declined"), repeat=3):
            votes = [("p", user, weight, state) for (user, weight), state in zip(shares.items(), states, strict=True)]
            signed = sum(vote[2] for vote in votes if vote[3] == "signed")
            declined = sum(vote[2] for vote in votes if vote[3] == "declined")
            expected = "granted" if signed * 3 >= 200 else "declined" if (100 - declined) * 3 < 200 else "open"
            self.assertEqual(step_outcome("share", votes, 2, 3), expected, votes)


@tagged("post_install", "-at_install")
class TestSignoffProperties(SignoffTesterCommon):
    """Random organisations, rules and orders of answers; every run is the same (seeded)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.shareholders + [cls.gm, cls.edgm, cls.dgm]
        cls.extra = [cls.stranger, cls.guard, cls.cashier]
        cls.positions = cls.env["reception.position"].create(
            [{"name": f"Position {number}", "code": f"test_{number}"} for number in range(4)]
        )
        cls.env.flush_all()

    def _make_case(self, rng):
        """Holders, a rule, and the oracle for it."""
        self.positions.holder_ids.unlink()
        yesterday = fields.Date.today() - timedelta(days=2)
        holders = {}
        for position in self.positions:
            vals_list = []
            for user in rng.sample(self.people, rng.choice((1, 1, 2, 3, 5))):
                deputy = rng.choice(self.people + self.extra) if rng.random() < 0.2 else None
                deputy = None if deputy == user else deputy
                vals = {"position_id": position.id, "user_id": user.id, "company_id": self.company.id}
                if deputy:
                    vals.update(deputy_id=deputy.id, absent_from=yesterday)
                vals_list.append(vals)
                holders.setdefault(position, []).append((user, deputy or user))
            self.env["reception.position.holder"].create(vals_list)
        steps, oracle_steps = [], []
        for number in range(rng.choice((1, 1, 2, 3))):
            positions = rng.sample(list(self.positions), rng.choice((1, 2, 3)))
            q = rng.randint(1, 6)
            p = rng.randint(1, q)
            quorum = rng.choice(("all", "any", "share"))
            holders_needed = rng.choice(("one", "all"))
            steps.append(
                Command.create(
                    {
                        "sequence": number,
                        "quorum": quorum,
                        "holders_needed": holders_needed,
                        "share_numerator": p,
                        "share_denominator": q,
                        "position_ids": [Command.link(position.id) for position in positions],
                    }
                )
            )
            requests, seen = [], set()
            # a person has one vote where heads are counted, under the first position that they hold
            for position in sorted(positions, key=lambda position: position.id):
                for user, desk in holders[position]:
                    if quorum != "share" or user not in seen:
                        requests.append(Request(position, user, desk))
                    seen.add(user)
            oracle_steps.append(
                {"quorum": quorum, "p": p, "q": q, "holders_needed": holders_needed, "requests": requests, "added": []}
            )
        rule = self.env["reception.signoff.rule"].create(
            {"name": "Case", "res_model": "reception.signoff.tester", "clause": "1-3.8", "step_ids": steps}
        )
        return rule, Oracle(oracle_steps)

    def assertAsked(self, document, oracle):
        document.invalidate_recordset()
        self.assertEqual(set(document.pending_signatory_ids.ids), {user.id for user in oracle.pending()})
        activities = document.sudo().activity_ids.filtered(lambda activity: activity.activity_category == "signoff")
        self.assertEqual(sorted(activities.user_id.ids), sorted(document.pending_signatory_ids.ids))
        self.assertEqual(len(activities), len(activities.user_id), "one activity a person and document")

    def test_granted_exactly_when_the_quorum_holds(self):
        """1-3.8: the last required signature grants, a refusal stops; whatever the organisation and the order."""
        rng = random.Random(20260302)
        ends = []
        for case in range(CASES):
            with self.subTest(case=case), self.env.cr.savepoint():
                rule, oracle = self._make_case(rng)
                decline_rate = rng.choice((0, 0, 0.1, 0.4))
                document = self._make_document()
                document.action_submit()
                while not oracle.end:
                    self.assertEqual(document.state, "signing")
                    self.assertAsked(document, oracle)
                    if rng.random() < 0.08:
                        self._add_signer(rng, document, oracle)
                        continue
                    person = rng.choice(sorted(oracle.pending(), key=lambda user: user.id))
                    answer = "decline" if rng.random() < decline_rate else "sign"
                    oracle.answer(person, answer)
                    signer = document.with_user(person)
                    count = len(document.sudo().message_ids)
                    signer.action_sign("yes") if answer == "sign" else signer.action_decline("no")
                    logged = document.sudo().message_ids[: len(document.sudo().message_ids) - count]
                    self.assertEqual(sum("igned:" in body or "eclined:" in body for body in logged.mapped("body")), 1)
                self.assertEqual(document.state, oracle.end)
                self.assertEqual(document.granted_count, int(oracle.end == "approved"))
                self.assertNothingOpen(document)
                ends.append(oracle.end)
                rule.active = False
        self.assertGreater(ends.count("approved"), CASES / 4)
        self.assertGreater(ends.count("declined"), CASES / 10)

    def _add_signer(self, rng, document, oracle):
        """Ask one more person, if there is somebody who has no part in the step."""
        part = {user for request in oracle.step["requests"] for user in (request.holder, request.desk)}
        part |= {request.desk for request in oracle.step["added"]}
        if free := [user for user in self.extra if user not in part]:
            user = rng.choice(free)
            asked = rng.choice(sorted(oracle.pending(), key=lambda user: user.id))
            document.with_user(asked).action_add_signer(user.id)
            oracle.step["added"].append(Request(None, user, user))

    def _run_order(self, answers):
        """The end of a document whose holders answer in the given order: ``[(user, answer)]``."""
        document = self._make_document()
        document.action_submit()
        for user, answer in answers:
            if user in document.pending_signatory_ids:
                signer = document.with_user(user)
                signer.action_sign() if answer == "sign" else signer.action_decline("no")
        self.assertNothingOpen(document)
        return document.state

    def test_order_of_pure_signing_never_matters(self):
        for step in (
            {"quorum": "share", "position_ids": ["shareholder"]},
            {"quorum": "all", "holders_needed": "all", "position_ids": ["shareholder"]},
            {"quorum": "all", "holders_needed": "one", "position_ids": ["shareholder"]},
        ):
            rule = self._make_rule(step)
            for order in list(permutations(self.shareholders))[::10]:
                self.assertEqual(self._run_order([(user, "sign") for user in order]), "approved")
            rule.active = False

    def test_1_3_1_order_of_declines_in_a_share_does_not_matter(self):
        self._make_rule({"quorum": "share", "position_ids": ["shareholder"]})
        for declines in range(4):
            answers = ["decline"] * declines + ["sign"] * (5 - declines)
            expected = "approved" if declines <= 1 else "declined"
            for order in sorted(set(permutations(answers)))[::2]:
                pairs = list(zip(self.shareholders, order, strict=True))
                self.assertEqual(self._run_order(pairs), expected, order)
