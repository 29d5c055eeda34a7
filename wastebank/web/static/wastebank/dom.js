// Elements that a page must have: whoever asks for one gets it, of the kind that is meant, or an
// error that names what the template forgot.

/**
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {Element} Kind
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
/**
 * The first element under `root` that the selector finds.
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Element} [kind]
 * @returns {Element}
 */
export function one(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!found || (kind && !(found instanceof kind))) {
    throw new Error(`nothing here is ${selector}`);
  }
  return found;
}

/**
 * All of them, as a list.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function every(root, selector) {
  return Array.from(root.querySelectorAll(selector));
}

/**
 * A fresh copy of what stands in a <template>.
 * @param {Element} pattern
 * @returns {HTMLElement}
 */
export function copyOf(pattern) {
  const inside = pattern instanceof HTMLTemplateElement && pattern.content.firstElementChild;
  if (!(inside instanceof HTMLElement)) {
    throw new Error(`nothing to copy in ${pattern.id}`);
  }
  return /** @type {HTMLElement} */ (inside.cloneNode(true));
}

/**
 * Write a text wherever the page wants it: in every [data-name].
 * @param {ParentNode} root
 * @param {string} name
 * @param {string} text
 */
export function put(root, name, text) {
  for (const place of every(root, `[data-${name}]`)) {
    place.textContent = text;
  }
}
