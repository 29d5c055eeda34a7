// The clinic desk: services by tile or key, how many of each, what credit pays and what cash.
//
// The form posts `service`, `count`, `price` and `note` over and over, one of each for a line.
// What every service is called and costs stands on its button under .shelves; `data-pricing` is
// fixed, variable or free. <input name="cash"> holds the cash that was agreed, <input
// name="total"> what sum was shown; the server pays that sum or shows another one.

import { offerSearch } from "./finder.js";
import { offerHand } from "./hand.js";
import { fill, parseRupiah, showNumber, showRupiah } from "./locale.js";
import { drawRibbon } from "./ribbon.js";
import { splitOf } from "./splitting.js";

const form = document.querySelector("[data-clinic]");
const list = form.querySelector("[data-lines]");
const pattern = document.getElementById("service-pattern");
const record = form.querySelector("[data-record]");
const hold = form.querySelector("[data-hold]");
const pin = form.querySelector("[data-pin] input");
const takeCash = form.querySelector("[data-take-cash]");
const say = form.dataset;
const MOST_OF_ONE = 100;

const services = {};
for (const button of form.querySelectorAll(".shelves [data-service]")) {
  const name = button.querySelector("[data-service-name]").textContent.trim();
  services[button.dataset.service] = {
    code: button.dataset.service,
    name,
    per: button.dataset.per || "",
    pricing: button.dataset.pricing,
    price: Number(button.dataset.price || 0),
    find: `${name} ${button.dataset.find || ""}`.toLowerCase(),
  };
}

let lines = [];
let agreed = Number(form.querySelector("[name=cash]").value || 0);
let split = null;

function priceOf(line) {
  const service = services[line.code];
  return service.pricing === "variable" ? parseRupiah(line.price) || 0 : service.price;
}

function total() {
  return lines.reduce((sum, line) => sum + priceOf(line) * line.count, 0);
}

function put(name, text) {
  for (const place of form.querySelectorAll(`[data-${name}]`)) {
    place.textContent = text;
  }
}

function hide(name, isHidden) {
  for (const place of form.querySelectorAll(`[data-${name}]`)) {
    place.hidden = isHidden;
  }
}

// --- the split ------------------------------------------------------------------------------

function payers() {
  return [
    ["saldo", split.credit],
    ["kurang", split.missing],
    ["tunai", split.cash],
  ];
}

function showSplit() {
  split = splitOf({
    total: total(),
    free: Number(say.free),
    held: say.held === undefined ? null : Number(say.held),
    agreed,
  });
  put("total", showRupiah(split.total));
  form.querySelector("[name=cash]").value = String(split.cash);
  form.querySelector("[name=total]").value = String(split.total);
  const words = [];
  for (const [payer, sum] of payers()) {
    const place = form.querySelector(`[data-payer=${payer}]`);
    place.querySelector("output").textContent = showNumber(sum);
    place.hidden = !sum && payer !== "saldo";
    if (!place.hidden) {
      words.push(`${place.dataset.word} ${showRupiah(sum)}`);
    }
  }
  const ribbon = form.querySelector(".split .pita");
  ribbon.setAttribute("aria-label", words.join(", "));
  drawRibbon(
    ribbon,
    payers().filter(([, sum]) => sum > 0),
  );
  showShort();
  showActs();
}

function showShort() {
  const note = form.querySelector("[data-short]");
  note.hidden = !split.missing && !split.more;
  put("short-missing", fill(say.sayShort, { sum: showRupiah(split.missing) }));
  put("short-more", fill(say.sayMore, { sum: showRupiah(split.more) }));
  put("offer", fill(say.sayOffer, { sum: showRupiah(split.offer) }));
  if (say.held !== undefined) {
    hide("short-missing", !split.missing);
    hide("short-cash", !split.missing);
    hide("short-more", split.missing > 0);
    hide("short-pin", split.missing > 0);
  }
}

function wordOfAct() {
  if (split.credit) {
    return fill(say.sayRedeem, { sum: showRupiah(split.credit) });
  }
  if (split.total) {
    return say.sayPayCash;
  }
  return lines.length ? say.sayFreeVisit : fill(say.sayRedeem, { sum: showRupiah(0) });
}

function showActs() {
  const waits = !lines.length || split.missing > 0;
  put("redeem", wordOfAct());
  record.disabled = waits;
  form.querySelector("[data-hand-over]").disabled = waits;
  hide("pin-part", !split.asksPin);
  pin.required = split.asksPin;
  if (hold) {
    put("hold-sum", fill(say.sayHold, { sum: showRupiah(split.credit) }));
    hold.disabled = waits || !split.credit;
  }
  form.querySelector("[data-none]").hidden = lines.length > 0;
}

// --- the lines ------------------------------------------------------------------------------

function terms(service) {
  if (service.pricing === "variable") {
    return service.per;
  }
  return service.price ? `${showRupiah(service.price)} ${service.per}` : say.sayFree;
}

function listenToPrice(line, item) {
  const price = item.querySelector("[name=price]");
  item.querySelector("[data-asked]").hidden = false;
  price.setAttribute("aria-label", fill(say.sayPriceOf, { name: services[line.code].name }));
  price.addEventListener("input", () => {
    line.price = price.value;
    item.querySelector("[data-rupiah]").textContent = showRupiah(priceOf(line) * line.count);
    showSplit();
  });
}

function drawLine(line, place) {
  const service = services[line.code];
  const item = pattern.content.firstElementChild.cloneNode(true);
  item.dataset.place = String(place);
  item.querySelector("[data-name]").textContent = service.name;
  item.querySelector("[data-terms]").textContent = terms(service);
  item.querySelector("[data-count]").textContent = String(line.count);
  item.querySelector("[data-rupiah]").textContent = showRupiah(priceOf(line) * line.count);
  item.querySelector("[name=service]").value = line.code;
  item.querySelector("[name=count]").value = String(line.count);
  const note = item.querySelector("[name=note]");
  item.querySelector("[name=price]").value = line.price;
  note.value = line.note;
  note.addEventListener("input", () => {
    line.note = note.value;
  });
  if (service.pricing === "variable") {
    listenToPrice(line, item);
  }
  for (const name of ["more", "fewer"]) {
    const label = item.querySelector(`[data-${name}] .vh`);
    label.textContent = fill(label.textContent, { name: service.name });
  }
  list.append(item);
}

function show() {
  list.textContent = "";
  lines.forEach(drawLine);
  showSplit();
}

function tell(line) {
  const facts = { name: services[line.code].name, count: line.count, sum: showRupiah(split.total) };
  put("said", fill(say.sayLine, facts));
}

function add(code) {
  let line = lines.find((other) => other.code === code);
  if (line) {
    line.count = Math.min(MOST_OF_ONE, line.count + 1);
  } else {
    line = { code, count: 1, price: "", note: "" };
    lines.push(line);
  }
  show();
  tell(line);
  if (services[code].pricing === "variable" && !line.price) {
    list.children[lines.indexOf(line)].querySelector("[name=price]").focus();
  }
}

// the hand stays on the key it pressed, though every line is drawn anew
function step(place, by, name) {
  const line = lines[place];
  line.count = Math.min(MOST_OF_ONE, line.count + by);
  lines = lines.filter((other) => other.count > 0);
  show();
  tell(line);
  const next = list.children[Math.min(place, lines.length - 1)];
  const key = next && next.querySelector(`[data-${name}]`);
  (key || form.querySelector("[data-find-open]")).focus();
}

// --- the hand -------------------------------------------------------------------------------

const hand = offerHand({
  form,
  ready: () => lines.length > 0 && !split.missing && split.asksPin,
  sums: () => ({
    credit: showNumber(split.credit),
    cash: split.cash ? showNumber(split.cash) : "",
  }),
});

function agree() {
  agreed = split.offer;
  showSplit();
  (split.asksPin ? pin : record).focus();
}

function onClick(event) {
  const tile = event.target.closest("[data-service]");
  const item = event.target.closest("[data-place]");
  if (tile) {
    event.preventDefault();
    add(tile.dataset.service);
  } else if (event.target.closest("[data-take-cash]")) {
    event.preventDefault();
    agree();
  } else if (item && event.target.closest("[data-more]")) {
    step(Number(item.dataset.place), 1, "more");
  } else if (item && event.target.closest("[data-fewer]")) {
    step(Number(item.dataset.place), -1, "fewer");
  }
}

function press(event, key) {
  event.preventDefault();
  if (key && !key.disabled && key.offsetParent !== null) {
    key.click();
  }
}

function onKey(event) {
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented;
  if (modified || hand.isOpen()) {
    return;
  }
  if (event.key === "Enter" && event.shiftKey) {
    press(event, hold);
    return;
  }
  if (event.target !== pin && event.target.matches("input:not([type=hidden]), textarea")) {
    return;
  }
  if (event.key === "Escape") {
    document.querySelector("[data-escape]").click();
    return;
  }
  const sign = event.key.toUpperCase();
  const tile = form.querySelector(`.tiles [data-hotkey="${CSS.escape(sign)}"]`);
  if (tile) {
    event.preventDefault();
    add(tile.dataset.service);
  } else if (event.key === "Enter" && event.target === document.body && !event.repeat) {
    press(event, record);
  } else if (sign === "T") {
    press(event, takeCash);
  } else if (sign === "P") {
    event.preventDefault();
    hand.open();
  } else if (/^\d$/.test(sign) && event.target !== pin && split.asksPin) {
    pin.focus();
  }
}

// Enter on a sum that is short goes to the key that mends it; nothing is sent twice
function onSubmit(event) {
  const by = event.submitter && event.submitter.value;
  if (["redeem", "close", "hold"].includes(by) && (split.missing || !lines.length)) {
    event.preventDefault();
    (split.missing ? takeCash : form.querySelector("[data-find-open]")).focus();
    return;
  }
  form.setAttribute("aria-busy", "true");
}

// what the server sent back, with everything chosen kept
function takeOver() {
  for (const item of list.children) {
    const code = item.querySelector("[name=service]").value;
    const count = Number(item.querySelector("[name=count]").value);
    const price = item.querySelector("[name=price]").value;
    const note = item.querySelector("[name=note]").value;
    if (services[code] && count > 0 && count <= MOST_OF_ONE) {
      lines.push({ code, count, price, note });
    }
  }
  show();
}

document.addEventListener("keydown", onKey);
form.addEventListener("click", onClick);
form.addEventListener("submit", onSubmit);
form.addEventListener("find-closed", () => form.querySelector("[data-find-open]").focus());
window.addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
offerSearch({
  root: form,
  items: Object.values(services),
  sprite: say.sprite,
  terms,
  choose: (service) => add(service.code),
});
takeOver();
if (!lines.length) {
  form.querySelector("[data-find-open]").focus({ preventScroll: true });
} else if (split.asksPin && !split.missing) {
  pin.focus({ preventScroll: true });
}
form.dataset.ready = "";
