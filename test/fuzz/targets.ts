import type { FuzzTarget } from './fuzzing.ts';
import { authFiles } from './targets/auth-files.ts';
import { challenges } from './targets/challenges.ts';
import { goTemplates } from './targets/go-templates.ts';
import { imageDocuments } from './targets/images.ts';
import { jsonPaths } from './targets/json-paths.ts';
import { links } from './targets/links.ts';
import { references } from './targets/references.ts';
import { registriesConfs } from './targets/registries-confs.ts';
import { storeFiles } from './targets/store-files.ts';
import { triggerAnnotations } from './targets/triggers.ts';

/** Everything that is read from somebody else. */
export const targets = [
  references,
  challenges,
  links,
  imageDocuments,
  storeFiles,
  triggerAnnotations,
  jsonPaths,
  goTemplates,
  registriesConfs,
  authFiles,
] as readonly FuzzTarget[];
