import { printYaml } from '../../codec/yaml.ts';
import type { OutputFormat } from '../../commands/flags/output-format.ts';
import { kindOfObject } from '../../core/kinds/kinds.ts';
import type { KubeObject } from '../../core/objects/meta.ts';
import type { PrintContext } from '../printed.ts';
import { objectName, printJson } from './document.ts';

/** Prints one object, or a List, in the format that `-o` asked for. */
export type ObjectPrinter = (object: Record<string, unknown>) => string;

export interface ObjectPrinterOptions {
  /** The objects are the client's own, which prints `kind` before `apiVersion` in JSON. */
  asStruct?: boolean;
}

/**
 * The printer of a format, or undefined for the formats that are no document (`default`, `wide`, `custom-columns`).
 * Parts that a format needs are loaded here, and templates are parsed: a mistake in them fails with ARGUMENT.
 */
export async function prepareObjectPrinter(
  format: OutputFormat,
  context: PrintContext,
  options: ObjectPrinterOptions = {},
): Promise<ObjectPrinter | undefined> {
  const { allowMissingKeys } = format;
  switch (format.type) {
    case 'json':
      return (object) => printJson(object, options);
    case 'yaml':
      return documentSeries((object) => printYaml(object));
    case 'name':
      return printNames;
    case 'jsonpath':
    case 'jsonpath-as-json':
    case 'jsonpath-file': {
      const { parseJsonPath, printJsonPath, printJsonPathAsJson } = await import('./jsonpath/jsonpath.ts');
      const path = parseJsonPath(
        format.type === 'jsonpath-file' ? await context.readText(format.argument) : format.argument,
      );
      return (object) =>
        format.type === 'jsonpath-as-json'
          ? printJsonPathAsJson(path, object, { allowMissingKeys })
          : printJsonPath(path, object, { allowMissingKeys });
    }
    case 'go-template':
    case 'go-template-file': {
      const { parseGoTemplate, printGoTemplate } = await import('./go-template/go-template.ts');
      const text = format.type === 'go-template-file' ? await context.readText(format.argument) : format.argument;
      const template = parseGoTemplate(text);
      return (object) => printGoTemplate(template, object, { allowMissingKeys });
    }
    default:
      return undefined;
  }
}

/** Several YAML documents of one command are separated as kubectl does it: `---` before all but the first. */
function documentSeries(print: ObjectPrinter): ObjectPrinter {
  let count = 0;
  return (object) => `${count++ > 0 ? '---\n' : ''}${print(object)}`;
}

function printNames(object: Record<string, unknown>): string {
  const items = Array.isArray(object.items) ? (object.items as KubeObject[]) : [object as unknown as KubeObject];
  return items.map((item) => `${nameOf(item)}\n`).join('');
}

/** `imagestream.image.openshift.io/app`, also for kinds that the product does not know. */
export function nameOf(object: KubeObject): string {
  const known = kindOfObject(object.apiVersion, object.kind);
  if (known) return objectName(known, object);
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${object.apiVersion.slice(0, slash)}`;
  return `${object.kind.toLowerCase()}${group}/${object.metadata.name}`;
}
