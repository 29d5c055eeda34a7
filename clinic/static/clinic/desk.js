// The clinic desk: services by tile or key, how many of each, what credit pays and what cash.
//
// The form posts `service`, `count`, `price` and `note` over and over, one of each for a line.
// What every service is called and costs stands on its button under .categories; `data-pricing` is
// fixed, variable or free. What it comes to and who pays which part the server says, after each
// change: see quoting.js. <input name="cash"> holds the cash that was agreed, <input name="total">
// what sum was shown; the server pays that sum or shows another one.

import {
  around,
  buttonOf,
  datum,
  every,
  fieldOf,
  formOf,
  maybe,
  one,
  targetOf,
  wordsOf,
} from "../wastebank/common/dom.js";
import { offerSearch } from "../wastebank/common/finder.js";
import "../wastebank/common/deliberate.js";
import { offerDraft } from "./drafting.js";
import { offerHand } from "./hand.js";
import { fill, showRupiah } from "../wastebank/common/locale.js";
import { NOTHING, Quotes } from "./quoting.js";
import { showShares } from "./shares.js";
import { itemOf, linesIn, servicesOf, termsOf } from "./services.js";

const form = formOf(document, "[data-clinic]");
const list = one(form, "[data-lines]");
const record = buttonOf(form, "[data-record]");
const hold = /** @type {HTMLButtonElement | null} */ (maybe(form, "[data-hold]"));
const pin = fieldOf(form, "[data-pin] input");
const takeCash = buttonOf(form, "[data-take-cash]");
const handOver = buttonOf(form, "[data-hand-over]");
const cash = fieldOf(form, "[name=cash]");
const total = fieldOf(form, "[name=total]");
const say = wordsOf(form);
const MOST_OF_ONE = 100;
const TYPING_MS = 250; // a price is asked for when the hand rests

const services = servicesOf(form);

/** @type {ServiceLine[]} */
let lines = [];
let agreed = Number(cash.value || 0);
let quote = NOTHING;
let typing = 0;

/**
 * @param {string} name
 * @param {string} text
 */
function put(name, text) {
  for (const element of every(form, `[data-${name}]`)) {
    element.textContent = text;
  }
}

/**
 * @param {string} name
 * @param {boolean} isHidden
 */
function hide(name, isHidden) {
  for (const element of every(form, `[data-${name}]`)) {
    element.hidden = isHidden;
  }
}

// --- the quote ------------------------------------------------------------------------------

const quotes = new Quotes({
  form,
  agreed: () => agreed,
  show(answer) {
    quote = answer;
    showQuote();
  },
  failed(why, name) {
    hide("signed-out", why !== "signed_out");
    hide("other-person", why !== "other_person");
    put("other-person-words", fill(say.sayOtherPerson, { name }));
    hide("no-answer", !why || ["signed_out", "other_person"].includes(why));
    form.dataset.ready = "";
  },
});

/**
 * asks for what the lines as they stand now cost, and who pays; `then` runs when it is shown
 * @param {() => void} [then]
 */
function askQuote(then) {
  clearTimeout(typing);
  typing = 0;
  if (lines.length) {
    quotes.ask(then);
    return;
  }
  quotes.close();
  quote = NOTHING;
  showQuote();
  quotes.keep();
  if (then) {
    then();
  }
}

function askSoon() {
  clearTimeout(typing);
  typing = setTimeout(() => askQuote(), TYPING_MS);
}

function showQuote() {
  put("total", showRupiah(quote.total));
  cash.value = String(quote.cash);
  total.value = String(quote.total);
  lines.forEach((_line, index) => {
    const sum = quote.lines[index];
    const text = sum === undefined ? "–" : showRupiah(sum);
    one(list.children[index], "[data-rupiah]").textContent = text;
  });
  showShares(form, quote.shares);
  showShort();
  showKeys();
}

function showShort() {
  one(form, "[data-short]").hidden = !quote.missing && !quote.more;
  put("short-missing", fill(say.sayShort, { sum: showRupiah(quote.missing) }));
  put("short-more", fill(say.sayMore, { sum: showRupiah(quote.more) }));
  put("offer", fill(say.sayOffer, { sum: showRupiah(quote.offer) }));
  if (say.held !== undefined) {
    hide("short-missing", !quote.missing);
    hide("short-cash", !quote.missing);
    hide("short-more", quote.missing > 0);
    hide("short-pin", quote.missing > 0);
  }
}

function wordOfRecord() {
  if (quote.booked) {
    return fill(say.sayRedeem, { sum: showRupiah(quote.booked) });
  }
  if (quote.total) {
    return say.sayPayCash;
  }
  const isFree = lines.length > 0 && !quote.refusal;
  return isFree ? say.sayFreeVisit : fill(say.sayRedeem, { sum: showRupiah(0) });
}

function showKeys() {
  const waits = !lines.length || quote.missing > 0;
  put("redeem", wordOfRecord());
  record.disabled = waits;
  handOver.disabled = waits;
  hide("pin-part", !quote.asks_pin);
  pin.required = quote.asks_pin;
  if (hold) {
    put("hold-sum", fill(say.sayHold, { sum: showRupiah(quote.held) }));
    hold.disabled = !quote.may_hold;
  }
  one(form, "[data-none]").hidden = lines.length > 0;
}

// --- the lines ------------------------------------------------------------------------------

/**
 * @param {ServiceLine} line
 * @param {HTMLElement} item
 */
function listenToPrice(line, item) {
  const price = fieldOf(item, "[name=price]");
  one(item, "[data-asked]").hidden = false;
  price.setAttribute("aria-label", fill(say.sayPriceOf, { name: services[line.code].name }));
  price.addEventListener("input", () => {
    line.price = price.value;
    quotes.forget(); // what is shown is no longer what is chosen
    askSoon();
  });
}

/**
 * @param {ServiceLine} line
 * @param {number} index
 */
function drawLine(line, index) {
  const service = services[line.code];
  const item = itemOf(line, index, service, say);
  if (service.pricing === "variable") {
    listenToPrice(line, item);
  }
  list.append(item);
}

function draw() {
  list.textContent = "";
  lines.forEach(drawLine);
  one(form, "[data-none]").hidden = lines.length > 0;
}

/** @param {ServiceLine} line */
function tell(line) {
  const facts = { name: services[line.code].name, count: line.count, sum: showRupiah(quote.total) };
  put("said", fill(say.sayLine, facts));
}

/** @param {string} code */
function add(code) {
  let line = lines.find((other) => other.code === code);
  if (line) {
    line.count = Math.min(MOST_OF_ONE, line.count + 1);
  } else {
    line = { code, count: 1, price: "", note: "" };
    lines.push(line);
  }
  draw();
  askQuote(() => tell(line));
  if (services[code].pricing === "variable" && !line.price) {
    fieldOf(list.children[lines.indexOf(line)], "[name=price]").focus();
  }
}

/**
 * the hand stays on the key it pressed, though every line is drawn anew
 * @param {number} index
 * @param {number} by
 * @param {string} name
 */
function count(index, by, name) {
  const line = lines[index];
  line.count = Math.min(MOST_OF_ONE, line.count + by);
  lines = lines.filter((other) => other.count > 0);
  draw();
  askQuote(() => tell(line));
  const next = list.children[Math.min(index, lines.length - 1)];
  const key = next && maybe(next, `[data-${name}]`);
  (key || one(form, "[data-find-open]")).focus();
}

// --- the hand -------------------------------------------------------------------------------

const hand = offerHand({
  form,
  ready: () => lines.length > 0 && !quotes.isOpen && !quote.missing && quote.asks_pin,
  shares: () => quote.shares,
});

function agree() {
  quotes.whenShown(() => {
    agreed = quote.offer;
    askQuote(() => (quote.asks_pin ? pin : record).focus());
  });
}

/** @param {Event} event */
function onClick(event) {
  const tile = around(event, "[data-service]");
  const item = around(event, "[data-index]");
  if (tile) {
    event.preventDefault();
    add(datum(tile, "service"));
  } else if (around(event, "[data-take-cash]")) {
    event.preventDefault();
    agree();
  } else if (item && around(event, "[data-more]")) {
    count(Number(item.dataset.index), 1, "more");
  } else if (item && around(event, "[data-fewer]")) {
    count(Number(item.dataset.index), -1, "fewer");
  }
}

/**
 * @param {Event} event
 * @param {HTMLButtonElement | null} key
 */
function press(event, key) {
  event.preventDefault();
  quotes.whenShown(() => {
    if (key && !key.disabled && key.offsetParent !== null) {
      key.click();
    }
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented;
  if (modified || hand.isOpen()) {
    return;
  }
  if (event.key === "Enter" && event.shiftKey) {
    press(event, hold);
    return;
  }
  if (event.target !== pin && targetOf(event).matches("input:not([type=hidden]), textarea")) {
    return;
  }
  if (event.key === "Escape") {
    one(document, "[data-escape]").click();
    return;
  }
  const sign = event.key.toUpperCase();
  const tile = maybe(form, `.tiles [data-hotkey="${CSS.escape(sign)}"]`);
  if (tile) {
    event.preventDefault();
    add(datum(tile, "service"));
  } else if (event.key === "Enter" && event.target === document.body && !event.repeat) {
    press(event, record);
  } else if (sign === "T") {
    press(event, takeCash);
  } else if (sign === "P") {
    event.preventDefault();
    quotes.whenShown(() => hand.open());
  } else if (/^\d$/.test(sign) && event.target !== pin && quote.asks_pin) {
    pin.focus();
  }
}

/**
 * Enter on a sum that is short takes no cash: that is said on purpose. Nothing is sent twice. A
 * press that comes before the server's answer waits for it, so that what is sent is what was shown.
 * @param {SubmitEvent} event
 */
function onSubmit(event) {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const isPayment = ["redeem", "close", "hold"].includes(button ? button.value : "");
  if (!isPayment) {
    form.setAttribute("aria-busy", "true");
    return;
  }
  if (quotes.isOpen) {
    event.preventDefault();
    if (typing) {
      askQuote();
    }
    quotes.whenShown(() => form.requestSubmit(button));
    return;
  }
  if (quote.missing || !lines.length) {
    event.preventDefault();
    if (quote.missing) {
      one(form, "[data-short]").scrollIntoView({ block: "nearest" });
    } else {
      one(form, "[data-find-open]").focus();
    }
    return;
  }
  form.setAttribute("aria-busy", "true");
}

// what the server sent back, with everything chosen kept
function takeOver() {
  for (const line of linesIn(list)) {
    if (services[line.code] && line.count > 0 && line.count <= MOST_OF_ONE) {
      lines.push(line);
    }
  }
  draw();
  askQuote(ready);
}

function ready() {
  if (!lines.length) {
    one(form, "[data-find-open]").focus({ preventScroll: true });
  } else if (quote.asks_pin && !quote.missing) {
    pin.focus({ preventScroll: true });
  }
  form.dataset.ready = "";
}

offerDraft({ form, ask: askSoon });
document.addEventListener("keydown", onKey);
form.addEventListener("click", onClick);
form.addEventListener("submit", onSubmit);
form.addEventListener("find-closed", () => one(form, "[data-find-open]").focus());
window.addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
offerSearch({
  root: form,
  items: Object.values(services),
  sprite: say.sprite,
  terms: (service) => termsOf(service, say),
  choose: (service) => add(service.code),
});
takeOver();
