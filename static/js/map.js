/* Fills a map frame (figure[data-map]) with numbered markers. The list beside it says the same and comes first. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const words = JSON.parse(document.getElementById("words")?.textContent || "{}");
  const shapes = {
    "disponível": "ok", available: "ok", "escassa": "few", scarce: "few", "esgotada": "full", full: "full",
  };

  const shapeOf = (word) => shapes[word] || "ask";
  // The API says the word in Portuguese, the page in its own language.
  const said = (word) => (word ? words.said?.[shapeOf(word)] || word : "");

  // The order of the list: a JSON list of ids, or ids with spaces between them.
  const order = (text = "") => (text.trim().startsWith("[") ? JSON.parse(text) : text.split(/\s+/)).filter(Boolean).map(String);

  // What is only described is neither free nor full.
  const wordOf = ({ mode, availability_word: word }) => (mode === "info" ? "" : word);

  const name = ({ name: own, ...rest }, n) =>
    words.on_map.replace("%(n)s", n).replace("%(name)s", own).replace("%(word)s", said(wordOf(rest))).replace(/[,.\s]+$/, "");

  const card = (properties) => {
    const box = document.createElement("div");
    const line = (text, tag = "p") => {
      const element = document.createElement(tag);
      element.textContent = text;
      box.append(element);
      return element;
    };
    line(properties.name, "b");
    const place = [properties.organisation?.name || properties.source?.attribution, properties.municipality?.name].filter(Boolean).join(" · ");
    if (place) line(place);
    if (wordOf(properties)) line(said(wordOf(properties)));
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = words.see;
    line("").append(link);
    return box;
  };

  const fill = async (figure) => {
    const map = window.concertaMaps?.[figure.dataset.map];
    if (!map || !figure.dataset.geojson) return;
    const ids = order(figure.dataset.order);
    const layer = map.concerta?.points || window.L.featureGroup().addTo(map);
    const answer = await fetch(figure.dataset.geojson, {
      headers: { Accept: "application/geo+json, application/json", "Accept-Language": document.documentElement.lang },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const { features } = await answer.json();
    const place = (feature) => ids.indexOf(String(feature.id ?? feature.properties.id));
    // Only what the list shows, in its order: the keyboard meets the markers as the eye meets the rows.
    const shown = ids.length ? features.filter((f) => place(f) >= 0).sort((a, b) => place(a) - place(b)) : features;
    const taken = new Map();
    shown.forEach((feature, i) => {
      const [lon, lat] = feature.geometry.coordinates;
      const n = ids.length ? place(feature) + 1 : i + 1;
      const spot = `${lat} ${lon}`;
      const beside = taken.get(spot) || 0;
      taken.set(spot, beside + 1);
      const shape = shapeOf(feature.properties.availability_word);
      const marker = window.L.marker([lat, lon], {
        keyboard: true,
        riseOnHover: true,
        // Several of one house stand side by side, or only the last could be read.
        icon: window.L.divIcon({ className: `mk ${shape}`, html: String(n), iconSize: [30, 30], iconAnchor: [15 - 22 * beside, 15] }),
      });
      marker.bindPopup(() => card(feature.properties), { autoPanPadding: [16, 16] });
      layer.addLayer(marker);
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", name(feature.properties, n));
      marker.on("popupopen", ({ popup }) => popup.getElement().querySelector(".leaflet-popup-content a")?.focus());
      marker.on("popupclose", () => element.focus({ preventScroll: true }));
    });
    figure.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    if (shown.length > 1) map.fitBounds(layer.getBounds(), { padding: [28, 28], maxZoom: 13, animate: false });
  };

  for (const figure of document.querySelectorAll("figure[data-map]")) {
    fill(figure).catch(() => {
      const note = document.createElement("p");
      note.className = "small quiet failed";
      note.textContent = words.map_failed;
      figure.append(note);
    });
  }
});
