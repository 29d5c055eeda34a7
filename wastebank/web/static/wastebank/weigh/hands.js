// Keys and taps at the weighing desk, and what they mean there.

import { saysYes } from "../common/deliberate.js";
import { around, datum, keepCursor, maybe, one, targetOf } from "../common/dom.js";

const FIGURE = /^[0-9.,]$/;
// T or "-" for the container, B for what is wet or dirty: free beside the tiles' own keys
/** @type {Record<string, string>} */
const PARTS = { t: "tare", "-": "tare", b: "rejected" };

/**
 * @param {HTMLFormElement} form
 * @param {import("./line/open.js").OpenLine} scale
 * @param {DeskCommands} commands
 */
export function listenToHands(form, scale, commands) {
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
      return;
    }
    const writing = targetOf(event).matches("input, textarea") && !form.contains(targetOf(event));
    if (targetOf(event).matches("[data-search]") || writing || !form.getClientRects().length) {
      return;
    }
    if (event.key === "Escape") {
      one(form, "[data-escape]").click();
    } else if (event.key === "Enter" && !around(event, "button, a, summary")) {
      event.preventDefault();
      commands.enter();
    } else {
      sign(event);
    }
  }

  /** @param {KeyboardEvent} event */
  function sign(event) {
    if (saysYes(event, form)) {
      return;
    }
    const hotkey = event.key.length === 1 ? CSS.escape(event.key.toUpperCase()) : "none";
    const tile = maybe(form, `[data-hotkey="${hotkey}"]`);
    const part = PARTS[event.key.toLowerCase()];
    if (tile) {
      event.preventDefault();
      commands.choose(datum(tile, "material"));
    } else if (part) {
      event.preventDefault();
      commands.press(part);
    } else if (event.key === " " && !around(event, "button, a, summary, select, label")) {
      // the longest key is the one that takes the weight from a connected scale
      event.preventDefault();
      one(form, '[data-key="scale"]').click();
    } else if (FIGURE.test(event.key) && !scale.holdsField(event.target)) {
      event.preventDefault();
      scale.focus();
      commands.press(event.key);
    }
  }

  /** @param {Event} event */
  function onClick(event) {
    const tile = around(event, "[data-material]");
    const key = around(event, "[data-key]");
    const item = around(event, "[data-index]");
    if (tile) {
      event.preventDefault();
      commands.choose(datum(tile, "material"));
    } else if (key && key.dataset.key !== "scale") {
      commands.press(datum(key, "key"));
    } else if (item && around(event, "[data-drop]")) {
      commands.drop(Number(item.dataset.index));
    } else if (item && around(event, "[data-open]")) {
      commands.reopen(Number(item.dataset.index));
    }
  }

  document.addEventListener("keydown", onKey);
  form.addEventListener("click", onClick);
  keepCursor(form, ".pad [data-key], .tiles [data-material]");
}
