"""Drawing one frame with folium. The only module that imports folium; nothing imports this one at its top."""

from typing import Any, NamedTuple

import folium
from branca.element import CssLink, JavascriptLink, MacroElement
from folium.map import CustomPane
from folium.template import Template
from folium.utilities import JsCode


class Drawing(NamedTuple):
    """The parts of a page that a frame consists of. `scripts` and `stylesheets` are names of static files."""

    style: str
    html: str
    script: str
    scripts: list[str]
    stylesheets: list[str]


class FrameMap(folium.Map):
    """folium's map under our rules: own static files, no inline style attribute, no rule for the whole page,
    zoom left to the reader, and quiet where reduced motion is asked for."""

    default_js = [("leaflet", "vendor/leaflet/leaflet.js")]
    default_css = [("leaflet_css", "vendor/leaflet/leaflet.css")]

    # Colours are the page's own custom properties (light and dark come with them); the second value is for
    # pages without them. `header` answers CSS without its tag, because the nonce is the page's.
    _template = Template(
        """
        {% macro header(this, kwargs) %}
.map-frame-{{ this.plan.name }} .leaflet-container {
  inline-size: 100%; aspect-ratio: var(--map-aspect, {{ this.plan.aspect }});
  min-block-size: 16rem; max-block-size: var(--map-max, 70vh);
}
.map-frame .leaflet-container {
  isolation: isolate; background: var(--map-sea, #e9edec); color: inherit;
  font: 400 var(--t-1, .8125rem)/1.4 var(--sans, sans-serif);
}
.map-frame .leaflet-pane > svg { max-inline-size: none; max-block-size: none; }
.map-frame .map-land {
  fill: var(--map-land, #e2dbcf); fill-opacity: 1; stroke: var(--map-line, #fcfbf8); stroke-width: 1.5;
}
.map-frame .map-land.in-r { fill: var(--seq-2, #d5aebd); }
.map-frame .map-land.lit { fill: var(--map-lit, #6d1f4a); }
.map-frame .map-land.here { fill: var(--now, #f2b632); stroke: var(--now-line, #8a6100); }
.map-frame .leaflet-tooltip.map-name {
  display: none; border: 0; padding: 0; background: none; box-shadow: none; white-space: nowrap;
  color: var(--ink, #241a20); font-weight: 600;
  text-shadow: 0 0 2px var(--map-land, #e2dbcf), 0 0 4px var(--map-land, #e2dbcf);
}
.map-frame .with-names .leaflet-tooltip.map-name:not(.small),
.map-frame .near .leaflet-tooltip.map-name.small { display: block; }
.map-frame .leaflet-bar { border: 1.5px solid var(--line-strong, #857b70); box-shadow: none; }
.map-frame .leaflet-bar a {
  inline-size: var(--tap, 2.75rem); block-size: var(--tap, 2.75rem); line-height: var(--tap, 2.75rem);
  background-color: var(--surface, #fcfbf8); color: var(--ink, #241a20); text-decoration: none;
  border-color: var(--line-strong, #857b70);
}
.map-frame .leaflet-bar a.leaflet-disabled {
  background-color: var(--sunken, #e7e2d9); color: var(--ink-2, #5a4e56);
}
.map-frame .leaflet-control-scale-line {
  background: none; color: var(--ink-2, #5a4e56); text-shadow: none;
  border-color: var(--line-strong, #857b70);
}
        {% endmacro %}

        {% macro html(this, kwargs) %}
<div id="{{ this.container }}" class="folium-map" role="region" aria-label="{{ this.plan.label|e }}"></div>
        {% endmacro %}

        {% macro script(this, kwargs) %}
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
var {{ this.get_name() }} = L.map({{ this.container|tojson }}, {
  center: {{ this.location|tojson }},
  crs: L.CRS.{{ this.crs }},
  ...{{ this.options|tojavascript }},
  zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
  // One finger scrolls the page; two move the map.
  dragging: !L.Browser.mobile,
});
L.control.zoom({
  position: "topright",
  zoomInTitle: {{ this.plan.zoom_in|tojson }},
  zoomOutTitle: {{ this.plan.zoom_out|tojson }},
}).addTo({{ this.get_name() }});
L.control.scale({ imperial: false, position: "bottomleft" }).addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, plan: dict[str, Any]) -> None:
        (south, west), (north, east) = plan["bounds"]
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_start=9,
            min_lat=south - 0.3,
            max_lat=north + 0.3,
            min_lon=west - 0.3,
            max_lon=east + 0.3,
            max_bounds=True,
            zoom_control=False,
            zoom_snap=0.1,
            scroll_wheel_zoom=False,
            attribution_control=False,
        )
        # As arguments folium would keep these two for tile layers.
        self.options |= {"min_zoom": 8, "max_zoom": 15}
        self.plan = plan
        self.container = f"map-{plan['name']}"


class Registration(MacroElement):
    """The end of the script: fit the region, show names that fit, hand the map to the page's own script."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
{%- set map = this._parent.get_name() %}
{{ map }}.concerta = { outlines: {{ this.outlines.get_name() }}, points: {{ this.points.get_name() }} };
window.concertaMaps = window.concertaMaps || {};
window.concertaMaps[{{ this.plan.name|tojson }}] = {{ map }};
// Names appear where they fit on their own land; those of the two smallest one step later.
const names = () => {
  const box = {{ map }}.getContainer().classList;
  box.toggle("with-names", {{ map }}.getZoom() >= 10);
  box.toggle("near", {{ map }}.getZoom() >= 11);
};
{{ map }}.on("zoomend", names);
// A map inside a closed tab or panel has no size yet: it is fitted when it gets one.
let owed = null;
const fit = (bounds, options) => {
  const size = {{ map }}.getSize();
  owed = size.x && size.y ? null : [bounds, options];
  if (!owed) {{ map }}.fitBounds(bounds, { animate: false, ...options });
};
{{ map }}.concerta.fit = fit;
fit({{ this.plan.bounds|tojson }}, { padding: [4, 4] });
names();
const resized = new ResizeObserver(() => {
  {{ map }}.invalidateSize({ animate: false });
  if (owed) fit(...owed);
});
resized.observe({{ map }}.getContainer());
        {% endmacro %}
        """
    )

    def __init__(self, plan: dict[str, Any], outlines: folium.GeoJson, points: folium.FeatureGroup) -> None:
        super().__init__()
        self._name = "Registration"
        self.plan = plan
        self.outlines = outlines
        self.points = points


NAME_LABEL = JsCode(
    """function (feature, layer) {
  const name = document.createElement("span");
  name.textContent = feature.properties.short_name;
  layer.bindTooltip(name, {
    permanent: true, direction: "center", opacity: 1, pane: "names",
    className: feature.properties.small ? "map-name small" : "map-name",
  });
}"""
)


def draw(plan: dict[str, Any]) -> Drawing:
    """One frame: outlines and names under everything, an empty layer for points, controls in our words."""
    frame = FrameMap(plan)
    outlines = folium.GeoJson(
        plan["outlines"],
        style_function=lambda feature: {"className": f"map-land m{feature['properties']['dico']}"},
        on_each_feature=NAME_LABEL,
        interactive=False,
        pane="outlines",
        control=False,
        smooth_factor=0.5,
    )
    points = folium.FeatureGroup(name="points", control=False)
    for child in (
        CustomPane("outlines", z_index=350),
        CustomPane("names", z_index=450),
        outlines,
        points,
        Registration(plan, outlines, points),
    ):
        frame.add_child(child)

    figure: Any = frame.get_root()
    _steady_names(figure, plan["name"])
    figure.render()
    own = figure.header._children.pop(frame.get_name())
    scripts = [e.url for e in figure.header._children.values() if isinstance(e, JavascriptLink)]
    stylesheets = [e.url for e in figure.header._children.values() if isinstance(e, CssLink)]
    if foreign := [url for url in (*scripts, *stylesheets) if "//" in url]:
        raise ValueError(f"A map frame loads nothing from another host: {foreign}")
    script = "(() => {\nif (!window.L) return;\n" + _tidy(figure.script.render()) + "\n})();"
    return Drawing(own.render().strip(), figure.html.render().strip(), script, scripts, stylesheets)


def _steady_names(element: Any, name: str) -> None:
    """folium numbers its elements at random; the same map has to come out the same."""
    for place, child in enumerate(element._children.values()):
        child._id = f"{name}_{place}"
        _steady_names(child, f"{name}_{place}")


def _tidy(script: str) -> str:
    return "\n".join(line.strip() for line in script.splitlines() if line.strip())
