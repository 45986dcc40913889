/* Saves a step while it is typed. Without this file each step is saved by its buttons. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-autosave]");
  if (!form) {
    return;
  }
  var REST = 2000, OFTEN = 15000, MINUTE = 60000;
  var bar = form.querySelector(".save-state");
  var shown = bar.querySelector("p");
  var spoken = form.querySelector(".save-spoken");
  var name = form.elements.side.value.split("-")[0];
  var order = 0, wait = 5000;
  var timer, since, busy, dirty, stopped, state, spokenAt;

  // A new state is said aloud at once, the same one at most each minute.
  function say(words, now) {
    shown.textContent = words;
    bar.hidden = false;
    if (now !== state || Date.now() - spokenAt > MINUTE) {
      spoken.textContent = words;
      spokenAt = Date.now();
    }
    state = now;
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function typed() {
    since = dirty ? since : Date.now();
    dirty = true;
    if (!stopped && !busy && state !== "trouble") {
      later(Math.max(0, Math.min(REST, since + OFTEN - Date.now())));
    }
  }

  function save() {
    clearTimeout(timer);
    if (busy || !dirty || stopped) {
      return;
    }
    busy = true;
    dirty = false;
    // What is sent later counts later, in whatever order it arrives.
    order += 1;
    form.elements.side.value = name + "-" + order;
    var body = new URLSearchParams(new FormData(form));
    fetch(location.pathname, {
      method: "POST",
      body: body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: document.hidden,
      signal: AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined
    }).then(function (answer) {
      var isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      return isOurs ? answer.json().then(function (told) { heard(answer.status, told); }) : failed();
    }).catch(failed).then(function () {
      busy = false;
      if (dirty && state !== "trouble") {
        later(REST);
      }
    });
  }

  function heard(status, told) {
    wait = 5000;
    if (status === 200) {
      form.elements.edit_number.value = told.edit;
      (document.getElementById("given-back") || {}).hidden = true;
      say(told.said, "saved");
    } else if (status === 409) {
      stopped = true;
      bar.querySelector("button").hidden = false;
      say(told.said, "conflict");
    } else {
      say(told.said, "out");
    }
  }

  function failed() {
    dirty = true;
    say((navigator.onLine ? bar.dataset.fault : bar.dataset.offline) + " " + bar.dataset.kept, "trouble");
    later(wait);
    wait = Math.min(wait * 2, MINUTE);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", function () { clearTimeout(timer); dirty = false; });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) {
      save();
    }
  });
  document.addEventListener("spark:save", save);
})();
