"""Pictures of text, such as the cards on which channels post breaking news, read by Tesseract.

Tesseract's own layout breaks Arabic lines on a coloured card into pieces out of order, so the lines
are found here, by the rows that hold something besides the background, and each is read alone,
dark on light and at one height. Its words come with Tesseract's confidence; a picture that is read
without confidence is refused, since a wrong letter in a name would be told as news.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.errors import BinaryDocument, NoPictureReader, TooLarge, UnclearPicture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

LANGUAGE = "ara"
LARGEST_SIDE = 10_000
MOST_PIXELS = 40_000_000
"""A telephone's photo has some 12 million."""
MOST_LINES = 60
SECONDS = 120
"""Of one line, on a busy machine; a line takes a tenth of a second."""
SURE = 70.0
"""Mean confidence, 0 to 100, of the words of a line from which it is believed. Cards set in two
typefaces were read at 89 and more; lines of an untouched card by Tesseract alone at half of it."""
FROM_PICTURE = "Read from a picture"
"""The note on an article that was."""
_CONTRAST = 60
"""Grey levels, of 255, by which ink differs from what is behind it."""
_LOWEST = 12
"""Pixels of a line's height: less is a rule or a speck."""
_TALLEST = 0.3
"""Of the picture's height: more is a photo or a panel, which is looked into once more."""
_READ_AT = 40
"""Pixels of height that a line is read at."""
_MARGIN = 12
_WIDER = 1.25
"""Times the closest step from line to line: a wider one parts two paragraphs."""
_LOOSEST = 3.0
"""Times a line's height, the same where there are two lines only."""
_MARKS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


@dataclass(frozen=True, slots=True)
class _Box:
    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Line:
    box: _Box
    text: str
    confidence: float


def is_picture(data: bytes) -> bool:
    """By its bytes: JPEG, PNG or WebP."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or any(data.startswith(mark) for mark in _MARKS)


def read_picture(data: bytes) -> str:
    """The Arabic text of a picture, paragraphs parted by a blank line.

    Raises NoPictureReader where Tesseract or its Arabic is not installed, TooLarge, BinaryDocument
    where it is no whole picture, and UnclearPicture where it holds no text that can be read surely.
    """
    grey = _opened(data)
    lines = [line for box in _boxes(grey) if (line := _read(grey, box)) is not None]
    sure = [line for line in lines if line.confidence >= SURE]
    if not sure or len(sure) * 2 < len(lines):
        raise UnclearPicture(
            "No text can be read from this picture with confidence. Send the text itself, or the "
            "article's link."
        )
    return "\n\n".join(_paragraphs(sure))


def _opened(data: bytes) -> Grey:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise _missing() from None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            if max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS:
                raise TooLarge(
                    f"It is a picture of {width} by {height} pixels. Send a smaller one."
                )
            return np.asarray(picture.convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BinaryDocument(
            "It is a picture that is damaged and cannot be opened. Send it again, or its text."
        ) from None


def _missing() -> NoPictureReader:
    return NoPictureReader(
        "Pictures are read with Tesseract, which is not installed here. The operator can install "
        "it: `apt install tesseract-ocr tesseract-ocr-ara`, and `pip install '.[pictures]'` in "
        "Mujaz's folder. Until then, send the text itself."
    )


# ------------------------------------------------------------------------------------- lines


def _boxes(grey: Grey) -> Sequence[_Box]:
    found: list[_Box] = []
    for box in _rows(grey, _Box(0, grey.shape[0], 0, grey.shape[1])):
        if box.height > _TALLEST * grey.shape[0] or _is_panel(grey, box):
            inner = _Box(box.top + 4, box.bottom - 4, box.left + 4, box.right - 4)
            found += [each for each in _rows(grey, inner) if each.height < box.height * 0.9]
        else:
            found.append(box)
    return found[:MOST_LINES]


def _is_panel(grey: Grey, box: _Box) -> bool:
    """Whether most of it differs from what is behind: a coloured field with words in it."""
    return float(_ink(grey, box).mean()) > 0.5


def _ink(grey: Grey, box: _Box) -> NDArray[np.bool_]:
    part = grey[box.top : box.bottom, box.left : box.right].astype(np.int16)
    behind = np.median(part, axis=1, keepdims=True) if part.size else part
    ink: NDArray[np.bool_] = np.abs(part - behind) > _CONTRAST
    return ink


def _rows(grey: Grey, within: _Box) -> Iterator[_Box]:
    """Runs of rows with ink, from top to bottom; a gap of three rows ends one."""
    if within.height < _LOWEST or within.right - within.left < _LOWEST:
        return
    ink = _ink(grey, within)
    filled = np.flatnonzero(ink.any(axis=1))
    if not filled.size:
        return
    for run in np.split(filled, np.flatnonzero(np.diff(filled) > 3) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        if bottom - top < _LOWEST:
            continue
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        yield _Box(
            within.top + top,
            within.top + bottom,
            within.left + int(columns[0]),
            within.left + int(columns[-1]) + 1,
        )


# ----------------------------------------------------------------------------------- reading


def _read(grey: Grey, box: _Box) -> _Line | None:
    """The line's words; None where there are none."""
    from PIL import Image, ImageOps

    room = _MARGIN // 2
    part = grey[
        max(0, box.top - room) : box.bottom + room, max(0, box.left - room) : box.right + room
    ]
    # Most of a line is background, so its median tells whether that is light.
    picture = Image.fromarray(part if np.median(part) > 127 else 255 - part)
    width = max(1, round(picture.width * _READ_AT / picture.height))
    picture = ImageOps.autocontrast(picture).resize((width, _READ_AT), Image.Resampling.LANCZOS)
    words = _words(ImageOps.expand(picture, _MARGIN, 255))
    if not words:
        return None
    text = " ".join(word for word, _ in words)
    return _Line(box, text, sum(sure for _, sure in words) / len(words))


def _words(picture: Any) -> list[tuple[str, float]]:
    try:
        import pytesseract
    except ImportError:
        raise _missing() from None
    try:
        told = pytesseract.image_to_data(
            picture,
            lang=LANGUAGE,
            config="--psm 7",
            timeout=SECONDS,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError:
        raise _missing() from None
    except pytesseract.TesseractError as error:
        if "language" in str(error).lower() or "traineddata" in str(error).lower():
            raise _missing() from None
        raise UnclearPicture("Tesseract cannot read this picture. Send the text itself.") from None
    except RuntimeError:
        raise UnclearPicture(
            "Reading this picture takes too long. Send a smaller one, or the text itself."
        ) from None
    pairs = zip(told["text"], told["conf"], strict=True)
    return [(word.strip(), float(sure)) for word, sure in pairs if word.strip()]


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Lines as far apart as the closest two are one paragraph. How high a line is tells nothing: it
    hangs on its letters."""
    steps = [below.box.middle - above.box.middle for above, below in pairwise(lines)]
    closest = min(steps, default=0.0)
    gathered = [lines[0].text]
    for line, step in zip(lines[1:], steps, strict=True):
        if step > _WIDER * closest or step > _LOOSEST * line.box.height:
            yield " ".join(gathered)
            gathered = []
        gathered.append(line.text)
    yield " ".join(gathered)
