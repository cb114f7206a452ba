// @odoo-module ignore
/* eslint-disable no-restricted-globals */

// The page of the gate desk and all it is made of, kept for opening it without network. Nothing of the work passes
// here: passages are kept by the page itself, in IndexedDB.
const CACHE = "visitor_reception.gate_desk";
const PAGE = "/reception/gate/desk";

/** Names of bundles change with their contents, so the first answer is good for ever. */
const isBundle = (url) => url.pathname.startsWith("/web/assets/");

async function keep(request, response) {
    // a redirection leads to the login: not the page that is wanted without network
    if (response.ok && !response.redirected) {
        const cache = await caches.open(CACHE);
        // of translations only the last, whatever language it was
        await cache.delete(request, { ignoreSearch: true });
        await cache.put(request, response.clone());
    }
    return response;
}

async function answer(request) {
    const cache = await caches.open(CACHE);
    if (isBundle(new URL(request.url))) {
        const kept = await cache.match(request);
        return kept || keep(request, await fetch(request));
    }
    // the question about newer translations names the ones at hand
    const getKept = () => cache.match(request, { ignoreSearch: true, ignoreVary: true });
    try {
        const response = await fetch(request);
        // a proxy answers for a server that is down
        const kept = response.status < 500 ? null : await getKept();
        return kept || keep(request, response);
    } catch (error) {
        const kept = await getKept();
        if (kept) {
            return kept;
        }
        throw error;
    }
}

self.addEventListener("install", (event) => {
    self.skipWaiting();
    event.waitUntil(fetch(PAGE).then((response) => keep(PAGE, response)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** Keep what the page has loaded, which may have been before there was a worker, and no bundle of older days. */
async function keepOnly(urls) {
    await Promise.all(urls.map(async (url) => keep(url, await fetch(url))));
    const cache = await caches.open(CACHE);
    const old = (await cache.keys()).filter(
        ({ url }) => isBundle(new URL(url)) && !urls.includes(url)
    );
    await Promise.all(old.map((request) => cache.delete(request)));
}

self.addEventListener("message", (event) => event.waitUntil(keepOnly(event.data.urls)));

self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (
        event.request.method === "GET" &&
        url.origin === self.location.origin &&
        !url.pathname.startsWith("/report/")
    ) {
        event.respondWith(answer(event.request));
    }
});
