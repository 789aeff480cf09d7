import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CommandLine, createCommandLine, type Outcome } from './command-line.ts';
import { type FixtureRegistry, startFixtureRegistry } from './fixture-registry.ts';
import { createImage } from './images.ts';

/** A user with a scheduled stream `app`, a Deployment that follows its tag, and a command that notes what it is told. */
export interface EventSite {
  readonly registry: FixtureRegistry;
  readonly user: CommandLine;
  /** Appends to the file `told` one line a run: the kind, the name and the new digest. Fails as often as `fails` says. */
  readonly note: string;
  run(...args: string[]): Promise<Outcome>;
  /** @returns the digest */
  push(seed: string): string;
  /** The lines of the file `told`. */
  told(): string[];
  file(name: string): string;
  stop(): Promise<void>;
}

const NOTE = 'sh ./note.sh';

/** Notes the call, then ends as the file `status` says, where there is one. */
const SCRIPT = `cat > "input-$IMAGESTREAM_KIND"
env | grep '^IMAGESTREAM_' | sort > "variables-$IMAGESTREAM_KIND"
echo "$IMAGESTREAM_KIND $IMAGESTREAM_NAME $IMAGESTREAM_NEW_DIGEST" >> told
echo "noted $IMAGESTREAM_NAME"
[ -r sleep ] && sleep "$(cat sleep)"
[ ! -r status ] || exit "$(cat status)"
`;

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    image.openshift.io/triggers: '[{"from":{"kind":"ImageStreamTag","name":"app:latest"},"fieldPath":"spec.template.spec.containers[?(@.name==\\"web\\")].image"}]'
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: ' '}
`;

export async function startEventSite(): Promise<EventSite> {
  const registry = await startFixtureRegistry();
  const user = await createCommandLine();
  const file = (name: string) => path.join(user.folder, name);
  writeFileSync(file('note.sh'), SCRIPT);
  const push = (seed: string) => {
    const image = createImage({ seed });
    registry.push(image, 'team/app', 'latest');
    return image.digest;
  };
  push('first');
  const from = `--from=${registry.host}/team/app:latest`;
  const made = await user.run(['import-image', 'app', from, '--confirm', '--insecure', '--scheduled']);
  if (made.status !== 0) throw new Error(made.stderr);
  return {
    registry,
    user,
    note: NOTE,
    run: (...args) => user.run(args),
    push,
    told: () => (existsSync(file('told')) ? readFileSync(file('told'), 'utf8').trimEnd().split('\n') : []),
    file,
    async stop() {
      user.remove();
      await registry.stop();
    },
  };
}
