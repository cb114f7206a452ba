"""By which names the dialects call the fields of an invoice, the surest name first; compared without case."""

# digital invoices, older ones, and the finance ministry's XBRL (inv, einv)
VAT = {
    "number": ("InvoiceNumber", "EIid", "InvoiceNo", "NumberOfInvoice", "发票号码", "数电票号码", "数电发票号码", "FPHM"),
    "code": ("InvoiceCode", "CodeOfInvoice", "发票代码", "FPDM"),
    "date": ("RequestTime", "IssueTime", "IssueDate", "DateOfIssue", "DateOfInvoice", "InvoiceDate", "开票日期", "KPRQ"),
    "seller_name": ("SellerName", "NameOfSeller", "销售方",  "销售方名称", "销方名称", "XSFMC", "XFMC"),
    "seller_tax_id": (
        "SellerIdNum", "SellerTaxID", "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller",
        "UnifiedSocialCreditCodeOfSeller", "TaxpayerIdentificationNumberOfSeller", "销售方纳税人识别号", "销售方统一社会信用代码", "销方税号", "XSFNSRSBH", "XFSBH",
    ),
    "buyer_name": (
        "BuyerName", "NameOfPurchaser", "NameOfBuyer", "PurchaserName", "NameOfAccountingEntity", "购买方名称", "购方名称",
        "GMFMC", "GFMC",
    ),
    "buyer_tax_id": (
        "BuyerIdNum", "BuyerTaxID", "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser",
        "UnifiedSocialCreditCodeOfPurchaser", "TaxpayerIdentificationNumberOfPurchaser",
        "UnifiedSocialCreditCodeOfBuyer", "UnifiedSocialCreditCodeOfAccountingEntity",
        "购买方纳税人识别号", "购买方统一社会信用代码", "购方税号", "GMFNSRSBH", "GFSBH",
    ),
    "untaxed": ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "TotalAmountExcludingTax", "TotalAmountWithoutTax", "合计金额", "金额合计", "HJJE"),
    "tax": ("TotalTaxAm", "TaxTotalAmount", "TotalTaxAmount", "TotalTax", "TotalAmountOfTax", "合计税额", "税额合计", "HJSE"),
    "total": (
        "TotalTax-includedAmount", "TaxInclusiveTotalAmount", "TaxIncludedAmountInFigures", "TotalTaxIncludedAmount",
        "TotalAmountIncludingTax", "TotalAmountIncludingTaxInFigures", "价税合计", "价税合计小写", "小写金额", "JSHJ",
    ),
    "original_number": (
        "OriginalInvoiceCode", "OriginalInvoiceNumber", "NumberOfOriginalInvoice", "被红冲蓝字发票号码",
        "被红冲蓝字数电票号码", "被红冲蓝字数电发票号码", "对应蓝字发票号码", "原蓝字发票号码", "原发票号码", "YFPHM",
    ),
    "original_code": ("被红冲蓝字发票代码", "对应蓝字发票代码", "原蓝字发票代码", "原发票代码", "YFPDM"),
    "kind": ("GeneralOrSpecialVAT", "InvoiceType", "TypeOfInvoice", "发票类型", "发票种类", "票种", "FPLX"),
    "red": (
        "InIssuType", "WhetherEinvoiceIsRedEinvoice", "WhetherInvoiceIsRedInvoice", "红字标志", "是否红字发票", "HZBZ",
    ),
    "seat_class": ("Grade", "SeatLevel", "席别"),
    "passenger": ("Traveler", "旅客姓名", "乘客姓名"),
    "remark": ("Remark", "Note", "Remarks", "备注", "BZ"),
}  # fmt: skip
RAILWAY = {
    "number": ("ElectronicInvoiceRailwayETicketNumber",),
    "date": ("DateOfIssue",),
    "seller_name": ("IssueParty",),
    "seller_tax_id": ("IssuePartyCode",),
    "buyer_name": ("NameOfPurchaser",),
    "buyer_tax_id": ("UnifiedSocialCreditCodeOfPurchaser",),
    "untaxed": ("TotalAmountExcludingTax",),
    "tax": ("TaxAmount",),
    "total": ("Fare",),
    "business": ("TypeOfBusiness",),
    "refunded": ("AmountRefunded", "RefundFee", "退票费"),
    "original_number": ("NumberOfOriginalInvoice",),
    "seat_class": ("SeatLevel",),
    "passenger": ("Name",),
    "train": ("TrainNumber",),
    "place_from": ("DepartureStation",),
    "place_to": ("DestinationStation",),
}
AIR = {
    "number": ("ElectronicInvoiceAirTransportReceiptNumber",),
    "date": ("IssueDate", "DateOfIssue"),
    "seller_name": ("NameOfSeller", "IssueParty"),
    "seller_tax_id": ("UnifiedSocialCreditCodeOfSeller",),
    "buyer_name": ("NameOfPurchaser",),
    "buyer_tax_id": ("UnifiedSocialCreditCodeOfPurchaser",),
    "fare": ("Fare",),
    "fuel": ("FuelSurcharge",),
    "tax": ("VatTaxAmount", "TaxAmount"),
    "fund": ("CivilAviationDevelopmentFund",),
    "other_taxes": ("OtherTaxes",),
    "total": ("TotalAmount",),
    "passenger": ("PassengerName",),
}
# one of these stands in every item; the elements that hold it are the items
LINE = {
    "name": (
        "ItemName", "Item", "NameOfTaxableGoodsOrServices", "NameOfGoodsOrServices", "GoodsOrServicesName", "项目名称", "货物或应税劳务名称", "货物或应税劳务、服务名称",
        "XMMC", "SPMC",
    ),
    "amount": ("Amount", "AmountExcludingTax", "金额", "JE"),
}  # fmt: skip
SEGMENT = {
    "flight": ("Flight",),
    "place_from": ("DepartureStation",),
    "place_to": ("DestinationStation",),
}


def pick(texts, table):
    """``{field: text}`` of a table from texts by their names in the file."""
    texts = {name.casefold(): text for name, text in reversed(list(texts)) if text and text.strip()}
    return {
        key: next((texts[n.casefold()] for n in names if n.casefold() in texts), "") for key, names in table.items()
    }


def casefold_names(*names):
    return frozenset(name.casefold() for name in names)
