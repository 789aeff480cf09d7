/** Zsh with compinit. The script may be sourced, or lie in a folder of `fpath` as `_PROGRAM`. */
export const ZSH = String.raw`#compdef PROGRAM
# zsh completion for PROGRAM

_PROGRAM() {
    local out line value directive
    local -a candidates options
    out="$(PROGRAM __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)" || return 1
    directive="\${out##*:}"
    for line in "\${(@f)\${out%:*}}"; do
        value="\${line%%$'\t'*}"
        [[ -n "$value" ]] || continue
        # A colon would begin the description.
        value="\${value//:/\\:}"
        [[ "$line" == *$'\t'* ]] && value+=":\${line#*$'\t'}"
        candidates+=("$value")
    done
    (( directive & 2 )) && options=(-S '')
    if (( $#candidates )); then
        _describe 'completion' candidates "\${options[@]}"
    elif ! (( directive & 4 )); then
        _files
    fi
}

if [[ "\${funcstack[1]}" == _PROGRAM ]]; then
    _PROGRAM "$@"
else
    compdef _PROGRAM PROGRAM
fi
`.replaceAll('\\$', '$');
