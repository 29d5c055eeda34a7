// The key for a file says which one was chosen; without this script only that one is.

import { every, maybe } from "../common/dom.js";

for (const field of every(document, ".own-file > input")) {
  field.addEventListener("change", () => name(field));
  name(field); // the browser keeps it when somebody comes back
}

/** @param {HTMLElement} field */
function name(field) {
  const input = /** @type {HTMLInputElement} */ (field);
  const shown = input.parentElement && maybe(input.parentElement, "[data-file-name]");
  if (shown && input.files && input.files[0]) {
    shown.textContent = input.files[0].name;
  }
}
