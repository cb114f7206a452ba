// The kiosk forgets a visitor who walks away, and sends an answer only once.
(function () {
    const main = document.querySelector("[data-idle]");
    if (!main) {
        return;
    }
    let timer;
    // without a network the page stays: the browser's own error page would not come back by itself
    const reset = () => (navigator.onLine ? location.replace(location.pathname) : restart());
    const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(reset, main.dataset.idle * 1000);
    };
    for (const event of ["input", "pointerdown", "keydown", "scroll"]) {
        document.addEventListener(event, restart, { passive: true });
    }
    document.addEventListener("submit", (event) => {
        event.target.querySelector("button").disabled = true;
    });
    restart();
})();
