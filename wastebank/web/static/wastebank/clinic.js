// The clinic desk: services by tile or key, how many of each, what credit pays and what cash.
//
// The form posts `service`, `count`, `price` and `note` over and over, one of each for a line.
// <select name="service"> holds what every service is called and costs; `data-pricing` is
// fixed, variable or free. Credit is used first and the rest is cash: <input name="cash">.
// <input name="total"> says what sum was shown; the server pays that sum or shows another one.

import { offerSearch } from "./finder.js";
import { fill, showNumber, showRupiah } from "./locale.js";
import { drawRibbon } from "./ribbon.js";

const form = document.querySelector("[data-clinic]");
const select = form.querySelector("select[name=service]");
const list = form.querySelector("[data-lines]");
const pattern = document.getElementById("service-pattern");
const say = form.dataset;
const available = Number(say.available);
const MOST_OF_ONE = 100;

const services = {};
for (const option of select.querySelectorAll("option[data-pricing]")) {
  services[option.value] = {
    code: option.value,
    name: option.textContent.trim(),
    per: option.dataset.per || "",
    pricing: option.dataset.pricing,
    price: Number(option.dataset.price || 0),
    find: `${option.textContent} ${option.dataset.find || ""}`.toLowerCase(),
  };
}

let lines = [];

function priceOf(line) {
  const service = services[line.code];
  if (service.pricing !== "variable") {
    return service.price;
  }
  return /^\d{1,9}$/.test(line.price) ? Number(line.price) : 0;
}

function total() {
  return lines.reduce((sum, line) => sum + priceOf(line) * line.count, 0);
}

function put(name, text) {
  for (const place of form.querySelectorAll(`[data-${name}]`)) {
    place.textContent = text;
  }
}

function showTotals() {
  const all = total();
  const credit = Math.min(all, available);
  const cash = all - credit;
  put("total", showRupiah(all));
  put("credit", showNumber(credit));
  put("cash", showNumber(cash));
  put("redeem", fill(say.sayRedeem, { sum: showRupiah(credit) }));
  form.querySelector("[name=cash]").value = String(cash);
  form.querySelector("[name=total]").value = String(all);
  const shares = [
    ["saldo", credit],
    ["tunai", cash],
  ];
  drawRibbon(
    form.querySelector("[data-ribbon]"),
    shares.filter(([, value]) => value > 0),
  );
  form.querySelector("[data-record]").disabled = !lines.length;
  form.querySelector("[data-none]").hidden = lines.length > 0;
}

function terms(service) {
  if (service.pricing === "variable") {
    return service.per;
  }
  return service.price ? `${showRupiah(service.price)} ${service.per}` : say.sayFree;
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
  const price = item.querySelector("[name=price]");
  const note = item.querySelector("[name=note]");
  price.value = line.price;
  note.value = line.note;
  note.addEventListener("input", () => {
    line.note = note.value;
  });
  if (service.pricing === "variable") {
    item.querySelector("[data-asked]").hidden = false;
    price.setAttribute("aria-label", fill(say.sayPriceOf, { name: service.name }));
    price.addEventListener("input", () => {
      line.price = price.value.replace(/\D/g, "");
      item.querySelector("[data-rupiah]").textContent = showRupiah(priceOf(line) * line.count);
      showTotals();
    });
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
  showTotals();
}

function add(code) {
  const line = lines.find((other) => other.code === code);
  if (line) {
    line.count = Math.min(MOST_OF_ONE, line.count + 1);
  } else {
    lines.push({ code, count: 1, price: "", note: "" });
  }
  show();
  const asked = list.querySelectorAll("[data-asked]:not([hidden]) [name=price]");
  const waiting = Array.from(asked).find((price) => !price.value);
  if (waiting && services[code].pricing === "variable") {
    waiting.focus();
  }
}

function step(place, by) {
  const line = lines[place];
  line.count = Math.min(MOST_OF_ONE, line.count + by);
  lines = lines.filter((other) => other.count > 0);
  show();
}

function onClick(event) {
  const tile = event.target.closest("[data-service]");
  const item = event.target.closest("[data-place]");
  if (tile) {
    event.preventDefault();
    add(tile.dataset.service);
  } else if (item && event.target.closest("[data-more]")) {
    step(Number(item.dataset.place), 1);
  } else if (item && event.target.closest("[data-fewer]")) {
    step(Number(item.dataset.place), -1);
  }
}

function onKey(event) {
  const held = event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented;
  if (held || event.target.matches("[data-search], [name=price], [name=note], textarea")) {
    return;
  }
  if (event.key === "Escape") {
    document.querySelector("[data-escape]").click();
    return;
  }
  const tile = form.querySelector(`[data-hotkey="${CSS.escape(event.key.toUpperCase())}"]`);
  const pin = form.querySelector("[data-pin] input");
  if (tile) {
    event.preventDefault();
    add(tile.dataset.service);
  } else if (/^\d$/.test(event.key) && pin && event.target !== pin) {
    pin.focus();
  }
}

// what the server sent back, with everything chosen kept
function takeOver() {
  for (const item of list.children) {
    const code = item.querySelector("[name=service]").value;
    const count = Number(item.querySelector("[name=count]").value);
    const price = item.querySelector("[name=price]").value.replace(/\D/g, "");
    const note = item.querySelector("[name=note]").value;
    if (services[code] && count > 0 && count <= MOST_OF_ONE) {
      lines.push({ code, count, price, note });
    }
  }
  select.value = "";
  select.disabled = true; // each line posts its own service
  show();
}

document.addEventListener("keydown", onKey);
form.addEventListener("click", onClick);
form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
window.addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
offerSearch({
  root: form,
  items: Object.values(services),
  sprite: say.sprite,
  terms,
  choose: (service) => add(service.code),
});
takeOver();
