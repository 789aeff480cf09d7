import type { ExplainResult } from '../commands/explain.ts';
import type { ExplainedField } from '../core/explain/explanation.ts';
import type { Printed } from './printed.ts';

const WIDTH = 80;

/** `explain`: as kubectl 1.25 lays it out. */
export async function prepare(): Promise<(result: ExplainResult) => Printed> {
  return ({ explanation, recursive }) => {
    const { kind, apiVersion, field, sentence, fields } = explanation;
    const head = field ? `${fields ? 'RESOURCE: ' : 'FIELD:    '}${field.name} <${field.type}>\n\n` : '';
    const about = `KIND:     ${kind}\nVERSION:  ${apiVersion}\n\n${head}DESCRIPTION:\n${wrapped(sentence, 5)}`;
    if (!fields) return { stdout: about };
    const list = recursive ? fieldNames(fields, 3) : fields.map(fieldText).join('');
    return { stdout: `${about}\nFIELDS:\n${list}` };
  };
}

function fieldText({ name, type, required, sentence }: ExplainedField): string {
  return `   ${name}\t<${type}>${required ? ' -required-' : ''}\n${wrapped(sentence, 5)}\n`;
}

function fieldNames(fields: readonly ExplainedField[], indent: number): string {
  return fields
    .map(
      ({ name, type, fields: below }) =>
        `${' '.repeat(indent)}${name}\t<${type}>\n${below ? fieldNames(below, indent + 3) : ''}`,
    )
    .join('');
}

/** Lines of at most `WIDTH`, where words are that short. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH - indent)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}
