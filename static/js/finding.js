/* Suggestions under the search box (the combobox pattern of ARIA 1.2). Enhancement only: the form works without. */
"use strict";

(() => {
  const WAIT = 140;
  const LEAST = 2;
  const KEPT = 40;
  const live = document.getElementById("say");

  const element = (name, css, text) => {
    const made = document.createElement(name);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  };

  const equip = (form) => {
    const input = form.querySelector("input[name=q]");
    const list = element("ul", "sugg");
    const answers = new Map();
    let timer = 0;
    let asking = null;
    let at = -1;

    list.id = `${input.id}-lista`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.list);
    form.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const point = (n) => {
      list.children[at]?.setAttribute("aria-selected", "false");
      at = n;
      const option = list.children[at];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      point(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    };

    const option = (n, address) => {
      const made = element("li");
      made.id = `${list.id}-${n}`;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      if (address) made.dataset.url = address;
      return made;
    };

    const show = (found, text) => {
      point(-1);
      list.replaceChildren();
      found.forEach((one, n) => {
        const made = option(n, one.url);
        const title = element("span", "t");
        for (const [piece, typed] of one.pieces) title.append(typed ? element("mark", "", piece) : piece);
        made.append(title, " ", element("span", "k", one.kind));
        list.append(made);
      });
      const all = option(found.length);
      all.className = "all";
      all.textContent = form.dataset.all.replace("%s", () => text);
      list.append(all);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      if (live && found.length) {
        live.textContent = found.length === 1 ? form.dataset.one : form.dataset.many.replace("%d", found.length);
      }
    };

    const typed = () => input.value.replace(/\s+/g, " ").trim();

    const ask = async () => {
      const text = typed();
      asking?.abort();
      if (text.length < LEAST) {
        close();
        return;
      }
      if (answers.has(text)) {
        show(answers.get(text), text);
        return;
      }
      asking = new AbortController();
      const { signal } = asking;
      try {
        const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = (await answer.json()).suggestions;
        if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
        answers.set(text, found);
        // Somebody who went on typing, or left, is shown no old answer.
        if (!signal.aborted && text === typed() && document.activeElement === input) show(found, text);
      } catch {
        // Without suggestions the form is as good as without this script.
        if (!signal.aborted) close();
      }
    };

    const take = (chosen) => {
      close();
      if (chosen.dataset.url) location.assign(chosen.dataset.url);
      else form.requestSubmit();
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const last = list.children.length - 1;
      const open = !list.hidden;
      if (event.key === "ArrowDown" && open) point(at >= last ? -1 : at + 1);
      else if (event.key === "ArrowUp" && open) point(at < 0 ? last : at - 1);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") ask();
      else if (event.key === "Home" && at >= 0) point(0);
      else if (event.key === "End" && at >= 0) point(last);
      else if (event.key === "Enter" && at >= 0) take(list.children[at]);
      // The first Escape closes the list and keeps what was typed; it goes on to the page, which may have to be left.
      else if (event.key === "Escape" && open) close();
      else {
        // Any other key goes on with the text: nothing in the list is meant any more.
        if (at >= 0 && event.key !== "Shift" && event.key !== "Tab") point(-1);
        return;
      }
      event.preventDefault();
    });

    // The focus stays in the box while something in the list is touched.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) take(chosen);
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    form.addEventListener("submit", close);
    window.addEventListener("pagehide", close);
  };

  for (const form of document.querySelectorAll("form[data-suggest]")) equip(form);
})();
