/* Colours the outlines of a map frame by the class of each place, and names the value under the pointer. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-levels]")) {
    const values = JSON.parse(document.getElementById(box.dataset.levels)?.textContent || "{}");
    const map = window.concertaMaps?.[box.querySelector("[data-map]")?.dataset.map];
    map?.concerta.outlines.eachLayer((layer) => {
      const { dico, name } = layer.feature.properties;
      const value = values[dico];
      const path = layer.getElement();
      if (!path || !value) return;
      path.classList.add(value.level ? `q${value.level}` : "nd");
      // The table beside the map is what a screen reader gets.
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = `${name}: ${value.text}`;
      path.append(title);
      path.style.pointerEvents = "auto";
    });
  }
});
