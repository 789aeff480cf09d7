import type { StatusRequest } from '../commands/status/request.ts';
import type { StatusResult } from '../commands/status.ts';
import type { PrintContext, Printed } from './printed.ts';
import { concernCounts, concernLines } from './status/concern-lines.ts';
import { projectBlocks } from './status/project-blocks.ts';
import { tagTable } from './status/tag-table.ts';
import type { StatusView } from './status/view.ts';
import { safeLine } from './text/safe-text.ts';

/** `status`: a screen of text, a document, or a graph. */
export async function prepare(
  request: StatusRequest,
  context: PrintContext,
): Promise<(result: StatusResult) => Printed> {
  if (request.output === 'dot') {
    const { statusGraph } = await import('./status/graph.ts');
    return (result) => ({ stdout: statusGraph(result), data: true });
  }
  if (request.output !== 'text') {
    const { printStatusDocument } = await import('./status/document.ts');
    const { output } = request;
    return (result) => ({ stdout: printStatusDocument(result, output, context.now()), data: true });
  }
  return (result) => {
    const view = { namespace: result.namespace, now: context.now(), asOc: request.asOc };
    return { stdout: statusText(result, request, view), look: 'project' as const, stderr: noteOfElsewhere(result) };
  };
}

function statusText(result: StatusResult, { suggest, asOc }: StatusRequest, view: StatusView): string {
  const { arrangement, concerns, objects, tags, followers } = result;
  const blocks = projectBlocks(arrangement, objects.of.cronjob, view).map((lines) =>
    lines.map((line) => safeLine(asOc ? line : shortened(line))),
  );
  const table = tagTable(tags, followers, view);
  const lines = [
    headline(result, asOc),
    ...blocks.flatMap((block) => ['', ...block]),
    ...(table.length > 0 ? ['', ...table] : []),
    '',
    ...concernLines(concerns, suggest, asOc).map(safeLine),
    ...lastLines(result, { suggest, asOc }),
  ];
  return `${lines.join('\n')}\n`;
}

/** For people the first digits of a digest tell images apart; what `oc` writes at the end of a line is for nobody. */
function shortened(line: string): string {
  return line.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1').trimEnd();
}

function headline({ namespace, displayName, store }: StatusResult, asOc: boolean): string {
  const place = asOc ? `on server ${store}` : `in store ${store}`;
  if (namespace === undefined) return safeLine(`Showing all projects ${place}`);
  const name = displayName && displayName !== namespace ? `${displayName} (${namespace})` : namespace;
  return safeLine(`In project ${name} ${place}`);
}

/** What to look at next. */
function lastLines(result: StatusResult, { suggest, asOc }: { suggest: boolean; asOc: boolean }): string[] {
  const { concerns, arrangement, tags } = result;
  const program = asOc ? 'oc' : 'imagestream';
  // To `oc`, an error that it has no advice for is told in full already.
  const hasMore = concerns.some(({ severity, suggestion }) => severity !== 'error' || suggestion !== undefined);
  if (!suggest && hasMore) {
    return [`${concernCounts(concerns)} identified, use '${program} status --suggest' to see details.`];
  }
  const { services, configs, builds } = arrangement;
  const isEmpty = services.length === 0 && configs.length === 0 && builds.length === 0;
  if (isEmpty && asOc) {
    return [
      'You have no services, deployment configs, or build configs.',
      "Run 'oc new-app' to create an application.",
    ];
  }
  if (isEmpty && tags.length === 0 && Object.values(result.objects.of).every((list) => list.length === 0)) {
    return [
      'You have no image streams, services, deployments, or builds.',
      "Run 'imagestream import-image NAME:TAG --from=PULLSPEC --confirm' to follow an image.",
    ];
  }
  return [`View details with '${program} describe <resource>/<name>' or list resources with '${program} get all'.`];
}

/** Who looks at an empty project is told where something is. */
function noteOfElsewhere({ namespace, elsewhere }: StatusResult): string {
  if (elsewhere.length === 0) return '';
  const names = elsewhere.slice(0, 5).join(', ');
  const more = elsewhere.length > 5 ? ` and ${elsewhere.length - 5} more` : '';
  return `${safeLine(`note: nothing is stored in ${namespace}, but in: ${names}${more} (-A shows all)`)}\n`;
}
