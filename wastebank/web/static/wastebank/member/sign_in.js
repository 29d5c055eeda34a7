// Signing in to the passbook: a card that was read takes the place of the number. Its code is never
// shown.

import { every, fieldOf, one } from "../common/dom.js";

const card = fieldOf(document, "[data-card]");

document.addEventListener("scan", (event) => {
  event.preventDefault();
  card.value = event.detail.code;
  for (const part of every(document, "[data-typed]")) {
    part.hidden = true;
  }
  const typed = fieldOf(document, "[data-code]");
  typed.value = "";
  one(document, "[data-card-read]").hidden = false;
  one(document, "[name=pin]").focus();
});
