import type { PreparePrinter } from './printed.ts';

type AnyPrinter = PreparePrinter<never, never>;

const pin = async () => (await import('./pin.ts')).preparePin;
const objectMessages = async () => (await import('./object-messages.ts')).prepareObjectMessages;

/** The printer of each command, loaded when it is needed. A command that is missing here does not print. */
export const PRINTERS: Readonly<Record<string, () => Promise<AnyPrinter>>> = {
  'import-image': async () => (await import('./import-image-result.ts')).prepareImportImage,
  tag: async () => (await import('./tag.ts')).prepareTag,
  get: async () => (await import('./get.ts')).prepareGet,
  describe: async () => (await import('./describe.ts')).prepareDescribe,
  'new-app': async () => (await import('./new-app.ts')).prepareNewApp,
  watch: async () => (await import('./watch.ts')).prepareWatch,
  resolve: async () => (await import('./resolve.ts')).prepareResolve,
  history: async () => (await import('./history.ts')).prepareHistory,
  rollback: pin,
  pin,
  unpin: pin,
  'image info': async () => (await import('./image-info.ts')).prepareImageInfo,
  'image mirror': async () => (await import('./image-mirror.ts')).prepareImageMirror,
  'adm prune images': async () => (await import('./adm-prune-images.ts')).preparePruneImages,
  create: objectMessages,
  'create imagestream': objectMessages,
  'create imagestreamtag': objectMessages,
  'create secret docker-registry': objectMessages,
  'create secret generic': objectMessages,
  'create configmap': objectMessages,
  'create serviceaccount': objectMessages,
  apply: objectMessages,
  replace: objectMessages,
  patch: objectMessages,
  edit: objectMessages,
  label: objectMessages,
  annotate: objectMessages,
  delete: objectMessages,
  'set image-lookup': async () => (await import('./set-image-lookup.ts')).prepareSetImageLookup,
  'set triggers': async () => (await import('./set-triggers.ts')).prepareSetTriggers,
  'rollout history': async () => (await import('./rollout.ts')).prepareRolloutHistory,
  'rollout status': async () => (await import('./rollout.ts')).prepareRolloutStatus,
  'rollout latest': objectMessages,
  'rollout undo': objectMessages,
  'rollout pause': objectMessages,
  'rollout resume': objectMessages,
  'secrets link': objectMessages,
  'secrets unlink': objectMessages,
  login: async () => (await import('./login.ts')).prepareLogin,
  logout: async () => (await import('./login.ts')).prepareLogout,
  'registry login': async () => (await import('./login.ts')).prepareRegistryLogin,
  'registry check': async () => (await import('./registry-check.ts')).prepareRegistryCheck,
  project: async () => (await import('./project.ts')).prepareProject,
  completion: async () => (await import('./completion/script.ts')).prepareCompletion,
};
