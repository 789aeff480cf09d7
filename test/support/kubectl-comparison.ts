import { printByKubectl } from './kubectl.ts';

export interface Comparison {
  kubectl: string;
  format: 'jsonpath' | 'go-template';
  object: unknown;
  templates: readonly string[];
  /** One run of kubectl for each template, for those that may break others. */
  alone: boolean;
  /** What the product prints. Throws where it refuses; an error may carry the `output` until then. */
  print(template: string, allowMissingKeys: boolean): string;
  /** Whether kubectl's output of a template comes in random order. */
  unordered(template: string): boolean;
}

export interface ComparisonResult {
  compared: number;
  differences: { template: string; ours: string; kubectls: string }[];
}

/** Templates that fail are compared one by one; that many of them are enough. */
const FAILING = 150;
const BATCH = 40;

/**
 * Compares what the product prints with what kubectl prints. Starting kubectl takes most of the time, so templates that
 * succeed run together, with marks between them; one that fails stops kubectl, and runs alone.
 */
export async function compareWithKubectl(comparison: Comparison): Promise<ComparisonResult> {
  const cases = comparison.templates.map((template) => ({ template, ours: printed(comparison, template, true) }));
  const together = comparison.alone ? [] : cases.filter(({ ours }) => !ours.failed);
  const single = comparison.alone ? cases : cases.filter(({ ours }) => ours.failed).slice(0, FAILING);
  const tasks = [
    ...batches(together).map((batch) => () => compareBatch(comparison, batch)),
    ...single.map(
      ({ template }, i) =>
        () =>
          compareOne(comparison, template, i % 3 > 0),
    ),
  ];
  const differences: ComparisonResult['differences'] = [];
  const worker = async () => {
    for (let task = tasks.pop(); task; task = tasks.pop()) differences.push(...(await task()));
  };
  await Promise.all([worker(), worker()]);
  return { compared: together.length + single.length, differences };
}

interface Case {
  template: string;
  ours: { text: string; failed: boolean };
}

function batches(cases: readonly Case[]): Case[][] {
  return Array.from({ length: Math.ceil(cases.length / BATCH) }, (_, i) => cases.slice(i * BATCH, (i + 1) * BATCH));
}

async function compareBatch(comparison: Comparison, cases: readonly Case[]) {
  const whole = cases.map(({ template }, i) => `@@${i}@@${template}`).join('');
  const { kubectl, object, format } = comparison;
  const result = await printByKubectl(kubectl, object, `${format}=${whole}`);
  if (result.failed) {
    const each = await Promise.all(cases.map(({ template }) => compareOne(comparison, template, true)));
    const found = each.flat();
    if (result.stderr.startsWith('panic: ')) return found;
    return found.length > 0 ? found : [{ template: whole, ours: 'succeeds', kubectls: result.stderr.slice(0, 300) }];
  }
  const parts = result.stdout.split(/@@\d+@@/).slice(1);
  return cases.flatMap(({ template, ours }, i) => difference(comparison, template, ours.text, parts[i] ?? '(nothing)'));
}

async function compareOne(comparison: Comparison, template: string, allowMissingKeys: boolean) {
  const { kubectl, object, format } = comparison;
  const result = await printByKubectl(kubectl, object, `${format}=${template}`, allowMissingKeys);
  const ours = printed(comparison, template, allowMissingKeys);
  // kubectl crashes, for instance where a range over nothing takes an element of the nothing.
  if (result.stderr.startsWith('panic: ')) return [];
  if (ours.failed && result.failed && comparison.unordered(template)) return [];
  return difference(comparison, template, ours.text, result.stdout + result.stderr.trimEnd());
}

function difference({ unordered }: Comparison, template: string, ours: string, kubectls: string) {
  const bag = (text: string) => (unordered(template) ? [...text].sort().join('') : text);
  return bag(ours) === bag(kubectls) ? [] : [{ template, ours, kubectls }];
}

function printed(comparison: Comparison, template: string, allowMissingKeys: boolean): Case['ours'] {
  try {
    return { text: comparison.print(template, allowMissingKeys), failed: false };
  } catch (error) {
    const { message, output = '' } = error as Error & { output?: string };
    return { text: `${output}error: ${message.trimEnd()}`, failed: true };
  }
}
