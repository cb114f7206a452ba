import { browser } from "@web/core/browser/browser";

export const card = (name) => `.o_reception_card[data-visitor="${name}"]`;
export const online = ".o_reception_desk:not(:has(.o_waiting_operations))";

export const type = (name, text) => ({
    trigger: `.modal input[name=${name}]`,
    run: `edit ${text}`,
});
export const press = (name) => ({ trigger: `.modal button[name=${name}]`, run: "click" });

/** Requests that do not reach the server, or reach it without an answer. */
const RealXHR = window.XMLHttpRequest;
export class DeadXHR extends RealXHR {
    send() {
        this.dispatchEvent(new Event("error"));
    }
}
export class DeafXHR extends RealXHR {
    addEventListener(name, listener) {
        super.addEventListener(
            name === "load" ? "loadend" : name,
            name === "load"
                ? () => {
                      this.onLost?.();
                  }
                : listener
        );
        if (name === "error") {
            this.onLost = () => listener(new Event("error"));
        }
    }
}
export const cut = (XHR) => ({
    trigger: ".o_reception_desk",
    run() {
        browser.XMLHttpRequest = XHR;
        window.dispatchEvent(new Event("offline"));
    },
});
export const comeBack = {
    trigger: ".o_reception_desk",
    run() {
        browser.XMLHttpRequest = RealXHR;
        window.dispatchEvent(new Event("online"));
    },
};

/** What a scanner types, key by key, wherever the focus is. */
export function scan(code) {
    for (const key of [...code, "Enter"]) {
        const target = document.activeElement || document.body;
        target.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })
        );
    }
}
