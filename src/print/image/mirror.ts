import type { MirrorEvent } from '../../commands/image/mirror/execute.ts';
import type { Copying, ImageMirrorResult } from '../../commands/image/mirror.ts';
import { compareBytes } from '../../core/byte-order.ts';
import type { Phase } from '../../core/mirror/phases.ts';
import { type MirrorPlan, manifestCount, type PlannedRepository } from '../../core/mirror/plan.ts';
import { AppError } from '../../errors.ts';
import type { Printed } from '../printed.ts';
import { goDuration } from '../text/go-duration.ts';
import { binarySize } from '../text/human-size.ts';
import { safeText } from '../text/safe-text.ts';
import { PLAN_TABS, tabWriter } from '../text/tab-writer.ts';

/** `image mirror`: the plan, then what is done while it is done, on standard error; a line for each manifest on standard output. */
export async function prepare(): Promise<(result: ImageMirrorResult) => Printed> {
  return ({ request, notes, plan, errors, phases, planning, copy }) => {
    const begun = safeText(`${lines(notes)}${planText(plan)}\n`);
    const failed = errors.length > 0 ? [new AppError('ARGUMENT', 'an error occurred during planning')] : [];
    if (failed.length > 0 && !request.continueOnError) {
      return { stdout: '', stderr: begun, errors: [...errors, ...failed] };
    }
    const planned = `${begun}${phasesText(phases)}\ninfo: Planning completed in ${rounded(planning, Math.round)}\n`;
    if (!copy) {
      return { stdout: '', stderr: `${planned}info: Dry run complete\n`, errors: [...errors, ...failed] };
    }
    return { stdout: '', stderr: planned, errors, more: copying(copy(), failed) };
  };
}

async function* copying(copy: Copying, planned: readonly unknown[]): AsyncGenerator<Printed> {
  let failed = false;
  for await (const event of copy.events) {
    if (event.type === 'failed') failed = true;
    yield eventText(event);
  }
  const { bytes, time } = copy.done();
  const rate = binarySize(time > 0 ? (bytes * 1000) / time : 0);
  yield { stdout: '', stderr: `info: Mirroring completed in ${rounded(time, Math.trunc)} (${rate}/s)\n` };
  const errors = failed ? [new AppError('ARGUMENT', 'one or more errors occurred while uploading images')] : [];
  yield { stdout: '', errors: [...errors, ...planned] };
}

function eventText(event: MirrorEvent): Printed {
  const note = (text: string): Printed => ({ stdout: '', stderr: safeText(`${text}\n`) });
  switch (event.type) {
    case 'pushed':
      return { stdout: `${event.digest} ${event.to}${event.tag && `:${event.tag}`}\n` };
    case 'failed':
      return { stdout: '', errors: [event.error] };
    case 'mount-ignored':
      return note(`warning: Expected to mount ${event.blob.digest} from ${event.from} but mount was ignored`);
    case 'foreign':
      return note(`warning: ${event.from} does not hold the foreign layer ${event.blob.digest}, which is left out`);
    case 'uploading':
      // `oc` does not mention blobs that fit into one small request.
      if (event.blob.size < 16_384) return { stdout: '' };
      return note(`uploading: ${event.to} ${event.blob.digest} ${binarySize(event.blob.size)}`);
    case 'mounted':
      return note(`mounted: ${event.to} ${event.blob.digest} ${binarySize(event.blob.size)}`);
  }
}

/** Registries, repositories, blobs and manifests (oc-cli.md 12). */
export function planText({ registries }: MirrorPlan): string {
  return registries
    .map(({ name, repositories, stats }) => {
      const ratio = stats.bytes > 0 ? ` ratio=${(stats.uniqueBytes / stats.bytes).toFixed(2)}` : '';
      const sum = `  stats: shared=${stats.shared} unique=${stats.unique} size=${binarySize(stats.bytes)}${ratio}\n`;
      return `${name}/\n${repositories.map(repositoryText).join('')}${sum}`;
    })
    .join('');
}

function repositoryText({ name, groups, manifests }: PlannedRepository): string {
  const blobs = groups.map(({ from, blobs: own }) => {
    const rows = own.map(({ digest, size }) => `      ${from} ${digest}${size > 0 ? ` ${binarySize(size)}` : ''}`);
    return `    blobs:\n${lines(rows)}`;
  });
  const sorted = [...manifests].sort((a, b) => compareBytes(a.manifest.digest, b.manifest.digest));
  const byDigest = sorted.filter(({ tags }) => tags.length === 0).map(({ manifest }) => `      ${manifest.digest}`);
  const byTag = sorted.flatMap(({ manifest, tags }) => tags.map((tag) => `      ${manifest.digest} -> ${tag}`));
  return `  ${name}\n${blobs.join('')}    manifests:\n${lines([...byDigest, ...byTag])}`;
}

function phasesText(phases: readonly Phase[]): string {
  return phases
    .map(({ units }, at) => {
      const rows = units.map(({ repository, blobs, mounts, shared }) => {
        const { registry, name } = repository;
        const manifests = manifestCount(repository);
        return `  ${registry}\t${name}\tblobs=${blobs}\tmounts=${mounts}\tmanifests=${manifests}\tshared=${shared}\n`;
      });
      return `phase ${at}:\n${tabWriter(rows.join(''), PLAN_TABS)}`;
    })
    .join('');
}

const lines = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join('');

/** To 10 ms, as Go prints it. */
const rounded = (ms: number, round: (value: number) => number) => goDuration(round(ms / 10) * 10 * 1e6);
