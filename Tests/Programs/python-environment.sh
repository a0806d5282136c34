#!/bin/sh
# Makes a Python virtual environment with what a file of requirements asks for.
#
#   python-environment.sh FOLDER REQUIREMENTS
#
# Creates FOLDER, or leaves it as it is when it already holds what is asked for, so calling it before every test run
# is cheap. Several callers may run at once: they take turns. Prints the path of the environment's Python on stdout
# and everything else on stderr.
#
# Needs Python 3.11 or newer with the venv module (Debian and Ubuntu: python3-venv) and, the first time, PyPI.
# PYTHON names another interpreter. Status: 0 done, 1 no usable Python, 2 wrong usage, other: pip's own.
set -eu

[ $# -eq 2 ] || { echo "usage: $0 FOLDER REQUIREMENTS" >&2; exit 2; }
requirements=$2
mkdir -p "$(dirname "$1")"
folder=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
stamp=$folder/requirements.installed

usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

choose_python() {
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 /usr/bin/python3; do
    if usable "$candidate"; then echo "$candidate"; return; fi
  done
  echo "$0: no Python 3.11 or newer with venv found (apt-get install python3-venv)" >&2
  return 1
}

# The lock is held until this shell ends.
exec 9>"$folder.lock"
flock -w 300 9

if ! cmp -s "$requirements" "$stamp"; then
  python=$(choose_python)
  rm -rf "$folder"
  "$python" -m venv "$folder" >&2
  # Two packages that have no wheels can do without C, so that no compiler is needed.
  export PYUBJSON_NO_EXTENSION=1 PYBJDATA_NO_EXTENSION=1
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
    --retries 2 --timeout 30 -r "$requirements" >&2
  cp "$requirements" "$stamp"
fi
echo "$folder/bin/python"
