import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const LARGEST = 480;
const QUALITY = 0.8;

/** A picture of the visitor by the camera of the tablet, small enough to wait for the network. */
export class PhotoField extends Component {
    static template = "visitor_reception.PhotoField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    setup() {
        this.state = useState({ problem: "" });
    }

    get source() {
        const { photo } = this.props.values;
        return photo && `data:image/jpeg;base64,${photo}`;
    }

    async take(ev) {
        const [file] = ev.target.files;
        this.state.problem = "";
        if (!file) {
            return;
        }
        try {
            const picture = await createImageBitmap(file);
            const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
            const canvas = document.createElement("canvas");
            canvas.width = Math.round(picture.width * scale);
            canvas.height = Math.round(picture.height * scale);
            canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
            this.props.values.photo = canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
        } catch {
            this.state.problem = _t("This is no picture.");
        }
    }

    forget() {
        this.props.values.photo = "";
    }
}
