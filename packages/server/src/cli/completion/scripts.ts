/** What shells are told to do: ask the program that is being typed, with the words up to the cursor. It answers with lines of a value, a tab and a description. */

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** Readline takes ":" and "=" for ends of words, so what stands before the last of them is not repeated. */
const bash = `# bash completion for headwater
_headwater() {
  local line="\${COMP_LINE:0:COMP_POINT}" found words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local current="\${words[\${#words[@]}-1]}"
  local typed="\${current%"\${current##*[=:]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r found _; do
    COMPREPLY+=("\${found#"$typed"}")
  done < <("\${words[0]}" complete -- "\${words[@]:1}" 2> /dev/null)
}
complete -o default -F _headwater headwater
`;

const zsh = `#compdef headwater
# zsh completion for headwater
_headwater() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2> /dev/null)}")
  if [[ -z "\${found[1]}" ]]; then
    _files
    return
  fi
  found=("\${(@)found//:/\\\\:}")
  found=("\${(@)found/$'\\t'/:}")
  _describe headwater found
}
if [[ "\${funcstack[1]}" == _headwater ]]; then
  _headwater
else
  compdef _headwater headwater
fi
`;

const fish = `# fish completion for headwater
function __headwater_complete
  set -l words (commandline -opc)
  set -l found ($words[1] complete -- $words[2..-1] (commandline -ct) 2> /dev/null)
  if test (count $found) -eq 0
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c headwater -f -a '(__headwater_complete)'
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
