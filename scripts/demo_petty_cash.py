"""Petty cash in the month of the demo company, run behind demo_month.py in the same `odoo shell`.

As there, every step is a user's; at the end the screens must show what the ledger holds.
"""

NOTES = (100, 50, 20, 10, 5, 1)


def entry(journal, day, ref, *items):
    """An entry that the accountant posts; items are (account, balance)."""
    accountant = env["account.move"].with_user(user("accountant"))
    move = accountant.create(
        {
            "journal_id": journal.id,
            "date": moment(day, 9).date(),
            "ref": ref,
            "line_ids": [
                Command.create({"account_id": account.id, "balance": balance, "name": ref})
                for account, balance in items
            ],
        }
    )
    move.action_post()


def fill_boxes(cash, bank):
    """The bank account begins with what it holds; Finance fetches cash from it."""
    with on(-29):
        equity = env["account.account"].search([("account_type", "=", "equity")], limit=1)
        bank_account, cash_account = (box.journal_id.default_account_id for box in (bank, cash))
        entry(bank.journal_id, -29, "期初银行存款", (bank_account, 300000), (equity, -300000))
        entry(cash.journal_id, -29, "提取备用金现金", (cash_account, 40000), (bank_account, -40000))


def apply_for(login, purpose, amount, day, end, borrower=None, **vals):
    """An advance in draft."""
    with on(day):
        return (
            env["reception.petty.cash"]
            .with_user(user(login))
            .create(
                {
                    "borrower_id": employee(borrower or login).id,
                    "purpose": purpose,
                    "amount": amount,
                    "matter_end": moment(end, 9).date(),
                    **vals,
                }
            )
        )


def grant(document, day):
    with on(day, 10):
        document.action_submit()
        sign_all(document)


def pay(advance, day, amount=None, box=None):
    with on(day, 11):
        advance.with_user(user("cashier")).action_pay(amount, box and box.id)


def paid(login, purpose, amount, day, end, **vals):
    """An advance that was signed and paid out on one day."""
    advance = apply_for(login, purpose, amount, day, end, **vals)
    grant(advance, day)
    pay(advance, day)
    return advance


def hand_in(advance, day, *vouchers):
    """A clearing sheet in draft; vouchers are (product, what, amount)."""
    login = advance.requester_id.login
    with on(day):
        for product, name, amount in vouchers:
            voucher = (
                env["hr.expense"]
                .with_user(user(login))
                .create(
                    {
                        "name": name,
                        "product_id": ref(f"product_{product}").id,
                        "employee_id": advance.borrower_id.id,
                        "petty_cash_id": advance.id,
                        "payment_mode": "own_account",
                        "total_amount_currency": amount,
                        "date": min(advance.matter_end, moment(day, 9).date()),
                    }
                )
            )
            env["ir.attachment"].with_user(user(login)).create(
                {
                    "name": f"{name}.txt",
                    "datas": base64.b64encode(f"{name} {amount:.2f}".encode()),
                    "res_model": "hr.expense",
                    "res_id": voucher.id,
                }
            )
        action = advance.with_user(user(login)).action_new_clearing()
    return env["reception.petty.cash.clearing"].with_user(user(login)).browse(action["res_id"])


def clear(advance, day, *vouchers):
    """Vouchers are handed in, signed, and posted by the accountant."""
    sheet = hand_in(advance, day, *vouchers)
    grant(sheet, day)
    with on(day, 15):
        sheet.with_user(user("accountant")).action_post()
    return sheet


def give_back(advance, day, amount=None):
    with on(day, 16):
        advance.with_user(user("cashier")).action_return(amount)


def reimburse(sheet, day, bank):
    """What was spent beyond the advance goes to the borrower by transfer."""
    with on(day, 16):
        payables = sheet.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_type == "liability_payable" and not line.reconciled
        )
        wizard = env["account.payment.register"].with_user(user("accountant"))
        wizard.with_context(active_model="account.move.line", active_ids=payables.ids).create(
            {"journal_id": bank.journal_id.id, "group_payment": True}
        ).action_create_payments()


def count_cash(box, day, short, why):
    """The cashier counts less than the ledger says; the accountant confirms."""
    env.invalidate_all()  # each step is a request of its own, and the balance of the box one of the ledger
    with on(day, 17):
        count = env["reception.petty.cash.count"].with_user(user("cashier")).create({"box_id": box.id})
        rest = round(box.balance - short)
        lines = count.line_ids.filtered(lambda line: not line.denomination_id.is_coin).grouped("value")
        for note in NOTES:
            lines[note].quantity, rest = divmod(rest, note)
        count.explanation = why
        count.action_sign()
        count.with_user(user("accountant")).action_confirm()


def cleared_advances(bank):
    """What is over: exactly spent, money returned, more spent than drawn, above the threshold, not recognised."""
    fair = paid("head", "行业展会布展零星采购", 3000, -27, -25)
    clear(fair, -24, ("voucher_office", "展位布置材料", 1860), ("voucher_local_transport", "展品搬运", 1140))

    pickup = paid("head", "接站用车及停车费", 2000, -22, -20)
    clear(
        pickup,
        -19,
        ("voucher_local_transport", "高铁站接站包车", 1200),
        ("voucher_local_transport", "停车及过路费", 309),
    )
    give_back(pickup, -18)

    repair = paid("engineer", "客户现场突发抢修", 1000, -17, -16)
    sheet = clear(repair, -15, ("voucher_travel", "抢修往返交通", 634.5), ("voucher_office", "应急配件", 600))
    reimburse(sheet, -13, bank)

    meeting = paid("policy", "季度经营会会务", 8000, -15, -13)
    clear(
        meeting,
        -12,
        ("voucher_meeting", "会场租赁", 4200),
        ("voucher_meeting", "会务用品及茶歇", 1680),
        ("voucher_office", "会议资料印刷", 920),
    )
    give_back(meeting, -11)

    sample = paid("head", "紧急采购样品", 2000, -12, -10)
    clear(sample, -9, ("voucher_office", "样品采购", 1700))
    with on(-8, 16):
        sample.with_user(user("accountant")).action_not_recognise("收据不合规,不予确认,由个人承担")


def open_advances():
    """What is under way, one in each state."""
    paid("engineer", "设备巡检零星开支", 1500, -10, -6)  # overdue since

    with on(-7):
        env["reception.petty.cash.designation"].with_user(user("head")).create(
            {
                "department_id": ref("department_marketing_demo").id,
                "employee_id": employee("host").id,
                "date_from": moment(-7, 9).date(),
                "reason": "负责人出差期间由其领用",
            }
        )
    tour = apply_for("host", "客户巡访期间应急支出", 2500, -5, 2)
    grant(tour, -5)
    pay(tour, -5, 1500)

    office = paid("policy", "办公区应急维修", 3000, -4, -2)
    sheet = hand_in(office, -1, ("voucher_office", "水管维修材料", 1450), ("voucher_office", "维修工时费", 1150))
    with on(-1, 10):
        sheet.action_submit()
        while "edgm" not in sheet.sudo().pending_signatory_ids.mapped("login"):
            sheet.with_user(sheet.sudo().pending_signatory_ids[0]).action_sign()

    grant(apply_for("head", "新品推介会前期筹备", 1200, -1, 6), -1)
    signing = apply_for("head", "外宾接待应急备用", 900, -1, 8)
    with on(-1, 11):
        signing.action_submit()
    apply_for("head", "门店走访礼品", 600, 0, 9)


def check_ledger():
    """Every yuan that the screens call open stands on the advance account, and no other."""
    account = env.company.petty_cash_account_id
    [[balance]] = env["account.move.line"]._read_group(
        [("account_id", "=", account.id), ("parent_state", "=", "posted")], [], ["balance:sum"]
    )
    shown = sum(env["reception.petty.cash"].search([]).mapped("amount_open"))
    assert env.company.currency_id.compare_amounts(balance, shown) == 0, f"ledger {balance}, screens {shown}"


def run_petty_cash():
    if env["reception.petty.cash"].search_count([], limit=1):
        return
    company = env.ref("base.main_company")
    company.petty_cash_accountant_id = user("accountant")
    boxes = env["reception.petty.cash.box"].search([("company_id", "=", company.id)])
    cash, bank = (boxes.filtered(lambda box, kind=kind: box.is_cash == kind)[:1] for kind in (True, False))
    cash.name, bank.name = "财务部现金", "银行基本户"
    fill_boxes(cash, bank)
    cleared_advances(bank)
    open_advances()
    count_cash(cash, -3, 5, "找零差错,经查无法追溯")
    check_ledger()
    env.cr.commit()


run_petty_cash()
