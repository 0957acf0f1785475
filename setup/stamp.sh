# Sourced by the scripts beside it: do a step only when what it is made from has changed.
#   unchanged NAME FILE…   true when the step ended well before, from these same files
#   done_with NAME         the step ended well
stamps=.venv/.stamps

_key() { { echo "$PWD"; [ $# -eq 0 ] || sha256sum "$@"; } | sha256sum | cut -d ' ' -f 1; }

unchanged() {
    local name=$1
    shift
    stamp=$(_key "$@")
    [ "$(cat "$stamps/$name" 2>/dev/null)" = "$stamp" ]
}

done_with() {
    mkdir -p "$stamps"
    echo "$stamp" >"$stamps/$1"
}
