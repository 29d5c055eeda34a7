// The page of a file that comes in: an answer that needs nothing typed is sent at once, and the
// page is read again with the next question in sight. Digits answer the first open question.

import { every, maybe, one } from "../common/dom.js";

const form = /** @type {HTMLFormElement} */ (one(document, "[data-importing]"));

function send() {
  form.requestSubmit();
}

form.addEventListener("change", (event) => {
  const field = /** @type {HTMLElement} */ (event.target);
  if (field.matches("select, [type=checkbox], [data-answers]")) {
    send();
  }
});

// whoever types an answer means it
for (const typed of every(form, ".typed input")) {
  typed.addEventListener("input", () => {
    const line = typed.closest("li");
    const choice = line && maybe(line, "[type=radio]");
    if (choice instanceof HTMLInputElement) {
      choice.checked = true;
    }
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
  const question = maybe(form, ".question:not(.is-answered)");
  if (isTyping || !question || !/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey) {
    return;
  }
  const choice = every(question, "[type=radio]")[Number(event.key) - 1];
  if (choice instanceof HTMLInputElement) {
    event.preventDefault();
    choice.click();
  }
});
