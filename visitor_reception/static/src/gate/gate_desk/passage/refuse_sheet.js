import { _t } from "@web/core/l10n/translation";
import { sheets } from "../registries";
import { GateSheet, text } from "../sheet/gate_sheet";

/** Who does not come in, and why; or who has gone away meanwhile. */
export class RefuseSheet extends GateSheet {
    static step = "refuse";
    static head = "visitor_reception.RefuseSheetHead";
    static enter = "refuse";

    get title() {
        return _t("%s: refuse", this.who);
    }

    getDefaults() {
        const isRefused = this.row.consent_state === "refused";
        return { reason: isRefused ? _t("The host does not agree.").toString() : "" };
    }

    get reasons() {
        return [
            _t("The host does not agree."),
            _t("No valid document."),
            _t("Nobody knows of the visit."),
        ].map(String);
    }

    get fields() {
        return [text("reason", _t("Why refused"), { required: true })];
    }

    get buttons() {
        const { reason } = this.state.values;
        const refuse = () => this.check() && this.finish("refuse", { reason });
        return [
            {
                name: "refuse",
                label: _t("Refuse"),
                style: "btn-danger flex-grow-1",
                press: refuse,
            },
            ...(this.props.rows.every((row) => row.state === "waiting")
                ? [
                      {
                          name: "give_up",
                          label: _t("Has gone away"),
                          style: "btn-secondary",
                          press: () => this.finish("give_up"),
                      },
                  ]
                : []),
        ];
    }
}

sheets.add(RefuseSheet.step, { Component: RefuseSheet });
