/* Warns five minutes before the session ends. Without this file the server keeps the words all the same. */
(function () {
  "use strict";

  var box = document.getElementById("session-warning");
  if (!box || !box.showModal) {
    return;
  }
  box.firstElementChild.autofocus = true;
  var WARN = 300;
  var text = document.getElementById("session-text");
  var end = Date.now() + Number(box.dataset.left) * 1000;
  var timer, isWarned, canExtend;

  function left() { return (end - Date.now()) / 1000; }

  function wait() {
    var seconds = left() > WARN ? left() - WARN : Math.min(60, left());
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(1, seconds + 0.5) * 1000);
  }

  // Another window may have put the end off meanwhile: only the server knows.
  function ask(method) {
    var token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch(box.dataset.address, { method: method || "GET", headers: { "X-CSRFToken": token } }).then(function (answer) {
      return answer.json();
    }).then(function (told) {
      end = Date.now() + told.left * 1000;
      canExtend = told.extends;
      text.textContent = told.words;
      if (told.left <= 0) {
        return over();
      }
      isWarned = isWarned && told.left <= WARN;
      if (told.left <= WARN) {
        warn();
      }
      wait();
    }).catch(function () {
      timer = setTimeout(ask, 30000);
    });
  }

  function warn() {
    if (!isWarned) {
      isWarned = true;
      document.dispatchEvent(new Event("spark:save"));
      box.showModal();
    }
  }

  // What stands in the fields is sent once more: the server keeps it until its writer has signed in again.
  function over() {
    var link = box.querySelector("a");
    var field = document.querySelector("[name=skrevet_af]");
    if (field) {
      return field.form.submit();
    }
    box.querySelector("form").hidden = true;
    link.search = "?next=" + encodeURIComponent(location.pathname);
    link.hidden = false;
    box.open || box.showModal();
  }

  box.addEventListener("close", function () {
    if (canExtend) {
      ask("POST");
    }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && left() < WARN) {
      ask();
    }
  });
  wait();
})();
