"""The first categories: real, editable afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Q

UNITS = {
    "BED": ("cama", "camas", "bed", "beds"),
    "PLACE": ("lugar", "lugares", "place", "places"),
    "ITEM": ("artigo", "artigos", "item", "items"),
    "HOUR": ("hora", "horas", "hour", "hours"),
    "LOT": ("lote", "lotes", "lot", "lots"),
    "SEAT": ("vaga", "vagas", "seat", "seats"),
}
# The category whose resources are in no list, no count and no map: asked for by name of the category only.
OPAQUE = {"casa-de-abrigo"}
# Asked for from a first to a last day, as loans are, not from arrival to departure.
DAY_PLACES = "lugares-de-dia"
AIDS = "produtos-de-apoio"

# code | parent | Portuguese | English | mode | unit | hours it stays fresh | hours a hold lasts
CATEGORIES = """
acolhimento||Acolhimento|Shelter|stay|BED|12|1.5
acolhimento-temporario|acolhimento|Acolhimento temporário|Temporary shelter|stay|BED|12|1.5
acolhimento-emergencia|acolhimento|Acolhimento de emergência|Emergency shelter|stay|BED|12|1
residencia-transicao|acolhimento|Residência de transição|Transition residence|stay|BED|24|4
casa-de-abrigo|acolhimento|Casa de abrigo|Refuge (domestic violence)|stay|PLACE|12|1.5
residencias||Residências|Residential care|stay|PLACE|168|24
residencia-senior|residencias|Residência para pessoas idosas (ERPI)|Residence for older people (ERPI)|stay|PLACE|168|24
lar-residencial|residencias|Lar residencial (deficiência)|Residential home (disability)|stay|PLACE|168|24
residencia-saude-mental|residencias|Residência de saúde mental|Mental health residence|stay|PLACE|168|24
lugares-de-dia||Lugares de dia|Day places|stay|PLACE|168|24
centro-ocupacional|lugares-de-dia|Centro ocupacional (CACI)|Occupational centre (CACI)|stay|PLACE|168|24
centro-de-dia|lugares-de-dia|Centro de dia|Day centre|stay|PLACE|168|24
produtos-de-apoio||Ajudas técnicas (produtos de apoio)|Assistive products|loan|ITEM|168|24
salas-e-equipas||Salas e equipas|Rooms and teams|slot|HOUR|168|24
banco-de-recursos||Banco de recursos: bens|Goods bank|goods|LOT|168|24
formacao||Formação|Training|course|SEAT|720|24
informacao||Informação e encaminhamento|Information and referral|info|PLACE|2160|24
cuidados-continuados|informacao|Cuidados continuados (RNCCI)|Continuing care (RNCCI)|info|PLACE|2160|24
respostas-integradas|informacao|Centro de Respostas Integradas (CRI)|Integrated response centre (CRI)|info|PLACE|2160|24
creches-e-jardins|informacao|Creches e jardins de infância|Nurseries and kindergartens|info|PLACE|2160|24
"""


def load(apps: Any) -> None:
    """Put the categories there; those that exist stay as editors left them. `apps`: the migration's registry."""
    category = apps.get_model("resources", "Category")
    for order, line in enumerate(CATEGORIES.strip().splitlines()):
        code, parent, pt, en, mode, unit, fresh, hold = line.strip().split("|")
        category.objects.get_or_create(
            code=code,
            defaults={
                "parent": category.objects.filter(code=parent).first(),
                "order": order,
                "name_pt": pt,
                "name_en": en,
                "mode": mode,
                "unit_pt": UNITS[unit][0],
                "units_pt": UNITS[unit][1],
                "unit_en": UNITS[unit][2],
                "units_en": UNITS[unit][3],
                "fresh_for": timedelta(hours=float(fresh)),
                "hold_for": timedelta(hours=float(hold)),
                "opaque": code in OPAQUE,
            },
        )


# What banks of technical aids lend: code | ISO 9999 | Portuguese | English. The numbers are the standard's.
ASSISTIVE = """
cadeiras-de-rodas|12 22|Cadeiras de rodas manuais|Manual wheelchairs
cadeiras-de-rodas-eletricas|12 23|Cadeiras de rodas elétricas|Powered wheelchairs
andarilhos|12 06|Andarilhos|Walkers
bengalas-e-canadianas|12 03|Bengalas e canadianas|Walking sticks and crutches
camas-articuladas|18 12|Camas articuladas e acessórios|Adjustable beds and accessories
colchoes-e-almofadas|04 33|Colchões e almofadas contra úlceras de pressão|Pressure ulcer mattresses and cushions
elevadores-de-transferencia|12 36|Elevadores de transferência|Lifts for moving a person
ajudas-sanitarias|09 12|Ajudas sanitárias|Toilet aids
ajudas-de-banho|09 33|Ajudas de banho|Bathing and shower aids
"""


def load_assistive(apps: Any) -> None:
    """The kinds of technical aid under their family, and which kinds are asked for by day. Those there stay."""
    category = apps.get_model("resources", "Category")
    family = category.objects.get(code=AIDS)
    lines = [line.split("|") for line in ASSISTIVE.strip().splitlines()]
    missing = {code for code, *_words in lines} - set(category.objects.values_list("code", flat=True))
    if missing:
        category.objects.filter(order__gt=family.order).update(order=F("order") + len(lines))
    shared = ("mode", "unit_pt", "units_pt", "unit_en", "units_en", "fresh_for", "hold_for")
    for n, (code, iso9999, pt, en) in enumerate(lines, 1):
        category.objects.get_or_create(
            code=code,
            defaults={
                "parent": family,
                "order": family.order + n,
                "name_pt": pt,
                "name_en": en,
                "iso9999": iso9999,
                **{name: getattr(family, name) for name in shared},
            },
        )
    by_day = Q(mode="loan") | Q(code=DAY_PLACES) | Q(parent__code=DAY_PLACES)
    category.objects.filter(by_day).update(by_day=True)
