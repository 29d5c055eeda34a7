// The weighing desk: tiles, scale, keypad, slip, sum. Two lines take nine taps or ten keys.
//
// The form posts `material`, `amount` and `price` (as typed) over and over, once for each line,
// the open one last. A price is only typed where the list says to ask for it. The
// <select name="material"> holds what every material is called and pays, and is all a browser
// without modules needs. Here it is hidden behind tiles and a search.

import { offerSearch } from "./finder.js";
import { decimal, fill, lineRupiah, parseAmount, parseRupiah } from "./locale.js";
import { showAmount, showNumber, showPrice, showRupiah, unitLabel } from "./locale.js";
import { wordsAmount } from "./locale.js";
import { drawRibbon } from "./ribbon.js";

const form = document.querySelector("[data-counter]");
const select = form.querySelector("select[name=material]");
const weight = form.querySelector("[data-weight]");
const asked = form.querySelector("[data-price-typed]");
const scale = form.querySelector("[data-scale]");
const list = form.querySelector("[data-lines]");
const pattern = document.getElementById("line-pattern");
const say = form.dataset;
const REMEMBERED_MS = 10000;

const materials = {};
for (const option of select.querySelectorAll("option[data-is]")) {
  const [family, unit, price] = option.dataset.is.split(" ");
  materials[option.value] = {
    slug: option.value,
    name: option.textContent.trim(),
    family,
    unit,
    price: price ? Number(price) : null,
    find: `${option.textContent} ${option.dataset.find || ""}`.toLowerCase(),
  };
}

let lines = [];
let past = [];
let leaving = false;

// --- reading --------------------------------------------------------------------------------

function read(slug, text, priceText) {
  const material = materials[slug];
  if (!material) {
    return { reason: text ? "no_material" : "empty" };
  }
  const found = parseAmount(text, material.unit);
  if (found.amount === 0) {
    return { reason: "zero" };
  }
  if (found.reason) {
    return found;
  }
  const price = material.price === null ? parseRupiah(priceText) : material.price;
  if (price === null) {
    return { reason: "ask", material, amount: found.amount };
  }
  const rupiah = lineRupiah(found.amount, material.unit, price);
  return { material, amount: found.amount, price, rupiah };
}

function openLine() {
  return read(select.value, weight.value, asked.value);
}

function counted() {
  const open = openLine();
  const closed = lines.map((line) => read(line.slug, line.text, line.price));
  return open.reason ? closed : closed.concat(open);
}

function unsaved() {
  return lines.length > 0 || weight.value !== "";
}

// --- showing --------------------------------------------------------------------------------

function put(name, text) {
  for (const place of form.querySelectorAll(`[data-${name}]`)) {
    place.textContent = text;
  }
}

function sentence(found) {
  if (!found.reason) {
    return wordsAmount(found.amount, found.material.unit);
  }
  const told = say[`say${camel(found.reason)}`] || "";
  return fill(found.hint ? say.sayAmbiguousHint : told, { text: weight.value, hint: found.hint });
}

function camel(reason) {
  return reason.replace(/(^|_)(\w)/g, (whole, gap, letter) => letter.toUpperCase());
}

function showScale() {
  const material = materials[select.value];
  const open = openLine();
  const bad = Boolean(open.reason) && open.reason !== "empty" && weight.value !== "";
  scale.className = `scale line ${material ? material.family : "rest"}${bad ? " is-bad" : ""}`;
  weight.setAttribute("aria-invalid", String(bad));
  put("kind-name", material ? material.name : say.sayChoose);
  put("unit", material ? unitLabel(material.unit, 0) : "");
  put("small-unit", material && material.unit === "ml" ? "ml" : "g");
  put("words", weight.value || material ? sentence(open) : "");
  put("worth", open.reason ? "" : ` · ${showRupiah(open.rupiah)}`);
  form.querySelector("[data-ask]").hidden = !material || material.price !== null;
  const small = form.querySelector('[data-key="small"]');
  small.disabled = !material || material.unit === "pcs";
  const use = scale.querySelector("use");
  use.setAttribute("href", `${say.sprite}#${material ? material.family : "timbang"}`);
  for (const tile of form.querySelectorAll("[data-material]")) {
    const on = tile.dataset.material === select.value;
    tile.classList.toggle("is-on", on);
    tile.setAttribute("aria-pressed", String(on));
  }
}

function fillLine(item, line) {
  const found = read(line.slug, line.text, line.price);
  const material = materials[line.slug];
  const opener = item.querySelector("[data-open]");
  opener.classList.add(material.family);
  item.querySelector("use").setAttribute("href", `${say.sprite}#${material.family}`);
  item.querySelector("[data-name]").textContent = material.name;
  item.querySelector("[data-rupiah]").textContent = showRupiah(found.rupiah);
  const amount = showAmount(found.amount, material.unit);
  item.querySelector("[data-terms]").textContent = `${amount} × ${showRupiah(found.price)}`;
  item.querySelector("[name=material]").value = line.slug;
  item.querySelector("[name=amount]").value = line.text;
  item.querySelector("[name=price]").value = line.price;
}

function showLines(arrived) {
  list.textContent = "";
  lines.forEach((line, place) => {
    const item = pattern.content.firstElementChild.cloneNode(true);
    item.dataset.place = String(place);
    fillLine(item, line);
    if (arrived && place === lines.length - 1) {
      item.classList.add("is-new");
    }
    list.append(item);
  });
  list.scrollTop = list.scrollHeight;
}

function showSum() {
  const all = counted();
  const total = all.reduce((sum, line) => sum + line.rupiah, 0);
  put("total", showNumber(total));
  put("after", showRupiah(Number(say.balance) + total));
  put("count", fill(all.length === 1 ? say.sayLine : say.sayLines, { count: all.length }));
  drawRibbon(
    form.querySelector("[data-ribbon]"),
    all.map((line) => [line.material.family, line.rupiah]),
  );
}

function show(arrived = false) {
  showScale();
  showLines(arrived);
  showSum();
}

function warn(text) {
  const note = form.querySelector("[data-warning]");
  note.hidden = !text;
  note.querySelector("p").textContent = text;
}

// --- doing ----------------------------------------------------------------------------------

function remember() {
  const now = performance.now();
  past = past.filter((moment) => now - moment.at < REMEMBERED_MS);
  const open = { slug: select.value, text: weight.value, price: asked.value };
  past.push({ at: now, lines: lines.slice(), open });
}

function restore(began) {
  const moment = past.find((entry) => entry.at >= began);
  if (moment) {
    lines = moment.lines;
    putOnScale(moment.open);
  }
  show();
}

function putOnScale(line) {
  select.value = line ? line.slug : "";
  weight.value = line ? line.text : "";
  asked.value = line ? line.price : "";
}

// true when nothing half-written is left on the scale
function closeLine() {
  const open = openLine();
  if (!open.reason) {
    const price = open.material.price === null ? asked.value : "";
    lines = lines.concat({ slug: open.material.slug, text: weight.value, price });
    putOnScale(null);
    show(true);
    return true;
  }
  if (weight.value === "") {
    return true;
  }
  (open.reason === "ask" ? asked : weight).focus();
  return false;
}

function choose(slug) {
  remember();
  warn("");
  // an amount typed before its material waits for it; one that has its material is closed first
  if (select.value && !closeLine()) {
    return;
  }
  select.value = slug;
  show();
  weight.focus();
}

function type(sign) {
  remember();
  warn("");
  const material = materials[select.value];
  if (sign === "back") {
    weight.value = weight.value.slice(0, -1);
  } else if (sign === "clear") {
    weight.value = "";
  } else if (sign === "small") {
    const suffix = material ? material.unit : "g";
    const bare = weight.value.replace(/[gml]+$/, "");
    weight.value = bare === weight.value ? bare + suffix : bare;
  } else if (sign === "next") {
    closeLine();
  } else {
    weight.value += sign === "decimal" ? decimal : sign;
  }
  showScale();
  showSum();
}

function reopen(place) {
  remember();
  const line = lines[place];
  if (!closeLine()) {
    return;
  }
  lines = lines.filter((other) => other !== line);
  putOnScale(line);
  show();
  weight.focus();
  weight.select();
}

function record(event) {
  const open = openLine();
  const left = weight.value !== "" && open.reason;
  if (left || !counted().length) {
    event.preventDefault();
    warn(left ? "" : say.sayNothing);
    (left && open.reason === "ask" ? asked : weight).focus();
    return;
  }
  if (weight.value === "") {
    select.value = "";
  }
  leaving = true;
  form.setAttribute("aria-busy", "true");
}

function leave(event) {
  if (unsaved() && !leaving) {
    event.preventDefault();
    leaving = true;
    warn(say.sayUnsaved);
  }
}

// --- hands ----------------------------------------------------------------------------------

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
    return;
  }
  if (event.target.matches("[data-search]")) {
    return;
  }
  const writing = event.target === asked;
  if (event.key === "Escape") {
    document.querySelector("[data-escape]").click();
    return;
  }
  if (event.key === "Enter" && !event.target.closest("button, a")) {
    event.preventDefault();
    remember();
    if (weight.value !== "" || (select.value && !lines.length)) {
      if (closeLine()) {
        weight.focus();
      }
    } else {
      form.querySelector("[data-record]").click();
    }
    return;
  }
  const hotkey = event.key.length === 1 ? CSS.escape(event.key.toUpperCase()) : "none";
  const tile = form.querySelector(`[data-hotkey="${hotkey}"]`);
  if (tile) {
    event.preventDefault();
    choose(tile.dataset.material);
  } else if (/^[0-9.,]$/.test(event.key) && event.target !== weight && !writing) {
    event.preventDefault();
    weight.focus();
    type(event.key);
  }
}

function onClick(event) {
  const tile = event.target.closest("[data-material]");
  const key = event.target.closest("[data-key]");
  const item = event.target.closest("[data-place]");
  if (tile) {
    event.preventDefault();
    choose(tile.dataset.material);
  } else if (key) {
    type(key.dataset.key);
  } else if (item && event.target.closest("[data-drop]")) {
    remember();
    lines = lines.filter((line, place) => place !== Number(item.dataset.place));
    show();
    weight.focus();
  } else if (item && event.target.closest("[data-open]")) {
    reopen(Number(item.dataset.place));
  }
}

// what the server sent back, with everything typed kept
function takeOver() {
  for (const item of list.children) {
    const slug = item.querySelector("[name=material]").value;
    const text = item.querySelector("[name=amount]").value;
    const price = item.querySelector("[name=price]").value;
    if (!read(slug, text, price).reason) {
      lines.push({ slug, text, price });
    } else if (materials[slug] && weight.value === "") {
      putOnScale({ slug, text, price });
    }
  }
  show();
  // a phone would cover the keys on the page with its own
  if (window.matchMedia("(pointer: coarse)").matches) {
    weight.setAttribute("inputmode", "none");
  } else {
    weight.focus();
  }
}

document.addEventListener("keydown", onKey);
form.addEventListener("click", onClick);
form.addEventListener("submit", record);
for (const field of [weight, asked]) {
  field.addEventListener("beforeinput", remember);
  field.addEventListener("input", () => {
    warn("");
    showScale();
    showSum();
  });
}
document.querySelector("[data-escape]").addEventListener("click", leave);
document.addEventListener("scan", (event) => {
  restore(event.detail.began);
  if (unsaved()) {
    event.preventDefault();
    warn(say.sayUnsavedScan);
  }
});
window.addEventListener("pageshow", () => {
  leaving = false;
  form.removeAttribute("aria-busy");
});

offerSearch({
  root: form,
  items: Object.values(materials),
  sprite: say.sprite,
  terms: (material) =>
    material.price === null ? say.sayAsk : showPrice(material.price, material.unit),
  choose: (material) => choose(material.slug),
});
takeOver();
form.dataset.ready = "yes";
