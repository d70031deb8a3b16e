/* Keys for lists: j and k go from entry to entry, o opens one, e confirms, s sets aside, ? shows this. Nothing needs it:
   every key presses what stands on the page. It sends nothing, loads nothing, and keeps one word: whether keys are off. */
(function () {
  "use strict";
  var entries = Array.prototype.slice.call(document.querySelectorAll(".entry"));
  var list = document.getElementById("keys");
  var toggle = document.getElementById("keys-off");
  if (!entries.length && !list) return;

  function kept(name, value) {
    try {
      if (value === undefined) return window.sessionStorage.getItem(name) || window.localStorage.getItem(name);
      (name === "keys" ? window.localStorage : window.sessionStorage).setItem(name, value);
    } catch (refused) { /* a browser that keeps nothing */ }
    return null;
  }

  function here() {
    var one = document.activeElement && document.activeElement.closest(".entry");
    return one ? entries.indexOf(one) : -1;
  }

  function go(number) {
    var one = entries[Math.max(0, Math.min(entries.length - 1, number))];
    if (!one) return;
    one.tabIndex = -1;
    one.focus();
    one.scrollIntoView({ block: "nearest" });
  }

  function press(one, what) {
    var found = one && one.querySelector('[data-key="' + what + '"]');
    if (!found) return;
    kept("entry", String(entries.indexOf(one)));
    found.click();
  }

  function aside(one) {
    var more = one && one.querySelector("form details");
    if (!more) return;
    more.open = true;
    more.querySelector("select").focus();
  }

  var keys = {
    j: function () { go(here() + 1); },
    k: function () { go(here() - 1); },
    o: function () { var at = entries[here()]; if (at) at.querySelector("h2 a").click(); },
    e: function () { press(entries[here()], "confirm"); },
    s: function () { aside(entries[here()]); },
    "?": function () { if (list) { list.open = !list.open; list.querySelector("summary").focus(); } }
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (kept("keys") === "off" || event.target.closest("input, select, textarea")) return;
    if (!Object.prototype.hasOwnProperty.call(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  if (toggle) {
    toggle.hidden = false;
    toggle.textContent = kept("keys") === "off" ? "Turn keys on" : "Turn keys off";
    toggle.addEventListener("click", function () {
      var off = kept("keys") === "off";
      kept("keys", off ? "on" : "off");
      toggle.textContent = off ? "Turn keys off" : "Turn keys on";
    });
  }

  var before = kept("entry");
  if (before !== null && document.querySelector(".said")) go(Number(before));
  kept("entry", "0");
})();
