// A search over what a list already holds: "/" opens it, Enter takes the first, Esc closes it.
//
// [data-find-open] opens [data-finder], which holds <input data-search> and <ul data-found>;
// [data-found-pattern] is a <template> with one line. [data-tiles] steps aside meanwhile.

import { copyFrom, every, fieldOf, one, targetOf } from "./dom.js";
import { searchForm, soughtWords } from "./names.js";

const MOST_SHOWN = 12;

/**
 * @typedef {{ root: HTMLElement, items: any[], sprite: string | undefined,
 *   terms: (item: any) => string, choose: (item: any) => void }} SearchOptions
 */

/** @param {SearchOptions} options */
export function offerSearch(options) {
  new Finder(options).listen();
}

class Finder {
  /** @param {SearchOptions} options */
  constructor(options) {
    const panel = one(options.root, "[data-finder]");
    this.options = options;
    this.panel = panel;
    this.input = fieldOf(panel, "[data-search]");
    this.found = one(panel, "[data-found]");
    this.none = one(panel, "[data-found-none]");
    this.more = one(panel, "[data-found-more]");
    /** @type {any[]} */
    this.shown = [];
  }

  matches() {
    const words = soughtWords(this.input.value);
    const { items } = this.options;
    return items.filter((item) => words.every((word) => searchForm(item.find).includes(word)));
  }

  show() {
    const all = this.matches();
    this.shown = all.slice(0, MOST_SHOWN);
    this.none.hidden = this.shown.length > 0;
    this.more.hidden = all.length <= MOST_SHOWN;
    this.found.replaceChildren(...this.shown.map((item) => this.line(item)));
  }

  /** @param {any} item */
  line(item) {
    const { root, sprite, terms } = this.options;
    const line = copyFrom(root, "[data-found-pattern]");
    const button = one(line, "button");
    if (item.family) {
      button.classList.add(item.family);
      one(line, "use").setAttribute("href", `${sprite}#${item.family}`);
    }
    one(line, "[data-name]").textContent = item.name;
    one(line, "[data-terms]").textContent = terms(item);
    button.addEventListener("click", () => this.take(item));
    return line;
  }

  open() {
    this.panel.hidden = false;
    this.options.root.classList.add("is-finding");
    this.input.value = "";
    this.show();
    this.input.focus();
  }

  close() {
    this.panel.hidden = true;
    this.options.root.classList.remove("is-finding");
  }

  // nothing was taken: whoever opened the search says where the hand goes on
  giveUp() {
    this.close();
    this.options.root.dispatchEvent(new CustomEvent("find-closed"));
  }

  /** @param {any} item */
  take(item) {
    this.close();
    this.options.choose(item);
  }

  listen() {
    for (const key of every(this.options.root, "[data-find-open]")) {
      key.addEventListener("click", () => this.open());
    }
    one(this.panel, "[data-find-close]").addEventListener("click", () => this.giveUp());
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("keydown", (event) => {
      const typing = targetOf(event).matches("input:not([data-weight]), textarea, select");
      if (event.key === "/" && !typing) {
        event.preventDefault();
        this.open();
      }
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.shown.length) {
        this.take(this.shown[0]);
      }
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.giveUp();
    }
  }
}
