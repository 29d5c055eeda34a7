// A step of setting up: each field is kept at the server when one leaves it. Nothing is said of it;
// where no answer comes, the page still has what was typed, and "Not now" keeps it as a form.

import { datum, every, maybe } from "../common/dom.js";
import { post } from "../common/posting.js";

/** @type {HTMLFormElement | null} */
const form = /** @type {any} */ (maybe(document, "form[data-keep]"));

async function keep() {
  if (!form) {
    return;
  }
  try {
    await post(form, datum(form, "keep"), new FormData(form), { keepalive: true });
  } catch {
    // the next field that is left brings all of them
  }
}

/** What a paper will say, as it is typed: every `data-shows` names its field. */
function show() {
  for (const part of every(document, "[data-shows]")) {
    const field = form && form.elements.namedItem(datum(part, "shows"));
    part.textContent = field ? /** @type {any} */ (field).value : part.textContent;
  }
}

form?.addEventListener("change", keep);
form?.addEventListener("input", show);
