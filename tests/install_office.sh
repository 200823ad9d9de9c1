#!/usr/bin/env bash
# Debian's LibreOffice Writer, without its windows, for the test of the Word report; nothing to do where it already is.
set -euo pipefail
if command -v soffice >/dev/null; then
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "soffice manque : installez libreoffice-writer, sans quoi l'essai du rapport Word est omis." >&2
  exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui >/dev/null
