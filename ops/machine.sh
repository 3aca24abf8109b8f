# Sourced by setup.sh and test-setup.sh: what this machine has, what it lacks, how to mend it. POSIX sh.

VENV=${VENV:-.venv}
BIN=$VENV/bin
NEEDED=""

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
need() { NEEDED="$NEEDED $*"; }
twice() { "$@" || { say "That failed; trying once more in 5 seconds."; sleep 5; "$@"; }; }

# has_library SONAME: the dynamic linker finds it (LD_LIBRARY_PATH counts, through Python, where there is one).
has_library() {
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -qF "$1" && return 0
    for probe in "$BIN/python" python3; do
        command -v "$probe" >/dev/null 2>&1 || continue
        "$probe" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null && return 0
    done
    return 1
}

# install_needed: install the Debian packages gathered by `need`, or say how and stop.
install_needed() {
    [ -n "$NEEDED" ] || return 0
    set -- $NEEDED
    NEEDED=""
    command -v apt-get >/dev/null 2>&1 ||
        fail "Missing here: $*. These are Debian's names; install their like with this machine's package manager, then run make again."
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root=sudo
        [ -t 0 ] || as_root="sudo -n"
    else
        say "Missing system packages: $*"
        fail "As root, run:  apt-get update && apt-get install -y --no-install-recommends $*"
    fi
    say "Installing system packages: $*"
    [ -z "$as_root" ] || [ ! -t 0 ] || sudo -v
    twice apt_install "$@" ||
        fail "apt-get could not install them. See its words above, then run:  apt-get update && apt-get install -y --no-install-recommends $*"
}

# apt_install PACKAGE...: apt-get's many words are shown only when it fails.
apt_install() {
    log=$(mktemp)
    $as_root apt-get -q -o DPkg::Lock::Timeout=300 update >"$log" 2>&1 &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
            install --no-install-recommends "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; rm -f "$log"; return 1; }
    rm -f "$log"
}

# stamp_of LOCK: a word that changes when the lock, the project's own table, the place or the interpreter does.
stamp_of() {
    { cat "$1"; sed '/^\[tool\.pytest/,$d' pyproject.toml; pwd; cat "$VENV/pyvenv.cfg"; } 2>/dev/null | cksum
}
stamped() { [ -f "$VENV/$1" ] && [ "$(cat "$VENV/$1")" = "$2" ]; }

# locked_install LOCK: install exactly what the lock file says, each file checked against its hash.
locked_install() {
    # durable_rules 2.0.28 calls a function that Python 3.13 removed; its successor has the same shape.
    case $("$BIN/python" -c 'import sys; print(sys.version_info[1])') in
        13) CPPFLAGS="${CPPFLAGS:-} -DPyEval_CallObject=PyObject_CallObject"; export CPPFLAGS ;;
    esac
    twice "$BIN/python" -m pip install --quiet --no-input --disable-pip-version-check --use-pep517 \
        --require-hashes -r "$1" ||
        fail "pip could not install $1; see its words above. Is a package index reachable (pip's own settings apply)?"
}
