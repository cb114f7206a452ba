import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

const key = () => `reception_petition_intake_${user.userId}`;

/** What is typed stays in this browser until the server has it: a closed window loses nothing. */
export const intakeStore = {
    read() {
        try {
            return JSON.parse(browser.localStorage.getItem(key()));
        } catch {
            return null;
        }
    },
    keep(entry) {
        browser.localStorage.setItem(key(), JSON.stringify(entry));
    },
    readWindow() {
        return Number(browser.localStorage.getItem(`${key()}_window`)) || false;
    },
    keepWindow(windowId) {
        browser.localStorage.setItem(`${key()}_window`, windowId || "");
    },
    drop() {
        browser.localStorage.removeItem(key());
    },
};
