import { _t } from "@web/core/l10n/translation";
import { sheets } from "../registries";
import { GateSheet } from "../sheet/gate_sheet";

/** Who may stand on the watch list: a person compares, quietly. */
export class WatchSheet extends GateSheet {
    static step = "watch";
    static head = "visitor_reception.WatchSheetHead";

    /** What is the same as on the list. */
    get match() {
        const labels = {
            name: _t("Name"),
            phone: _t("Phone"),
            plate: _t("Number plate"),
            document: _t("Document"),
        };
        return (this.row.watch_match || []).map((name) => labels[name]).join("、");
    }

    get buttons() {
        const decide = (is_match) => () =>
            this.finish("watch", { is_match }, is_match ? ["refuse"] : ["ask", "in"]);
        return [
            {
                name: "another",
                label: _t("Another person"),
                style: "btn-primary flex-grow-1",
                press: decide(false),
            },
            {
                name: "same",
                label: _t("The same person"),
                style: "btn-danger flex-grow-1",
                press: decide(true),
            },
        ];
    }
}

// each is looked at by itself
sheets.add(WatchSheet.step, { Component: WatchSheet, isOfOne: true });
