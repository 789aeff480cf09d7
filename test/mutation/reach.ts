import ts from 'typescript';

/** Name of the set, among a suite's globals, of the functions that the suite has called. */
export const REACHED = '__reached';

/**
 * A source file with a probe in every function: when it is called, its name (file and offset of its body) is noted in the
 * suite's globals. What is outside of functions has the name with the offset -1.
 */
export function withProbes(file: string, text: string): string {
  const inserts: { at: number; text: string }[] = [{ at: 0, text: `${probe(file, -1)};` }];
  for (const { start, end, isBlock } of bodiesOf(file, text)) {
    if (isBlock) inserts.push({ at: start + 1, text: `${probe(file, start)};` });
    else inserts.push({ at: start, text: `(${probe(file, start)}, ` }, { at: end, text: ')' });
  }
  // A body may end where another ends or begins: later inserts come first at the same place, closing brackets before all.
  inserts.sort((a, b) => b.at - a.at || (a.text === ')' ? 1 : 0) - (b.text === ')' ? 1 : 0));
  let result = text;
  for (const insert of inserts) result = result.slice(0, insert.at) + insert.text + result.slice(insert.at);
  return result;
}

/** The name of the innermost function around an offset, as a probe notes it. */
export function functionAt(file: string, text: string, offset: number): string {
  const around = bodiesOf(file, text).filter(({ start, end }) => start <= offset && offset < end);
  return nameOf(
    file,
    around.reduce((innermost, { start }) => Math.max(innermost, start), -1),
  );
}

interface Body {
  readonly start: number;
  readonly end: number;
  readonly isBlock: boolean;
}

function bodiesOf(file: string, text: string): Body[] {
  const bodies: Body[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const body = node.body as ts.Node;
      bodies.push({ start: body.getStart(), end: body.end, isBlock: ts.isBlock(body) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true));
  return bodies;
}

function probe(file: string, offset: number): string {
  return `(globalThis.${REACHED} ??= new Set()).add(${JSON.stringify(nameOf(file, offset))})`;
}

function nameOf(file: string, offset: number): string {
  return `${file}#${offset}`;
}
