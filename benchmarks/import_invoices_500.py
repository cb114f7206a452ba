"""500 electronic invoices dropped on the list of expenses: a claim each, filled and checked for duplicates."""

from itertools import count

SIZE = 500
NUMBERS = count(1)
INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{number}</EIid><InherentLabel><InIssuType><LabelCode>Y</LabelCode></InIssuType>
<GeneralOrSpecialVAT><LabelCode>02</LabelCode><LabelName>普通发票</LabelName></GeneralOrSpecialVAT></InherentLabel></Header>
<EInvoiceData><SellerInformation><SellerIdNum>91320100MA000000{seller:02}</SellerIdNum><SellerName>虚构餐饮{seller}</SellerName>
</SellerInformation><BuyerInformation><BuyerIdNum>91310000MA0000000Y</BuyerIdNum><BuyerName>虚构制造有限公司</BuyerName>
</BuyerInformation><BasicInformation><TotalAmWithoutTax>100.00</TotalAmWithoutTax><TotalTaxAm>6.00</TotalTaxAm>
<TotalTax-includedAmount>106.00</TotalTax-includedAmount><RequestTime>2026-03-02</RequestTime></BasicInformation>
<IssuItemInformation><ItemName>*餐饮服务*餐费</ItemName><Amount>100.00</Amount></IssuItemInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber></TaxSupervisionInfo></EInvoice>"""


def make_files(expenses, is_invoice):
    """``SIZE`` uploaded files that belong to no expense yet."""
    texts = []
    for number in range(SIZE):
        text = INVOICE.format(number=f"9931{next(NUMBERS):016}", seller=number % 50)
        # Odoo's own upload reads nothing; files of the same size, but no invoices
        texts.append(text if is_invoice else text.replace("EInvoice", "EDocument").replace("Invoice", "Paper"))
    vals = [{"name": "invoice.xml", "raw": text.encode(), "res_model": "hr.expense"} for text in texts]
    return expenses.env["ir.attachment"].create(vals)


def run(expenses, files):
    """Make the claims."""
    expenses.create_expense_from_attachments(files.ids)


def peer(expenses, files):
    """Make the claims by Odoo's own method, as if this add-on were not there."""
    from odoo.addons.hr_expense.models.hr_expense import HrExpense

    HrExpense.create_expense_from_attachments(expenses, files.ids)
