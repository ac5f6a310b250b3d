"""A strict Telegram Bot API on loopback, for tests of what is sent.

Modelled on core.telegram.org/bots/api: HTML parsed as `telegram_html` does, 4096 and 1024
units after parsing, "message is not modified", 403 for chats that blocked the bot, 429 with
`retry_after`, migration of a group, long polling with confirmed offsets and 409 for the older
poller, channels by @username, topics, files, callback queries, limits of buttons. It keeps
what it was sent and leaves judging it to the test. Needs aiohttp.

    async with TelegramServer() as server:
        server.add_chat(7)
        ...  # a bot with base_url=f"{server.url}/bot"
        assert server.texts(7) == ["Hello"]
"""

from __future__ import annotations

import asyncio
import inspect
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.telegram_html import (
    CAPTION_UNITS,
    MESSAGE_UNITS,
    Refused,
    check_message,
    utf16_length,
)

Fields = dict[str, Any]
Uploads = dict[str, tuple[str, bytes]]
Fault = Callable[[str, Fields], Refused | None]

DOWNLOAD_LIMIT = 20 << 20
"""Bytes of a file a bot may download (core.telegram.org/bots/api#getfile)."""
UPLOAD_LIMIT = 50 << 20
"""Bytes of a file a bot may send (core.telegram.org/bots/api#sending-files)."""
LONGEST_POLL = 50.0
"""Seconds, the server's own cap on `timeout`."""
BUTTON_ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "copy_text", "pay",
})  # fmt: skip
BUTTONS_AT_MOST = 100
BUTTONS_A_ROW = 8
_TEXTUAL = ("text", "caption", "parse_mode")


def bad(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


class TelegramServer:
    """One bot's world: chats, the messages in them, and the updates waiting for the bot."""

    def __init__(self, username: str = "digest_bot") -> None:
        self.me: Fields = {
            "id": 123456,
            "is_bot": True,
            "first_name": "Bot",
            "username": username,
        }
        self.chats: dict[int, Fields] = {}
        self.blocked: dict[int, str] = {}
        """Chat id -> what the 403 says, e.g. "bot was blocked by the user"."""
        self.migrated: dict[int, int] = {}
        """Old group id -> supergroup id."""
        self.faults: list[Fault] = []
        self.messages: dict[tuple[int, int], Fields] = {}
        self.calls: list[tuple[str, Fields, int]] = []
        """(method, parameters, HTTP status), in order."""
        self.files: dict[str, tuple[str, bytes]] = {}
        self.answers: dict[str, str | None] = {}
        self.commands: list[Fields] = []
        self.left: list[int] = []
        """Chats the bot left."""
        self.url = ""
        self._updates: list[Fields] = []
        self._next_update = 1
        self._next_message = 1
        self._wake = asyncio.Condition()
        self._poller = 0
        self._runner: web.AppRunner | None = None

    # ------------------------------------------------------------------------- the test's side

    def add_chat(self, chat_id: int, kind: str = "private", **fields: Any) -> Fields:
        self.chats[chat_id] = {"id": chat_id, "type": kind, **fields}
        return self.chats[chat_id]

    def flood(
        self,
        times: int = 1,
        retry_after: int = 1,
        chat_id: int | None = None,
        method: str = "sendMessage",
    ) -> None:
        """Answers the next `times` calls of `method` with 429."""
        left = times

        def fault(called: str, fields: Fields) -> Refused | None:
            nonlocal left
            if called != method or not left or chat_id not in (None, fields.get("chat_id")):
                return None
            left -= 1
            return Refused(
                429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after
            )

        self.faults.append(fault)

    async def push(self, **update: Any) -> int:
        """Puts an update in the bot's queue; its id."""
        async with self._wake:
            number = self._next_update
            self._next_update += 1
            self._updates.append({"update_id": number, **update})
            self._wake.notify_all()
            return number

    def user(self, user_id: int = 4242, name: str = "U") -> Fields:
        return {"id": user_id, "is_bot": False, "first_name": name}

    async def say(
        self, chat_id: int, text: str | None = None, user_id: int = 4242, **fields: Any
    ) -> Fields:
        """A user's message, which the bot will be told of."""
        user = self.user(user_id)
        chat = self.chats.get(chat_id) or self.add_chat(chat_id, first_name=user["first_name"])
        message = self._store(chat, user, **fields)
        if text is not None:
            message["text"] = text
            if text.startswith("/"):
                length = utf16_length(text.split()[0])
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self.push(message=message)
        return message

    async def click(self, message: Fields, data: str, user_id: int = 4242) -> None:
        await self.push(
            callback_query={
                "id": str(self._next_update),
                "from": self.user(user_id),
                "chat_instance": "1",
                "message": message,
                "data": data,
            }
        )

    def upload(self, name: str, data: bytes) -> Fields:
        """A file on the server, as a message's `document`."""
        if len(data) > UPLOAD_LIMIT:
            raise Refused(413, "Request Entity Too Large")
        file_id = f"file{len(self.files)}"
        self.files[file_id] = (name, data)
        return {
            "file_id": file_id,
            "file_unique_id": "u" + file_id,
            "file_name": name,
            "file_size": len(data),
        }

    def texts(self, chat_id: int) -> list[str]:
        """What the bot said in a chat, in order."""
        return [
            message.get("text") or message.get("caption", "")
            for (chat, _), message in self.messages.items()
            if chat == chat_id and message["from"]["is_bot"]
        ]

    # ------------------------------------------------------------------------------ the server

    async def __aenter__(self) -> TelegramServer:
        app = web.Application(client_max_size=UPLOAD_LIMIT + (10 << 20))
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        found = self.files.get(request.match_info["path"])
        return web.Response(body=found[1]) if found else web.Response(status=404)

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fields, uploads = await _received(request)
        status = 200
        try:
            body: Fields = {"ok": True, "result": await self._call(method, fields, uploads)}
        except Refused as refused:
            status = refused.code
            body = {"ok": False, "error_code": status, "description": refused.description}
            if refused.parameters:
                body["parameters"] = refused.parameters
        self.calls.append((method, fields, status))
        return web.json_response(body, status=status)

    async def _call(self, method: str, fields: Fields, uploads: Uploads) -> Any:
        for fault in self.faults:
            if refused := fault(method, fields):
                raise refused
        function = getattr(self, f"_do_{method.lower()}", None)
        if function is None:
            raise Refused(404, "Not Found: method not found")
        result = function(fields, uploads)
        return await result if inspect.isawaitable(result) else result

    def _chat(self, fields: Fields) -> Fields:
        wanted = fields.get("chat_id")
        if wanted in self.migrated:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[wanted],
            )
        for chat in self.chats.values():
            if wanted in (chat["id"], "@" + chat.get("username", "\0")):
                if chat["id"] in self.blocked:
                    raise Refused(403, f"Forbidden: {self.blocked[chat['id']]}")
                return chat
        raise bad("chat not found")

    def _store(self, chat: Fields, sender: Fields, **fields: Any) -> Fields:
        number = self._next_message
        self._next_message += 1
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": chat,
            "from": sender,
            **fields,
        }
        self.messages[chat["id"], number] = message
        return message

    # ----------------------------------------------------------------------------- the methods

    def _do_getme(self, fields: Fields, uploads: Uploads) -> Fields:
        rights = {"can_join_groups": True, "can_read_all_group_messages": False}
        return {**self.me, **rights, "supports_inline_queries": False}

    def _do_setmycommands(self, fields: Fields, uploads: Uploads) -> bool:
        self.commands = fields["commands"]
        return True

    def _do_getmycommands(self, fields: Fields, uploads: Uploads) -> list[Fields]:
        return self.commands

    def _do_deletewebhook(self, fields: Fields, uploads: Uploads) -> bool:
        if fields.get("drop_pending_updates"):
            self._updates.clear()
        return True

    def _do_getchat(self, fields: Fields, uploads: Uploads) -> Fields:
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        return {
            **self._chat(fields),
            "accent_color_id": 0,
            "max_reaction_count": 0,
            "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
        }

    def _do_leavechat(self, fields: Fields, uploads: Uploads) -> bool:
        chat = self._chat(fields)
        if chat["type"] == "private":
            raise bad("chat member status can't be changed in private chats")
        self.left.append(chat["id"])
        self.blocked[chat["id"]] = f"bot is not a member of the {chat['type']} chat"
        return True

    def _do_getchatmember(self, fields: Fields, uploads: Uploads) -> Fields:
        self._chat(fields)
        return {"user": self.user(fields["user_id"]), "status": "member"}

    def _do_sendmessage(self, fields: Fields, uploads: Uploads) -> Fields:
        chat = self._chat(fields)
        topic: Fields = {}
        if fields.get("message_thread_id"):
            topic = {"message_thread_id": fields["message_thread_id"], "is_topic_message": True}
        body = _body(fields, "text", MESSAGE_UNITS)
        return self._store(chat, self.me, **body, **_markup(fields), **topic)

    def _do_senddocument(self, fields: Fields, uploads: Uploads) -> Fields:
        chat = self._chat(fields)
        reference = str(fields.get("document"))
        sent = uploads.get("document") or uploads.get(reference.removeprefix("attach://"))
        if sent:
            document = self.upload(*sent)
        elif reference in self.files:
            document = {"file_id": reference, "file_unique_id": "u" + reference}
        else:
            raise bad("wrong file identifier/HTTP URL specified")
        caption = _body(fields, "caption", CAPTION_UNITS) if fields.get("caption") else {}
        return self._store(chat, self.me, document=document, **caption, **_markup(fields))

    def _do_editmessagetext(self, fields: Fields, uploads: Uploads) -> Fields:
        chat = self._chat(fields)
        message = self.messages.get((chat["id"], int(fields.get("message_id") or 0)))
        if message is None or not message["from"]["is_bot"]:
            raise bad("message to edit not found")
        parts = ("text", "entities", "reply_markup")
        new = {**_body(fields, "text", MESSAGE_UNITS), **_markup(fields)}
        if all(message.get(part) == new.get(part) for part in parts):
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        for part in parts:
            message.pop(part, None)
        message.update(new, edit_date=int(time.time()))
        return message

    def _do_deletemessage(self, fields: Fields, uploads: Uploads) -> bool:
        key = (self._chat(fields)["id"], int(fields.get("message_id") or 0))
        if self.messages.pop(key, None) is None:
            raise bad("message to delete not found")
        return True

    def _do_sendchataction(self, fields: Fields, uploads: Uploads) -> bool:
        self._chat(fields)
        return True

    def _do_answercallbackquery(self, fields: Fields, uploads: Uploads) -> bool:
        self.answers[str(fields["callback_query_id"])] = fields.get("text")
        return True

    def _do_getfile(self, fields: Fields, uploads: Uploads) -> Fields:
        file_id = fields.get("file_id")
        if file_id not in self.files:
            raise bad("invalid file_id")
        size = len(self.files[file_id][1])
        if size > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": size,
            "file_path": file_id,
        }

    async def _do_getupdates(self, fields: Fields, uploads: Uploads) -> list[Fields]:
        self._poller += 1
        mine = self._poller
        offset = int(fields.get("offset") or 0)
        wanted = set(fields.get("allowed_updates") or ())

        def ready() -> list[Fields]:
            return [u for u in self._updates if not wanted or (set(u) - {"update_id"}) & wanted]

        async with self._wake:
            # Wakes the older poller, which finds that it is no longer the newest.
            self._wake.notify_all()
            self._updates = [u for u in self._updates if u["update_id"] >= offset]
            patience = min(float(fields.get("timeout") or 0), LONGEST_POLL) or 0.001
            try:
                async with asyncio.timeout(patience):
                    await self._wake.wait_for(lambda: mine != self._poller or ready())
            except TimeoutError:
                return []
            if mine != self._poller:
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one "
                    "bot instance is running",
                )
            return ready()[: int(fields.get("limit") or 100)]


# ---------------------------------------------------------------------------------- requests


async def _received(request: web.Request) -> tuple[Fields, Uploads]:
    """A call's parameters, from the query, a form or JSON, and the files that came with it."""
    fields: Fields = dict(request.query)
    uploads: Uploads = {}
    if request.content_type == "application/json":
        fields.update(await request.json())
    else:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[key] = (value.filename, value.file.read())
            else:
                fields[key] = value
    for key, value in fields.items():
        if isinstance(value, str) and key not in _TEXTUAL and value[:1] in "[{-0123456789tf":
            try:
                fields[key] = json.loads(value)
            except ValueError:
                continue
    return fields, uploads


def _body(fields: Fields, key: str, limit: int) -> Fields:
    """The text or caption of a message as it is stored, with its entities."""
    given = fields.get(key) or ""
    mode = str(fields.get("parse_mode") or "").lower()
    if mode == "html":
        text, found = check_message(given, limit)
        entities = [
            {
                "type": entity.type,
                "offset": entity.offset,
                "length": entity.length,
                **({"url": entity.url} if entity.url else {}),
            }
            for entity in found
        ]
    elif mode:
        raise bad(f'parse mode "{mode}" is not one this server knows')
    else:
        text, entities = given.strip(), list(fields.get("entities") or [])
        if not text:
            raise bad("message text is empty")
        if utf16_length(text) > limit:
            raise bad("message is too long" if key == "text" else "message caption is too long")
    name = "entities" if key == "text" else "caption_entities"
    return {key: text, **({name: entities} if entities else {})}


def _markup(fields: Fields) -> Fields:
    markup = fields.get("reply_markup")
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return {}
    rows = markup["inline_keyboard"]
    if any(len(row) > BUTTONS_A_ROW for row in rows) or sum(map(len, rows)) > BUTTONS_AT_MOST:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad("BUTTON_TEXT_EMPTY")
        if len(BUTTON_ACTIONS & set(button)) != 1:
            raise bad("BUTTON_TYPE_INVALID")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if not str(button.get("url", "https://")).startswith(("https://", "http://", "tg://")):
            raise bad("BUTTON_URL_INVALID")
    return {"reply_markup": markup}
