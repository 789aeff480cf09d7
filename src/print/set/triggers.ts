import type { SetTarget } from '../../commands/objects/set-targets.ts';
import type { SetTriggersRequest, SetTriggersResult } from '../../commands/set/triggers.ts';
import { triggerAccess } from '../../core/triggers/object-triggers.ts';
import type { ImageTrigger, Triggers } from '../../core/triggers/triggers.ts';
import { isAppError } from '../../errors.ts';
import { prepare as prepareMessages } from '../objects/object-messages.ts';
import type { PrintContext, Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';
import { SET_LIST_TABS, tabWriter } from '../text/tab-writer.ts';

/** `set triggers`: what was changed, or a table of what is there. */
export async function prepare(
  request: SetTriggersRequest,
  context: PrintContext,
): Promise<(result: SetTriggersResult) => Printed> {
  const print = await prepareMessages(request, context);
  return (result) => (result.type === 'changed' ? print(result) : { stdout: printTriggers(result.objects) });
}

/** The table of oc CLI 9.2. */
export function printTriggers(objects: readonly SetTarget[]): string {
  const rows = objects.flatMap(({ resource, object }) => {
    const name = safeLine(`${resource}/${object.metadata.name}`);
    return cellsOf(object).map((cells) => [name, ...cells]);
  });
  const lines = [['NAME', 'TYPE', 'VALUE', 'AUTO'], ...rows].map((cells) => `${cells.join('\t')}\n`);
  return tabWriter(lines.join(''), SET_LIST_TABS);
}

const ERROR = ['<error>', '', 'false'];

/** TYPE, VALUE and AUTO of an object's triggers. Triggers that could not be written back as they are get an error row. */
function cellsOf(object: SetTarget['object']): string[][] {
  const access = triggerAccess(object);
  if (!access) return [ERROR];
  let rows: string[][] = [];
  try {
    const triggers = access.read(object);
    rows = triggerRows(triggers);
    access.write(object, triggers);
    return rows;
  } catch (error) {
    if (!isAppError(error, 'ARGUMENT')) throw error;
    return [...rows, ERROR];
  }
}

function triggerRows({ configChange, images, webhooks }: Triggers): string[][] {
  return [
    ['config', '', String(configChange)],
    ...images.map((image) => ['image', safeLine(imageText(image)), String(image.automatic)]),
    ...webhooks.generic.map(({ allowEnv }) => ['webhook', `<secret>${allowEnv ? ', allowenv' : ''}`, '']),
    ...(['github', 'gitlab', 'bitbucket'] as const).flatMap((type) => webhooks[type].map(() => [type, '<secret>', ''])),
  ];
}

function imageText({ from, namespace, containers }: ImageTrigger): string {
  const tag = namespace ? `${namespace}/${from}` : from;
  return containers.length > 0 ? `${tag} (${containers.join(', ')})` : tag;
}
