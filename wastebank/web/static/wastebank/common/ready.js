// Runs before the first paint: a browser that knows modules gets the desk with its keys, every
// other one keeps the plain form, which does the same.
(function (root) {
  "use strict";
  if ("noModule" in HTMLScriptElement.prototype) {
    root.classList.add("js");
  }
})(document.documentElement);
