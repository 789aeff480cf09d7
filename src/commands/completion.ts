import type { Command, CommandSpec } from './command.ts';

/** Shells that a script is there for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionRequest {
  shell: Shell;
  /** The command that the script completes. */
  program: string;
}

const spec: CommandSpec = {
  usage: 'bash|zsh|fish|powershell',
  description: `Prints a script for the shell. With it, TAB completes commands, flags and their values, types, and the names of streams,
tags and namespaces in the store. Registries are never asked.

  bash        source <(imagestream completion bash)            in ~/.bashrc
  zsh         source <(imagestream completion zsh)             in ~/.zshrc, after compinit
  fish        imagestream completion fish | source             in ~/.config/fish/config.fish
  powershell  imagestream completion powershell | Out-String | Invoke-Expression     in $PROFILE

Where "oc" is an alias: complete -o default -F __imagestream_complete oc (bash), compdef _imagestream oc (zsh),
complete -c oc -w imagestream (fish).`,
  flags: [],
  examples: [
    { what: 'Complete in this bash', run: 'source <(imagestream completion bash)' },
    {
      what: 'Complete in every fish from now on',
      run: 'imagestream completion fish > ~/.config/fish/completions/imagestream.fish',
    },
  ],
  standsAlone: true,
};

export const command: Command<CompletionRequest, CompletionRequest> = {
  spec,

  parse({ args, program, usage }) {
    const [shell] = args;
    if (shell === undefined) throw usage('Shell not specified.');
    if (args.length > 1) throw usage('Too many arguments. Expected only the shell type.');
    const known = SHELLS.find((name) => name === shell);
    if (!known) throw usage(`Unsupported shell type ${JSON.stringify(shell)}.`);
    return { shell: known, program };
  },

  run: async (request) => request,
};
