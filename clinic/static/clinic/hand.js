// The desk turned to the patient: the PIN's keys fill the screen, and nothing else can be touched.
//
// [data-hand-over] opens <dialog data-hand>, which borrows the fieldset of the PIN. Where a
// browser knows no dialogs the keys on the desk are all there is.

import { datum, every, maybe, one, targetOf } from "../wastebank/common/dom.js";
import { showNumber } from "../wastebank/common/locale.js";

/**
 * @param {{ form: HTMLFormElement, ready: () => boolean,
 *   shares: () => [string, number][] }} options
 */
export function offerHand({ form, ready, shares }) {
  const key = maybe(form, "[data-hand-over]");
  const found = /** @type {HTMLDialogElement | null} */ (maybe(form, "[data-hand]"));
  const pin = one(form, "[data-pin]");
  if (!key || !found || typeof found.showModal !== "function") {
    return { isOpen: () => false, open() {} };
  }
  /** @type {HTMLDialogElement} */
  const dialog = found;
  const home = document.createComment("PIN");
  pin.before(home);

  function open() {
    if (dialog.open || !ready()) {
      return;
    }
    showPayers();
    one(dialog, "[data-hand-pin]").append(pin);
    dialog.showModal();
    one(pin, "input").focus();
  }

  // Whoever pays something, in the order of the quote; of what is free the first row says 0.
  function showPayers() {
    const sums = new Map(shares());
    const isFree = !Array.from(sums.values()).some(Boolean);
    every(dialog, "[data-hand-payer]").forEach((row, index) => {
      const sum = sums.get(datum(row, "handPayer")) || 0;
      one(row, "output").textContent = showNumber(sum);
      row.hidden = !sum && !(isFree && index === 0);
    });
  }

  function comeHome() {
    if (!dialog.open && dialog.contains(pin)) {
      home.after(pin);
      one(form, "[data-record]").focus();
    }
  }

  // The browser says "close" some time later. Whoever presses Enter twice is quicker than that, and
  // the second one belongs to the key that records.
  function close() {
    dialog.close();
    comeHome();
  }

  dialog.addEventListener("close", comeHome);
  one(dialog, "[data-hand-done]").addEventListener("click", close);
  const forget = () => pin.dispatchEvent(new CustomEvent("pin-clear"));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    forget();
    close();
  });
  one(dialog, "[data-hand-back]").addEventListener("click", () => {
    forget();
    close();
  });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the keys of the desk sleep meanwhile
    if (event.key === "Enter" && targetOf(event).matches("input")) {
      event.preventDefault();
      close();
    }
  });
  key.addEventListener("click", open);
  key.hidden = false;
  return { isOpen: () => dialog.open, open };
}
