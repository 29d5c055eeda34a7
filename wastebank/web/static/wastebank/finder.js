// A search over what a list already holds: "/" opens it, Enter takes the first, Esc closes it.
//
// [data-find-open] opens [data-finder], which holds <input data-search> and <ul data-found>;
// [data-found-pattern] is a <template> with one line. [data-tiles] steps aside meanwhile.

const MOST_SHOWN = 12;

export function offerSearch({ root, items, sprite, terms, choose }) {
  const panel = root.querySelector("[data-finder]");
  const input = panel.querySelector("[data-search]");
  const found = panel.querySelector("[data-found]");
  const none = panel.querySelector("[data-found-none]");
  const pattern = root.querySelector("[data-found-pattern]");
  let shown = [];

  function matches() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter((item) => words.every((word) => item.find.toLowerCase().includes(word)));
  }

  function show() {
    shown = matches().slice(0, MOST_SHOWN);
    found.textContent = "";
    none.hidden = shown.length > 0;
    for (const item of shown) {
      const line = pattern.content.firstElementChild.cloneNode(true);
      const button = line.querySelector("button");
      if (item.family) {
        button.classList.add(item.family);
        line.querySelector("use").setAttribute("href", `${sprite}#${item.family}`);
      }
      line.querySelector("[data-name]").textContent = item.name;
      line.querySelector("[data-terms]").textContent = terms(item);
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

  function take(item) {
    close();
    choose(item);
  }

  for (const key of root.querySelectorAll("[data-find-open]")) {
    key.addEventListener("click", open);
  }
  panel.querySelector("[data-find-close]").addEventListener("click", giveUp);
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
    const typing = event.target.matches("input:not([data-weight]), textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      open();
    }
  });
}
