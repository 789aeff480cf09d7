// Writes the manual from the data that the help is made of. As a program (`npm run manual`) it also writes anew what of it
// is committed: man/reference.md, and the pages that package.json names.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { withFolder } from './temporary.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** Writes the pages for `man` into man/, and takes those away that are not written any more. */
export async function writeManPages() {
  const { manPages } = await manual();
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const pages = await manPages(version);
  const folder = path.join(root, 'man');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    if (/\.[17]$/.test(file) && !pages.has(file)) rmSync(path.join(folder, file), { force: true });
  }
  await withFolder((folder) => {
    for (const [file, text] of pages) replaceFile(path.join(root, 'man', file), text, path.join(folder, file));
  });
  return [...pages.keys()];
}

/** Who reads it meanwhile has the page before or this one, also when several builds write it. */
function replaceFile(file, text, temporary) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** The TypeScript of build/manual, bundled for every Node that the project supports. */
async function manual() {
  return await withFolder(async (folder) => {
    const outfile = path.join(folder, 'manual.mjs');
    await build({
      stdin: {
        contents: "export * from './manual/pages.ts'; export * from './manual/markdown.ts';",
        resolveDir: import.meta.dirname,
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.18',
      packages: 'external',
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  });
}

if (process.argv[1] === import.meta.filename) {
  const pages = await writeManPages();
  const { referencePage } = await manual();
  writeFileSync(path.join(root, 'man/reference.md'), await referencePage());
  const file = path.join(root, 'package.json');
  const facts = JSON.parse(readFileSync(file, 'utf8'));
  facts.man = pages.map((page) => `man/${page}`);
  writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`);
}
