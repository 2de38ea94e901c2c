/* Enhancement only: every page works without this file. */
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
  const say = (text) => {
    const live = document.getElementById("say");
    if (live) live.textContent = text;
  };

  // A second click within a second is the same click. The button stays enabled, so its name and value are sent.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const last = sent.get(event.target) ?? -1000;
    if (event.timeStamp - last < 1000) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });

  // A form that came back: read what to correct first; a link in the summary leads to its control, label in view.
  const summary = document.querySelector("[data-errors='']");
  if (summary) summary.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-errors] a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    const label = control.closest("fieldset")?.querySelector("legend") || control.labels?.[0] || control;
    label.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });

  // Clocks. Text and bar every 15 seconds; only the end is spoken.
  const fill = (text, values) => text.replace(/%\((\w+)\)(?:0(\d))?[sd]/g, (_, key, width) =>
    String(values[key]).padStart(Number(width) || 0, "0"));
  const span = (minutes) => {
    if (minutes < 60) return [words.minute.replace("%d", minutes), minutes];
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours < 24) return [rest ? fill(words.hour_minute, { h: hours, m: rest }) : words.hour.replace("%d", hours), hours];
    const days = Math.floor(hours / 24);
    return [(days === 1 ? words.day : words.days).replace("%d", days), days];
  };
  const tick = () => {
    const now = Date.now();
    for (const clock of all("time[data-until]")) {
      const left = Date.parse(clock.dateTime) - now;
      let text = words.over;
      if (left > 0) {
        const [length, n] = span(Math.floor(left / 60000));
        text = !n ? words.soon : fill(n === 1 ? words.left_one : words.left, { span: length });
      } else if (clock.textContent !== words.over) {
        say(words.over_reload);
      }
      if (clock.textContent !== text) clock.textContent = text;
    }
    for (const bar of all(".clockbar")) {
      const from = Date.parse(bar.dataset.from);
      const to = Date.parse(bar.dataset.to);
      const share = Math.max(0, Math.min(1, (to - now) / (to - from)));
      bar.querySelector(".run")?.setAttribute("width", `${(100 * share).toFixed(1)}%`);
    }
  };
  if (words.over && document.querySelector("time[data-until], .clockbar")) setInterval(tick, 15000);

  // Minus and plus beside a number; without a script the number is typed.
  for (const stepper of all("[data-stepper]")) {
    const input = stepper.querySelector("input");
    const buttons = all("button[data-step]", stepper);
    const bound = (n) => Math.min(Number(input.dataset.max || Infinity), Math.max(Number(input.dataset.min || 0), n));
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => {
        input.value = bound((parseInt(input.value, 10) || 0) + Number(button.dataset.step));
        say(input.value);
      });
    }
  }

  // Leaving a page that somebody may have to hide: at once, and without a step back to it.
  const exit = document.querySelector("[data-exit]");
  if (exit) {
    const leave = () => {
      document.body.hidden = true;
      location.replace(exit.href);
    };
    let escapes = [];
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      escapes = [...escapes.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
      if (escapes.length >= 3) leave();
    });
  }
})();
