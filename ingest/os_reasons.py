"""Why the system refused a file, in French: its own messages follow the machine's language."""

import errno

_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOENT: "introuvable",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EFBIG: "fichier trop gros",
    errno.EROFS: "disque en lecture seule",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.EIO: "erreur du disque",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.ENFILE: "trop de fichiers ouverts",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "liens qui tournent en rond",
    errno.EADDRINUSE: "adresse déjà prise",
}


def french_reason(error: OSError) -> str:
    """The reason of ``error`` in a few French words, else the system's own."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
