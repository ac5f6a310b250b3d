"""For whom an article comes in, and within which bounds it is compared with known ones."""

from __future__ import annotations

from dataclasses import dataclass

PUBLISHED = "n"
"""The scope of what chats published."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody, a user's own source, or one chat.

    What is known of an article by its links and words is kept apart for each audience, so that
    nobody can learn from an answer what another chat has.
    """

    public: bool = False
    source: int | None = None
    """`Source.id` of a source that a user added."""
    chat: int | None = None
    """`Chat.id` where it came in."""
    user: int | None = None
    """Telegram's id of who sent it; None: the chat itself, as in a channel."""

    @property
    def scope(self) -> str:
        """What keys of articles are kept under: "" for what is public by itself."""
        if self.public:
            # What a chat published is apart from what is public by itself: it can be taken back.
            return "" if self.chat is None else PUBLISHED
        return scope_of_chat(self.chat) if self.chat is not None else f"s{self.source}"


PUBLIC = Audience(public=True)


def scope_of_chat(chat: int) -> str:
    return f"c{chat}"
