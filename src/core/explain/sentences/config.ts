/** What the fields of the settings of a cluster mean, by table; `../sentences.ts` says how this is read. */
export const CONFIG = {
  config: `
ConfigMapNameReference
name: The name of the config map.
Image: How registries are reached and where images may come from; there is one, called cluster.
spec: What the administrator wants.
status: What a cluster has found out about its registry.
ImageDigestMirrorSet: Mirrors that are asked in the place of a source, for images that are named by digest.
spec: The sources, with their mirrors.
status: What a cluster says about it; it has no fields.
ImageDigestMirrorSetSpec
imageDigestMirrors: Each source with its mirrors.
ImageDigestMirrorSetStatus
ImageDigestMirrors
source: The registry or repository that images are named by; it may begin with *. for all hosts below a domain.
mirrors: Where to ask in its place, in this order.
mirrorSourcePolicy: Whether the source is asked after its mirrors: AllowContactingSource or NeverContactSource.
ImageSpec
allowedRegistriesForImport: The registries that images may be imported from; none means all.
externalRegistryHostnames: Public names of the integrated registry, the default one first.
additionalTrustedCA: A config map of the namespace openshift-config with authorities to trust, by registry.
registrySources: Which registries are blocked, insecure, allowed for what runs, or searched for short names.
imageStreamImportMode: The import mode of tags that name none: Legacy or PreserveOriginal.
ImageStatus
internalRegistryHostname: The host and port of the integrated registry inside of the cluster.
externalRegistryHostnames: Public names of the integrated registry that the cluster gave it.
imageStreamImportMode: The import mode that counts for tags that name none.
ImageTagMirrorSet: Mirrors that are asked in the place of a source, for images that are named by tag.
spec: The sources, with their mirrors.
status: What a cluster says about it; it has no fields.
ImageTagMirrorSetSpec
imageTagMirrors: Each source with its mirrors.
ImageTagMirrorSetStatus
ImageTagMirrors = ImageDigestMirrors
RegistryLocation
domainName: The host of the registry, with its port if it has one; * and ? stand for anything.
insecure: Whether the registry may be reached without TLS that is verified.
RegistrySources
insecureRegistries: Registries that are reached without TLS that is verified.
blockedRegistries: Registries that are never asked.
allowedRegistries: The only registries that a cluster runs images from; imports do not look at it.
containerRuntimeSearchRegistries: Where images that name no registry are searched, in this order.
`,
  project: `
Project: A namespace as its users see it, with a name and a description for people.
spec: What keeps the project from going.
status: Whether the project is there or about to go.
ProjectSpec
finalizers: Names of those who have something to do before the project may go.
ProjectStatus
phase: Active, or Terminating while the project is being deleted.
conditions: What keeps a deletion from ending.
`,
  operator: `
ImageContentSourcePolicy: Mirrors that are asked in the place of a repository, for images that are named by digest.
spec: The repositories, with their mirrors.
ImageContentSourcePolicySpec
repositoryDigestMirrors: Each repository with its mirrors.
RepositoryDigestMirrors
source: The registry or repository that images are named by.
mirrors: Where to ask in its place, before the source itself.
`,
} as const;
