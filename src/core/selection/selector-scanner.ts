/** A word, a symbol, or the end. `in` and `notin` are identifiers here. */
export interface SelectorToken {
  kind: 'identifier' | 'end' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<';
  literal: string;
}

export interface SelectorScanner {
  /** The next token, without taking it. At the end it is `end`, again and again. */
  peek(): SelectorToken;
  take(): SelectorToken;
}

/** Reads the tokens of a label selector (Kubernetes `labels.Lexer`). */
export function createSelectorScanner(text: string): SelectorScanner {
  const pattern = /[ \t\r\n]*(?:(==|!=|[=!(),><])|([^ \t\r\n=!(),><]+))?/y;
  let next: SelectorToken | undefined;
  const scan = (): SelectorToken => {
    const [, symbol, word] = pattern.exec(text) ?? [];
    if (symbol !== undefined) return { kind: symbol as SelectorToken['kind'], literal: symbol };
    return word === undefined ? { kind: 'end', literal: '' } : { kind: 'identifier', literal: word };
  };
  return {
    peek: () => {
      next ??= scan();
      return next;
    },
    take: () => {
      const token = next ?? scan();
      next = undefined;
      return token;
    },
  };
}
