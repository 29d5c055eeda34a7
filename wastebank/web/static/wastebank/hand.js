// The desk turned to the patient: the PIN's keys fill the screen, and nothing else can be touched.
//
// [data-hand-over] opens <dialog data-hand>, which borrows the fieldset of the PIN. Where a
// browser knows no dialogs the keys on the desk are all there is.

export function offerHand({ form, ready, sums }) {
  const key = form.querySelector("[data-hand-over]");
  const dialog = form.querySelector("[data-hand]");
  const pin = form.querySelector("[data-pin]");
  if (!key || !dialog || typeof dialog.showModal !== "function") {
    return { isOpen: () => false, open() {} };
  }
  const home = document.createComment("PIN");
  pin.before(home);

  function open() {
    if (dialog.open || !ready()) {
      return;
    }
    const { credit, cash } = sums();
    dialog.querySelector("[data-hand-credit]").textContent = credit;
    dialog.querySelector("[data-hand-cash]").textContent = cash;
    dialog.querySelector("[data-hand-cash-line]").hidden = !cash;
    dialog.querySelector("[data-hand-pin]").append(pin);
    dialog.showModal();
    pin.querySelector("input").focus();
  }

  function comeHome() {
    if (!dialog.open && dialog.contains(pin)) {
      home.after(pin);
      form.querySelector("[data-record]").focus();
    }
  }

  // The browser says "close" some time later. Whoever presses Enter twice is quicker than that, and
  // the second one belongs to the key that records.
  function close() {
    dialog.close();
    comeHome();
  }

  dialog.addEventListener("close", comeHome);
  dialog.querySelector("[data-hand-done]").addEventListener("click", close);
  const forget = () => pin.dispatchEvent(new CustomEvent("pin-clear"));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    forget();
    close();
  });
  dialog.querySelector("[data-hand-back]").addEventListener("click", () => {
    forget();
    close();
  });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the keys of the desk sleep meanwhile
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      close();
    }
  });
  key.addEventListener("click", open);
  key.hidden = false;
  return { isOpen: () => dialog.open, open };
}
