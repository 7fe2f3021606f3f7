/* Behaviour that htmx has no attribute for. Everything works without it, by plain links and forms. */
"use strict";

(function () {
  const saved = () => document.getElementById("saved");

  function showState(state) {
    const mark = saved();
    if (mark) mark.dataset.state = state;
  }

  function closeDrawer() {
    const drawer = document.getElementById("drawer");
    if (!drawer || !drawer.firstElementChild) return;
    drawer.replaceChildren();
    const opener = document.querySelector('[aria-expanded="true"][data-drawer]');
    if (opener) {
      opener.setAttribute("aria-expanded", "false");
      opener.focus();
    }
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb === "post") showState("saving");
    if (event.target.matches("[data-drawer]")) {
      document.querySelectorAll('[data-drawer][aria-expanded="true"]').forEach((one) => one.setAttribute("aria-expanded", "false"));
      event.target.setAttribute("aria-expanded", "true");
    }
  });
  document.addEventListener("htmx:sendError", () => showState("failed"));
  document.addEventListener("htmx:responseError", () => showState("failed"));
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "drawer") {
      const heading = event.target.querySelector("[tabindex='-1']");
      if (heading) heading.focus();
    }
  });

  /* A card that comes after the page says that it is being worked out, or that it did not come. */
  function tellLater(event, state) {
    const card = event.target.closest("[data-later]");
    if (!card) return;
    card.setAttribute("aria-busy", String(state === "working"));
    card.querySelectorAll(".working").forEach((one) => (one.hidden = state !== "working"));
    card.querySelectorAll(".failed").forEach((one) => (one.hidden = state !== "failed"));
  }

  document.addEventListener("htmx:beforeRequest", (event) => tellLater(event, "working"));
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) =>
    document.addEventListener(name, (event) => tellLater(event, "failed"))
  );
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.activeElement !== document.body || !event.target.matches("#part-check")) return;
    const heading = event.target.querySelector("[tabindex='-1']");
    if (heading) heading.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-drawer]")) {
      event.preventDefault();
      closeDrawer();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDrawer();
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      const search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
  });

  /* A form marked data-once is sent once, however often it is clicked. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });

  /* Arrow keys move between the quantities of a list. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!event.target.matches("[data-grid] input[type='text']")) return;
    const inputs = Array.from(event.target.closest("[data-grid]").querySelectorAll("input[type='text']:not(:disabled)"));
    const next = inputs[inputs.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
      next.select();
    }
  });
})();
