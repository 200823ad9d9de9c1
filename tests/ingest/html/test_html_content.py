"""The content of a page, told from the site around it."""

from pathlib import Path

import pytest
from page_builder import read

LONG = "Une phrase du corps de la page, assez longue pour en faire le contenu. " * 3


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>Menu</nav>",
        "<header>Site</header>",
        "<footer>Mentions</footer>",
        "<aside>À voir</aside>",
        "<form>Chercher <button>ok</button></form>",
        "<div class='cookie-banner'>Accepter</div>",
        "<div role=navigation>Menu</div>",
        "<div id=toc>Sommaire</div>",
        "<script>var a = '<p>x</p>'</script><style>p{}</style><noscript>JS</noscript>",
        "<p hidden>Caché</p><p style='display: none'>Caché</p><span aria-hidden=true>¶</span>",
        "<template><p>x</p></template><dialog>x</dialog><svg><text>x</text></svg>",
    ],
)
def test_chrome_and_hidden_elements_are_left_out(tmp_path: Path, chrome: str) -> None:
    assert read(tmp_path, f"<body>{chrome}<p>{LONG}</p></body>").text == LONG.strip()


@pytest.mark.parametrize("tag", ["nav", "form", "aside", "header", "div class=cookies"])
def test_what_holds_most_of_the_text_is_the_content(tmp_path: Path, tag: str) -> None:
    page = f"<body><{tag}><p>{LONG}</p></{tag.split()[0]}><p>Fin</p></body>"
    assert read(tmp_path, page).text == f"{LONG.strip()}\n\nFin"


def test_main_is_preferred_and_the_title_above_it_kept(tmp_path: Path) -> None:
    page = f"<header><a>Site</a><h1>Titre</h1></header><div>Ailleurs</div><main><header>Chapeau</header>{LONG}</main>"
    assert read(tmp_path, page).text == f"Titre\n\nChapeau\n\n{LONG.strip()}"


def test_a_small_main_does_not_hide_the_rest(tmp_path: Path) -> None:
    assert read(tmp_path, f"<main>Peu</main><p>{LONG}</p>").text == f"Peu\n\n{LONG.strip()}"
