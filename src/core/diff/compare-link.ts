/** What an image says of the source that it was built from (OCI image specification, annotations). */
export interface BuiltFrom {
  /** `org.opencontainers.image.source`, as written. */
  source?: string;
  /** `org.opencontainers.image.revision`, as written. */
  revision?: string;
}

/** The forges whose pages are known, by what their host names hold, and how they compare two commits. */
const FORGES: readonly { host: RegExp; depth: number; page(repository: string, from: string, to: string): string }[] = [
  { host: /gitlab/, depth: 0, page: (repository, from, to) => `${repository}/-/compare/${from}...${to}` },
  { host: /bitbucket/, depth: 2, page: (repository, from, to) => `${repository}/branches/compare/${to}%0D${from}` },
  {
    host: /github|gitea|forgejo|codeberg/,
    depth: 2,
    page: (repository, from, to) => `${repository}/compare/${from}...${to}`,
  },
];

/** A commit, a tag or a branch. Two dots would be a range. */
const REVISION = /^(?!.*\.\.)[0-9A-Za-z][0-9A-Za-z._+/-]{0,199}$/;

/**
 * The page that shows what changed between the sources of two images; undefined where they do not say, are of different
 * repositories or of the same revision, or where the host is no forge that is known. Labels are whatever somebody wrote:
 * only web addresses count, without logins.
 */
export function compareLink(from: BuiltFrom, to: BuiltFrom): string | undefined {
  if (!from.revision || !to.revision || from.revision === to.revision) return undefined;
  if (!REVISION.test(from.revision) || !REVISION.test(to.revision)) return undefined;
  const [before, after] = [repositoryOf(from.source), repositoryOf(to.source)];
  if (!before || !after || before.address !== after.address) return undefined;
  return after.forge.page(after.address, from.revision, to.revision);
}

function repositoryOf(source: string | undefined) {
  if (!source || !URL.canParse(source)) return undefined;
  const url = new URL(source);
  const forge = FORGES.find(({ host }) => host.test(url.hostname));
  if (!forge || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const all = url.pathname.split('/').filter(Boolean);
  const end = forge.depth > 0 ? forge.depth : all.includes('-') ? all.indexOf('-') : all.length;
  const path = all.slice(0, end);
  if (path.length < 2) return undefined;
  return { forge, address: `${url.protocol}//${url.host}/${path.join('/').replace(/\.git$/, '')}` };
}
