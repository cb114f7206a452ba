import { _t } from "@web/core/l10n/translation";
import { sheets } from "../registries";
import { GateSheet, filled, text } from "../sheet/gate_sheet";

const getSigner = (row) => row.slip_signed_by || row.host_name || "";

/** Whether the pass is back: of one visitor who wears one. */
const passFields = ({ isOne, row }) =>
    isOne && row.pass_number
        ? [
              {
                  name: "pass_returned",
                  label: _t("Pass %s is returned", row.pass_number),
                  type: "checkbox",
              },
          ]
        : [];

/** Whoever leaves, with the slip that the person visited has signed (3-3c); no key and no code lets anybody out. */
export class OutSheet extends GateSheet {
    static step = "out";

    get title() {
        return _t("%s: let out", this.who);
    }

    getDefaults() {
        return { signed_by: this.isOne ? getSigner(this.row) : "", pass_returned: true };
    }

    get hasSlip() {
        return this.props.rows.some((row) => row.slip_state !== "none");
    }

    get isIssued() {
        return this.props.rows.some((row) => row.slip_state === "issued");
    }

    get fields() {
        const placeholder = this.isOne ? "" : _t("Each by the person visited");
        return [
            ...(this.isIssued ? [text("signed_by", _t("Slip signed by"), { placeholder })] : []),
            ...(this.isOne ? [text("goods_out", _t("Goods taken out"))] : []),
            ...passFields(this),
        ];
    }

    get buttons() {
        const button = (name, label, style, press) => ({ name, label, style, press });
        return [
            button(
                "let_out",
                this.hasSlip ? _t("Slip is here: let out") : _t("Let out"),
                "btn-primary flex-grow-1",
                () => this.letOut()
            ),
            ...(this.isIssued
                ? [
                      button("sign_slip", _t("Signed, on the way"), "btn-secondary", () =>
                          this.signSlip()
                      ),
                  ]
                : []),
            ...(this.hasSlip
                ? [
                      button("report_slip", _t("Left without slip"), "btn-outline-danger", () =>
                          this.finish("report_slip")
                      ),
                  ]
                : []),
        ];
    }

    /** Who has signed the slip of each: what is typed, or the person visited. */
    get signers() {
        const typed = (this.state.values.signed_by || "").trim();
        return this.props.rows.map((row) => row.slip_state === "none" || typed || getSigner(row));
    }

    async letOut() {
        if (!this.signers.every(Boolean)) {
            this.state.missing = ["signed_by"];
            return;
        }
        const { signed_by, goods_out, pass_returned } = this.state.values;
        await this.finish("check_out", (row) =>
            filled({
                goods_out,
                pass_returned,
                signed_by: signed_by || getSigner(row),
                slip_returned: row.slip_state !== "none",
            })
        );
    }

    async signSlip() {
        await this.finish("sign_slip", (row) => ({
            signed_by: this.state.values.signed_by || getSigner(row),
        }));
    }
}

/** Who was reported without the slip: why, or the slip is back after all (3-3c). */
export class ExplainSheet extends OutSheet {
    static step = "explain";
    static enter = "explain";

    get title() {
        return _t("%s: left without slip", this.who);
    }

    getDefaults() {
        return { explanation: "", signed_by: getSigner(this.row), pass_returned: false };
    }

    get fields() {
        return [
            text("explanation", _t("Why without slip"), { required: true }),
            ...passFields(this),
        ];
    }

    get buttons() {
        return [
            {
                name: "explain",
                label: _t("Close the passage"),
                style: "btn-primary flex-grow-1",
                press: () => this.explain(),
            },
            {
                name: "let_out",
                label: _t("The slip is here after all"),
                style: "btn-secondary",
                press: () => this.letOut(),
            },
        ];
    }

    async letOut() {
        // the slip has come back, and with it the pass
        this.state.values.pass_returned = true;
        await super.letOut();
    }

    async explain() {
        if (this.check()) {
            const { explanation, pass_returned } = this.state.values;
            await this.finish("explain_slip", { explanation, pass_returned });
        }
    }
}

sheets.add(OutSheet.step, { Component: OutSheet });
sheets.add(ExplainSheet.step, { Component: ExplainSheet });
