#!/bin/sh
# Make this checkout ready to run: system libraries and the locked Python environment.
# PYTHON=/path/to/python3.x chooses the interpreter (3.11 to 3.13), VENV=dir the place of the environment.
set -eu
cd "$(dirname "$0")/.."
. ops/machine.sh

IN_RANGE='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
CAN_BUILD='import os, sys, sysconfig, venv, ensurepip
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'

in_range() { command -v "$1" >/dev/null 2>&1 && "$1" -c "$IN_RANGE" 2>/dev/null; }
can_build() { "$1" -c "$CAN_BUILD" 2>/dev/null; }

# find_python: set `python` to the interpreter to use: the one asked for, else the environment's own, else one that can
# build, else any that fits.
find_python() {
    python=""
    if [ -n "${PYTHON:-}" ]; then
        in_range "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13."
        python=$(command -v "$PYTHON")
        return
    fi
    for candidate in "$BIN/python" /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3 \
        python3.13 python3.12 python3.11 python3; do
        in_range "$candidate" || continue
        if can_build "$candidate"; then python=$(command -v "$candidate"); return; fi
        [ -n "$python" ] || [ "$candidate" = "$BIN/python" ] || python=$(command -v "$candidate")
    done
}

# need_python: gather what is missing to make an environment and to compile durable_rules in it.
need_python() {
    find_python
    if [ -z "$python" ]; then
        need python3 python3-venv python3-dev
    elif ! can_build "$python"; then
        case $python in
            /usr/bin/*) version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
                        need "python$version-venv" "python$version-dev" ;;
            *) fail "$python lacks the module venv or its header Python.h. Choose another: make setup PYTHON=/usr/bin/python3" ;;
        esac
    fi
    printf '#include <stdlib.h>\nint main(void) { return 0; }\n' | gcc -x c -fsyntax-only - 2>/dev/null ||
        need gcc libc6-dev
}

need_libraries() {
    has_library libpango-1.0.so.0 || need libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || need libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || need libharfbuzz-subset0
}

make_environment() {
    real_path='import os, sys; print(os.path.realpath(sys.executable))'
    [ "$("$BIN/python" -c "import pip; $real_path" 2>/dev/null)" != "$("$python" -c "$real_path")" ] || return 0
    say "Making $VENV with $("$python" -V)"
    "$python" -m venv --clear "$VENV"
}

need_libraries
current=$(stamp_of requirements.lock)
if stamped setup.stamp "$current" && { [ -z "${PYTHON:-}" ] || [ "$("$BIN/python" -V)" = "$("$PYTHON" -V)" ]; }; then
    install_needed
else
    need_python
    install_needed
    [ -n "$python" ] || find_python
    [ -n "$python" ] || fail "No Python 3.11, 3.12 or 3.13 here. Install one, then: make setup PYTHON=/path/to/python3"
    make_environment
    say "Installing the Python environment from requirements.lock (a minute or two the first time)"
    locked_install requirements.lock
    twice "$BIN/python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps -e .
    "$BIN/python" -c 'import durable.engine' || fail "durable_rules was installed but can't be loaded; remove $VENV and run make setup again."
    stamp_of requirements.lock >"$VENV/setup.stamp"
fi
