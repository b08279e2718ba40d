// Added to every page by `brobygger serve`, and by nothing else: waits for the page to change, and
// loads it again where the reader is.
(() => {
  "use strict";
  const own = document.currentScript;
  const version = own.dataset.version;
  const before = history.state && history.state.brobyggerPlace;
  if (before) {
    const state = { ...history.state };
    delete state.brobyggerPlace;
    history.replaceState(Object.keys(state).length ? state : null, "");
    const there = () => window.scrollTo({ left: before[0], top: before[1], behavior: "instant" });
    there();
    window.addEventListener("load", there);
  }
  const reload = () => {
    history.replaceState({ ...history.state, brobyggerPlace: [window.scrollX, window.scrollY] }, "");
    location.reload();
  };
  let waiting = false;
  const wait = () => {
    if (waiting || document.hidden) return;
    waiting = true;
    const asked = Date.now();
    const script = document.createElement("script");
    const done = () => {
      waiting = false;
      script.remove();
      if (script.dataset.changed) reload();
      else setTimeout(wait, Date.now() - asked < 2000 ? 1000 : 0);
    };
    script.onload = done;
    script.onerror = done;
    script.src = `/.brobygger/endret.js?${version}&${location.pathname}`;
    document.head.append(script);
  };
  // A tab nobody looks at holds no connection.
  document.addEventListener("visibilitychange", wait);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", () => setTimeout(wait, 0));
})();
