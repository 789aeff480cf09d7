/** Fish from 3.0 on. */
export const FISH = String.raw`# fish completion for PROGRAM

function __PROGRAM_complete
    set -l before (commandline -opc)
    set -e before[1]
    set -l current (commandline -ct)
    set -l out (PROGRAM __complete $before "$current" 2>/dev/null)
    or return
    set -l directive (string replace : '' -- $out[-1])
    set -e out[-1]
    if test (count $out) -gt 0
        printf '%s\n' $out
    else if test "$directive" -lt 4
        __fish_complete_path "$current"
    end
end

complete -c PROGRAM -f -a '(__PROGRAM_complete)'
`;
