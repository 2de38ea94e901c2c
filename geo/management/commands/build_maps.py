from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from geo.frames import build_frames


class Command(BaseCommand):
    help = "Draws the map frames again whose outlines, words or code have changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="draw all of them, changed or not")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        drawn = build_frames(force=force)
        self.stdout.write(
            ", ".join(str(frame) for frame in drawn) or "Nothing to draw: every frame is up to date."
        )
