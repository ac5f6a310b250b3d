"""Settings: `mujaz.toml`, with environment variables on top.

Every setting has a default that works offline with nothing configured. A setting `a.b` of
the file is `MUJAZ_A__B` in the environment.
"""

from __future__ import annotations

import os
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.config_errors import explain
from bot.errors import BadSettings

DEFAULT_FILE = Path("mujaz.toml")
SECRETS = "MUJAZ_SECRETS"
"""The variable that names a folder of files, each named as a variable and holding its value."""
DEFAULT_GLOSSARY = Path("glossary.tsv")
DATABASE = "mujaz.db"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Quantization = Literal[
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
]
"""How CTranslate2 stores weights; int8 is a quarter of float32."""


class _HubModelSettings(_Section):
    """What every engine needs that runs a model from a hub or a folder."""

    model: str = Field(default="opus-mt-tc-big-ar-en", min_length=1)
    """A preset, a hub's "owner/name", or a folder; a folder is written with a "/" or "~" or
    "." in front. See `mujaz models presets`."""
    device: Literal["cpu", "cuda", "auto"] = "cpu"
    """auto: a GPU where there is one."""
    batch_tokens: int = Field(default=1024, ge=16)
    """Pieces of all sources in one batch, divided by the width of the search."""
    source_tag: str = ""
    """How the model is told that the source is Arabic, where its vocabulary does not say."""
    target_tag: str = ""
    """How the model is told to answer in English, where its vocabulary does not say."""
    prompt: str = ""
    """What stands before every sentence, for models that are told the task in words."""


class CTranslate2Settings(_HubModelSettings):
    """`[translation.ctranslate2]`"""

    quantization: Quantization = "int8"
    """What `mujaz models pull` converts to."""
    compute_type: Literal["default", "auto"] | Quantization = "default"
    """What is computed in; default: as the model is stored, as near as the processor can."""


class TransformersSettings(_HubModelSettings):
    """`[translation.transformers]`"""

    dtype: Literal["float32", "float16", "bfloat16"] = "float32"
    """What weights are held and computed in."""


class FirefoxSettings(_Section):
    """`[translation.firefox]`"""

    source: str = ""
    """Where the model is from: a mirror's address, or a folder that `mujaz models get firefox
    --to FOLDER` made, which is then used as it stands. Empty: Mozilla's model service."""
    workers: int = Field(default=0, ge=0, le=64)
    """Processes that translate, some 100 MB each; 0: one a core."""


class ChatSettings(_Section):
    """`[translation.chat]`: any endpoint that speaks OpenAI's chat completions."""

    base_url: str = Field(default="", pattern=r"^(https?://[^/\s]+[^?#\s]*)?$")
    """Up to and with "/v1": "http://localhost:11434/v1"."""
    model: str = ""
    """As the endpoint calls it."""
    api_key: SecretStr = SecretStr("")
    """The endpoint's key, best given in the environment; shown in no error and no log."""
    temperature: float = Field(default=0.0, ge=0, le=2)
    """Of the first try; what fails a check is asked again at a higher one."""
    answer: Literal["schema", "object", "text"] = "schema"
    """How the answer's form is asked for: by a JSON schema, as any JSON object, in words alone.
    An endpoint that rejects one is asked by the next."""
    batch_segments: int = Field(default=8, ge=1, le=64)
    """Sentences in one request."""
    concurrency: int = Field(default=4, ge=1, le=64)
    """Requests under way at the same time."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds until a silent endpoint is given up."""
    retries: int = Field(default=3, ge=0, le=10)
    """After a busy or failing answer, or none."""
    longest_wait: float = Field(default=60.0, ge=0)
    """Seconds between two tries; an endpoint that asks for more is given up for now."""
    tokens_a_day: int = Field(default=0, ge=0)
    """Of prompts and answers together, by UTC days; 0: no limit."""
    max_tokens: int = Field(default=0, ge=0)
    """Of one answer; 0: enough for its sentences. A model that thinks first needs more."""
    tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """What the endpoint calls that limit."""
    logprobs: bool = False
    """Ask for log-probabilities, to rank answers by; not every endpoint has them."""
    extra: dict[str, Any] = {}
    """Further fields of every request, as the endpoint wants them."""


class CascadeSettings(_Section):
    """`[translation.cascade]`"""

    engines: tuple[str, ...] = Field(default=("embedded", "ctranslate2"), min_length=1)
    """The first translates everything, the next what fails a check, and so on."""
    retry_minutes: float = Field(default=5.0, ge=0)
    """How long an engine that could not be used is left alone."""

    @field_validator("engines")
    @classmethod
    def _no_loop(cls, engines: tuple[str, ...]) -> tuple[str, ...]:
        if "cascade" in engines or len(set(engines)) < len(engines):
            raise ValueError("name each engine once, and not the cascade itself")
        return engines


class HubSettings(_Section):
    """`[translation.hub]`"""

    address: str = Field(default="https://huggingface.co", pattern=r"^https?://[^/]+[^?#]*$")
    """Of the hub models are pulled from, or of a mirror with the same file layout."""


class TranslationSettings(_Section):
    """`[translation]`"""

    engine: str = "auto"
    """What translates; `mujaz models` lists the engines. "auto": the best whose files are here,
    of firefox, ctranslate2 and embedded in this order."""
    threads: int = Field(default=0, ge=0)
    """0: one a core, at most 4."""
    batch_pieces: int = Field(default=240, ge=40, le=8192)
    """Of the embedded engine: more is faster and takes memory; bench/throughput.py."""
    beam: int = Field(default=2, ge=1, le=8)
    """Width of the search for the first answer to every sentence; 1 is greedy. Not of the chat
    engine, which has no beam."""
    beam_again: int = Field(default=3, ge=0, le=8)
    """Width for a sentence whose answer fails a check; 0: it is not asked again."""
    trust: bool = True
    """Have the embedded model read every English sentence beside its Arabic and say how far it can
    be trusted; without it only the rules mark what is doubtful."""
    memory: bool = True
    """Remember translations, so that a second run translates nothing again."""
    renew_days: int = Field(default=2, ge=0, le=30)
    """Where the engine or its model changed, the bot translates articles of so many days again
    while it has nothing else to do, and sends them to nobody; 0: none. Not by a remote engine."""
    whole_when_idle: bool = True
    """Translate the rest of articles, the newest first, while the bot has nothing else to do. Not
    by a remote engine."""
    hub: HubSettings = HubSettings()
    ctranslate2: CTranslate2Settings = CTranslate2Settings()
    transformers: TransformersSettings = TransformersSettings()
    firefox: FirefoxSettings = FirefoxSettings()
    chat: ChatSettings = ChatSettings()
    cascade: CascadeSettings = CascadeSettings()
    private_text: Literal["embedded", "any"] = "embedded"
    """Who translates what is not public, such as pasted texts, where the engine is a remote one:
    "embedded" keeps it on this machine, "any" lets it go after the chat was asked."""
    plugins: dict[str, dict[str, Any]] = {}
    """Of engines that other packages add, a section for each by its name: what is in it is the
    engine's own."""
    glossary: str = ""
    """A TSV or TBX file of names and how they are spelled; empty: `glossary.tsv` here, if any."""


class SummaryChatSettings(_Section):
    """`[summary.chat]`: what is not set here is as in `[translation.chat]`, whose `tokens_a_day`
    holds for both together."""

    base_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+[^?#\s]*$")
    """Another endpoint; then its key is to be set here too."""
    model: str | None = None
    """Another model, as the endpoint calls it."""
    api_key: SecretStr | None = None
    """The key of another endpoint; that of the translation is never sent there."""
    temperature: float | None = Field(default=None, ge=0, le=2)
    """Of every answer that is written; a line is verified as its prompt says."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds until a silent endpoint is given up."""
    max_tokens: int | None = Field(default=None, ge=0)
    """Of one answer; 0: enough for a brief. A model that thinks first needs more."""


class SummarySequenceSettings(_Section):
    """`[summary.seq2seq]`: an English summarisation model, which CTranslate2 runs as
    `[translation.ctranslate2]` says."""

    model: str = "distilbart-cnn-12-6"
    """A preset (`mujaz models presets`), a model of the hub that was pulled, or a folder."""


class SummarySettings(_Section):
    """`[summary]`"""

    engine: str = "extractive"
    """What makes the points: "extractive" takes them from the translation, "seq2seq" has an English
    summarisation model write them and "chat" a chat model; each is held to its sentences
    (docs/summarisers.md)."""
    points: int = Field(default=3, ge=1, le=20)
    """At most, of one article and of one story."""
    style: str = Field(default="brief", pattern=r"^[a-z0-9][a-z0-9_-]*$")
    """How a chat model writes: a file of `prompts/styles`; `mujaz prompts list` names them."""
    prompts: str = ""
    """A folder of prompts that go before Mujaz's own of the same name; empty: none."""
    verify: bool = True
    """Whether a chat model is asked about each line that it wrote and no rule finds wrong: does the
    Arabic say so? A short request for each."""
    chat: SummaryChatSettings = SummaryChatSettings()
    seq2seq: SummarySequenceSettings = SummarySequenceSettings()


class DigestSettings(_Section):
    """`[digest]`"""

    max_stories: int = Field(default=10, ge=1, le=200)
    """Stories told in full in one digest."""
    topics: str = ""
    """A table in the place of Mujaz's own, by which articles get their topics (docs/rules.md)."""


class StoreSettings(_Section):
    """`[store]`"""

    url: str = ""
    """ "sqlite:///mujaz.db" or "postgresql://user@host/name"; empty: mujaz.db beside mujaz.toml
    where that folder can be written, else in the user's data folder."""
    keep_days: int = Field(default=90, ge=1)
    """Articles and digests older than this go, but what an unsent message needs."""


class BackupSettings(_Section):
    """`[backup]`: copies of the database that the bot makes on its own; of SQLite only."""

    daily: bool = False
    """One a day, and the newest seven stay. What /forget deletes stays in them so long."""
    folder: str = ""
    """Where; empty: `backups` beside the database."""


class SourcesSettings(_Section):
    """`[sources]`"""

    contact: str = ""
    """A mail or web address that site owners read in our user agent; please set one."""
    user_agent: str = "Mujaz/{version} ({contact})"
    """What sites see. `{version}` and `{contact}` are filled in; without a contact the brackets
    go."""
    gap_seconds: float = Field(default=2.0, ge=0, le=3600)
    """Between the end of one request to a host and the start of the next."""
    floor_minutes: int = Field(default=10, ge=1)
    """No source is asked more often than this."""
    ceiling_minutes: int = Field(default=1440, ge=1)
    """No healthy source is asked less often than this."""
    oldest_days: int = Field(default=7, ge=0)
    """Entries published longer ago are not taken, as when a source is new. 0: however old."""
    checks_at_once: int = Field(default=16, ge=1, le=64)
    """Sources being asked at a time, each of them for at most 15 MB."""
    pages_at_once: int = Field(default=8, ge=1, le=64)
    """Pages of their entries being fetched at a time, never two of one source."""
    users_may_add: bool = False
    """Whether anyone but the operator may add sources."""
    private_hosts: tuple[str, ...] = ()
    """ "host" or "host:port" that may be asked though its address is private: an intranet."""


class BotSettings(_Section):
    """`[bot]`"""

    token: SecretStr = SecretStr("")
    """From BotFather."""
    api_base: str = "https://api.telegram.org"
    """Another address where a Bot API server of one's own runs."""
    owner: int | None = None
    """The operator's Telegram id."""
    allowed_users: tuple[int, ...] = ()
    """Telegram ids of those who may use the bot besides the operator."""
    allowed_chats: tuple[int, ...] = ()
    """Telegram ids of groups and channels that may use it."""
    zone: str = "UTC"
    """IANA name; what a new chat starts with."""
    late_hours: float = Field(default=6.0, ge=0)
    """A digest missed while the bot was down is sent late up to this age, then dropped."""
    commands_per_minute: int = Field(default=30, ge=1)
    """Of one user; what goes beyond is answered once and then ignored."""
    waiting_per_chat: int = Field(default=20, ge=1)
    """Articles one chat may have in work."""
    inline: bool = False
    """Inline mode: `@bot words` in any chat searches what the user's private chat may see, and
    posts a brief that the user chooses. BotFather's /setinline turns it on at Telegram."""
    photographs: bool = False
    """Above a digest the photograph of its first story, where its page names one and the article is
    public. Telegram fetches it from the outlet and shows it; the bot looks at it first."""
    newsroom: bool = False
    """What anybody sends to be read is seen by everybody who uses the bot. Each answer says so.
    Off: it stays in the chat where it was sent."""


def _host_and_port(listen: str) -> str:
    host, colon, port = listen.rpartition(":")
    if listen and not (host and colon and port.isascii() and port.isdigit()):
        raise ValueError('write it as host and port, such as "127.0.0.1:8787"')
    if listen and int(port) > 65535:
        raise ValueError("a port is at most 65535")
    return listen


def _long_token(token: SecretStr) -> SecretStr:
    secret = token.get_secret_value()
    if secret and (len(secret) < 24 or not secret.isascii() or " " in secret):
        raise ValueError(
            "it needs 24 ASCII characters or more, without spaces, as `openssl rand -hex 32` makes"
        )
    return token


class EndpointSettings(_Section):
    """`[endpoint]`: where other systems push articles; off without an address."""

    listen: str = ""
    """ "127.0.0.1:8787", "[::1]:8787"; an address of this machine only, or behind a proxy that
    does TLS."""
    token: SecretStr = SecretStr("")
    """What callers send as `Authorization: Bearer ...`; 24 characters or more."""
    per_minute: int = Field(default=120, ge=1)
    """Requests, of all callers together."""
    max_bytes: int = Field(default=5 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    """Of one request's body."""
    max_articles: int = Field(default=100, ge=1, le=1000)
    """In one request."""

    _an_address = field_validator("listen")(_host_and_port)
    _long = field_validator("token")(_long_token)


class MonitoringSettings(_Section):
    """`[monitoring]`: what machines that watch this one read; docs/monitoring.md."""

    listen: str = ""
    """ "127.0.0.1:9787": where every process answers /healthz, /readyz and /metrics, and nothing
    else; `endpoint.listen` has them too."""
    token: SecretStr = SecretStr("")
    """What readers of /metrics send as `Authorization: Bearer ...`; without it only programs on
    this machine may read."""
    traces: str = ""
    """Address of an OpenTelemetry collector, such as "http://127.0.0.1:4318"; none: no traces."""

    _an_address = field_validator("listen")(_host_and_port)
    _long = field_validator("token")(_long_token)


class WorkSettings(_Section):
    """`[work]`: which processes translate, poll and compose."""

    runner: Literal["auto", "in_process", "procrastinate"] = "auto"
    """ "in_process": one process does all of it, and a second one stands by. "procrastinate": any
    number of processes on any number of machines, with PostgreSQL. "auto": procrastinate where
    `store.url` is PostgreSQL and the extra `cluster` is installed."""
    concurrency: int = Field(default=4, ge=1, le=64)
    """Articles that one process has in hand at a time, of procrastinate; they are translated
    together."""


class PagesSettings(_Section):
    """`[pages]`: HTML pages and feeds of each chat's digests (docs/pages.md); off without a
    folder."""

    folder: str = ""
    """Where the bot writes them, and deletes what is over. Empty: none are made."""
    url: str = Field(default="", pattern=r"^(https?://[^/\s?#]+\.[^/\s?#]+(/[^\s?#]*)?)?$")
    """Where readers find that folder: "https://news.example.org/mujaz". Each digest then has a
    button that leads to its page; empty: none has."""
    days: int = Field(default=14, ge=1, le=366)
    """How long a digest keeps its page."""
    listen: str = ""
    """ "127.0.0.1:8788": serve the folder there, with the search that works without scripts;
    empty: something else serves it, such as nginx or S3."""

    _an_address = field_validator("listen")(_host_and_port)


class LogSettings(_Section):
    """`[log]`"""

    format: Literal["console", "json"] = "console"
    """For people, or one JSON object a line."""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """What is less than this is not logged."""


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="MUJAZ_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    cache_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("mujaz", appauthor=False)
    )
    """Built models and the translation memory; safe to delete."""
    translation: TranslationSettings = TranslationSettings()
    summary: SummarySettings = SummarySettings()
    digest: DigestSettings = DigestSettings()
    store: StoreSettings = StoreSettings()
    backup: BackupSettings = BackupSettings()
    sources: SourcesSettings = SourcesSettings()
    bot: BotSettings = BotSettings()
    endpoint: EndpointSettings = EndpointSettings()
    monitoring: MonitoringSettings = MonitoringSettings()
    work: WorkSettings = WorkSettings()
    pages: PagesSettings = PagesSettings()
    log: LogSettings = LogSettings()

    _folder: Path | None = PrivateAttr(default=None)
    """Of the settings file that was read."""

    @property
    def database_url(self) -> str:
        """As set; else a file beside mujaz.toml, so that two bots do not share one by accident;
        else, without such a file or where its folder cannot be written, a file of the user's."""
        if self.store.url:
            return self.store.url
        return f"sqlite:///{self._former if self.database_to_move else self._place}"

    @property
    def database_to_move(self) -> tuple[Path, Path] | None:
        """(from, to) where the database still is at the place of earlier versions; it is used
        there until `mujaz run` moves it."""
        if self.store.url or self._place == self._former or self._place.exists():
            return None
        return (self._former, self._place) if _has_tables(self._former) else None

    @property
    def _place(self) -> Path:
        if self._folder is None:
            return self._former
        beside = self._folder.absolute() / DATABASE
        writable = os.access(self._folder, os.W_OK | os.X_OK)
        return beside if writable or beside.exists() else self._former

    @property
    def _former(self) -> Path:
        return platformdirs.user_data_path("mujaz", appauthor=False) / DATABASE

    @field_validator("cache_dir")
    @classmethod
    def _expand(cls, folder: Path) -> Path:
        return folder.expanduser()

    @property
    def glossary_path(self) -> Path | None:
        """The user's own glossary; None where none is configured and there is none here."""
        if self.translation.glossary:
            return Path(self.translation.glossary).expanduser()
        return DEFAULT_GLOSSARY if DEFAULT_GLOSSARY.is_file() else None

    @property
    def has_database(self) -> bool:
        """Whether the bot has run, or is set up to, with a database of its own."""
        path = self.database_url.removeprefix("sqlite:///")
        return not self.database_url.startswith("sqlite:///") or _has_tables(Path(path))

    @property
    def learnt_path(self) -> Path:
        """Spellings that articles taught runs without the bot; a cache."""
        return self.cache_dir / "names.tsv"

    @property
    def pages_folder(self) -> Path | None:
        """Where pages are written; None where none are."""
        return Path(self.pages.folder).expanduser() if self.pages.folder else None

    def secrets(self) -> tuple[str, ...]:
        """What no log may show; those that are not set are empty."""
        set_ = (
            self.bot.token,
            self.endpoint.token,
            self.monitoring.token,
            self.translation.chat.api_key,
            self.summary.chat.api_key,
        )
        password = urlsplit(self.store.url).password or ""
        return (*(secret.get_secret_value() for secret in set_ if secret is not None), password)

    @property
    def memory_path(self) -> Path:
        return self.cache_dir / "memory.sqlite"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = TomlConfigSettingsSource(settings_cls)
        folder = os.environ.get(SECRETS)
        if not folder:
            return (init_settings, env_settings, file)
        secrets = NestedSecretsSettingsSource(
            file_secret_settings,
            secrets_dir=folder,
            secrets_prefix="MUJAZ_",
            secrets_nested_delimiter="__",
        )
        return (init_settings, env_settings, secrets, file)


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """The settings in force.

    `path`: the file to read; by default `MUJAZ_CONFIG`, else `mujaz.toml` here if there is
    one. `overrides` are sections given on the command line; they win over everything.

    Raises BadSettings where the file is missing though asked for, is not TOML, or holds a
    setting or value that does not exist.
    """
    chosen = path or _configured_path()
    if chosen is not None and not chosen.is_file():
        raise BadSettings(f"{chosen} is not a file. Name an existing mujaz.toml.")
    secrets = os.environ.get(SECRETS)
    if secrets and not Path(secrets).is_dir():
        raise BadSettings(f"{SECRETS} names {secrets}, which is no folder. Name one, or unset it.")
    # MUJAZ_CONFIG names the file itself and is no setting.
    here = chosen or DEFAULT_FILE

    class FromFile(Settings):
        model_config = SettingsConfigDict(**{**Settings.model_config, "toml_file": here})

    try:
        settings = FromFile(**overrides)
    except UnicodeDecodeError as error:
        raise BadSettings(f"The file {here} is not UTF-8. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{here} is not valid TOML: {error}. Mend that line.") from error
    except OSError as error:
        raise BadSettings(f"{here} cannot be read: {error.strerror}.") from error
    except (ValidationError, ValueError) as error:
        raise BadSettings(explain(error, Settings, here, overrides)) from error
    if here.is_file():
        settings._folder = here.parent
    return settings


def _has_tables(file: Path) -> bool:
    """Whether a SQLite file was ever used; an empty one was made and left. What is there and
    cannot be read counts, so that its own error is told."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as read:
            return read.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
    except sqlite3.Error:
        return True


def _configured_path() -> Path | None:
    named = os.environ.get("MUJAZ_CONFIG")
    if named:
        return Path(named)
    return None
