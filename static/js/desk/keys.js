/* Single keys for the list of applications. Whoever has switched them off is not sent this file. */
(function () {
  "use strict";

  var help = document.getElementById("shortcuts");
  var lines = Array.from(document.querySelectorAll(".queue tbody .queue__what a"));
  if (!help || !help.showModal) {
    return;
  }

  // Where the person stands: at the line that has the focus, or at the one they came back to.
  function here() {
    var line = document.activeElement.closest("tr") || document.querySelector(".queue tr:target");
    return lines.findIndex(function (each) { return each.closest("tr") === line; });
  }

  function go(step) {
    var at = here();
    var isThere = at >= 0 && document.activeElement === lines[at];
    var next = isThere ? at + step : Math.max(at, 0);
    if (lines[next]) {
      lines[next].focus({ focusVisible: true });
      lines[next].closest("tr").scrollIntoView({ block: "nearest" });
    }
  }

  var keys = {
    j: function () { go(1); },
    k: function () { go(-1); },
    "/": function () { document.querySelector("[name=q]").focus(); },
    "?": function () { help.showModal(); }
  };

  document.addEventListener("keydown", function (event) {
    var isTyping = event.target.closest("input, select, textarea, [contenteditable]");
    var isHeld = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (event.defaultPrevented || isTyping || isHeld || document.querySelector("dialog[open]")) {
      return;
    }
    if (Object.prototype.hasOwnProperty.call(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
})();
