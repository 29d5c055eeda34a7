// The passbook's door: a card that was read takes the place of the number. Its code is never shown.

const card = document.querySelector("[data-card]");

document.addEventListener("scan", (event) => {
  event.preventDefault();
  card.value = event.detail.code;
  for (const part of document.querySelectorAll("[data-typed]")) {
    part.hidden = true;
  }
  const typed = document.querySelector("[data-code]");
  typed.value = "";
  document.querySelector("[data-card-read]").hidden = false;
  document.querySelector("[name=pin]").focus();
});
