"""This checkout as the guards see it: its root, the files that belong to it, the tools of its environment."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MADE_BY_TOOLS = {".git", ".venv", "var", "__pycache__", "build"}


def tracked() -> list[Path]:
    """Return every file that belongs to the project: what git knows, or without git all that no tool made."""
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return _walked()
    if done.returncode:
        return _walked()
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _walked() -> list[Path]:
    found = [path for path in ROOT.rglob("*") if path.is_file()]
    return [path for path in found if not MADE_BY_TOOLS & set(path.relative_to(ROOT).parts)]


def texts() -> dict[str, str]:
    """Return the text of every tracked file by its path, binary ones left out."""
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", "replace")
    return found


def tool(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the checkout and return what it said."""
    program = Path(sys.executable).parent / name
    return subprocess.run([program, *words], capture_output=True, text=True, cwd=ROOT, check=False)
