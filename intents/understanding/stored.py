"""A learned matcher as bytes. Own format, because pickle and marshal run or crash on what a stranger wrote.

    8 bytes   name and version of the format
    32 bytes  key of the lessons and the method
    4 bytes   checksum of all that follows
    ...       blocks, each with its length in 4 bytes before it, little end first

Texts are UTF-8 blocks, lists of texts are joined by NUL. Nothing is decoded on loading but names and numbers.
"""

from binascii import crc32
from collections.abc import Iterable
from struct import Struct, error, pack, unpack

from intents.understanding.deciding import Levels
from intents.understanding.lessons import Lessons, LookAlike, lessons_key
from intents.understanding.matcher import Learned, Matcher
from intents.understanding.sparse_table import SparseTable
from intents.understanding.table import Table, numbers_from_bytes

METHOD = 19
"""Raise it whenever learning or reading changes, so that files learned the old way are learned anew."""

_MAGIC = b"intake\x00\x03"
_HEAD = Struct("<8s32sI")
_LENGTH = Struct("<I")
_NUMBERS = Struct("<IIdddddddd")


def to_bytes(learned: Learned) -> bytes:
    """The file of a matcher."""
    keys, masses, rows, *sparse = learned.table.to_bytes()
    starts, columns = sparse or (b"", b"")
    levels = learned.levels
    numbers = _NUMBERS.pack(
        learned.table.width,
        learned.frame_words,
        learned.table.scale,
        learned.new_word,
        learned.familiar,
        learned.steepness,
        levels.confirm,
        levels.outside,
        levels.offer,
        levels.apart,
    )
    blocks = [
        _joined(learned.topics),
        _joined(learned.elsewhere),
        numbers,
        keys,
        masses,
        rows,
        starts,
        columns,
        pack(f"<{len(learned.bias)}d", *learned.bias),
        learned.vocabulary,
    ]
    for look_alike in learned.look_alikes:
        labels = (part for choice in look_alike.choices for part in choice)
        blocks += [_joined(look_alike.topics), look_alike.ask.encode(), _joined(labels)]
    body = b"".join(_LENGTH.pack(len(block)) + block for block in blocks)
    return _HEAD.pack(_MAGIC, learned.key, crc32(body)) + body


def matcher_from_bytes(data: bytes, lessons: Lessons) -> Matcher | None:
    """The matcher of these lessons; nothing when the file is cut off, foreign, or of other lessons or another version."""
    return matcher_for_key(data, lessons_key(lessons, METHOD))


def matcher_for_key(data: bytes, key: bytes) -> Matcher | None:
    """As `matcher_from_bytes`, for a caller that knows the key of the lessons without reading them all."""
    if len(data) < _HEAD.size:
        return None
    magic, found, checksum = _HEAD.unpack_from(data)
    if magic != _MAGIC or found != key or crc32(memoryview(data)[_HEAD.size :]) != checksum:
        return None
    try:
        return Matcher(_learned(_blocks(data), key))
    except (error, ValueError, IndexError):
        # The checksum was right, so this was written by another program with the same name: learn anew.
        return None


def key_of(data: bytes) -> bytes:
    """The key that a file was written with; empty when it is none of ours."""
    return _HEAD.unpack_from(data)[1] if len(data) >= _HEAD.size and data.startswith(_MAGIC) else b""


def _blocks(data: bytes) -> list[bytes]:
    blocks: list[bytes] = []
    place = _HEAD.size
    while place < len(data):
        (length,) = _LENGTH.unpack_from(data, place)
        place += _LENGTH.size
        if place + length > len(data):
            raise ValueError("a block is cut off")
        blocks.append(data[place : place + length])
        place += length
    return blocks


def _learned(blocks: list[bytes], key: bytes) -> Learned:
    topics, elsewhere, numbers, keys, masses, rows, starts, columns, bias, vocabulary, *pairs = blocks
    width, frame_words, scale, new_word, familiar, steepness, confirm, outside, offer, apart = (
        _NUMBERS.unpack(numbers)
    )
    look_alikes: list[LookAlike] = []
    for at in range(0, len(pairs), 3):
        named, ask, labels = pairs[at : at + 3]
        look_alikes.append(LookAlike(topics=_split(named), ask=ask.decode(), choices=_twos(labels)))
    table: Table | SparseTable
    key_numbers, mass_numbers = numbers_from_bytes("I", keys), numbers_from_bytes("H", masses)
    if starts:
        table = SparseTable(
            width=width,
            scale=scale,
            keys=key_numbers,
            masses=mass_numbers,
            starts=numbers_from_bytes("I", starts),
            columns=numbers_from_bytes("H", columns),
            rows=rows,
        )
    else:
        table = Table(width=width, scale=scale, keys=key_numbers, masses=mass_numbers, rows=rows)
    learned = Learned(
        key=key,
        topics=_split(topics),
        elsewhere=_split(elsewhere),
        table=table,
        vocabulary=vocabulary,
        frame_words=frame_words,
        look_alikes=tuple(look_alikes),
        new_word=new_word,
        familiar=familiar,
        steepness=steepness,
        bias=unpack(f"<{width}d", bias),
        levels=Levels(confirm=confirm, outside=outside, offer=offer, apart=apart),
    )
    if len(learned.topics) + len(learned.elsewhere) != width:
        raise ValueError("as many columns as names are needed")
    return learned


def _joined(parts: Iterable[str]) -> bytes:
    return "\x00".join(parts).encode()


def _split(block: bytes) -> tuple[str, ...]:
    return tuple(block.decode().split("\x00")) if block else ()


def _twos(block: bytes) -> tuple[tuple[str, str], ...]:
    parts = _split(block)
    return tuple(zip(parts[::2], parts[1::2], strict=True))
