"""The filters that questions and claims share: documents, institutions, years."""

import gradio as gr

from assistant.page.context import PageContext
from assistant.page.sources import document_choices, institution_choices, year_choices


def filters(context: PageContext) -> list[gr.Dropdown]:
    """Three lists in a drawer; ``filter_choices`` fills them anew."""
    say, documents = context.say, context.latest.documents
    with (
        gr.Accordion(
            say("Chercher dans : tous les documents, ou ceux que vous choisissez"),
            open=False,
            elem_id="filters",
        ),
        gr.Row(),
    ):
        return [
            gr.Dropdown(choices, label=say(label), multiselect=True, elem_id=name)
            for choices, label, name in (
                (document_choices(documents), "Documents", "sources"),
                (institution_choices(documents), "Institutions", "institutions"),
                (year_choices(documents), "Années", "years"),
            )
        ]


def filter_choices(context: PageContext) -> list[gr.Dropdown]:
    """The filters over what is indexed now."""
    documents = context.latest.documents
    return [
        gr.Dropdown(choices)
        for choices in (document_choices(documents), institution_choices(documents), year_choices(documents))
    ]
