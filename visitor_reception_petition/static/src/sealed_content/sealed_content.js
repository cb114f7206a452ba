import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { downloadFile } from "@web/core/network/download";
import { useService } from "@web/core/utils/hooks";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "reception.petition.matter";

const b64toBlob = (datas, type) =>
    new Blob([Uint8Array.from(atob(datas), (letter) => letter.charCodeAt(0))], { type });

/** The content of a sealed matter: the reason first, which is logged; nothing of it stays in the browser (P1-30). */
export class SealedContent extends Component {
    static template = "visitor_reception_petition.SealedContent";
    static components = { RecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        const { matter_id, is_keeper } = this.props.action.params;
        Object.assign(this, { matterId: matter_id, isKeeper: is_keeper });
        this.state = useState({ reason: "", content: null, note: "", userId: false });
    }

    get texts() {
        const { title, circumstances, request, note } = this.state.content;
        const labels = [_t("Title"), _t("Main circumstances"), _t("Main request"), _t("Note")];
        return [title, circumstances, request, note]
            .map((text, index) => [labels[index], text])
            .filter((row) => row[1]);
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, [[this.matterId], ...args, this.state.reason]);
    }

    async open() {
        this.state.content = await this.call("sealed_read");
    }

    async write() {
        await this.call("sealed_write", { note: this.state.note });
        this.state.note = "";
        await this.open();
    }

    async openFile(file) {
        const { name, mimetype, datas } = await this.call("sealed_file", file.id);
        downloadFile(b64toBlob(datas, mimetype), name, mimetype);
    }

    async addFile(ev) {
        const [file] = ev.target.files;
        if (file) {
            const address = await getDataURLFromFile(file);
            await this.call("sealed_add_file", file.name, address.split(",")[1]);
            await this.open();
        }
    }

    async admit() {
        await this.call("admit", this.state.userId);
        this.notification.add(_t("Admitted"), { type: "success" });
    }

    async dismiss() {
        await this.call("dismiss", this.state.userId);
        this.notification.add(_t("Dismissed"), { type: "success" });
    }
}

registry.category("actions").add("reception_petition_sealed", SealedContent);
