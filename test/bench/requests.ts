import { createImage, createIndex } from '../support/images.ts';
import { type ImportSite, startImportSite } from '../support/import-site.ts';
import type { AccessMode } from '../support/registry-access.ts';
import type { Row } from './row.ts';

/** What a registry is asked, counted by the registry. */
export async function rows(): Promise<Row[]> {
  const found: Row[] = [];
  const modes: [string, AccessMode, number][] = [
    ['anonymous', { mode: 'open' }, 0],
    ['bearer, cold', { mode: 'bearer' }, 2],
  ];
  for (const [name, access, extra] of modes) {
    await atSite(access, async (site) => {
      for (const [what, goal, args] of imports(site)) {
        await site.forget();
        const { requests } = await site.measure(...args);
        found.push({ what: `requests: ${what}, ${name}`, goal: goal + extra, measured: requests });
      }
    });
  }
  return found;
}

function imports(site: ImportSite): [string, number, string[]][] {
  site.registry.push(createImage({ seed: 'bench' }), 'bench/image', 'latest');
  const platforms = ['linux/arm64', 'linux/amd64', 'linux/s390x'];
  site.registry.push(createIndex({ seed: 'bench', platforms }), 'bench/index', 'latest');
  return [
    ['first import of an image', 2, ['import-image', 'image', from(site, 'image:latest'), '--confirm']],
    ['first import of an index', 3, ['import-image', 'index', from(site, 'index:latest'), '--confirm']],
    ['unchanged image again', 1, ['import-image', 'image']],
  ];
}

function from(site: ImportSite, image: string): string {
  return `--from=${site.registry.host}/bench/${image}`;
}

async function atSite(access: AccessMode, use: (site: ImportSite) => Promise<void>): Promise<void> {
  const site = await startImportSite(access);
  try {
    await use(site);
  } finally {
    await site.stop();
  }
}
