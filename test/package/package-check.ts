// `npm run package-check`: what would be published, under which licences, and what is known against it. Exits with 1 for
// anything that may not be published. The service that knows advisories may be out of reach: then that is said, no more.
import { projectRoot } from '../support/command-line.ts';
import {
  ALLOWED_FILES,
  ALLOWED_LICENCES,
  copiedPackages,
  formProblems,
  LARGEST_PACKAGE,
  packed,
  productionTree,
  seriousAdvisories,
} from './package-facts.ts';

const root = projectRoot();
const problems: string[] = [];

console.log('| package | version | licence | |\n| --- | --- | --- | --- |');
for (const [packages, how] of [
  [copiedPackages(root), 'copied'],
  [productionTree(root), 'installed with it, if that is possible'],
] as const) {
  for (const { name, version, licence } of packages) {
    console.log(`| ${name} | ${version} | ${licence} | ${how} |`);
    if (!ALLOWED_LICENCES.has(licence)) problems.push(`${name} has the licence ${licence}`);
  }
}

console.log('\n| file | bytes |\n| --- | --- |');
const { files, size: all } = packed(root);
for (const { path, size } of files) {
  console.log(`| ${path} | ${size} |`);
  if (!ALLOWED_FILES.test(path)) problems.push(`${path} does not belong into the package`);
}

console.log(`\npacked: ${all} bytes`);
if (all >= LARGEST_PACKAGE) problems.push(`the package is not smaller than ${LARGEST_PACKAGE} bytes`);

problems.push(...(await formProblems(root)));

const advisories = seriousAdvisories(root);
if ('unreachable' in advisories) console.log(`\nadvisories: not asked, npm audit says: ${advisories.unreachable}`);
else if (advisories.serious > 0)
  problems.push(`${advisories.serious} packages have advisories that are high or critical: npm audit`);
else console.log('\nadvisories: none that is high or critical');

for (const problem of problems) console.log(problem);
if (problems.length === 0) console.log('nothing speaks against publishing');
process.exitCode = problems.length > 0 ? 1 : 0;
