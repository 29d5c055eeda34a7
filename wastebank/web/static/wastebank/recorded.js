// "Record and print" in one press. The page of a new receipt presses its first printing key once;
// the page of the paper prints by itself then, and goes back to the receipt, where the next card is
// scanned. Kept for this tab alone, so that a reload never prints a second paper.

const PRINTING = "printing";
const receipt = document.querySelector("[data-print-now]");
const paper = document.querySelector("[data-printed]");

function begin(number) {
  const key = `printed:${number}`;
  if (sessionStorage.getItem(key)) {
    return;
  }
  sessionStorage.setItem(key, "1");
  sessionStorage.setItem(PRINTING, number);
  history.replaceState(null, "", location.pathname);
  const first = document.querySelector("#papers form button");
  if (first) {
    first.click();
  }
}

function printOut() {
  const key = document.querySelector("[data-once] [data-print]");
  if (!key) {
    return;
  }
  addEventListener("afterprint", () => {
    setTimeout(() => location.replace(paper.href));
  });
  // after the roll was measured
  document.fonts.ready.then(() => setTimeout(() => key.click()));
}

if (!paper) {
  sessionStorage.removeItem(PRINTING);
}
if (receipt) {
  begin(receipt.dataset.printNow);
} else if (paper && sessionStorage.getItem(PRINTING) === paper.dataset.printed) {
  sessionStorage.removeItem(PRINTING);
  printOut();
}
