"""Makes electronic invoices for tests: fictional parties, credit codes with their check digit, numbers that begin with 99."""

import io
import zipfile

from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NUMBER = "99312000000000000001"


def credit_code(body):
    """An 18-character unified social credit code from its first 17 (GB 32100).

    >>> credit_code("91310000MA0000000")
    '91310000MA0000000Y'
    """
    total = sum(CODE_CHARACTERS.index(character) * 3**place % 31 for place, character in enumerate(body))
    return body + CODE_CHARACTERS[(31 - total % 31) % 31]


BUYER = credit_code("91310000MA0000000")
SELLER = credit_code("91320100MA0000001")


def make_einvoice(number=NUMBER, total="106.00", untaxed="100.00", tax="6.00", day="2026-03-02", **facts):
    """A digital e-fapiao (XML, bytes); ``facts`` replace what it says by default."""
    values = {
        "issue": "Y",
        "label": "普通发票",
        "buyer": BUYER,
        "seller": SELLER,
        "original": "",
        "items": "<IssuItemInformation><ItemName>*餐饮服务*餐费</ItemName><Amount>110.00</Amount><TaxRate>0.06</TaxRate>"
        "<ComTaxAm>6.60</ComTaxAm><TotaltaxIncludedAmount>116.60</TotaltaxIncludedAmount></IssuItemInformation>"
        "<IssuItemInformation><ItemName>*餐饮服务*餐费</ItemName><Amount>-10.00</Amount></IssuItemInformation>",
        **facts,
    }
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><EInvoice><Header><EIid>{number}</EIid><EInvoiceTag>SWEI3100</EInvoiceTag>"
        f"<InherentLabel><InIssuType><LabelCode>{values['issue']}</LabelCode><LabelName>蓝</LabelName></InIssuType>"
        "<GeneralOrSpecialVAT><LabelCode>02</LabelCode>"
        f"<LabelName>{values['label']}</LabelName></GeneralOrSpecialVAT></InherentLabel></Header>"
        f"<EInvoiceData><SellerInformation><SellerIdNum>{values['seller']}</SellerIdNum><SellerName>虚构餐饮有限公司"
        f"</SellerName></SellerInformation><BuyerInformation><BuyerIdNum>{values['buyer']}</BuyerIdNum>"
        "<BuyerName>虚构制造有限公司</BuyerName></BuyerInformation><BasicInformation>"
        f"<TotalAmWithoutTax>{untaxed}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{total}</TotalTax-includedAmount><RequestTime>{day}</RequestTime></BasicInformation>"
        f"{values['items']}<SpecificInformation><RedEInvoice><OriginalInvoiceCode>{values['original']}"
        "</OriginalInvoiceCode></RedEInvoice></SpecificInformation></EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>{day} 10:00:00</IssueTime>"
        "</TaxSupervisionInfo><Signature><InvoiceNumber>1</InvoiceNumber></Signature></EInvoice>"
    ).encode()


def make_railway(number=NUMBER, seat="二等座", passenger="Guest 1", fare="109.00", year="2021-11-30"):
    """A railway e-ticket (XBRL, bytes)."""
    facts = {
        "ElectronicInvoiceRailwayETicketNumber": number,
        "DateOfIssue": "2026-03-02",
        "TravelDate": "2026-03-02",
        "DepartureStation": "虚构南",
        "DestinationStation": "虚构北",
        "TrainNumber": "G9999",
        "SeatLevel": seat,
        "Name": passenger,
        "Fare": fare,
        "TaxAmount": "9.00",
        "TotalAmountExcludingTax": "100.00",
        "NameOfPurchaser": "虚构制造有限公司",
        "UnifiedSocialCreditCodeOfPurchaser": BUYER,
    }
    rows = "".join(f"<rai:{name} contextRef='c'>{text}</rai:{name}>" for name, text in facts.items())
    return (
        "<xbrli:xbrl xmlns:xbrli='http://www.xbrl.org/2003/instance' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
        f" xmlns:rai='http://xbrl.mof.gov.cn/taxonomy/{year}/rai'>{rows}"
        "<rai:IssueParty contextRef='c' xsi:nil='true'/></xbrli:xbrl>"
    ).encode()


def make_air(number=NUMBER):
    """An air e-ticket itinerary (XBRL, bytes)."""
    return (
        "<xbrl xmlns='http://www.xbrl.org/2003/instance' xmlns:atr='http://xbrl.mof.gov.cn/taxonomy/2023-12-31/atr'>"
        f"<atr:ElectronicInvoiceAirTransportReceiptNumber>{number}</atr:ElectronicInvoiceAirTransportReceiptNumber>"
        "<atr:PassengerName>Guest 1</atr:PassengerName><atr:IssueDate>2026-03-02</atr:IssueDate>"
        "<atr:TotalAmount>1090.00</atr:TotalAmount><atr:DetailInformationOfAirTicketTuple><atr:Flight>XX9999</atr:Flight>"
        "</atr:DetailInformationOfAirTicketTuple></xbrl>"
    ).encode()


def make_fp(number="99000001", code="099002600111"):
    """An older electronic invoice with code and 8-digit number (XML, bytes)."""
    return (
        "<fp:eInvoice xmlns:fp='http://www.edrm.org.cn/schema/e-invoice/2019'>"
        f"<fp:InvoiceCode>{code}</fp:InvoiceCode><fp:InvoiceNo>{number}</fp:InvoiceNo>"
        "<fp:IssueDate>2026年03月02日</fp:IssueDate>"
        f"<fp:Buyer><fp:BuyerName>虚构制造有限公司</fp:BuyerName><fp:BuyerTaxID>{BUYER}</fp:BuyerTaxID></fp:Buyer>"
        f"<fp:Seller><fp:SellerName>虚构酒店</fp:SellerName><fp:SellerTaxID>{SELLER}</fp:SellerTaxID></fp:Seller>"
        "<fp:TaxExclusiveTotalAmount>100.00</fp:TaxExclusiveTotalAmount><fp:TaxTotalAmount>6.00</fp:TaxTotalAmount>"
        "<fp:TaxInclusiveTotalAmount>106.00</fp:TaxInclusiveTotalAmount><fp:GoodsInfos><fp:GoodsInfo>"
        "<fp:Item>*住宿服务*住宿费</fp:Item><fp:Amount>100.00</fp:Amount></fp:GoodsInfo></fp:GoodsInfos></fp:eInvoice>"
    ).encode()


def make_dialect(names, root="Fapiao"):
    """An invoice under other element names: ``{name: text}`` (XML, bytes)."""
    return f"<{root}>{''.join(f'<{name}>{text}</{name}>' for name, text in names.items())}</{root}>".encode()


def make_zip(files, method=zipfile.ZIP_DEFLATED):
    """A ZIP of ``{name: bytes}``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def make_ofd(attached=None, custom=None, texts=(), tags=None):
    """An OFD container.

    :param bytes attached: XML that lies in it
    :param dict custom: custom data of the document
    :param texts: of the page, numbered from 1
    :param dict tags: name of the field to number of its text
    """
    ofd = "xmlns:ofd='http://www.ofdspec.org/2016'"
    data = "".join(f"<ofd:CustomData Name='{name}'>{text}</ofd:CustomData>" for name, text in (custom or {}).items())
    page = "".join(
        f"<ofd:TextObject ID='{number}'><ofd:TextCode>{text}</ofd:TextCode></ofd:TextObject>"
        for number, text in enumerate(texts, start=1)
    )
    files = {
        "OFD.xml": f"<ofd:OFD {ofd}><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>{data}</ofd:CustomDatas></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {ofd}>{page}</ofd:Page>".encode(),
    }
    if attached:
        files["Doc_0/Attachs/invoice.xml"] = attached
    if tags:
        rows = "".join(f"<{name}><ofd:ObjectRef>{number}</ofd:ObjectRef></{name}>" for name, number in tags.items())
        files["Doc_0/Tags/CustomTag.xml"] = f"<Tags {ofd}>{rows}</Tags>".encode()
    return make_zip(files)


def make_pdf(attached=None, name="0"):
    """A PDF of one empty page with an embedded file, made by Odoo's own library."""
    writer = OdooPdfFileWriter()
    writer.add_blank_page(100, 100)
    if attached:
        writer.add_attachment(name, attached, subtype="text/xml")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


MOF = "http://xbrl.mof.gov.cn/taxonomy/2021-11-30"


def make_xbrl(prefix, facts, rows=(), schema=""):
    """An instance of the finance ministry's taxonomy ``prefix``: ``{name: text}``, and ``(tuple, {name: text})`` rows."""

    def put(values):
        return "".join(f"<{prefix}:{name} contextRef='c'>{text}</{prefix}:{name}>" for name, text in values.items())

    tuples = "".join(f"<{prefix}:{name}>{put(values)}</{prefix}:{name}>" for name, values in rows)
    return (
        "<xbrli:xbrl xmlns:xbrli='http://www.xbrl.org/2003/instance' xmlns:link='http://www.xbrl.org/2003/linkbase' "
        f"xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:{prefix}='{MOF}/{prefix}'>"
        f"<link:schemaRef xlink:href='{schema or prefix}_entry_point.xsd'/>{put(facts)}{tuples}</xbrli:xbrl>"
    ).encode()


def make_refund_fee(number=NUMBER, **facts):
    """The invoice for what the railway keeps of a ticket that was given back: 25.94 + 1.56."""
    return make_xbrl(
        "rai",
        {
            "ElectronicInvoiceRailwayETicketNumber": number, "TypeOfBusiness": "退", "DateOfIssue": "2026-03-02",
            "DepartureStation": "虚构南", "DestinationStation": "虚构北", "TrainNumber": "G9999", "SeatLevel": "商务座",
            "Name": "Guest 1", "AmountRefunded": "27.50", "TotalAmountExcludingTax": "25.94", "TaxAmount": "1.56", **facts,
        },
    )  # fmt: skip


def make_itinerary(number=NUMBER, **facts):
    """An air itinerary of two flights: fare, fuel and VAT, and the fund that bears none."""
    return make_xbrl(
        "atr",
        {
            "ElectronicInvoiceAirTransportReceiptNumber": number, "PassengerName": "Guest 1", "IssueDate": "2026-03-02",
            "Fare": "477.06", "FuelSurcharge": "45.87", "VatTaxAmount": "47.07", "OtherTaxes": "0.00",
            "CivilAviationDevelopmentFund": "50.00", "TotalAmount": "620.00", "IssueParty": "虚构航空", **facts,
        },
        [
            ("DetailInformationOfAirTicketTuple", {"Flight": flight, "DepartureStation": a, "DestinationStation": b})
            for flight, a, b in (("XX1", "甲 AAA", "乙 BBB"), ("XX2", "乙 BBB", "丙 CCC"))
        ],
    )  # fmt: skip


def make_print(pages, info=None, password=None):
    """A PDF with pages of text, ``[(x, y from the top, text)]`` each, in a font that every reader of Chinese has."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(600, 400))
    for page in pages:
        canvas.setFont("STSong-Light", 9)
        for x, y, text in page:
            canvas.drawString(x, 400 - y, text)
        canvas.showPage()
    canvas.save()
    writer = OdooPdfFileWriter()
    writer.appendPagesFromReader(OdooPdfFileReader(stream, strict=False))
    if info:
        writer.addMetadata({f"/{name}": text for name, text in info.items()})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def print_fapiao(number=NUMBER, untaxed="100.00", tax="6.00", total="106.00", title="电子发票（普通发票）", remark=""):
    """The page of a digital fapiao: labels of the form first, then what is filled in, as the tax service prints them."""
    labels = [
        (420, 30, "发票号码："), (420, 45, "开票日期："), (20, 70, "购"), (20, 82, "买"), (40, 76, "名称："),
        (40, 100, "统一社会信用代码/纳税人识别号："), (310, 70, "销"), (330, 76, "名称："),
        (330, 100, "统一社会信用代码/纳税人识别号："), (30, 130, "项目名称"), (420, 130, "金额"), (470, 130, "税率"),
        (530, 130, "税额"), (30, 260, "合          计"), (30, 280, "价税合计（大写）"), (420, 280, "（小写）"),
    ]  # fmt: skip
    values = [
        (220, 25, title), (470, 30, number), (470, 45, "2026年03月02日"), (75, 76, "虚构制造（上海）有限公司"), (190, 100, BUYER),
        (365, 76, "虚构餐饮有限公司"), (480, 100, SELLER), (30, 150, "*餐饮服务*餐费"), (420, 150, untaxed), (470, 150, "6%"),
        (530, 150, tax), (400, 260, f"¥{untaxed}"), (520, 260, f"¥{tax}"), (465, 280, f"¥{total}"), (30, 320, remark),
    ]  # fmt: skip
    return labels + values


def make_tagged_ofd(number=NUMBER):
    """A digital OFD as the tax service makes it: the form in a template, the values on the page, tags that point there."""
    ofd = "xmlns:ofd='http://www.ofdspec.org/2016'"

    def put(identity, x, y, text):
        return (
            f"<ofd:TextObject ID='{identity}' Boundary='{x} {y} 60 5' Size='3.2'>"
            f"<ofd:TextCode X='0' Y='3'>{text}</ofd:TextCode></ofd:TextObject>"
        )

    values = {
        "InvoiceNumber": number, "IssueTime": "2026年03月02日", "SellerName": "虚构餐饮有限公司", "SellerIdNum": SELLER,
        "BuyerName": "虚构制造有限公司", "BuyerIdNum": BUYER, "TotalAmWithoutTax": "150.00", "TotalTaxAm": "9.00",
        "TotalTax-includedAmount": "¥",
    }  # fmt: skip
    texts = [put(100 + row, 10, 10 + 5 * row, text) for row, text in enumerate(values.values())]
    texts += [put(200, 150, 90, "159.00"), put(201, 10, 70, "*餐饮服务*餐费"), put(202, 10, 75, "*餐饮服务*酒水")]
    texts += [put(203, 120, 70, "100.00"), put(204, 120, 75, "50.00")]
    tags = "".join(
        f"<ofd:{name}><ofd:ObjectData><ofd:ObjectRef PageRef='1'>{100 + row}</ofd:ObjectRef></ofd:ObjectData></ofd:{name}>"
        for row, name in enumerate(values)
    )
    tags += "".join(f"<ofd:ItemName><ofd:ObjectRef>{row}</ofd:ObjectRef></ofd:ItemName>" for row in (201, 202))
    tags += "".join(f"<ofd:Amount><ofd:ObjectRef>{row}</ofd:ObjectRef></ofd:Amount>" for row in (203, 204))
    form = put(1, 80, 5, "电子发票（增值税专用发票）") + put(2, 120, 90, "（小写）¥") + put(3, 10, 95, "发票专用章")
    return make_zip(
        {
            "OFD.xml": f"<ofd:OFD {ofd}><ofd:DocBody/></ofd:OFD>".encode(),
            "Doc_0/Tpls/Tpl_0/Content.xml": f"<ofd:Page {ofd}>{form}</ofd:Page>".encode(),
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {ofd}>{''.join(texts)}</ofd:Page>".encode(),
            "Doc_0/Tags/CustomTag.xml": f"<ofd:eInvoice {ofd}>{tags}</ofd:eInvoice>".encode(),
        }
    )
