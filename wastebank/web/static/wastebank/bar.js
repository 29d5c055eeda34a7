// The bar's own keys: "Layar terang" for full sun, and a page that prints itself when asked.

const YEAR_SECONDS = 365 * 24 * 3600;
const root = document.documentElement;

for (const key of document.querySelectorAll("[data-sun-key]")) {
  key.setAttribute("aria-pressed", String(root.hasAttribute("data-sun")));
  key.addEventListener("click", () => {
    const on = root.toggleAttribute("data-sun");
    key.setAttribute("aria-pressed", String(on));
    document.cookie = `sun=${on ? 1 : ""}; path=/; max-age=${on ? YEAR_SECONDS : 0}; samesite=lax`;
  });
}

for (const key of document.querySelectorAll("[data-print]")) {
  key.addEventListener("click", () => window.print());
}
