"""One process with one loaded model: it is sent a sentence and sends its translation back.

fxtranslate holds the interpreter's lock while it works, and its translator works in no thread but
its own; so each has a process. What goes wrong inside its compiled code is a PanicException, which
is no Exception, or the end of the process.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from bot.translation.model_store.pinned import ModelFiles

READY, DAMAGED, DONE, PROBLEM = "ready", "damaged", "done", "problem"
"""What an answer begins with; the second part is a text."""


def serve(connection: Connection, files: ModelFiles) -> None:
    """Load, say so, and answer until the other end is closed."""
    # Ctrl-C reaches every process of a terminal; the one that started this one ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    # Whoever asked may be gone.
    with suppress(EOFError, OSError):
        try:
            translator = _opened(files)
        except BaseException as error:
            connection.send((DAMAGED, str(error)))
            return
        connection.send((READY, translator.backend()))
        while True:
            source = connection.recv()
            try:
                answer = (DONE, translator.translate(source))
            except BaseException as error:
                answer = (PROBLEM, str(error))
                # What a panic leaves behind is not to be trusted.
                del translator
                translator = _opened(files)
            connection.send(answer)


def _opened(files: ModelFiles) -> Any:
    from fxtranslate import Translator

    return Translator(
        files.model.content(), files.source_vocabulary.content(), files.target_vocabulary.content()
    )


def _silence() -> None:
    """The compiled code writes its panics to the terminal, over the progress bar."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
