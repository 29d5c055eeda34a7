// The weighing desk: tiles, scale, keypad, slip, sum. Two lines take nine taps or ten keys.
//
// The form posts `material` and `amount` (as typed) over and over, one pair for each line, the
// open one last. The <select name="material"> holds what every material is called and pays, and
// is all a browser without modules needs. Here it is hidden behind tiles and a search.

import { offerSearch } from "./finder.js";
import { decimal, fill, parseAmount, showAmount, showRupiah, unitLabel } from "./locale.js";
import { lineRupiah, showNumber, showPrice, wordsAmount } from "./locale.js";
import { drawRibbon } from "./ribbon.js";

const form = document.querySelector("[data-counter]");
const select = form.querySelector("select[name=material]");
const weight = form.querySelector("[data-weight]");
const scale = form.querySelector("[data-scale]");
const list = form.querySelector("[data-lines]");
const pattern = document.getElementById("line-pattern");
const say = form.dataset;
const REMEMBERED_MS = 2000;

const materials = {};
for (const option of select.querySelectorAll("option[data-price]")) {
  materials[option.value] = {
    slug: option.value,
    name: option.textContent.trim(),
    family: option.dataset.family,
    unit: option.dataset.unit,
    price: Number(option.dataset.price),
    find: `${option.textContent} ${option.dataset.find || ""}`.toLowerCase(),
  };
}

let lines = [];
let past = [];
let leaving = false;

// --- reading --------------------------------------------------------------------------------

function read(slug, text) {
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
  const rupiah = lineRupiah(found.amount, material.unit, material.price);
  return { material, text, amount: found.amount, rupiah };
}

function openLine() {
  return read(select.value, weight.value);
}

function counted() {
  const open = openLine();
  const closed = lines.map((line) => read(line.slug, line.text)).filter((line) => !line.reason);
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
    return `${wordsAmount(found.amount, found.material.unit)} · ${showRupiah(found.rupiah)}`;
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
  const found = read(line.slug, line.text);
  const material = materials[line.slug];
  const opener = item.querySelector("[data-open]");
  opener.classList.add(material.family);
  item.querySelector("use").setAttribute("href", `${say.sprite}#${material.family}`);
  item.querySelector("[data-name]").textContent = material.name;
  item.querySelector("[data-rupiah]").textContent = showRupiah(found.rupiah);
  const amount = showAmount(found.amount, material.unit);
  item.querySelector("[data-terms]").textContent =
    `${amount} × ${showPrice(material.price, material.unit)}`;
  item.querySelector("[name=material]").value = line.slug;
  item.querySelector("[name=amount]").value = line.text;
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
  past.push({ at: now, lines: lines.slice(), slug: select.value, text: weight.value });
}

function restore(began) {
  const moment = past.find((entry) => entry.at >= began);
  if (moment) {
    lines = moment.lines;
    select.value = moment.slug;
    weight.value = moment.text;
  }
  show();
}

// true when nothing half-written is left on the scale
function closeLine() {
  const open = openLine();
  if (!open.reason) {
    lines = lines.concat({ slug: open.material.slug, text: weight.value });
    select.value = "";
    weight.value = "";
    show(true);
    return true;
  }
  if (weight.value === "") {
    return true;
  }
  warn(sentence(open));
  weight.focus();
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
  select.value = line.slug;
  weight.value = line.text;
  show();
  weight.focus();
  weight.select();
}

function record(event) {
  const open = openLine();
  const left = weight.value !== "" && open.reason;
  if (left || !counted().length) {
    event.preventDefault();
    warn(left ? sentence(open) : say.sayNothing);
    weight.focus();
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
  if (event.key === "Escape") {
    document.querySelector("[data-escape]").click();
    return;
  }
  if (event.key === "Enter" && !event.target.closest("button, a")) {
    event.preventDefault();
    remember();
    if (weight.value !== "" || (select.value && !lines.length)) {
      closeLine();
      weight.focus();
    } else {
      form.querySelector("[data-record]").click();
    }
    return;
  }
  const tile = form.querySelector(`[data-hotkey="${CSS.escape(event.key.toUpperCase())}"]`);
  if (tile) {
    event.preventDefault();
    choose(tile.dataset.material);
  } else if (/^[0-9.,]$/.test(event.key) && event.target !== weight) {
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
    if (!read(slug, text).reason) {
      lines.push({ slug, text });
    } else if (materials[slug] && weight.value === "") {
      select.value = slug;
      weight.value = text;
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
weight.addEventListener("beforeinput", remember);
weight.addEventListener("input", () => {
  warn("");
  showScale();
  showSum();
});
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
  terms: (material) => showPrice(material.price, material.unit),
  choose: (material) => choose(material.slug),
});
takeOver();
