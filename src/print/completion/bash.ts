/** Bash from 3.2 on. Words are put together again that bash takes apart at `:`, `=` and `@`, and nothing is evaluated. */
export const BASH = String.raw`# bash completion for PROGRAM

__PROGRAM_complete() {
    local rest="\${COMP_LINE:0:COMP_POINT}" trimmed word about out directive current lead="" i
    local -a words=()
    COMPREPLY=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word="\${COMP_WORDS[i]}"
        trimmed="\${rest#"\${rest%%[![:space:]]*}"}"
        # Only what stands before the cursor counts.
        ((i == COMP_CWORD)) && word="$trimmed"
        if ((i > 0)) && [[ "$trimmed" == "$rest" ]]; then
            words[\${#words[@]} - 1]+="$word"
        else
            words+=("$word")
        fi
        rest="\${trimmed#"$word"}"
    done
    current="\${words[\${#words[@]} - 1]}"

    if ! out="$(PROGRAM __complete "\${words[@]:1}" 2>/dev/null)"; then
        compopt +o default 2>/dev/null
        return 0
    fi
    directive="\${out##*:}"

    # Bash replaces only what follows the last character at which it takes words apart.
    for ((i = \${#current} - 1; i >= 0; i--)); do
        if [[ "$COMP_WORDBREAKS" == *"\${current:i:1}"* ]]; then
            lead="\${current:0:i + 1}"
            break
        fi
    done
    while IFS=$'\t' read -r word about; do
        [[ -n "$word" ]] && COMPREPLY+=("\${word#"$lead"}")
    done <<<"\${out%:*}"

    ((directive & 2)) && compopt -o nospace 2>/dev/null
    ((directive & 4)) && compopt +o default 2>/dev/null
    return 0
}

complete -o default -F __PROGRAM_complete PROGRAM
`.replaceAll('\\$', '$');
