"""``python -m bench.importing [POSTS]``: how long an export of so many posts takes, and how much.

A site of its own in a temporary folder; SQLite, or what DATABASE_URL names (it must be empty).
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.site.wordpress.exports import author, category, comment, export, item, tag

CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
SITE = {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONWARNINGS": "ignore"}


def write_export(path: Path, posts: int) -> None:
    """Write an export of about 6 kB a post: eight paragraphs and two comments each."""
    dice = random.Random(posts)
    head, tail = export("\f").split("\f")
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        file.writelines(category(f"c{n}", f"栏目{n}") for n in range(10))
        file.writelines(tag(f"t{n}", f"标签{n}") for n in range(200))
        file.writelines(author(f"a{n}", f"作者{n}") for n in range(20))
        file.writelines(_post(number, dice) for number in range(1, posts + 1))
        file.write(tail)


def _post(number: int, dice: random.Random) -> str:
    def sentence(length: int) -> str:
        return "".join(dice.choices(CHARACTERS, k=length))

    day = f"20{10 + number % 15:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    paragraphs = [f"{sentence(50)}，{sentence(60)}。" for _ in range(8)]
    terms = [("category", f"c{number % 10}", f"栏目{number % 10}")]
    terms += [("post_tag", f"t{number * k % 200}", f"标签{number * k % 200}") for k in (1, 3, 7)]
    return item(
        number,
        title=sentence(18),
        content="\n\n".join([*paragraphs, "责任编辑：张三 0764"]),
        slug=f"post-{number}",
        date=f"{day} 10:00:00",
        date_gmt=f"{day} 02:00:00",
        creator=f"a{number % 20}",
        terms=terms,
        meta={"views": str(number)},
        comments=[
            comment(2 * number + n, content=sentence(60), email=f"r{number % 5000}@mail.example")
            for n in (0, 1)
        ],
    )


def main() -> None:
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        environ = os.environ | SITE | {"DATA_DIR": folder}
        path = Path(folder) / "export.xml"
        write_export(path, posts)
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "-v0"], env=environ, check=True)
        for run in ("first", "second"):
            began = time.perf_counter()
            command = [*manage, "import_wordpress", str(path), "--json"]
            subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
            seconds = time.perf_counter() - began
            print(f"{run} run: {posts:,} posts, {path.stat().st_size >> 20} MB, {seconds:.1f} s")
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
        print(f"memory at its highest: {peak_mb} MB")


if __name__ == "__main__":
    main()
