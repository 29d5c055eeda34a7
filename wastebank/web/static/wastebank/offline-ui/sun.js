// This page was kept before anybody chose "Layar terang", so the choice is put on it here, before
// the first paint.
(function (root) {
  "use strict";
  if (/(^|; )sun=1/.test(document.cookie)) {
    root.setAttribute("data-sun", "");
  }
})(document.documentElement);
