import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/command-line.ts';
import { createImage } from '../support/images.ts';
import { type RegistryNetwork, startRegistryNetwork } from '../support/registry-network.ts';
import { createUserShell, type ScriptOutcome, type UserShell } from '../support/user-shell.ts';

// A recipe is many processes.
/** A user with a shop of two services, whose images are in a registry. */
export interface Shop {
  readonly shell: UserShell;
  readonly network: RegistryNetwork;
  /** Pushes a new image. @returns its pull spec */
  push(service: 'web' | 'api', tag: 'dev' | 'prod', seed: string): string;
  /** Runs a script in the shop, which must succeed. @returns what it wrote on standard output */
  must(script: string, cwd?: string): Promise<string>;
  remove(): Promise<void>;
}

const PLACE = 'registry.example.com/shop';

/** The store follows `dev` and `prod` of both services, each scheduled. */
export async function createShop(): Promise<Shop> {
  const shell = createUserShell();
  const network = await startRegistryNetwork(shell.folder, [{ hosts: ['registry.example.com'] }]);
  Object.assign(shell.env, network.env);
  const push: Shop['push'] = (service, tag, seed) => {
    const image = createImage({ seed });
    network.push(image, `${PLACE}/${service}:${tag}`);
    return `${PLACE}/${service}@${image.digest}`;
  };
  const must: Shop['must'] = async (script, cwd = shell.work) => succeed(await shell.run(script, { cwd })).stdout;
  push('web', 'prod', 'web prod');
  push('web', 'dev', 'web dev');
  push('api', 'prod', 'api prod');
  push('api', 'dev', 'api dev');
  for (const service of ['web', 'api']) {
    await must(`imagestream import-image ${service} --from=${PLACE}/${service} --all --scheduled --confirm -o name`);
  }
  return {
    shell,
    network,
    push,
    must,
    remove: async () => {
      shell.remove();
      await network.stop();
    },
  };
}

export function succeed(ended: ScriptOutcome): ScriptOutcome {
  if (ended.status !== 0) throw new Error(`ended with ${ended.status}: ${ended.output}`);
  return ended;
}

const recipes = path.join(projectRoot(), 'fixtures/recipes');

/** The text of a recipe's file, such as `compose/deploy.sh`. */
export const recipe = (file: string): string => readFileSync(path.join(recipes, file), 'utf8');

/** Copies a recipe's file to where a reader would put it. */
export const layOut = (file: string, to: string): void => cpSync(path.join(recipes, file), to);
