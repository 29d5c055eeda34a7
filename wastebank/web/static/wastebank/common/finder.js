// A search over what a list already holds: "/" opens it, Enter takes the first, Esc closes it.
//
// [data-find-open] opens [data-finder], which holds <input data-search> and <ul data-found>;
// [data-found-pattern] is a <template> with one line. [data-tiles] steps aside meanwhile.

import { copyFrom, every, fieldOf, one, targetOf } from "./dom.js";
import { searchForm, soughtWords } from "./names.js";

const MOST_SHOWN = 12;

/**
 * @param {{ root: HTMLElement, items: any[], sprite: string | undefined,
 *   terms: (item: any) => string, choose: (item: any) => void }} options
 */
export function offerSearch({ root, items, sprite, terms, choose }) {
  const panel = one(root, "[data-finder]");
  const input = fieldOf(panel, "[data-search]");
  const found = one(panel, "[data-found]");
  const none = one(panel, "[data-found-none]");
  const more = one(panel, "[data-found-more]");
  /** @type {any[]} */
  let shown = [];

  function matches() {
    const words = soughtWords(input.value);
    return items.filter((item) => words.every((word) => searchForm(item.find).includes(word)));
  }

  function show() {
    const all = matches();
    shown = all.slice(0, MOST_SHOWN);
    found.textContent = "";
    none.hidden = shown.length > 0;
    more.hidden = all.length <= MOST_SHOWN;
    for (const item of shown) {
      const line = copyFrom(root, "[data-found-pattern]");
      const button = one(line, "button");
      if (item.family) {
        button.classList.add(item.family);
        one(line, "use").setAttribute("href", `${sprite}#${item.family}`);
      }
      one(line, "[data-name]").textContent = item.name;
      one(line, "[data-terms]").textContent = terms(item);
      button.addEventListener("click", () => take(item));
      found.append(line);
    }
  }

  function open() {
    panel.hidden = false;
    root.classList.add("is-finding");
    input.value = "";
    show();
    input.focus();
  }

  function close() {
    panel.hidden = true;
    root.classList.remove("is-finding");
  }

  // nothing was taken: whoever opened the search says where the hand goes on
  function giveUp() {
    close();
    root.dispatchEvent(new CustomEvent("find-closed"));
  }

  /** @param {HTMLElement} item */
  function take(item) {
    close();
    choose(item);
  }

  for (const key of every(root, "[data-find-open]")) {
    key.addEventListener("click", open);
  }
  one(panel, "[data-find-close]").addEventListener("click", giveUp);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (shown.length) {
        take(shown[0]);
      }
    } else if (event.key === "Escape") {
      event.stopPropagation();
      giveUp();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = targetOf(event).matches("input:not([data-weight]), textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      open();
    }
  });
}
