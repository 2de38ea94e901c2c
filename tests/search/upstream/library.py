"""Books, people, meetings and animals of whom the sentences of modelsearch's own tests are true."""

from __future__ import annotations

from datetime import date, time

from django.core.management.color import no_style
from django.db import connection
from modelsearch.test.testapp import models

MIDDLE_EARTH = ("The Hobbit", "The Fellowship of the Ring", "The Two Towers", "The Return of the King")
# Key, title, author, first published, pages, and of a novel where it is set, of a guide its language.
BOOKS = (
    (1, "A Game of Thrones", "George R.R. Martin", date(1996, 8, 1), 694, "Westeros"),
    (2, "A Clash of Kings", "George R.R. Martin", date(1998, 11, 16), 768, "Westeros"),
    (3, "A Storm of Swords", "George R.R. Martin", date(2000, 3, 8), 973, "Westeros"),
    (4, "The Hobbit", "J. R. R. Tolkien", date(1937, 9, 21), 310, "Middle Earth"),
    (5, "The Fellowship of the Ring", "J. R. R. Tolkien", date(1954, 7, 29), 423, "Middle Earth"),
    (6, "The Two Towers", "J. R. R. Tolkien", date(1954, 11, 11), 352, "Middle Earth"),
    (7, "The Return of the King", "J. R. R. Tolkien", date(1955, 10, 20), 440, "Middle Earth"),
    (8, "JavaScript: The good parts", "Douglas Crockford", date(2008, 5, 15), 176, "js"),
    (9, "JavaScript: The Definitive Guide", "David Flanagan", date(1998, 6, 1), 1096, "js"),
    (10, "Foundation", "Isaac Asimov", date(1951, 6, 1), 255, "Galactic Empire"),
    (11, "Learning Python", "Mark Lutz & David Ascher", date(1999, 4, 1), 1160, "py"),
    (
        12,
        "Two Scoops of Django 1.11",
        "Daniel Roy Greenfeld & Audrey Roy Greenfeld",
        date(2017, 4, 1),
        532,
        "py",
    ),
    (13, "The Rust Programming Language", "Steve Klabnik & Carol Nichols", date(2018, 6, 26), 440, "rs"),
    (14, "Programming Rust", "Jim Blandy & Jason Orendorff", date(2017, 12, 1), 622, ""),
)
BORN = {
    "George R.R. Martin": date(1948, 9, 20),
    "J. R. R. Tolkien": date(1892, 1, 3),
    "Isaac Asimov": date(1920, 1, 2),
}


def fill() -> None:
    """All of it, with the keys that the tests name."""
    authors: dict[str, models.Author] = {}
    for pk, title, written_by, published, pages, about in BOOKS:
        facts = {"pk": pk, "title": title, "publication_date": published, "number_of_pages": pages}
        if not about:
            book = models.Book.objects.create(**facts)
        elif len(about) == 2:
            book = models.ProgrammingGuide.objects.create(**facts, programming_language=about)
        else:
            book = models.Novel.objects.create(**facts, setting=about)
        for name in written_by.split(" & "):
            if name not in authors:
                authors[name] = models.Author.objects.create(name=name, date_of_birth=BORN.get(name))
            book.authors.add(authors[name])
    _people()
    models.UnindexedBook.objects.create(
        title="Nobody finds this", publication_date=date(2001, 1, 1), number_of_pages=1
    )
    _meetings()
    for kind in (models.MPAnimal, models.NSAnimal):
        _animals(kind)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [models.Book]):
            cursor.execute(statement)


def _people() -> None:
    novels = {one.title: one for one in models.Novel.objects.all()}
    protagonists = {
        "The Hobbit": "Bilbo Baggins",
        "Foundation": "Hari Seldon",
        "A Game of Thrones": "Eddard Stark",
    }
    protagonists |= dict.fromkeys(MIDDLE_EARTH[1:], "Frodo Baggins")
    for title, novel in novels.items():
        names = {protagonists.get(title, "Tyrion Lannister")}
        if title in MIDDLE_EARTH:
            names.add("Bilbo Baggins")
        if title == "The Hobbit":
            names.add("Thorin Oakenshield")
        for name in sorted(names):
            person = models.Character.objects.create(name=name, novel=novel)
            if name == protagonists.get(title):
                novel.protagonist = person
                novel.save()


def _meetings() -> None:
    models.Meeting.objects.create(name="Breakfast yoga", start_time=time(8, 0))
    models.Meeting.objects.create(name="Evening yoga", start_time=time(18, 30))
    standing = models.Meeting.objects.create(name="Stand-up meeting", start_time=time(10, 0))
    topic = models.AgendaItem.objects.create(meeting=standing, topic="Clues of the week")
    models.Speaker.objects.create(agenda_item=topic, name="Arthur Doyle")


def _animals(kind: type[models.MPAnimal] | type[models.NSAnimal]) -> None:
    # Read anew before each: a node in memory does not follow what its tree does.
    kind.add_root(name="Animal")
    for above, name in (
        ("Animal", "Mammal"),
        ("Animal", "Reptile"),
        ("Mammal", "Dog"),
        ("Mammal", "Cat"),
        ("Reptile", "Snake"),
    ):
        kind.objects.get(name=above).add_child(name=name)
