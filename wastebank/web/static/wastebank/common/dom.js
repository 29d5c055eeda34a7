// What a page must have. A script that asks for an element gets it, or an error that names what the
// template forgot; where it may be missing, it says so. See types.d.ts for the shapes of all data.

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {any}
 */
function needed(root, selector) {
  const found = root.querySelector(selector);
  if (!found) {
    throw new Error(`nothing here is ${selector}`);
  }
  return found;
}

/**
 * The first element that the selector finds under `root`.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function one(root, selector) {
  return needed(root, selector);
}

/**
 * The same where a page may do without.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function maybe(root, selector) {
  return root.querySelector(selector);
}

/**
 * A field to write into; of a list or a long text all that a script asks is the same.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLInputElement}
 */
export function fieldOf(root, selector) {
  return needed(root, selector);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLSelectElement}
 */
export function choiceOf(root, selector) {
  return needed(root, selector);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLButtonElement}
 */
export function buttonOf(root, selector) {
  return needed(root, selector);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLAnchorElement}
 */
export function linkOf(root, selector) {
  return needed(root, selector);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLFormElement}
 */
export function formOf(root, selector) {
  return needed(root, selector);
}

/**
 * All that the selector finds.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function every(root, selector) {
  return Array.from(root.querySelectorAll(selector));
}

/**
 * A fresh copy of what stands in a <template>.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function copyFrom(root, selector) {
  /** @type {HTMLTemplateElement} */
  const pattern = needed(root, selector);
  return /** @type {HTMLElement} */ (needed(pattern.content, "*").cloneNode(true));
}

/**
 * What was pressed, typed into or sent.
 * @param {Event} event
 */
export function targetOf(event) {
  return /** @type {HTMLElement} */ (event.target);
}

/**
 * What was pressed, or what it stands in.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function around(event, selector) {
  return targetOf(event).closest(selector);
}

/**
 * A pointer on such a key leaves the cursor where it was, except in a search that is over: Enter
 * ends what was typed, and does not press the last key once more.
 * @param {HTMLElement} root
 * @param {string} selector
 */
export function keepCursor(root, selector) {
  root.addEventListener("mousedown", (event) => {
    if (around(event, selector) && !document.activeElement?.matches("[data-search]")) {
      event.preventDefault();
    }
  });
}

/**
 * What a template lets an element say, in the language of the page: its data-say-… by name.
 * @param {HTMLElement} element
 * @returns {Say}
 */
export function wordsOf(element) {
  return /** @type {Say} */ (element.dataset);
}

/**
 * One value that a template wrote on an element; empty where it wrote none.
 * @param {HTMLElement} element
 * @param {string} name
 */
export function datum(element, name) {
  return element.dataset[name] || "";
}
