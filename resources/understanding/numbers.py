"""Numbers as they are written: "2", "dois", "duas", "two"."""

WORDS = {
    "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "nove": 9, "dez": 10, "onze": 11, "doze": 12, "quinze": 15, "vinte": 20, "trinta": 30, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
PATTERN = r"(?:\d{1,4}|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"


def value(text: str) -> int:
    return WORDS[text] if text in WORDS else int(text)
