# Shared by .ci/run, .ci/try and .ci/test: find a Python, make an environment, install into it once.
# shellcheck shell=bash

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# The newest Python on the machine that the library supports. EXPORTRULES_PYTHON overrides.
find_python() {
    local candidate
    for candidate in "${EXPORTRULES_PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "no Python 3.11 or later with the venv module (on Debian or Ubuntu: apt-get install python3 python3-venv)"
}

# make_environment FOLDER: a virtual environment, made only when it is not there or does not run.
make_environment() {
    if ! "$1/bin/python" -c 'pass' 2>/dev/null; then
        "$(find_python)" -m venv --clear "$1" || fail "could not make a virtual environment in $1"
    fi
}

# install_once FOLDER STAMP WHAT...: pip install, skipped while pyproject.toml has not changed.
# The editable install sees every other change by itself.
install_once() {
    local folder=$1 stamp=$1/.exportrules-$2
    shift 2
    if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
            fail "pip could not install $*"
        touch "$stamp"
    fi
}
