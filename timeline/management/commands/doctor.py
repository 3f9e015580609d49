import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from timeline.doctor import CHECKS, Finding, examine, mend


class Command(BaseCommand):
    help = "Look for whatever the database promises and does not keep. Exit status 1 if there is anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("checks", nargs="*", metavar="CHECK", help="only these; all of them unless named")
        parser.add_argument("--list", action="store_true", help="list the checks and what each stands for")
        parser.add_argument("--json", action="store_true", help="one JSON object for what is broken")
        parser.add_argument("--fix", action="store_true", help="write anew what is derived: faces, totals, words")

    def handle(self, *args: Any, checks: list[str], **options: Any) -> None:
        known = {check.name: check for check in CHECKS}
        if unknown := [name for name in checks if name not in known]:
            raise CommandError(f"There is no check {unknown[0]!r}: --list has them.")
        chosen = [known[name] for name in checks] or CHECKS
        if options["list"]:
            for check in chosen:
                self.stdout.write(f"{check.name}: {check.promise}")
            return
        if options["fix"]:
            self.stderr.write(f"{mend(chosen)} rows were written anew.")
        findings = self.examine(chosen)
        self.tell_json(findings) if options["json"] else self.tell(findings, len(chosen))
        if findings:
            raise CommandError(f"{len(findings)} of {len(chosen)} checks found something.", returncode=1)

    def examine(self, chosen: Any) -> list[Finding]:
        """All checks see the database as it is at one moment, so that none finds what is being written."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return list(examine(chosen))

    def tell(self, findings: list[Finding], checked: int) -> None:
        for finding in findings:
            self.stdout.write(f"{finding.check.name}: {finding.count} × not so: {finding.check.promise}")
            for _, what in finding.first:
                self.stdout.write(f"    {what}")
            if finding.count > len(finding.first):
                self.stdout.write(f"    … and {finding.count - len(finding.first)} more")
            self.stdout.write(f"    What to do: {finding.check.remedy}")
        if not findings:
            self.stdout.write(f"All is well: {checked} checks.")

    def tell_json(self, findings: list[Finding]) -> None:
        told = [
            {
                "check": finding.check.name,
                "promise": finding.check.promise,
                "remedy": finding.check.remedy,
                "count": finding.count,
                "first": [{"key": key, "what": what} for key, what in finding.first],
            }
            for finding in findings
        ]
        self.stdout.write(json.dumps({"ok": not told, "broken": told}, ensure_ascii=False, indent=1))
