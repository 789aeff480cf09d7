import process from 'node:process';
import type { ApiSettings } from '../../api/context.ts';
import { AppError } from '../../errors.ts';
import { goArchitecture } from './program.ts';

/** How many tags of a repository an import takes when nothing is configured: OpenShift's own default. */
const DEFAULT_BULK_LIMIT = 50;

/** What on a cluster its administrator sets, from variables. Fails with ARGUMENT. */
export function apiSettings(): ApiSettings {
  const { env } = process;
  return {
    internalRegistry: env.IMAGESTREAM_INTERNAL_REGISTRY || undefined,
    maxImagesBulkImportedPerRepository: bulkLimit(env.IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED),
    platform: hostPlatform(),
  };
}

function bulkLimit(value: string | undefined): number {
  if (!value) return DEFAULT_BULK_LIMIT;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < -1) {
    throw new AppError(
      'ARGUMENT',
      `IMAGESTREAM_MAX_IMAGES_BULK_IMPORTED must be a whole number, or -1 for no limit, and is "${value}"`,
    );
  }
  return limit === 0 ? DEFAULT_BULK_LIMIT : limit;
}

/** What the machine is in the words of image platforms. Windows and macOS run Linux images. */
function hostPlatform(): { architecture: string; os: string } {
  return { architecture: goArchitecture(process.arch), os: 'linux' };
}

/** Bytes of the largest file of a store that is read, where the user says so. Fails with ARGUMENT. */
export async function largestFile(): Promise<number | undefined> {
  const value = process.env.IMAGESTREAM_MAX_FILE_SIZE;
  if (!value) return undefined;
  const { quantityNumber } = await import('../../core/quantity.ts');
  const size = quantityNumber(value);
  if (size !== undefined && size >= 1) return Math.floor(size);
  throw new AppError('ARGUMENT', `IMAGESTREAM_MAX_FILE_SIZE must be a size such as 32Mi, and is "${value}"`);
}
