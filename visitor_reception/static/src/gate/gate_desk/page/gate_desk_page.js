import { Component, whenReady, xml } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { mountComponent } from "@web/env";
import { session } from "@web/session";
import { GateDesk } from "../gate_desk";

const WORKER = "/reception/gate/desk/service-worker.js";

/** The gate desk without the web client around it: the page that opens without network, too. */
class GateDeskPage extends Component {
    static template = xml`<GateDesk /><MainComponentsContainer />`;
    static components = { GateDesk, MainComponentsContainer };
    static props = {};
}

/** Bundles, fonts and translations of this page, which were loaded before there was a worker to keep them. */
async function keepForLater() {
    if (!navigator.serviceWorker) {
        return;
    }
    await navigator.serviceWorker.register(WORKER, { scope: "/reception/gate/desk" });
    const { active } = await navigator.serviceWorker.ready;
    const urls = performance
        .getEntriesByType("resource")
        .map((entry) => entry.name)
        .filter((url) => url.startsWith(location.origin))
        .filter((url) =>
            /\/(web\/assets|web\/static|web\/webclient\/translations|bus)\b/.test(url)
        );
    active.postMessage({ urls: [location.pathname, ...new Set(urls)] });
}

(async () => {
    odoo.info = { db: session.db, server_version_info: session.server_version_info };
    await whenReady();
    await mountComponent(GateDeskPage, document.body, { name: "Gate Desk" });
    document.body.classList.toggle("o_touch_device", hasTouch());
    odoo.isReady = true;
    await keepForLater();
})();
