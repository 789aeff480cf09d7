import { createImageApi } from '../../api/api.ts';
import type { Ports } from '../../commands/command.ts';
import { saveProject } from '../../store/project-file.ts';
import type { Layers } from '../layers.ts';
import type { Call } from './call.ts';
import {
  lateInputFiles,
  lateLayerFiles,
  lateLayerInputs,
  lateManifests,
  lateOutputFiles,
  lateStoredTexts,
} from './files.ts';
import type { CallOptions } from './options.ts';
import { lateComparison, lateEditor, lateGitWork } from './programs.ts';
import { lateNextLooks, lateWatch } from './watch.ts';

/** What a verb works with: the image API over a call, and the tools of who sits at the command line. */
export function createPorts(layers: Layers, options: CallOptions, call: Call): Ports {
  const { own, store, user } = layers;
  const { context, rules, registries } = call;
  const { cluster, directory, fs } = store;
  return {
    api: createImageApi(context),
    namespace: user.namespace.name,
    manifests: lateManifests(own, options),
    async parseObjectPath(expression) {
      return (await import('../../print/formats/jsonpath/plain-values.ts')).parseObjectPath(expression);
    },
    files: lateInputFiles(),
    outputs: lateOutputFiles(),
    layers: lateLayerFiles(),
    layerInputs: lateLayerInputs,
    logins: user.logins,
    vault: user.vault,
    editor: lateEditor(own.interruption, options),
    comparison: lateComparison(options),
    git: lateGitWork(),
    texts: lateStoredTexts(store),
    registries: registries.choose,
    async tryLogin(request) {
      const [{ tryLogin }, probe] = await Promise.all([
        import('../../api/registries/login-trial.ts'),
        user.registries.probe(),
      ]);
      return tryLogin({ rules, probe, signal: options.signal }, request);
    },
    integratedRegistry: cluster.hosts,
    async checkRegistry(request) {
      const [{ checkRegistry }, probe] = await Promise.all([
        import('../../api/registries/registry-check.ts'),
        user.registries.probe(),
      ]);
      return checkRegistry({ context, cluster, rules, probe }, request);
    },
    watchStreams: (watch) => lateWatch(layers, context, options.events?.sinks ?? [], watch),
    nextLooks: (streams, interval) => lateNextLooks(layers, streams, interval),
    project: {
      store: directory,
      origin: user.namespace.origin,
      look: store.look,
      save: (name) => saveProject(directory, name, { fs }),
    },
    program: own.program,
    now: own.now,
    author: user.author,
    platform: store.settings.platform,
    report: context.report,
    get signal() {
      return options.signal;
    },
  };
}
