"""Figures the demonstration cites, so that a monitor without any import has something true to show.

A selection, verbatim and with the sources they came with (`{n}`: the number the source gives a municipality); the
rest comes with `import_indicators`. "-": the source has no value. The 17 stand in the order of their codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class CitedFigure(NamedTuple):
    dico: str
    code: str
    period: str
    value: str
    source: str


DICOS = (
    "0104", "0107", "0109", "0113", "0116", "0119", "1304", "1306", "1308", "1310", "1312", "1313", "1314", "1315",
    "1316", "1317", "1318",
)  # fmt: skip

SOURCES = (
    (
        "INE, Censos 2011 (BGRI 2011 aggregated to municipality); via github geoapi-pt/main res/censos/d"
        "ata/municipios/{n}.json@91b62dac (derived here)"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@ce7f4052 (derived here)"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@d35e310c (derived here)"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@bdb5304a (derived here)"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@bc633c87 (derived here)"
    ),
    (
        "INE/DGPJ indicator 0012261 via github lspassos1/mapa-do-crime-portugal src/data/crimePt.min.jso"
        "n@d41c6b17 (INE data CC-BY as stated; repo AGPL-3.0)"
    ),
    ("INE indicator 0013044 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012529 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012656 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012318 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0013347 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012517 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012482 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@ce7f4052"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@d35e310c"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@bdb5304a"
    ),
    (
        "INE, Censos 2021 (BGRI 2021 ficheiro síntese aggregated to municipality); via github geoapi-pt/"
        "main res/censos/data/municipios/{n}.json@bc633c87"
    ),
    (
        "INE, Censos 2011 (BGRI 2011 aggregated to municipality); via github geoapi-pt/main res/censos/d"
        "ata/municipios/{n}.json@91b62dac"
    ),
    (
        "INE, Censos 2021 (earlier geoapi aggregate, commit 91b62dac; provisional-release level); via gi"
        "thub geoapi-pt/main res/censos/data/municipios/{n}.json"
    ),
    ("INE indicator 0013420 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
    ("INE indicator 0012328 via github dataHpt/data v1/downloads/raw-data-wide.csv@2beecf25 (CC BY 4.0)"),
)

# code, period, values, and for each value which of the sources
SERIES = (
    (
        "ageing_index",
        "2011",
        "116.2 162.1 93.6 124.4 114.4 166.6 97.4 79.5 112.6 60.6 194.1 91.1 124.8 80.4 90.5 100.0 85.9",
        "0",
    ),
    (
        "ageing_index",
        "2021",
        "188.1 265.9 166.8 198.8 183.1 264.5 171.5 141.4 182.6 118.0 227.8 - 226.9 144.4 147.8 167.1 159.4",
        "1 2 2 2 1 1 1 3 2 4 2 - 1 3 2 3 1",
    ),
    (
        "crimes_domestic_violence",
        "2021",
        "47 79 294 147 57 33 324 192 382 187 514 115 112 170 133 651 62",
        "5",
    ),
    (
        "crimes_domestic_violence",
        "2022",
        "47 60 332 158 74 38 323 217 436 211 593 136 127 179 144 679 88",
        "5",
    ),
    (
        "crimes_domestic_violence",
        "2023",
        "25 84 296 193 51 33 345 224 394 253 620 141 130 152 161 680 97",
        "5",
    ),
    (
        "crimes_domestic_violence",
        "2024",
        "36 71 322 137 67 63 334 268 393 186 684 124 125 174 160 676 79",
        "5",
    ),
    (
        "crimes_domestic_violence",
        "2025 (provisional)",
        "36 69 271 169 50 35 322 239 378 166 615 98 127 188 128 665 90",
        "5",
    ),
    (
        "crude_birth_rate",
        "latest at 2025-10-25",
        "6.2 4.9 7.1 6.4 5.9 6.8 6.8 6.8 6.4 7.6 7.6 7.8 6.1 7.1 7.0 7.3 7.6",
        "6",
    ),
    (
        "dwellings_rent_support",
        "2021",
        "40.0 338.0 485.0 316.0 387.0 19.0 1485.0 903.0 2633.0 168.0 6342.0 277.0 504.0 563.0 335.0 2189.0 138.0",
        "7",
    ),
    (
        "mean_monthly_earnings",
        "latest at 2025-10-25",
        (
            "1174.6 1244.2 1301.7 1368.8 1321.5 1367.5 1222.9 1524.7 1600.7 1136.5 1761.4 1228.5 1264.1 1308.4 "
            "1363.8 1392.3 1342.4"
        ),
        "8",
    ),
    (
        "pct_65p",
        "2011",
        "18.0 20.62 14.8 17.55 16.46 21.12 14.98 13.38 16.12 11.26 23.18 14.97 17.24 13.3 14.71 15.43 13.37",
        "0",
    ),
    (
        "pct_65p",
        "2021",
        "23.79 28.26 20.95 23.07 22.16 28.18 21.37 19.36 22.89 16.35 25.97 20.58 24.62 19.44 20.33 21.4 19.93",
        "9",
    ),
    (
        "pct_commute_public_transport",
        "2021",
        "11.6 13.5 8.9 5.2 4.9 6.9 22.4 14.4 17.2 17.2 22.0 11.9 11.5 18.5 13.3 18.6 10.6",
        "10",
    ),
    (
        "pct_dwellings_vacant",
        "2021",
        "10.1 10.1 9.3 11.5 9.2 12.1 9.9 8.2 8.5 9.2 15.2 7.3 10.7 7.0 7.1 9.4 8.4",
        "11",
    ),
    (
        "pct_households_single",
        "2021",
        "17.43 24.04 17.55 17.9 22.31 20.61 19.77 19.77 24.26 15.32 32.66 19.55 17.62 19.27 17.87 22.37 16.4",
        "12",
    ),
    (
        "pop_0_14",
        "2011",
        "3463 4043 22042 9679 3126 2899 25845 22776 25112 16138 28379 10417 9882 15539 12931 46641 6075",
        "0",
    ),
    (
        "pop_0_14",
        "2021",
        "2674 3300 17166 7679 2680 2266 20464 18481 21634 11693 26434 - 7345 12746 11116 38912 4820",
        "13 14 14 14 13 13 13 15 14 16 14 - 13 15 14 15 13",
    ),
    (
        "pop_65p",
        "2011",
        "4024 6554 20623 12042 3575 4829 25170 18108 28285 9778 55083 9492 12332 12486 11697 46658 5216",
        "17",
    ),
    (
        "pop_65p",
        "2021",
        "5031 8774 28627 15269 4906 5994 35095 26136 39502 13792 60210 - 16668 18405 16430 65010 7681",
        "13 14 14 14 13 13 13 15 14 16 14 - 13 15 14 15 13",
    ),
    (
        "pop_resident",
        "2011",
        "22359 31786 139312 68611 21713 22864 168027 135306 175478 86854 237591 63408 71530 93858 79533 302295 38999",
        "17",
    ),
    (
        "pop_resident",
        "2021",
        "21146 31043 136674 66175 22143 21269 164257 134977 172557 84354 231800 64257 67709 94672 80825 303824 38548",
        "13 14 14 14 13 13 13 15 14 16 14 18 13 15 14 15 13",
    ),
    (
        "rsi_per_1000",
        "latest at 2025-10-25",
        "9.95 25.86 15.4 8.8 18.79 8.41 34.24 26.46 30.98 27.51 58.04 22.11 20.19 33.66 16.27 39.53 17.57",
        "19",
    ),
    (
        "unemployment_rate",
        "2011",
        "8.12 18.38 14.81 8.85 11.01 8.13 16.88 14.07 15.02 15.5 17.59 13.83 17.37 16.93 14.49 17.92 16.82",
        "0",
    ),
    (
        "unemployment_rate",
        "2021",
        "4.83 10.07 7.71 6.06 8.73 4.21 10.97 8.7 10.02 8.73 11.71 8.26 7.7 10.02 7.78 11.18 7.79",
        "20",
    ),
)


def cited() -> Iterator[CitedFigure]:
    for code, period, values, of in SERIES:
        keys = of.split() if " " in of else [of] * len(DICOS)
        for dico, value, key in zip(DICOS, values.split(), keys, strict=True):
            if value != "-":
                yield CitedFigure(dico, code, period, value, SOURCES[int(key)].format(n=int(dico)))
