import type { RolloutLine, RolloutStatusRequest, RolloutStatusResult } from '../../commands/rollout/status.ts';
import type { Printed } from '../printed.ts';
import { safeLine } from '../text/safe-text.ts';

/**
 * `rollout status`: a sentence for each workload, and once that nothing runs it here. Called as `oc` the sentence is that of
 * `oc`, which scripts read, also for what is only written.
 */
export async function prepare({ program }: RolloutStatusRequest): Promise<(result: RolloutStatusResult) => Printed> {
  return ({ lines, errors }) => ({
    stdout: lines.map((line) => `${safeLine(program === 'oc' ? line.text : sentence(line))}\n`).join(''),
    stderr: lines.some(({ written }) => written) ? NOTE : '',
    errors,
  });
}

const NOTE = `note: imagestream writes objects and runs nothing: no pod was started or waited for. To hand what changes to a
cluster: --exec='kubectl apply -f -' --exec-input=object (imagestream help events)
`;

function sentence({ text, written }: RolloutLine): string {
  if (!written) return text;
  return `${NOUNS[written.kind] ?? written.kind} "${written.name}": revision ${written.revision} is written`;
}

const NOUNS: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  DeploymentConfig: 'deployment config',
  DaemonSet: 'daemon set',
  StatefulSet: 'statefulset',
};
