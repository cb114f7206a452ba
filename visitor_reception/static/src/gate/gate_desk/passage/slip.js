import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { renderToString } from "@web/core/utils/render";
import { toTime } from "../gate_time";

const REPORT = "/report/pdf/visitor_reception.report_reception_gate_slip";
const MINUTE = 60000;

/**
 * Print the registration slip with its return slip (3-3c) on the paper of the gate; without network one that is made
 * here, which has no number yet.
 */
export function printSlip(row, desk) {
    if (desk.isOnline && row.id) {
        const url = desk.gate.slip_paper === "roll" ? `${REPORT}_roll` : REPORT;
        browser.open(`${url}/${row.id}`, "_blank");
        return;
    }
    const frame = document.createElement("iframe");
    frame.className = "o_reception_slip_frame";
    frame.title = _t("Return Slip");
    frame.srcdoc = renderToString("visitor_reception.GateSlip", { row, gate: desk.gate, toTime });
    frame.addEventListener("load", () => frame.contentWindow.print());
    document.body.append(frame);
    browser.setTimeout(() => frame.remove(), MINUTE);
}
