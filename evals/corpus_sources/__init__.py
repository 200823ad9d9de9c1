"""The sources of the example collection's PDF and DOCX files, and the command that builds them."""
