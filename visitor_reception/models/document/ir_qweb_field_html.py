from lxml import html
from markupsafe import Markup

from odoo import api, models

# what a browser or the print server loads by itself, without a click
FETCHING = (
    "audio",
    "base",
    "embed",
    "frame",
    "iframe",
    "img",
    "link",
    "meta",
    "object",
    "picture",
    "script",
    "source",
    "style",
    "svg",
    "track",
    "video",
)
ADDRESSES = ("src", "srcset", "background", "poster", "data")


class IrActionsReport(models.Model):
    """Tells the fields of our own forms that they are being printed."""

    _inherit = "ir.actions.report"

    def _render_template(self, template, values=None):
        printed = self.with_context(reception_print=str(template).startswith("visitor_reception"))
        return super(IrActionsReport, printed)._render_template(template, values)


class IrQwebFieldHtml(models.AbstractModel):
    """What people write fetches nothing when it is printed: the print server would ask any address for them."""

    _inherit = "ir.qweb.field.html"

    @api.model
    def value_to_html(self, value, options):
        result = super().value_to_html(value, options)
        return self._without_fetching(result) if self.env.context.get("reception_print") and result else result

    @api.model
    def _without_fetching(self, text):
        """Pictures held in the text itself stay; whatever asks an address, ours too, goes."""
        body = html.fragment_fromstring(str(text), create_parent="div")
        for node in list(body.iter(*FETCHING)):
            if not (node.tag == "img" and node.get("src", "").startswith("data:image/")):
                node.drop_tree()
        for node in body.iter("*"):
            for name in set(ADDRESSES) & set(node.attrib):
                if name == "srcset" or not node.get(name).startswith("data:image/"):
                    del node.attrib[name]
            # a backslash hides the word from a search; no style that an editor writes needs one
            if any(mark in node.get("style", "").lower() for mark in ("url", "image", "@import", "\\")):
                del node.attrib["style"]
        return Markup(html.tostring(body, encoding="unicode").removeprefix("<div>").removesuffix("</div>"))
