/* Niceties on top of pages that work without this file. */
(function () {
  "use strict";

  // A refused form: the person hears and sees at once what is wrong.
  var summary = document.getElementById("error-summary");
  if (summary) {
    summary.focus();
  }

  // Sent once is enough. A page that comes back from the browser's memory can be sent again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.querySelectorAll("button:not([type=button])").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
    });
    // No answer after a while: perhaps the connection is gone, so let the person try again.
    setTimeout(release, 8000, form);
  });

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-disabled]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form").forEach(release);
  });

  // How many characters are left; said aloud only when the typing rests.
  document.querySelectorAll(".form-limit[data-maxlength]").forEach(function (group) {
    var field = group.querySelector("textarea");
    var text = group.querySelector(".character-limit");
    var spoken = document.createElement("span");
    var most = Number(group.dataset.maxlength);
    var rest;
    spoken.className = "sr-only";
    spoken.setAttribute("aria-live", "polite");
    group.appendChild(spoken);

    // What looks like a civil registration number is pointed at, never refused.
    var warning = group.querySelector(".form-warning");

    function count() {
      // The server counts a line break as two characters and a letter outside the basic plane as one.
      var typed = Array.from(field.value.replace(/\n/g, "\r\n")).length;
      var left = most - typed;
      var number = Math.abs(left).toLocaleString("da-DK");
      text.textContent = left < 0 ? "Teksten er " + number + " tegn for lang." : "I har " + number + " tegn tilbage.";
      text.classList.toggle("limit-exceeded", left < 0);
      warning.hidden = !/\b\d{6}[- ]?\d{4}\b/.test(field.value);
      clearTimeout(rest);
      rest = setTimeout(function () {
        spoken.textContent = text.textContent + (warning.hidden ? "" : " " + warning.textContent);
      }, 1000);
    }

    field.addEventListener("input", count);
    if (field.value) {
      count();
    }
  });
})();
