"""By which names the dialects call the fields of an invoice, the surest name first; compared without case."""

VAT = {
    "number": ("InvoiceNumber", "EIid", "InvoiceNo", "发票号码", "数电票号码", "FPHM"),
    "code": ("InvoiceCode", "发票代码", "FPDM"),
    "date": ("RequestTime", "IssueTime", "IssueDate", "开票日期", "KPRQ"),
    "seller_name": ("SellerName", "销售方名称", "销方名称", "XSFMC", "XFMC"),
    "seller_tax_id": (
        "SellerIdNum", "SellerTaxID", "销售方纳税人识别号", "销售方统一社会信用代码", "销方税号", "XSFNSRSBH", "XFSBH",
    ),
    "buyer_name": ("BuyerName", "购买方名称", "购方名称", "GMFMC", "GFMC"),
    "buyer_tax_id": (
        "BuyerIdNum", "BuyerTaxID", "购买方纳税人识别号", "购买方统一社会信用代码", "购方税号", "GMFNSRSBH", "GFSBH",
    ),
    "untaxed": ("TotalAmWithoutTax", "TaxExclusiveTotalAmount", "合计金额", "金额合计", "HJJE"),
    "tax": ("TotalTaxAm", "TaxTotalAmount", "合计税额", "税额合计", "HJSE"),
    "total": ("TotalTax-includedAmount", "TaxInclusiveTotalAmount", "价税合计", "价税合计小写", "JSHJ"),
    "original_number": ("OriginalInvoiceCode", "OriginalInvoiceNumber", "原发票号码", "原蓝字发票号码", "YFPHM"),
    "kind": ("GeneralOrSpecialVAT", "InvoiceType", "发票类型", "发票种类", "FPLX"),
    "red": ("InIssuType", "红字标志", "HZBZ"),
    "seat_class": ("Grade", "SeatLevel", "席别"),
    "passenger": ("Traveler", "旅客姓名", "乘客姓名"),
}  # fmt: skip
RAILWAY = {
    "number": ("ElectronicInvoiceRailwayETicketNumber",),
    "date": ("DateOfIssue",),
    "seller_name": ("IssueParty",),
    "buyer_name": ("NameOfPurchaser",),
    "buyer_tax_id": ("UnifiedSocialCreditCodeOfPurchaser",),
    "untaxed": ("TotalAmountExcludingTax",),
    "tax": ("TaxAmount",),
    "total": ("Fare",),
    "seat_class": ("SeatLevel",),
    "passenger": ("Name",),
    "train": ("TrainNumber",),
    "place_from": ("DepartureStation",),
    "place_to": ("DestinationStation",),
}
AIR = {
    "number": ("ElectronicInvoiceAirTransportReceiptNumber",),
    "date": ("IssueDate", "DateOfIssue"),
    "seller_name": ("IssueParty",),
    "buyer_name": ("NameOfPurchaser",),
    "buyer_tax_id": ("UnifiedSocialCreditCodeOfPurchaser",),
    "tax": ("TaxAmount",),
    "total": ("TotalAmount",),
    "passenger": ("PassengerName",),
    "train": ("Flight",),
    "place_from": ("DepartureStation",),
    "place_to": ("DestinationStation",),
}
LINES = ("IssuItemInformation", "GoodsInfo", "明细", "商品明细", "MX")
LINE = {
    "name": ("ItemName", "Item", "项目名称", "货物或应税劳务名称", "XMMC", "SPMC"),
    "amount": ("Amount", "金额", "JE"),
}


def pick(texts, table):
    """``{field: text}`` of a table from texts by their names in the file."""
    texts = {name.casefold(): text for name, text in reversed(list(texts))}
    found = {}
    for key, names in table.items():
        values = (texts.get(name.casefold()) for name in names)
        found[key] = next((value for value in values if value and value.strip()), "")
    return found
