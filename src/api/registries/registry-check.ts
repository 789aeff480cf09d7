import { loginText } from '../../core/logins/login-text.ts';
import type { Credential } from '../../core/ports/credential-source.ts';
import type { RepositoryAddress } from '../../core/ports/registry.ts';
import type { ConnectionFacts, Reached, RegistryProbe } from '../../core/ports/registry-probe.ts';
import { exact, parseReference, type Reference } from '../../core/references/reference.ts';
import { namesHost } from '../../core/registries/cluster-image-config.ts';
import { type PullSource, pullSources } from '../../core/registries/pull-sources.ts';
import type {
  CheckedPlace,
  CheckStep,
  RegistryCheck,
  RegistryCheckRequest,
} from '../../core/registries/registry-check.ts';
import { findEntry } from '../../core/registries/registry-entry.ts';
import { registryFix } from '../../core/registries/registry-fix.ts';
import { addressOf } from '../../core/registries/repository-address.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { ApiContext } from '../context.ts';
import type { ClusterImageSettings } from './cluster-image-config.ts';
import { namespaceCredentials } from './namespace-credentials.ts';
import type { RegistryRuleBook } from './registry-rules.ts';

export interface RegistryCheckPorts {
  context: ApiContext;
  cluster: ClusterImageSettings;
  rules: RegistryRuleBook;
  probe: RegistryProbe;
}

/**
 * Looks at everything that decides how a registry is reached, says why, and tries it. What is wrong is data.
 * No secret is in the answer. Fails with ARGUMENT for a target that is no registry, and with INTERRUPTED.
 */
export async function checkRegistry(ports: RegistryCheckPorts, request: RegistryCheckRequest): Promise<RegistryCheck> {
  const { target, insecure } = request;
  const reference = parseTarget(target);
  const steps: CheckStep[] = [];
  try {
    const { references, origin } = await ports.rules.candidates(reference);
    if (reference.registry === '') {
      const meant = references.map((meaning) => (meaning.registry ? exact(meaning) : `docker.io/${exact(meaning)}`));
      steps.push({ what: 'short name', found: [`means ${meant.join(', else ')} (${origin ?? 'the default'})`] });
    }
    const places: CheckedPlace[] = [];
    let problem: RegistryCheck['problem'];
    for (const meaning of references) {
      const refusal = await policies(ports, meaning, insecure, steps);
      const tried = refusal === undefined ? await tryPlaces(ports, request, meaning) : { places: [], problem: refusal };
      places.push(...tried.places);
      if (tried.problem === undefined) return { target, steps, places };
      problem ??= tried.problem;
    }
    return { target, steps, places, ...(problem ? { problem } : {}) };
  } catch (error) {
    if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
    return { target, steps, places: [], problem: { message: error.message, fix: error.hint ?? 'correct this first' } };
  }
}

/** A word with a dot or a port is a host, as in a pull spec; any other is a name without a registry. */
function parseTarget(target: string): Reference {
  const bare = target.replace(/^(?:https?|docker):\/\//, '').replace(/\/+$/, '');
  const isHost = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i.test(bare) && (/[.:]/.test(bare) || bare === 'localhost');
  if (isHost) return { registry: bare, namespace: '', name: '', tag: '', id: '' };
  try {
    return parseReference(bare);
  } catch (cause) {
    throw new AppError('ARGUMENT', `${JSON.stringify(target)} names no registry`, {
      hint: `write HOST or HOST/REPOSITORY: ${(cause as Error).message}`,
    });
  }
}

/** What may not be asked at all; adds what the rules say to `steps`. */
async function policies(
  { cluster, rules }: RegistryCheckPorts,
  reference: Reference,
  insecure: boolean,
  steps: CheckStep[],
): Promise<RegistryCheck['problem']> {
  const registry = reference.registry || 'docker.io';
  const config = await cluster.config();
  const refusal = (await cluster.policy())?.refusesImport(reference, insecure);
  const sources = config?.spec?.registrySources;
  const found = [
    config?.metadata.uid === undefined
      ? 'image.config.openshift.io/cluster was never written: it restricts nothing'
      : '',
    refusal === undefined ? '' : `allowedRegistriesForImport: ${refusal}`,
    config?.spec?.allowedRegistriesForImport?.length && !refusal ? 'allowedRegistriesForImport allows it' : '',
    namesHost(sources?.blockedRegistries, registry) ? 'blockedRegistries names it' : '',
    namesHost(sources?.insecureRegistries, registry) ? 'insecureRegistries names it: TLS is not verified' : '',
    sources?.allowedRegistries && !namesHost(sources.allowedRegistries, registry)
      ? 'allowedRegistries does not name it: a cluster would not run its images, imports do not look at that'
      : '',
  ].filter(Boolean);
  steps.push({
    what: `cluster's rules for ${registry}`,
    found: found.length > 0 ? found : ['image.config.openshift.io/cluster says nothing about it'],
  });
  const files = await rules.files();
  steps.push({ what: 'registries.conf', found: files.length > 0 ? files : ['there is none'] });
  const blockedBy = (await rules.blocks())(reference);
  if (blockedBy)
    return { message: `${registry} is blocked by ${blockedBy}`, fix: `take the block out of ${blockedBy}` };
  if (refusal === undefined) return undefined;
  const fix = `add ${registry} to allowedRegistriesForImport of image.config.openshift.io/cluster`;
  return { message: refusal, fix };
}

async function tryPlaces(
  ports: RegistryCheckPorts,
  { namespace, insecure }: RegistryCheckRequest,
  reference: Reference,
): Promise<{ places: CheckedPlace[]; problem?: RegistryCheck['problem'] }> {
  const address = reference.name === '' ? hostAddress(reference.registry, insecure) : addressOf(reference, insecure);
  const rules = await ports.rules.rules();
  const consent = await insecureBecause(ports, address, insecure);
  const places: CheckedPlace[] = [];
  let problem: RegistryCheck['problem'];
  for (const source of pullSources(rules, address, reference.id || reference.tag || 'latest')) {
    const tried = await tryPlace(ports, namespace, source, source.mirrorOf === undefined ? consent : undefined);
    places.push(tried.place);
    // The registry itself comes last: what is wrong with it is what counts.
    if (tried.problem === undefined) return { places };
    problem = tried.problem;
  }
  return { places, ...(problem ? { problem } : {}) };
}

/** Who said that a registry may be reached insecurely. */
async function insecureBecause(
  { cluster, rules }: RegistryCheckPorts,
  { registry, repository }: RepositoryAddress,
  flag: boolean,
): Promise<string | undefined> {
  if (flag) return '--insecure';
  const known = await rules.rules();
  if (known.isInsecureByUser(registry)) return 'insecureRegistries of your configuration';
  const match = findEntry(known.files, `${registry}/${repository}`);
  if (match?.entry.insecure) return match.entry.origin;
  const sources = (await cluster.config())?.spec?.registrySources;
  return namesHost(sources?.insecureRegistries, registry)
    ? 'insecureRegistries of image.config.openshift.io/cluster'
    : undefined;
}

function hostAddress(registry: string, insecure: boolean): RepositoryAddress {
  const hub = ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(registry);
  return { registry: hub ? 'docker.io' : registry, repository: '', insecure };
}

async function tryPlace(
  { context, probe }: RegistryCheckPorts,
  namespace: string,
  { address, mirrorOf, origin }: PullSource,
  consent: string | undefined,
): Promise<{ place: CheckedPlace; problem?: RegistryCheck['problem'] }> {
  const { registry, repository } = address;
  const name = repository.replace(/\/+$/, '');
  const where = name === '' ? registry : `${registry}/${name}`;
  const steps: CheckStep[] = [];
  const place = (works: boolean) => ({ where, steps, works });
  if (origin !== undefined) {
    steps.push({ what: mirrorOf === undefined ? 'location' : `mirror of ${mirrorOf}`, found: [origin] });
  }
  try {
    const facts = await probe.connection(registry);
    const because = consent ?? origin ?? 'insecureRegistries';
    const reach = address.insecureBy === 'store' ? `${because}; not with logins of your own` : because;
    steps.push(...connectionSteps(facts, address.insecure ? reach : undefined));
    const credentials = namespaceCredentials(context, namespace);
    const credential = await credentials.find(registry, name, context.signal);
    steps.push({ what: 'login', found: [describeLogin(credential, namespace)] });
    const request = { credentials, ...(context.signal ? { signal: context.signal } : {}) };
    const reached = await probe.reach({ ...address, repository: name }, request);
    steps.push({ what: 'tried', found: [describeAnswer(reached, name)] });
    const { error, failure } = reached;
    if (error === undefined) return { place: place(true) };
    const trusted = facts.authorities.map((authority) => authority.origin);
    return {
      place: place(false),
      problem: {
        message: error.message,
        fix: registryFix(error, {
          registry,
          repository: name,
          credential,
          trusted,
          failure,
          showed: facts.clients.length > 0,
        }),
      },
    };
  } catch (error) {
    if (!isAppError(error) || error.code === 'INTERRUPTED') throw error;
    steps.push({ what: 'failed', found: [error.message] });
    return { place: place(false), problem: { message: error.message, fix: error.hint ?? 'correct this first' } };
  }
}

/** @param consent what allows insecurity; undefined where nothing does */
function connectionSteps(facts: ConnectionFacts, consent: string | undefined): CheckStep[] {
  const authorities = facts.authorities.flatMap(({ origin, certificates }) =>
    certificates.map((certificate) => `${certificate} (${origin})`),
  );
  return [
    { what: 'proxy', found: [`${facts.proxy ?? 'none'} (${facts.proxyBecause})`] },
    {
      what: 'trusted authorities',
      found: [...authorities, ...facts.environment, 'those of Node and of the system'],
    },
    ...(facts.clients.length > 0 ? [{ what: 'client certificate', found: facts.clients }] : []),
    {
      what: 'scheme',
      found: [consent === undefined ? 'HTTPS, verified' : `HTTPS without verification, else plain HTTP (${consent})`],
    },
  ];
}

function describeLogin(credential: Credential | undefined, namespace: string): string {
  if (credential === undefined) return `none: no secret of the namespace ${namespace} and no file names this registry`;
  return loginText(credential);
}

function describeAnswer({ scheme, login, realm, error }: Reached, repository: string): string {
  const asked =
    repository === '' ? `${scheme.toUpperCase()} GET /v2/` : `${scheme.toUpperCase()} GET /v2/${repository}/tags/list`;
  const wanted =
    login === 'none' ? '' : login === 'password' ? ', asks for a password' : `, asks for a token of ${realm}`;
  return `${asked}${wanted}: ${error === undefined ? 'works' : error.message}`;
}
