// The desk turned to the patient: the PIN's keys fill the screen, and nothing else can be touched.
//
// [data-hand-over] opens <dialog data-hand>, which borrows the fieldset of the PIN. Where a
// browser knows no dialogs the keys on the desk are all there is.

import { maybe, one, targetOf } from "../wastebank/common/dom.js";

/**
 * @param {{ form: HTMLFormElement, ready: () => boolean,
 *   sums: () => { credit: string, cash: string } }} options
 */
export function offerHand({ form, ready, sums }) {
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
    const { credit, cash } = sums();
    one(dialog, "[data-hand-credit]").textContent = credit;
    one(dialog, "[data-hand-cash]").textContent = cash;
    one(dialog, "[data-hand-cash-line]").hidden = !cash;
    one(dialog, "[data-hand-pin]").append(pin);
    dialog.showModal();
    one(pin, "input").focus();
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
