import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useService } from "@web/core/utils/hooks";

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * What the next step of a document waits for: each line tells its clause and leads to the field, or to the method of
 * the document that opens the place where the missing fact is given.
 */
export class MissingFacts extends Component {
    static template = "visitor_reception.MissingFacts";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    /** One block a clause, however many facts it misses. */
    get blocks() {
        const html = this.props.record.data[this.props.name] || "";
        const list = new DOMParser().parseFromString(html, "text/html");
        const blocks = new Map();
        for (const line of list.querySelectorAll("li")) {
            const clause = line.querySelector("strong").textContent;
            const facts = blocks.get(clause) || [];
            blocks.set(clause, facts);
            facts.push({
                id: facts.length,
                text: line.lastChild.textContent.trim(),
                target: line.dataset.target,
            });
        }
        return [...blocks].map(([clause, facts]) => ({ clause, facts }));
    }

    async openClause(clause) {
        const [id] = await this.orm.search("reception.clause", [["code", "=", clause]], {
            limit: 1,
        });
        if (id) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                name: _t("Rule"),
                res_model: "reception.clause",
                res_id: id,
                views: [[false, "form"]],
                target: "new",
            });
        }
    }

    async goTo(target) {
        if (target.startsWith("action_")) {
            await this.openBy(target);
        } else {
            await this.focus(target);
        }
    }

    async openBy(method) {
        const { record } = this.props;
        if (await record.save()) {
            await this.action.doActionButton({
                type: "object",
                name: method,
                resModel: record.resModel,
                resId: record.resId,
                resIds: record.resIds,
                context: record.context,
                onClose: () => record.load(),
            });
        }
    }

    /**
     * Bring a field into view; pages of the notebook are opened until it shows.
     *
     * @param {string} target name of a field, or `lines.column` for the first empty cell of a list
     */
    async focus(target) {
        const [name, column] = target.split(".");
        const find = () =>
            document.querySelector(`.o_form_view .o_form_sheet .o_field_widget[name="${name}"]`);
        const tabs = [...document.querySelectorAll(".o_form_view .o_notebook_headers .nav-link")];
        for (const tab of find() ? [] : tabs) {
            tab.click();
            await nextFrame();
            await nextFrame();
            if (find()) {
                break;
            }
        }
        const field = find();
        if (field) {
            const place = (column && (await this.findEmptyCell(name, column, field))) || field;
            place.scrollIntoView({ block: "center", behavior: "smooth" });
            if (place !== field) {
                place.click();
            } else {
                field
                    .querySelector(
                        "input, textarea, select, .o_field_x2many_list_row_add a, [contenteditable]"
                    )
                    ?.focus();
            }
        }
    }

    /** The first cell of a column that is empty, on whatever page of the list it stands. */
    async findEmptyCell(name, column, field) {
        const list = this.props.record.data[name];
        const { limit, count } = list;
        for (let offset = 0; offset < count; offset += limit) {
            if (list.offset !== offset) {
                await list.load({ limit, offset });
                await nextFrame();
            }
            const cells = field.querySelectorAll(`.o_data_row td[name="${column}"]`);
            const empty = [...cells].find((cell) => !cell.textContent.trim());
            if (empty) {
                return empty;
            }
        }
    }
}

registry.category("fields").add("reception_missing_facts", {
    component: MissingFacts,
    displayName: _t("Missing facts"),
    supportedTypes: ["html"],
});
