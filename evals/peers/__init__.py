"""Other systems beside Sourcier: the same documents, questions, embedding model and machine (``make peers``)."""
