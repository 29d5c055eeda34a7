// The page of a file that comes in: an answer that needs nothing typed is sent at once, and the
// page is read again with the next question in sight. Digits answer the first open question. While
// the list is written, the page says how far it is.

import { ask } from "../common/answer.js";
import { datum, every, formOf, maybe } from "../common/dom.js";

const ASK_AGAIN_MS = 500;
const form = formOf(document, "[data-importing]");

form.addEventListener("change", (event) => {
  const field = event.target;
  if (field instanceof Element && field.matches("select, [type=checkbox], [data-answers]")) {
    form.requestSubmit();
  }
});

// whoever types an answer means it
form.addEventListener("input", (event) => {
  const typed = event.target;
  const line = typed instanceof Element && typed.closest(".typed") && typed.closest("li");
  const choice = line ? maybe(line, "[type=radio]") : null;
  if (choice instanceof HTMLInputElement) {
    choice.checked = true;
  }
});

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof Element &&
    target.matches("input:not([type=radio], [type=checkbox]), select, textarea");
}

document.addEventListener("keydown", (event) => {
  const question = maybe(form, ".question:not(.is-answered)");
  if (!question || isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const choice = /^[1-9]$/.test(event.key)
    ? every(question, "[type=radio]")[Number(event.key) - 1]
    : undefined;
  if (choice) {
    event.preventDefault();
    choice.click();
  }
});

// nobody sees a list before it is written whole: the server says how far it is
form.addEventListener("submit", (event) => {
  const shown = maybe(form, "[data-progress]");
  const key = /** @type {SubmitEvent} */ (event).submitter;
  if (shown && key instanceof HTMLButtonElement && key.value === "write") {
    setTimeout(() => follow(shown), ASK_AGAIN_MS);
  }
});

/** @param {HTMLElement} shown */
async function follow(shown) {
  try {
    const { json } = await ask(datum(shown, "progress"));
    if (json.total) {
      shown.hidden = false;
      shown.textContent = datum(shown, "words").replace("DONE", json.done).replace(
        "ALL",
        json.total,
      );
    }
  } catch {
    return; // the page goes on when the list is written
  }
  setTimeout(() => follow(shown), ASK_AGAIN_MS);
}
