import { printYaml } from '../codec/yaml.ts';
import type { VersionRequest, VersionResult } from '../commands/version.ts';
import type { ProgramFacts } from '../core/ports/program-facts.ts';
import type { Printed } from './printed.ts';

/** `version`: one line, or the document of `oc version`. */
export async function prepare({ output }: VersionRequest): Promise<(result: VersionResult) => Printed> {
  return ({ program }) => {
    if (output === 'text') return { stdout: `imagestream ${program.version}\n` };
    const document = versionDocument(program);
    const stdout = output === 'json' ? `${JSON.stringify(document, null, 2)}\n` : printYaml(document);
    return { stdout, data: true };
  };
}

/** In the fields that scripts read of `oc`; what is not known is left out. */
function versionDocument({ version, build, node, platform }: ProgramFacts) {
  const [major, minor] = version.split('.');
  return {
    clientVersion: {
      major,
      minor,
      gitVersion: version,
      gitCommit: build.commit,
      gitTreeState: build.tree,
      buildDate: build.date,
      nodeVersion: node,
      platform,
    },
    releaseClientVersion: version,
  };
}
