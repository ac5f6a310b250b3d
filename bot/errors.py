"""Every error a user can meet. Its text says what is wrong and what to do next."""

from __future__ import annotations

from datetime import datetime


class MujazError(Exception):
    """Base of all errors that are shown to the user as they are, without a traceback."""

    @property
    def name(self) -> str:
        """The error's name as it is shown and recorded."""
        return type(self).__name__


# --- documents: one bad document is skipped and recorded, the others go on


class DocumentError(MujazError):
    """A document that cannot become an article."""


class MissingFile(DocumentError):
    """The path does not exist or cannot be opened."""


class NothingReadable(DocumentError):
    """A folder holds no file of a kind that can be read."""


class EmptyDocument(DocumentError):
    """No bytes, or nothing but white space."""


class TooLarge(DocumentError):
    """Over the size limit."""


class BinaryDocument(DocumentError):
    """Not text: an image, an archive, a program."""


class UnreadContainer(DocumentError):
    """A file around pages or data, in a form that is not read: a feed, a WARC, a mailbox."""


class Undecodable(DocumentError):
    """Text in no encoding that can be told."""


class NoArticle(DocumentError):
    """A page on which no article was found."""


class HeadlineList(DocumentError):
    """Headlines of several stories, and the text of none."""


class NotArabic(DocumentError):
    """Text in another language, named where it can be told."""


class TooShort(DocumentError):
    """Arabic, but too little of it to be an article or a post."""


class LockedDocument(DocumentError):
    """A PDF or office file that opens with a password only."""


class ScannedDocument(DocumentError):
    """A PDF of pictures of pages, without text."""


class NoPictureReader(DocumentError):
    """Tesseract, its Arabic or the library that asks it is not installed."""


class UnclearPicture(DocumentError):
    """A picture whose text cannot be read surely."""


class UnclearOrder(DocumentError):
    """A PDF whose letters cannot be put in their order with certainty."""


class ConsentWall(NoArticle):
    """A page that asks for consent to cookies where the article would be."""


class LoginWall(NoArticle):
    """A page that asks to log in or to subscribe where the article would be."""


class NeedsScript(NoArticle):
    """A page that shows its article only to a browser that runs its scripts."""


class MissingPage(NoArticle):
    """A page that says it does not exist, though it was served as one that does."""


class RedirectPage(NoArticle):
    """A page that only leads on to another."""


class ThinPage(NoArticle):
    """A page of which too little was found to be its article."""


class NotAFeed(DocumentError):
    """Bytes that are no RSS, Atom or JSON feed and no public channel's page."""


class NotOutlines(DocumentError):
    """Bytes that are no OPML file."""


# --- taking articles in


class KeyTaken(MujazError):
    """A caller's key that another article has."""


class BadSubmission(MujazError):
    """What another system sent is not of the shape that docs/ingest.md describes."""


# --- the network: one address that fails is recorded, the others go on


class FetchError(MujazError):
    """An address from which nothing usable came.

    `retry_after`: seconds the server asked us to wait, already bounded; None where it said
    nothing.
    """

    gone = False
    """Nothing will ever come from this address again."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class BadAddress(FetchError):
    """No web address, or one of a kind that is never asked."""


class ForbiddenAddress(FetchError):
    """An address on this machine or in a private network, or a port that serves no pages."""


class NotFound(FetchError):
    """404."""


class NoSuchPost(FetchError):
    """A post that is not there, or whose channel does not show its posts."""


class PrivatePost(FetchError):
    """A post that only the members of a private channel can read."""


class Gone(FetchError):
    """410: taken down for good."""

    gone = True


class Refused(FetchError):
    """The site does not give us this page: 401, 403, other 4xx, or its robots.txt."""


class TooManyRedirects(FetchError):
    """Redirects in a circle, or more of them than are followed."""


class TooBig(FetchError):
    """More decoded bytes than the limit."""


class TimedOut(FetchError):
    """Not all there within the deadline."""


class Unreachable(FetchError):
    """No such host, no connection, no TLS, or a broken answer."""


class UnknownHost(Unreachable):
    """No site has this name."""


class ServerTrouble(FetchError):
    """429, 5xx and other answers that mean "not now"."""


class WrongKind(FetchError):
    """A picture, a film, or an encoding we did not ask for."""


# --- sources


class BadFilter(MujazError):
    """A filter of a source that has no words or is no expression of RE2."""


class BadSetting(MujazError):
    """A value that a source cannot have."""


class NoSuchSource(MujazError):
    """A number or address that no source has."""


# --- the glossary


class BadTerm(MujazError):
    """An entry that the glossary cannot hold."""


class NotAGlossary(DocumentError):
    """Bytes that are no glossary in TSV or TBX."""


# --- rule tables


class BadRule(MujazError):
    """A row of a rule table (`bot/language/data/`) that is malformed, never matches, or
    contradicts another."""

    def __init__(self, file: str, line: int, wrong: str, instead: str) -> None:
        super().__init__(f"{file}:{line}: {wrong}. Instead {instead}.")
        self.file, self.line, self.wrong, self.instead = file, line, wrong, instead


# --- models


class ModelError(MujazError):
    """An engine that cannot be used."""


class UnknownEngine(ModelError):
    """A configured engine name that no engine has."""


class NoDiskSpace(ModelError):
    """Too little room for the model."""


class DamagedModel(ModelError):
    """Model files that do not match their checksums or do not load."""


class CanaryFailed(ModelError):
    """A model that loads but does not translate."""


class BuildInterrupted(ModelError):
    """A model build that was stopped half way."""


class ModelNotHere(ModelError):
    """A configured model that was never pulled, or a folder that is no model."""


class MissingLibrary(ModelError):
    """An engine whose libraries come with an extra that is not installed."""


class EngineRefused(ModelError):
    """This machine or its libraries cannot run the model as it is configured."""


class EngineUnavailable(ModelError):
    """An endpoint that does not answer now; later it may.

    `again_at`: aware, when it will for certain not be asked in vain; None where nobody knows.
    """

    def __init__(self, message: str, *, again_at: datetime | None = None) -> None:
        super().__init__(message)
        self.again_at = again_at


class BudgetSpent(EngineUnavailable):
    """The tokens of today are spent."""


class HubRefused(ModelError):
    """The hub cannot be reached, or does not have or give what was asked for."""


class LicenceNotAccepted(ModelError):
    """A pull that was called off when the licence was shown."""


# --- evaluation


class BadTestset(MujazError):
    """A test set that cannot be read, or is none."""


class MissingExtra(MujazError):
    """A part of Mujaz that needs libraries which are not installed."""


# --- settings and output


class BadPrompt(MujazError):
    """A prompt file that is missing or not what a prompt file has to be."""


class NothingGivenUp(MujazError):
    """A name that nothing has of what was given up."""


class BadSettings(MujazError):
    """A configuration that cannot be used."""


class CannotWrite(MujazError):
    """The output file cannot be written."""


class TransferFailed(MujazError):
    """The copy of a database in another one cannot be made, or is not the same."""


class TransferInterrupted(TransferFailed):
    """A copy that was stopped half way, and can go on."""
