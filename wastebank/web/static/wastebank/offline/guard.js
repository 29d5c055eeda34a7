// Nobody signs out, and no day is closed, while records wait on this device.
//
// Guards the form that signs out and every <form data-needs-empty-queue>. The refusal stands in the
// form's own <… data-queue-says="{count} …">; where it has none, the "queueguard" event carries
// {count, form} and lets the page say it in its own place.

import { around, datum, maybe } from "../common/dom.js";
import { unsettled } from "./device.js";
import { supported } from "./store.js";

const GUARDED = 'form[action="/logout/"], form[data-needs-empty-queue]';
const passed = new WeakSet();

/** @param {SubmitEvent} event */
async function hold(event) {
  const form = /** @type {HTMLFormElement | null} */ (around(event, GUARDED));
  if (!form || passed.has(form)) {
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const count = await unsettled().catch(() => 0);
  if (count === 0) {
    passed.add(form);
    form.requestSubmit ? form.requestSubmit(event.submitter) : form.submit();
    return;
  }
  const element = maybe(form, "[data-queue-says]");
  if (element) {
    element.hidden = false;
    element.textContent = datum(element, "queueSays").replace("{count}", String(count));
  } else {
    const news = new CustomEvent("queueguard", { bubbles: true, detail: { count, form } });
    form.dispatchEvent(news);
  }
}

/** Begin to guard; safe to call on every page, also where no device was ever registered. */
export function guard() {
  if (supported()) {
    document.addEventListener("submit", hold, true);
  }
}
