"""Fixtures that several test files share."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from evaluated import Evaluated
from hypothesis import settings
from keyword_embedder import KeywordEmbedder
from page_server import served
from sample_documents import GARDEN, SURVEY
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from assistant.engine import Assistant
from assistant.inference import load_inference
from assistant.page.context import PageContext
from assistant.page.conversations import KeptConversations
from assistant.page.feedback import FeedbackFile
from assistant.page.latest import Latest
from assistant.page.library import Library
from assistant.page.words import french
from assistant.reader import load_reader
from evals.evaluation import evaluate, texts_of
from evals.expectations import DEFAULT_SET
from evals.reference_set import load_reference_set
from index.embedding import describe_model, load_embedder
from index.search import Index
from index.update import ingest

# The same examples at every run, on slow machines too.
settings.register_profile("sourcier", derandomize=True, deadline=None)
settings.load_profile("sourcier")


PROJECT = Path(__file__).parents[1]


@pytest.fixture
def time_limit() -> Callable[[float], AbstractContextManager[None]]:
    """``with time_limit(2): …`` fails after two seconds, even in the midst of a regular expression."""

    @contextmanager
    def limit(seconds: float) -> Iterator[None]:
        def stop(*_: object) -> None:
            raise TimeoutError(f"not done after {seconds} s")

        before = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return limit


@pytest.fixture
def embedder() -> KeywordEmbedder:
    return KeywordEmbedder()


@pytest.fixture
def make_index(tmp_path: Path, embedder: KeywordEmbedder) -> Callable[[Mapping[str, str]], Index]:
    """Writes {name: text} as files, ingests them in that order, and opens the index they make.

    Documents go by the names given: ``make_index({"note.md": "…"}).documents[0].name == "note.md"``.
    """

    def make(files: Mapping[str, str]) -> Index:
        folder = tmp_path / "documents"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        index_dir = tmp_path / "index"
        with pytest.MonkeyPatch.context() as patch:
            if files:
                patch.chdir(folder)
            report = ingest(index_dir, list(files), model=embedder.description, load_model=lambda: embedder)
        assert not report.failed, report.files
        return Index.open(index_dir, embedder)

    return make


@pytest.fixture
def assistant(make_index: Callable[[Mapping[str, str]], Index]) -> Assistant:
    """An assistant over two small documents, with the keyword embedder."""
    return Assistant(make_index({"enquete.md": SURVEY, "potager.md": GARDEN}))


@pytest.fixture
def make_context(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path, embedder: KeywordEmbedder
) -> Callable[[Mapping[str, str]], PageContext]:
    """The context of a French page over {name: text}, its index at ``tmp_path / "index"``."""

    def make(files: Mapping[str, str]) -> PageContext:
        make_index(files)
        index_dir = tmp_path / "index"
        latest = Latest(Assistant.open(index_dir, embedder))
        kept = KeptConversations(index_dir / "conversations")
        feedback = FeedbackFile(index_dir / "feedback.jsonl")
        return PageContext(latest, Library(latest, index_dir), kept, feedback, tmp_path, french)

    return make


@pytest.fixture(scope="session")
def example_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example collection, indexed with the real model."""
    index_dir = tmp_path_factory.mktemp("example") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)  # names relative to the project, as `make run` gives them
        report = ingest(index_dir, ["evals/corpus"], model=describe_model(), load_model=load_embedder)
    assert not report.failed, report.files
    return index_dir


@pytest.fixture(scope="session")
def evaluated(example_index: Path) -> Evaluated:
    """The dev half of the example collection, evaluated with the real models."""
    reference_set = load_reference_set(DEFAULT_SET)
    assistant = Assistant.open(
        example_index, load_embedder(None), reader=load_reader(None), inference=load_inference()
    )
    return Evaluated(reference_set, evaluate(reference_set, assistant), texts_of(assistant))


@pytest.fixture(scope="session")
def page_index(example_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example collection's index: the page keeps conversations beside it."""
    copy = tmp_path_factory.mktemp("page") / "index"
    shutil.copytree(example_index, copy)
    return copy


@pytest.fixture(scope="session")
def address(page_index: Path) -> Iterator[str]:
    """The address of a page served by the command itself over the example collection."""
    with served(page_index) as url:
        yield url


@pytest.fixture
def open_browser(tmp_path: Path) -> Iterator[Callable[[], webdriver.Chrome]]:
    """Opens headless browsers, each with a profile of its own, that log every request they make."""
    drivers: list[webdriver.Chrome] = []

    def open_one() -> webdriver.Chrome:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            f"--user-data-dir={tmp_path / f'profile-{len(drivers)}'}",
        ):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        drivers.append(webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver"))))
        return drivers[-1]

    try:
        yield open_one
    finally:
        for driver in drivers:
            driver.quit()


@pytest.fixture
def browser(open_browser: Callable[[], webdriver.Chrome]) -> webdriver.Chrome:
    """A fresh headless browser."""
    return open_browser()
