import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { GateCard } from "../gate_card";
import { keyOf, panels, sheets } from "../registries";
import { HostField } from "../passage/host_field";
import { GateSheet, filled, text } from "../sheet/gate_sheet";
import { SignatureField } from "./signature_field";
import { getDeposits } from "./deposit_verbs";
import { GateDialog } from "../sheet/gate_dialog";

/** The employee whom something is for, or the name as it is said. */
class RecipientField extends HostField {
    static names = { id: "recipient_id", name: "recipient_name" };
}

/** Something is left for somebody (3-4a). */
export class TakeDepositSheet extends GateSheet {
    static step = "take_deposit";
    static enter = "take_deposit";
    static focus = "recipient_name";

    get title() {
        return _t("Take in something for somebody");
    }

    get fields() {
        return [
            {
                name: "recipient_name",
                label: _t("For whom"),
                required: true,
                Component: RecipientField,
            },
            text("items", _t("What is left"), { required: true }),
            text("depositor_name", _t("Left by"), { required: true, half: true }),
            { name: "depositor_phone", label: _t("Phone"), type: "tel", half: true },
            text("place", _t("Where it is kept")),
        ];
    }

    get buttons() {
        const press = () =>
            this.check() && this.finishAll([["take_deposit", null, filled(this.state.values)]]);
        const style = "btn-primary flex-grow-1";
        return [{ name: "take_deposit", label: _t("Take in"), style, press }];
    }
}

/** Who fetches it signs; or it goes back to who left it (3-4a). */
export class CollectDepositSheet extends GateSheet {
    static step = "collect_deposit";
    static head = "visitor_reception.CollectDepositHead";

    get title() {
        return _t("%s: hand out", this.row.recipient_name || this.row.name);
    }

    getDefaults() {
        return { collected_by: this.row.recipient_name || "", signature: "", remark: "" };
    }

    get fields() {
        return [
            text("collected_by", _t("Fetched by"), { required: true }),
            {
                name: "signature",
                label: _t("Signature of who fetches it"),
                required: true,
                Component: SignatureField,
            },
            text("remark", _t("Why it goes back")),
        ];
    }

    get buttons() {
        const { collected_by, signature, remark } = this.state.values;
        return [
            {
                name: "collect_deposit",
                label: _t("Hand out"),
                style: "btn-primary flex-grow-1",
                press: () =>
                    this.check() && this.finish("collect_deposit", { collected_by, signature }),
            },
            {
                name: "return_deposit",
                label: _t("Back to who left it"),
                style: "btn-secondary",
                press: () => {
                    this.state.missing = remark.trim() ? [] : ["remark"];
                    return remark.trim() && this.finish("return_deposit", { remark });
                },
            },
        ];
    }
}

sheets.add(TakeDepositSheet.step, { Component: TakeDepositSheet });
sheets.add(CollectDepositSheet.step, { Component: CollectDepositSheet, isOfOne: true });

/** What is kept at this gate, with network or without (3-4a). */
export class GateDeposits extends Component {
    static template = "visitor_reception.GateDeposits";
    static components = { GateDialog, GateCard };
    static props = { desk: Object, ui: Object, close: Function };

    setup() {
        this.desk = useState(this.props.desk);
        this.keyOf = keyOf;
    }

    get deposits() {
        return getDeposits(this.desk);
    }

    takeIn() {
        this.props.close();
        this.props.ui.open("take_deposit");
    }

    /** A sheet of its own comes in place of the list. */
    get ui() {
        const { ui, close } = this.props;
        return {
            ...ui,
            doNext: (row) => {
                close();
                ui.doNext(row);
            },
        };
    }
}

panels.add("deposits", {
    Component: GateDeposits,
    icon: "fa-archive",
    title: _t("Deposits"),
});
