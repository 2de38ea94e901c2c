/* Picking a place on the map writes its coordinates into the two fields. They can always be typed instead. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const map = window.concertaMaps?.recurso;
  const lat = document.getElementById("id_lat");
  const lon = document.getElementById("id_lon");
  if (!map || !lat || !lon) return;
  const number = (input) => parseFloat(input.value.replace(",", "."));
  let mark = null;
  const put = (look) => {
    const place = [number(lat), number(lon)];
    if (place.some(Number.isNaN)) {
      mark?.remove();
      mark = null;
      return;
    }
    mark ??= window.L.marker(place, {
      keyboard: false,
      interactive: false,
      icon: window.L.divIcon({ className: "mk ok", iconSize: [22, 22] }),
    }).addTo(map);
    mark.setLatLng(place);
    if (look) map.setView(place, Math.max(map.getZoom(), 11), { animate: false });
  };
  map.on("click", ({ latlng }) => {
    lat.value = latlng.lat.toFixed(5);
    lon.value = latlng.lng.toFixed(5);
    put(false);
    const live = document.getElementById("say");
    if (live) live.textContent = `${lat.value}, ${lon.value}`;
  });
  for (const input of [lat, lon]) input.addEventListener("change", () => put(true));
  document.getElementById("no-mapa")?.addEventListener("toggle", () => requestAnimationFrame(() => put(true)), { once: true });
});
