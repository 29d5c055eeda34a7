// Keys and taps at the weighing desk, and what they mean there.

const FIGURE = /^[0-9.,]$/;
// T or "-" for the container, B for what is wet or dirty: free beside the tiles' own keys
const PARTS = { t: "tare", "-": "tare", b: "rejected" };

export function listenToHands(form, scale, acts) {
  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
      return;
    }
    const writing = event.target.matches("input, textarea") && !form.contains(event.target);
    if (event.target.matches("[data-search]") || writing || !form.getClientRects().length) {
      return;
    }
    if (event.key === "Escape") {
      form.querySelector("[data-escape]").click();
    } else if (event.key === "Enter" && !event.target.closest("button, a, summary")) {
      event.preventDefault();
      acts.enter();
    } else {
      sign(event);
    }
  }

  function sign(event) {
    const hotkey = event.key.length === 1 ? CSS.escape(event.key.toUpperCase()) : "none";
    const tile = form.querySelector(`[data-hotkey="${hotkey}"]`);
    const part = PARTS[event.key.toLowerCase()];
    if (tile) {
      event.preventDefault();
      acts.choose(tile.dataset.material);
    } else if (part) {
      event.preventDefault();
      acts.press(part);
    } else if (event.key === " " && !event.target.closest("button, a, summary, select, label")) {
      // the longest key is the one that takes the weight from a connected scale
      event.preventDefault();
      form.querySelector('[data-key="scale"]').click();
    } else if (FIGURE.test(event.key) && !scale.holdsField(event.target)) {
      event.preventDefault();
      scale.focus();
      acts.press(event.key);
    }
  }

  function onClick(event) {
    const tile = event.target.closest("[data-material]");
    const key = event.target.closest("[data-key]");
    const item = event.target.closest("[data-place]");
    if (tile) {
      event.preventDefault();
      acts.choose(tile.dataset.material);
    } else if (key && key.dataset.key !== "scale") {
      acts.press(key.dataset.key);
    } else if (item && event.target.closest("[data-drop]")) {
      acts.drop(Number(item.dataset.place));
    } else if (item && event.target.closest("[data-open]")) {
      acts.reopen(Number(item.dataset.place));
    }
  }

  document.addEventListener("keydown", onKey);
  form.addEventListener("click", onClick);
}
