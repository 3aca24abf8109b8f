"""The encrypted container of a backup: lines of JSON, compressed, sealed piece by piece, read and written in a stream.

A piece is at most 64 KiB and carries its number and whether it is the last, so that a changed, swapped, missing or
cut-off piece is noticed. Memory stays the same whatever the size.
"""

import gzip
import io
import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mediation.config import HouseFault

MAGIC: Final = b"MEDIATION BACKUP 1\n"
SALT: Final = 16
PIECE: Final = 64 * 1024
TAG: Final = 16
LONGEST_LINE: Final = 256 * 1024 * 1024


class DamagedArchive(HouseFault):
    """The file isn't a whole backup of this house: foreign, damaged, cut off, or made with another key."""


class Writer(io.RawIOBase):
    """Seals what is written to it, in pieces, into `file`."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        """Begin the container with a fresh salt."""
        self._file, self._salt, self._number = file, os.urandom(SALT), 0
        self._cipher = _cipher(key, self._salt)
        self._held = bytearray()
        file.write(MAGIC + self._salt)

    def writable(self) -> bool:
        """Tell that this stream is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes; whole pieces go to the file."""
        self._held += data
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._seal(bytes(self._held), last=True)
            self._held.clear()
        super().close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), piece, MAGIC + self._salt)
        self._file.write(struct.pack(">I?", len(sealed), last) + sealed)
        self._number += 1


class Reader(io.RawIOBase):
    """Opens the pieces of `file` one after the other. Raises DamagedArchive at the first that isn't right."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        """Read the head of the container."""
        head = file.read(len(MAGIC) + SALT)
        if len(head) != len(MAGIC) + SALT or not head.startswith(MAGIC):
            raise DamagedArchive("this is not a backup file of this program")
        self._file, self._head, self._number, self._ended = file, head, 0, False
        self._cipher = _cipher(key, head[len(MAGIC) :])
        self._held = b""

    def readable(self) -> bool:
        """Tell that this stream is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the next piece; 0 at the end."""
        while not self._held and not self._ended:
            self._held = self._open()
        taken = self._held[: len(buffer)]
        self._held = self._held[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _open(self) -> bytes:
        front = self._file.read(struct.calcsize(">I?"))
        if len(front) != struct.calcsize(">I?"):
            raise DamagedArchive("the backup file is cut off")
        size, last = struct.unpack(">I?", front)
        sealed = self._file.read(size) if size <= PIECE + TAG else b""
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=last), sealed, self._head)
        except (InvalidTag, ValueError) as fault:
            where = "it was made with another key, or it is damaged" if self._number == 0 else "it is damaged"
            raise DamagedArchive(f"the backup file can't be opened: {where}") from fault
        self._number += 1
        self._ended = last
        if last and self._file.read(1):
            raise DamagedArchive("something stands after the end of the backup file")
        return piece


class LineWriter:
    """Writes JSON values as the lines of a container."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        """Begin a container in `file`."""
        self._sealed = Writer(file, key)
        self._packed = gzip.GzipFile(fileobj=self._sealed, mode="wb", compresslevel=6, mtime=0)

    def write(self, value: Any) -> bytes:
        """Write one line and return its bytes."""
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
        self._packed.write(line)
        return line

    def close(self) -> None:
        """End the container."""
        self._packed.close()
        self._sealed.close()


def read_lines(path: Path, key: bytes) -> Iterator[tuple[Any, bytes]]:
    """Yield every line of the container at `path`, parsed and raw, only after its piece proved right."""
    with path.open("rb") as file:
        stream = io.BufferedReader(Reader(file, key), PIECE)
        try:
            with gzip.GzipFile(fileobj=stream, mode="rb") as packed:
                while line := packed.readline(LONGEST_LINE):
                    yield json.loads(line), line
        except (gzip.BadGzipFile, EOFError, ValueError, OSError) as fault:
            raise DamagedArchive("the backup file is damaged") from fault


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"mediation backup").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))
