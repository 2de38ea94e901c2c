"""Charts drawn on the server: what a reader must be able to trust in each of them."""

import io
import itertools
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.utils.translation import override

from geo.outlines import OUTLINES, paths
from geo.reference import schematic_outlines
from monitor.drawing import (
    Line,
    Place,
    Point,
    Target,
    as_file,
    as_png,
    both,
    choropleth,
    classes,
    compare,
    figure,
    multiples,
    ranking,
    scale,
    tile_map,
    trend,
)
from monitor.drawing.canvas import TEXT, apart, width_of
from monitor.drawing.plot import ROOM
from monitor.drawing.tiles import GRID

# Ageing index 2011 and 2021 (INE, census); Póvoa de Varzim has no second value.
AGEING = {
    "0104": (116.2, 188.1), "0107": (162.1, 265.9), "0109": (93.6, 166.8), "0113": (124.4, 198.8),
    "0116": (114.4, 183.1), "0119": (166.6, 264.5), "1304": (97.4, 171.5), "1306": (79.5, 141.4),
    "1308": (112.6, 182.6), "1310": (60.6, 118.0), "1312": (194.1, 227.8), "1313": (91.1, None),
    "1314": (124.8, 226.9), "1315": (80.4, 144.4), "1316": (90.5, 147.8), "1317": (100.0, 167.1),
    "1318": (85.9, 159.4),
}  # fmt: skip
GROWTH = [
    -0.43,
    1.05,
    0.52,
    0.29,
    1.6,
    -0.06,
    0.48,
    1.44,
    0.83,
    0.63,
    1.56,
    1.37,
    -0.17,
    1.29,
    1.17,
    0.56,
    0.74,
]


def point(year, value, **more):
    return Point(date(year, 7, 1), str(year), value, **more)


def line(name="AMP", values=(10, 20, 30, 40), kind="main", first=2021, **more):
    points = [one if isinstance(one, Point) else point(first + n, one) for n, one in enumerate(values)]
    return Line(name, tuple(points), kind, **more)


def ageing_lines():
    others = [
        line(OUTLINES[code].name, [point(2011, a), point(2021, b)], "other")
        for code, (a, b) in AGEING.items()
    ]
    return [line("AMP", [point(2011, 108.6), point(2021, 175.5)]), *others]


def ageing_places(**more):
    return [Place(code, OUTLINES[code].name, b, previous=a, **more) for code, (a, b) in AGEING.items()]


def growth_places():
    return [Place(code, OUTLINES[code].name, value) for code, value in zip(AGEING, GROWTH, strict=True)]


AGED = classes([b for _a, b in AGEING.values()])


def drawn(svg):
    """Every element with its class and attributes; it has to be well-formed for that."""
    return list(ElementTree.fromstring(str(svg)).iter())


def of_class(svg, *wanted):
    return [one for one in drawn(svg) if set(wanted) <= set(one.get("class", "").split())]


def strokes(svg, *css):
    """The corners of each path of a class."""
    return [
        [tuple(map(float, pair.split())) for pair in one.get("d")[1:].split("L")]
        for one in of_class(svg, *css)
    ]


def words(svg):
    return [one.text for one in drawn(svg) if one.tag == "text"]


def said(svg):
    return next(one.text for one in drawn(svg) if one.tag == "desc")


EVERY = {
    "lines": lambda **more: trend([line(), line("Norte", (8, None, 12, 15), "benchmark")], label="x", **more),
    "slope": lambda **more: trend(ageing_lines(), label="x", targets=[Target("Meta 2030", 200)], **more),
    "dots": lambda **more: trend([line(values=(1.5,)), line("Porto", (2.5,), "here")], label="x", **more),
    "nothing": lambda **more: trend([line(values=(None, None))], label="x", **more),
    "ranking": lambda **more: ranking(ageing_places(), AGED, label="x", reference=("AMP", 175.5), **more),
    "multiples": lambda **more: multiples(ageing_lines(), label="x", reference=line(), **more),
    "tiles": lambda **more: tile_map(ageing_places(href="/monitor/"), AGED, label="x", here="1312", **more),
    "outline": lambda **more: choropleth(ageing_places(), AGED, label="x", here="1312", **more),
    "compare": lambda **more: compare([line(), line("B", (3, point(2022, 5, status="estimated")))], label="x", **more),
}  # fmt: skip


# --- Axes -------------------------------------------------------------------------------------------------------------


def test_an_axis_holds_its_values_between_round_steps():
    axis = scale([118.0, 265.9])
    assert axis.low <= 118.0 and axis.high >= 265.9
    steps = {round(b - a, 6) for a, b in itertools.pairwise(axis.ticks)}
    assert len(steps) == 1 and steps <= {10.0, 20.0, 50.0, 100.0}


def test_an_axis_leaves_zero_only_where_the_differences_would_drown_and_knows_it():
    assert scale([60, 260]).from_zero
    assert not scale([81.2, 83.4]).from_zero
    assert scale([81.2, 83.4], zero=True).from_zero
    assert scale([-0.4, 1.6]).from_zero


def test_an_axis_of_counted_things_has_no_halves():
    assert scale([0, 2], whole=True).ticks == (0.0, 1.0, 2.0)
    assert len(scale([0, 0]).ticks) > 1  # one value, zero: still an axis


# --- Lines ------------------------------------------------------------------------------------------------------------


def test_a_missing_year_interrupts_the_line_and_is_said():
    svg = trend([line(values=(10, 20, None, 40, 50))], key="k", label="x")
    assert [len(run) for run in strokes(svg, "ln")] == [2, 2]
    assert "AMP: sem dados em 2023." in words(svg)


def test_a_year_that_only_one_line_lacks_interrupts_it_too():
    short = line("Porto", [point(2021, 5), point(2023, 7)], "here")
    svg = trend([line(values=(10, 20, 30)), short], key="k", label="x")
    assert strokes(svg, "lnow") == []
    assert len(of_class(svg, "dnow")) == 2


def test_a_provisional_value_is_drawn_hollow_and_dotted_towards():
    svg = trend([line(values=(10, 20, 30, point(2024, 40, status="provisional")))], key="k", label="x")
    assert len(of_class(svg, "dot", "hollow")) == 1
    assert [len(run) for run in strokes(svg, "ln", "prov")] == [2]
    assert "Ponto vazio e traço ponteado: valor provisório." in words(svg)
    assert of_class(trend([line()], key="k", label="x"), "hollow") == []
    grey = line("Porto", (10, 20, point(2023, 30, status="estimated")), "other")
    assert len(of_class(trend([grey], key="k", label="x"), "dgh", "hollow")) == 1


def test_a_series_that_begins_anew_is_not_joined_to_what_came_before():
    svg = trend([line(values=(10, 20, point(2023, 90, breaks=True), 95))], key="k", label="x")
    (tick,) = of_class(svg, "brk")
    runs = strokes(svg, "ln")
    assert [len(run) for run in runs] == [2, 2]
    assert runs[0][-1][0] < float(tick.get("x1")) < runs[1][0][0]


def test_years_stand_at_their_real_distance():
    svg = trend([line(values=[point(2001, 1), point(2020, 2), point(2021, 3)])], key="k", label="x")
    ((a, _y), (b, _y2), (c, _y3)) = strokes(svg, "ln")[0]
    assert (b - a) / (c - b) == pytest.approx(19, rel=0.05)


def test_labels_at_the_ends_do_not_overlap():
    close = [line(f"Lugar {n}", (10, 11, 12 + n / 100), "here" if n else "main") for n in range(8)]
    svg = trend(close, key="k", label="x")
    heights = sorted(float(one.get("y")) for one in drawn(svg) if one.tag == "text" and "Lugar" in one.text)
    assert len(heights) == 8
    assert min(b - a for a, b in itertools.pairwise(heights)) >= ROOM - 0.2


@pytest.mark.parametrize("wanted", [[5, 5, 5], [0, 1, 99, 100], [50], [], [100, 100, 0], list(range(20))])
def test_labels_pushed_apart_keep_their_order_and_their_frame(wanted):
    placed = apart(wanted, 10, 0, 100)
    assert all(0 <= y <= 100.001 for y in placed)
    assert [y for _w, y in sorted(zip(wanted, placed, strict=True))] == sorted(placed)
    room = min(10, 100 / max(1, len(wanted) - 1))
    assert all(b - a >= room - 0.001 for a, b in itertools.pairwise(sorted(placed)))


def test_a_label_never_loses_a_digit_whatever_its_name():
    long = "Comunidade Intermunicipal da Região de Coimbra e arredores"
    ends = [line(long, (1234567, 2345678, 3456789)[:periods]) for periods in (1, 2, 3)]
    for one in ends:
        for narrow in (False, True):
            svg = trend([one], key="k", label="x", decimals=0, narrow=narrow)
            assert any("…" in label and f"{figure(one.last.value, 0)}" in label for label in words(svg))
    svg = compare([Line(long, ends[2].points, decimals=0)], key="k", label="x", narrow=True)
    assert any("…" in label and "3\xa0456\xa0789" in label for label in words(svg))


def test_an_axis_without_zero_says_so():
    assert "O eixo não começa em zero, mas em 81,0." in words(
        trend([line(values=(81.2, 82.5, 83.4))], key="k", label="x")
    )
    assert "eixo" not in " ".join(words(trend([line()], key="k", label="x")))


def test_two_periods_make_a_slope_with_names_on_both_sides():
    svg = trend(ageing_lines(), key="k", label="x")
    assert {"AMP 108,6", "AMP 175,5", "Espinho 265,9", "Paredes 60,6", "2011", "2021"} <= set(words(svg))


def test_one_period_makes_a_row_of_dots():
    svg = trend([line(values=(1.5,)), line("Porto", (2.5,), "here")], key="k", label="x")
    assert len({one.get("cy") for one in of_class(svg, "dot") + of_class(svg, "dnow")}) == 1
    assert {"AMP 1,5", "Porto 2,5"} <= set(words(svg))


def test_a_target_is_a_line_with_its_name_and_value():
    svg = trend([line()], key="k", label="x", targets=[Target("Meta 2030", 60)])
    assert len(of_class(svg, "tgt")) == 1 and "Meta 2030: 60,0" in words(svg)
    assert "Meta 2030: 60,0." in said(svg)


def test_without_any_value_the_words_stand_there_and_no_line():
    svg = trend([line(values=(None, None, None))], key="k", label="x")
    assert words(svg) == ["Sem dados"] and of_class(svg, "ln") == []


# --- Bars -------------------------------------------------------------------------------------------------------------


def test_bars_start_at_zero_those_of_negative_values_to_the_left_of_it():
    svg = ranking(growth_places(), classes(GROWTH), key="k", label="x", unit="%", decimals=2)
    (base,) = of_class(svg, "base")
    zero = float(base.get("x1"))
    rods = [(float(one.get("x")), float(one.get("width"))) for one in of_class(svg, "rod")]
    right = [rod for rod in rods if abs(rod[0] - zero) < 0.2]
    left = [rod for rod in rods if abs(rod[0] + rod[1] - zero) < 0.2]
    assert (len(right), len(left)) == (14, 3)
    assert right[0][1] / left[-1][1] == pytest.approx(1.6 / 0.43, rel=0.03)


def test_bars_start_at_zero_where_no_value_is_near_it():
    svg = ranking([Place("a", "A", 300), Place("b", "B", 290)], classes([300, 290]), key="k", label="x")
    long, short = (float(one.get("width")) for one in of_class(svg, "rod"))
    assert long / short == pytest.approx(300 / 290, rel=0.01) and 0 < long < 560


def test_a_place_without_a_value_comes_last_with_a_word_and_no_bar():
    svg = ranking(ageing_places(), AGED, key="k", label="x")
    assert len(of_class(svg, "rod")) == 16
    assert words(svg)[-3:-1] == ["Póvoa de Varzim", "sem dados"]
    hidden = [Place("1312", "Porto", None, status="suppressed"), Place("1306", "Maia", 3)]
    assert "confidencial" in words(ranking(hidden, classes([3]), key="k", label="x"))


def test_each_row_has_its_earlier_value_and_the_chosen_one_is_marked():
    svg = ranking(
        ageing_places(), AGED, key="k", label="x", here="1304", reference=("AMP", 175.5), before="2011"
    )
    assert len(of_class(svg, "was")) == 17 + 1  # one for each, one in the key
    assert [one.text for one in of_class(svg, "name", "k")] == ["Gondomar"]
    assert len(of_class(svg, "ref")) == 1 and "AMP 175,5" in words(svg)


# --- Small multiples and tiles ----------------------------------------------------------------------------------------


def test_small_multiples_share_one_scale_and_say_what_is_missing():
    lines = [line("A", (0, 100), "other"), line("B", (50, 100), "other"), line("C", (50, None), "other")]
    svg = multiples(lines, key="k", label="x")
    a, b = strokes(svg, "ln")
    assert a[1][1] == b[1][1] and a[0][1] - a[1][1] == pytest.approx(2 * (b[0][1] - b[1][1]), abs=0.3)
    assert "sem dados em 2022" in words(svg) and any("mesma escala, de 0 a 100" in one for one in words(svg))


def test_the_tiles_lie_as_the_municipalities_do():
    middle = {
        code: [sum(axis) / len(axis) for axis in zip(*shape["coordinates"][0], strict=True)]
        for code, shape in schematic_outlines().items()
    }
    assert set(GRID) == set(middle) and len(set(GRID.values())) == 17
    for (a, (column, row)), (b, (other_column, other_row)) in itertools.permutations(GRID.items(), 2):
        if column == other_column and row < other_row:
            assert middle[a][1] > middle[b][1], (a, b)
        if row == other_row and column < other_column:
            assert middle[a][0] < middle[b][0], (a, b)


def test_every_tile_is_of_one_size_and_a_link_with_place_and_value():
    svg = tile_map(ageing_places(href="/monitor/"), AGED, key="k", label="x")
    links = [one for one in drawn(svg) if one.tag == "a"]
    assert len(links) == 17 and "Porto: 227,8" in {one.get("aria-label") for one in links}
    assert "Póvoa de Varzim: sem dados" in {one.get("aria-label") for one in links}
    sizes = {
        (tile.get("width"), tile.get("height"))
        for one in links
        for tile in one
        if "cell" in tile.get("class")
    }
    assert len(sizes) == 1
    assert drawn(svg)[0].get("role") == "group"  # an image would hide its links
    assert drawn(tile_map(ageing_places(), AGED, key="k", label="x"))[0].get("role") == "img"


def test_no_data_is_a_hatch_and_no_step_of_the_ramp():
    for draw in (tile_map, choropleth):
        svg = draw(ageing_places(), AGED, key="k", label="x", with_legend=False)
        (one,) = of_class(svg, "cell", "nd")
        assert one.get("fill") == "url(#k-hatch)"
        assert len(of_class(svg, "cell")) == 17


@pytest.mark.parametrize("draw", [tile_map, choropleth])
def test_the_legend_of_a_map_names_what_its_hatch_stands_for(draw):
    def last_word(*statuses):
        places = [replace(one, value=10.0) for one in ageing_places()]
        for n, status in enumerate(statuses):
            places[n] = replace(places[n], value=None, status=status)
        svg = draw(places, AGED, key="k", label="x")
        return next(
            (one.text for one in reversed(of_class(svg, "leg")) if "ados" in one.text or "conf" in one.text),
            "",
        )

    assert last_word() == ""
    assert last_word("missing") == "sem dados"
    assert last_word("suppressed", "suppressed") == "confidencial"
    assert last_word("suppressed", "missing") == "sem dados ou confidencial"


def test_a_drawn_map_has_the_outlines_of_the_page():
    from django.template.loader import render_to_string

    sprite = dict(re.findall(r'id="m(\d+)" d="([^"]+)"', render_to_string("components/outlines.html")))
    assert paths() == sprite


# --- Comparing --------------------------------------------------------------------------------------------------------


def test_compared_lines_differ_in_stroke_mark_and_name_not_in_colour_alone():
    names = ["Porto", "Maia", "Gondomar", "Trofa"]
    svg = compare(
        [line(name, (n, n + 1, n + 2), unit="N.º") for n, name in enumerate(names)], key="k", label="x"
    )
    css = Path(finders.find("css/charts.css")).read_text(encoding="utf-8")
    dashes = [re.search(rf"\.c{n} {{[^}}]*dasharray: ([^;]+)", css) for n in (1, 2, 3, 4)]
    assert len({found[1] if found else None for found in dashes}) == 4
    shapes = [of_class(svg, f"m{n}")[0] for n in (1, 2, 3, 4)]
    assert [one.tag for one in shapes] == ["circle", "path", "path", "path"]
    assert all(any(one.startswith(name) for one in words(svg)) for name in names)
    with pytest.raises(ValueError, match="four"):
        compare([line()] * 5, key="k", label="x")


def test_other_units_get_a_chart_of_their_own_over_the_same_years():
    svg = compare([line("A", unit="%"), line("B", (1000, 2000, 3000, 4000), unit="N.º")], key="k", label="x")
    assert [one.text for one in of_class(svg, "day")].count("2021") == 2
    first, second = strokes(svg, "c1")[0], strokes(svg, "c2")[0]
    assert [x for x, _y in first] == [x for x, _y in second]


# --- Classes ----------------------------------------------------------------------------------------------------------


def spread(groups):
    return sum((v - sum(group) / len(group)) ** 2 for group in groups for v in group)


def test_natural_breaks_are_the_best_there_are():
    values = sorted(b for _a, b in AGEING.values() if b is not None)
    groups = [[v for v in values if AGED.level_of(v) == level] for level in (1, 2, 3, 4, 5)]
    best = min(
        spread([values[i:j] for i, j in itertools.pairwise((0, *cuts, len(values)))])
        for cuts in itertools.combinations(range(1, len(values)), 4)
    )
    assert spread(groups) == pytest.approx(best)


@pytest.mark.parametrize("method", ["jenks", "quantiles"])
@pytest.mark.parametrize(
    "values",
    [[1], [1, 1, 1], [1, 2], [0, 0, 0, 5], [1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5], GROWTH, [-5, 1, 2, 3, 4, 5, 6],
     [-1, -2, -3, -4, -5, -6, 0], [1e6, 1.1, 1.2, 1.3, 1.4, 1.5, 2], [b for _a, b in AGEING.values() if b]],
)  # fmt: skip
def test_no_class_is_empty_and_every_value_has_one(method, values):
    made = classes(values, method=method)
    assert sum(row.members for row in made.rows) == len(values)
    assert all(row.members for row in made.rows)
    assert len(made.rows) == min(5, len(set(values)))
    assert all(row.members == sum(made.level_of(value) == row.level for value in values) for row in made.rows)
    assert [made.level_of(v) for v in sorted(values)] == sorted(made.level_of(v) for v in values)


@pytest.mark.parametrize(
    "values", [GROWTH, [-1, 1, 50, 51, 100, 101, 150, 151, 200], [-1, 25, 26, 60, 61, 99, 150]]
)
def test_the_values_of_both_signs_part_at_zero(values):
    made = classes(values)
    assert Decimal(0) in made.bounds
    assert made.level_of(-0.01) < made.level_of(0)


def test_cuts_are_round_numbers_that_move_no_value():
    assert all(cut == cut.to_integral_value() for cut in AGED.bounds)
    assert classes([0.1, 0.2], decimals=1).level_of(Decimal("0.2")) == classes([0.1, 0.2]).level_of(0.2) == 5


def test_the_classes_are_stated_in_a_sentence():
    assert AGED.sentence == (
        "5 classes por quebras naturais (Jenks): menos de 150; de 150 a menos de 180; de 180 a menos de 200;"
        " de 200 a menos de 250; 250 ou mais."
    )
    assert classes([]).sentence and classes([None]).level_of(None) is None


# --- In words ---------------------------------------------------------------------------------------------------------


def test_the_description_names_highest_and_lowest_and_who_is_missing():
    for svg in (
        trend(ageing_lines(), key="k", label="x"),
        ranking(ageing_places(), AGED, key="k", label="x"),
        tile_map(ageing_places(), AGED, key="k", label="x"),
    ):
        assert re.search(r"Mais alto.*Espinho, 265,9; mais baixo: Paredes, 118,0", said(svg))
        assert "(Póvoa de Varzim)" in said(svg)
    assert "AMP: de 108,6 em 2011 para 175,5 em 2021." in said(trend(ageing_lines(), key="k", label="x"))


def test_figures_are_written_as_the_language_does():
    assert (figure(175.5), figure(1234, 0), figure(12345.6, 0)) == ("175,5", "1234", "12\xa0346")
    assert (figure(-0.04), figure(2.675, 2), figure(4, 1, "%"), figure(None)) == (
        "0,0",
        "2,68",
        "4,0%",
        "sem dados",
    )
    with override("en"):
        assert (figure(175.5), figure(12345, 0)) == ("175.5", "12,345")


@pytest.mark.parametrize("name", EVERY)
def test_every_drawing_has_a_name_a_description_and_no_style_of_its_own(name):
    svg = EVERY[name](key="one")
    top = drawn(svg)[0]
    ids = [one.get("id") for one in drawn(svg) if one.get("id")]
    assert top.get("role") in {"img", "group"} and set(top.get("aria-labelledby").split()) <= set(ids)
    assert all(one.startswith("one-") for one in ids) and len(ids) == len(set(ids))
    assert "style" not in str(svg) and len(said(svg)) > 5
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb", str(svg))


@pytest.mark.parametrize("name", [name for name in EVERY if name not in {"tiles", "outline"}])
def test_on_a_phone_no_word_leaves_the_drawing_and_none_is_small(name):
    svg = EVERY[name](key="one", narrow=True)
    width = float(drawn(svg)[0].get("viewBox").split()[2])
    assert width <= 360
    for one in drawn(svg):
        if one.tag == "text":
            x, wide = float(one.get("x")), width_of(one.text, TEXT) * 0.9
            left = {"end": x - wide, "middle": x - wide / 2}.get(one.get("text-anchor"), x)
            assert left >= -2 and left + wide <= width + 2, one.text


def test_two_widths_of_one_drawing_keep_their_ids_apart():
    page = both(EVERY["lines"](key="a"), EVERY["lines"](key="b", narrow=True))
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4


def test_what_a_name_holds_is_text_and_never_markup():
    svg = trend([line("<script>&\x00", (1, 2, 3))], key="k", label='"<b>')
    assert "<script>&" in "".join(words(svg)) and "<script" not in str(svg)


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_the_file_opens_alone(name):
    file = as_file(
        EVERY[name](key="one"), title="Índice & <mais>", subtitle="por 100", source="INE", credit="CC BY 4.0"
    )
    root = ElementTree.fromstring(file)
    style = next(one.text for one in root.iter() if one.tag.endswith("style"))
    ruled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^}]*\}", " ", style)))
    used = {css for one in root.iter() for css in one.get("class", "").split()}
    drawings = {
        "trend",
        "slope",
        "dots",
        "ranking",
        "multiples",
        "tilemap",
        "outline",
        "compare",
        "chart",
    }
    assert used - ruled <= drawings
    assert "var(" not in style and "@" not in style and "url(" not in style
    assert not re.search(rb"href|https?://(?!www\.w3\.org/2000/svg)", file)
    own = {one.get("id") for one in root.iter()}
    assert set(re.findall(r"url\(#([^)]+)\)", file.decode())) <= own
    assert "Índice & <mais>" in "".join(one.text or "" for one in root.iter() if one.tag.endswith("text"))
    assert "Fonte: INE" in "".join(one.text or "" for one in root.iter())


def test_the_style_of_a_file_is_that_of_the_page_in_its_light_colours():
    file = as_file(EVERY["ranking"](key="one"), title="x").decode()
    assert ".chart .q5{fill: #4a1733;}" in file and ".chart .tgt" not in file


def test_only_a_drawing_becomes_a_file():
    with pytest.raises(ValueError, match="drawing"):
        as_file("<svg><script/></svg>", title="x")


def test_the_png_is_a_picture_of_that_width():
    from PIL import Image

    file = as_file(EVERY["outline"](key="one"), title="x", source="INE")
    picture = Image.open(io.BytesIO(as_png(file, width=900)))
    assert picture.format == "PNG" and picture.size[0] == 900
    assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert (0x4A, 0x17, 0x33) in {colour for _n, colour in picture.convert("RGB").getcolors(1_000_000)}
