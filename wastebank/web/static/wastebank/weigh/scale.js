// The open line: a material, what the scale shows, the container, what is wet or dirty, a price
// where one has to ask. Its fields are the last of the form; the keypad writes into the one that
// was touched last.

import { decimal, fill, showAmount, showRupiah, unitLabel, wordsAmount } from "../locale.js";
import { GRAM, isCounted } from "../units.js";
import { emptyLine, readLine } from "./reading.js";

const LONG_PRESS_MS = 600;

export function openScale(form, materials, say) {
  const box = form.querySelector("[data-scale]");
  const fields = {
    weight: form.querySelector("[data-weight]"),
    tare: form.querySelector("[data-tare]"),
    rejected: form.querySelector("[data-rejected]"),
    price: form.querySelector("[data-price-typed]"),
  };
  const whys = Array.from(form.querySelectorAll("[data-why]"));
  const select = form.querySelector("select[name=material]");
  const source = form.querySelector("[data-source]");
  const whyOf = form.querySelector("[data-why-of]");
  const less = { tare: form.querySelector("[data-less=tare]") };
  less.rejected = form.querySelector("[data-less=rejected]");
  let slug = "";
  let exact = ""; // what the scale sent, to the gram; gone as soon as a hand changes it
  let active = "weight";

  function line() {
    const why = whys.find((choice) => choice.checked);
    return {
      slug,
      text: exact || fields.weight.value,
      tare: fields.tare.value,
      rejected: fields.rejected.value,
      why: why && fields.rejected.value ? why.value : "",
      price: fields.price.value,
      source: exact ? "scale" : "typed",
    };
  }

  function put(given) {
    const next = given || emptyLine();
    slug = next.slug;
    exact = next.source === "scale" ? next.text : "";
    fields.weight.value = next.text;
    fields.tare.value = next.tare;
    fields.rejected.value = next.rejected;
    fields.price.value = next.price;
    for (const why of whys) {
      why.checked = why.value === next.why;
    }
    active = "weight";
    if (exact) {
      showExact();
    }
  }

  // "1235g" is what is sent, for 1,235 could be read both ways; the figure is what people see
  function showExact() {
    const amount = Number(exact.replace(/[gml]+$/, ""));
    fields.weight.value = showAmount(amount, unit()).split(" ")[0];
  }

  function takeWeight(amount) {
    exact = `${amount}${isCounted(unit()) ? "" : unit()}`;
    showExact();
  }

  function unit() {
    return materials[slug] ? materials[slug].unit : GRAM;
  }

  function read() {
    return readLine(line(), materials);
  }

  function isEmpty() {
    return fields.weight.value === "";
  }

  function focus(field) {
    const name = field || "weight";
    active = name === "why" ? "rejected" : name;
    show();
    (name === "why" && whys.length ? whys[0] : fields[active]).focus();
  }

  // --- showing

  function sentence(found) {
    if (found.reason === "empty") {
      return slug ? say.sayEmpty : "";
    }
    if (found.reason) {
      const told = say[`say${camel(found.reason)}`] || "";
      const facts = { text: found.text || "", hint: found.hint };
      return fill(found.hint ? say.sayAmbiguousHint : told, facts);
    }
    const words = wordsAmount(found.amount, found.material.unit);
    return exact ? `${words} · ${say.sayFromScale}` : words;
  }

  function showOpen(name) {
    const part = less[name];
    part.hidden = !fields[name].value && active !== name;
    const key = form.querySelector(`[data-key="${name}"]`);
    key.setAttribute("aria-pressed", String(!part.hidden));
    key.disabled = !materials[slug] || (name === "tare" && isCounted(unit()));
  }

  function show() {
    const material = materials[slug];
    const found = read();
    const bad = Boolean(found.reason) && found.reason !== "empty" && !isEmpty();
    box.className = `scale line ${material ? material.family : "rest"}${bad ? " is-bad" : ""}`;
    for (const [name, field] of Object.entries(fields)) {
      field.setAttribute("aria-invalid", String(bad && found.field === name));
      field.classList.toggle("is-active", name === active);
    }
    write("kind-name", material ? material.name : say.sayChoose);
    write("unit", material ? unitLabel(material.unit, 0) : "");
    write("small-unit", isCounted(unit()) ? GRAM : unit());
    write("words", isEmpty() && !material ? "" : sentence(found));
    write("worth", found.reason ? "" : ` · ${showRupiah(found.rupiah)}`);
    form.querySelector("[data-ask]").hidden = !material || material.price !== null;
    form.querySelector('[data-key="small"]').disabled = !material || isCounted(unit());
    const sign = `${say.sprite}#${material ? material.family : "timbang"}`;
    box.querySelector("use").setAttribute("href", sign);
    for (const why of whys) {
      why.parentElement.classList.toggle("is-on", why.checked);
    }
    showOpen("tare");
    showOpen("rejected");
    form.querySelector("[data-whys]").hidden = less.rejected.hidden;
    // on a phone the tiles make room for it, as no other material is chosen meanwhile
    const takingOff = active === "tare" || active === "rejected";
    form.classList.toggle("is-taking-off", takingOff);
    const cable = form.querySelector('[data-key="scale"]');
    cable.hidden = takingOff || !cable.dataset.offered;
    form.querySelector('[data-key="next"]').hidden = !cable.hidden;
  }

  function write(name, text) {
    for (const place of form.querySelectorAll(`[data-${name}]`)) {
      place.textContent = text;
    }
  }

  // --- the keypad

  function type(sign) {
    const field = fields[active];
    touched(field);
    if (sign === "back") {
      field.value = field.value.slice(0, -1);
    } else if (sign === "small") {
      const bare = field.value.replace(/[gml]+$/, "");
      field.value = bare === field.value ? bare + unit() : bare;
    } else {
      field.value += sign === "decimal" ? decimal : sign;
    }
  }

  function clear() {
    fields[active].value = "";
    exact = active === "weight" ? "" : exact;
  }

  // a hand on the weight: it is no longer what the scale said
  function touched(field) {
    if (field === fields.weight && exact) {
      exact = "";
      field.value = "";
    }
  }

  // Tara, Basah: open their field, write into it, go back to the weight when pressed again
  function turnTo(name) {
    const back = active === name;
    if (name === "rejected" && !back && !whys.some((why) => why.checked)) {
      whys[0].checked = true;
    }
    focus(back ? "weight" : name);
  }

  function heldBack(key, changed) {
    let held = 0;
    key.addEventListener("pointerdown", () => {
      held = setTimeout(() => {
        clear();
        changed();
      }, LONG_PRESS_MS);
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
      key.addEventListener(end, () => clearTimeout(held));
    }
  }

  function listen(before, changed) {
    for (const [name, field] of Object.entries(fields)) {
      field.addEventListener("beforeinput", () => {
        before();
        touched(field);
      });
      field.addEventListener("input", changed);
      field.addEventListener("focus", () => {
        active = name;
        show();
      });
    }
    for (const why of whys) {
      why.addEventListener("change", changed);
    }
    heldBack(form.querySelector('[data-key="back"]'), changed);
  }

  // the form as it goes to the server: this line is its last
  function seal() {
    select.value = isEmpty() ? "" : slug;
    fields.weight.value = isEmpty() ? "" : line().text;
    source.value = exact ? "scale" : "typed";
    whyOf.value = line().why;
  }

  function holdsField(element) {
    return Object.values(fields).includes(element);
  }

  function quiet() {
    for (const field of Object.values(fields)) {
      field.setAttribute("inputmode", "none");
    }
  }

  return {
    ...{ line, put, read, isEmpty, focus, show, type, clear, turnTo, takeWeight, listen, seal },
    ...{ holdsField, quiet, slug: () => slug, isWeighed: () => unit() === GRAM },
    choose: (next) => {
      slug = next;
    },
    weight: fields.weight,
  };
}

// what left the scale again, in words: "2,500 kg − 0,300 tara − 0,200 basah"
export function showTerms(found, say) {
  const unit = found.material.unit;
  const parts = [`${showAmount(found.amount, unit)} × ${showRupiah(found.price)}`];
  if (found.tare) {
    parts.push(fill(say.sayLessTare, { amount: showAmount(found.tare, unit) }));
  }
  if (found.rejected) {
    const why = say[`sayWhy${camel(found.why)}`];
    parts.push(fill(say.sayLessRejected, { amount: showAmount(found.rejected, unit), why }));
  }
  if (found.source === "scale") {
    parts.push(say.sayFromScale);
  } else if (say.cable && unit === GRAM) {
    parts.push(say.sayTyped); // where a scale is connected, a typed weight stands out
  }
  return parts.join(" · ");
}

export function camel(reason) {
  return reason.replace(/(^|_)(\w)/g, (_whole, _gap, letter) => letter.toUpperCase());
}
