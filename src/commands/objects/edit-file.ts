import { goJson } from '../../codec/go-json.ts';
import { printYaml } from '../../codec/yaml.ts';
import { sortedKeys } from '../../core/byte-order.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import { isStatusError } from '../../core/status.ts';
import { isAppError, type SeveralErrors } from '../../errors.ts';

export type EditFormat = 'yaml' | 'json';

const HEADER = `# Edit the object below. Lines at the top that begin with "#" do not count, and an empty file cancels the edit.
# Where something cannot be saved, this file opens again with the reason written here.
#
`;

/** What is edited: one object, or several as a List. */
export function editableText(objects: readonly KubeObject[], format: EditFormat): string {
  const value = objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', metadata: {}, items: objects };
  return format === 'json' ? `${goJson(value, { keys: sortedKeys, indent: '    ' })}\n` : printYaml(value);
}

/** The text with what the user is told at its top. JSON has no comments. */
export function withHeader(body: string, reasons: readonly unknown[], format: EditFormat, header = HEADER): string {
  if (format === 'json') return body;
  const lines = reasons.flatMap(reasonLines).map((line) => `# ${line}`.trimEnd());
  return `${header}${lines.length > 0 ? `${lines.join('\n')}\n#\n` : ''}${body}`;
}

/** The text without comments at its top. Further down, a line that begins with `#` can be a value's. */
export function withoutHeader(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/^(?:[ \t]*(?:#.*)?\n)+/, '');
}

function reasonLines(reason: unknown): string[] {
  if (isAppError(reason, 'SEVERAL')) return (reason as SeveralErrors).errors.flatMap(reasonLines);
  if (isStatusError(reason, 'Invalid')) {
    const { name, kind, causes } = reason.status.details ?? {};
    if (causes) return [`${kind} "${name}" was not valid:`, ...causes.map((c) => `* ${c.field}: ${c.message}`)];
  }
  return (reason as Error).message.split('\n');
}
