// What any page may have: "Layar terang" for full sun, printing, a fresh key for a form that leaves
// its page standing (a download), so that the next time is another command.

import { every, fieldOf } from "./dom.js";
import { newKey } from "./key.js";

const YEAR_SECONDS = 365 * 24 * 3600;
const root = document.documentElement;

for (const key of every(document, "[data-sun-key]")) {
  key.setAttribute("aria-pressed", String(root.hasAttribute("data-sun")));
  key.addEventListener("click", () => {
    const on = root.toggleAttribute("data-sun");
    key.setAttribute("aria-pressed", String(on));
    document.cookie = `sun=${on ? 1 : ""}; path=/; max-age=${on ? YEAR_SECONDS : 0}; samesite=lax`;
  });
}

for (const key of every(document, "[data-print]")) {
  key.addEventListener("click", () => window.print());
}

// "Back" to the answer of a form would have to send the form again, and a browser says "expired"
// instead. So whoever goes on from such a page leaves a page that can be opened behind.
const shownAt = root.dataset.shownAt;
if (shownAt) {
  const goOn = (/** @type {Event} */ event) => {
    if (event.type === "submit" || (event.target instanceof Element && event.target.closest("a"))) {
      history.replaceState(null, "", shownAt);
    }
  };
  addEventListener("submit", goOn);
  addEventListener("click", goOn);
}

for (const form of every(document, "[data-fresh-key]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      fieldOf(form, "[name=key]").value = newKey();
    });
  });
}
