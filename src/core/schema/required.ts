/** The fields of each type that objects must have, as the API describes itself; made by build/go-types.mjs with the types. */
export const REQUIRED = {
  meta: `
Condition: type, status, lastTransitionTime, reason, message
LabelSelectorRequirement: key, operator
OwnerReference: apiVersion, kind, name, uid
ShardInfo: selector
`,
  core: `
AWSElasticBlockStoreVolumeSource: volumeID
AppArmorProfile: type
AzureDiskVolumeSource: diskName, diskURI
AzureFileVolumeSource: secretName, shareName
CSIVolumeSource: driver
CephFSVolumeSource: monitors
CinderVolumeSource: volumeID
ClusterTrustBundleProjection: path
ConfigMapKeySelector: key
Container: name
ContainerExtendedResourceRequest: containerName, resourceName, requestName
ContainerPort: containerPort
ContainerResizePolicy: resourceName, restartPolicy
ContainerStateTerminated: exitCode
ContainerStatus: name, ready, restartCount, image, imageID
DownwardAPIVolumeFile: path
EnvVar: name
EphemeralContainer: name
EvictionResponder: name, priority
FileKeySelector: volumeName, path, key
FlexVolumeSource: driver
GCEPersistentDiskVolumeSource: pdName
GRPCAction: port
GitRepoVolumeSource: repository
GlusterfsVolumeSource: endpoints, path
HTTPGetAction: port
HTTPHeader: name, value
HostAlias: ip
HostIP: ip
HostPathVolumeSource: path
ISCSIVolumeSource: targetPortal, iqn, lun
KeyToPath: key, path
LinuxContainerUser: uid, gid
ModifyVolumeStatus: status
NFSVolumeSource: server, path
NamespaceCondition: type, status
NodeAllocatableMappedResources: name, quantity
NodeAllocatableOverheadResources: name
NodeAllocatableResourceClaimStatus: resourceClaimName
NodeSelector: nodeSelectorTerms
NodeSelectorRequirement: key, operator
ObjectFieldSelector: fieldPath
PersistentVolumeClaimCondition: type, status
PersistentVolumeClaimTemplate: spec
PersistentVolumeClaimVolumeSource: claimName
PhotonPersistentDiskVolumeSource: pdID
PodAffinityTerm: topologyKey
PodCondition: type, status
PodExtendedResourceClaimStatus: requestMappings, resourceClaimName
PodIP: ip
PodOS: name
PodReadinessGate: conditionType
PodResourceClaim: name
PodResourceClaimStatus: name
PodSchedulingGate: name
PodSpec: containers
PodVolumeHealth: name
PortStatus: port, protocol
PortworxVolumeSource: volumeID
PreferredSchedulingTerm: weight, preference
QuobyteVolumeSource: registry, volume
RBDVolumeSource: monitors, image
ReplicationControllerCondition: type, status
ReplicationControllerStatus: replicas
ResourceClaim: name
ResourceFieldSelector: resource
ResourceHealth: resourceID
ResourceStatus: name
ScaleIOVolumeSource: gateway, system, secretRef
SeccompProfile: type
SecretKeySelector: key
ServiceAccountTokenProjection: path
ServicePort: port
SleepAction: seconds
Sysctl: name, value
TCPSocketAction: port
TopologySpreadConstraint: maxSkew, topologyKey, whenUnsatisfiable
TypedLocalObjectReference: kind, name
TypedObjectReference: kind, name
Volume: name
VolumeDevice: name, devicePath
VolumeHealthCondition: status, reason
VolumeMount: name, mountPath
VolumeMountStatus: name, mountPath
VsphereVirtualDiskVolumeSource: volumePath
WeightedPodAffinityTerm: weight, podAffinityTerm
`,
  apps: `
ControllerRevision: data
DaemonSetSpec: selector, template
DaemonSetStatus: currentNumberScheduled, numberMisscheduled, desiredNumberScheduled, numberReady
DeploymentSpec: selector, template
ReplicaSetSpec: selector
ReplicaSetStatus: replicas
StatefulSetSpec: selector, template
StatefulSetStatus: replicas
`,
  batch: `
CronJobSpec: schedule, jobTemplate
JobCondition: type, status
JobSpec: template
PodFailurePolicy: rules
PodFailurePolicyOnExitCodesRequirement: operator, values
PodFailurePolicyOnPodConditionsPattern: type
PodFailurePolicyRule: action
SuccessPolicy: rules
`,
  image: `
ImageImportSpec: from
ImageImportStatus: status
ImageLayer: name, size, mediaType
ImageLookupPolicy: local
ImageManifest: digest, mediaType, manifestSize, architecture, os
ImageSignature: type, content
ImageStreamImage: image
ImageStreamImport: spec, status
ImageStreamImportSpec: import
ImageStreamMapping: image, tag
ImageStreamTag: tag, generation, lookupPolicy, image
ImageTag: spec, status, image
NamedTagEventList: tag, items
RepositoryImportSpec: from
SignatureCondition: type, status
SignatureSubject: publicKeyID
TagEvent: created, dockerImageReference, image, generation
TagEventCondition: type, status, generation
TagReference: name
TagReferencePolicy: type
`,
  build: `
BuildCondition: type, status
BuildConfig: spec
BuildConfigSpec: strategy
BuildSpec: strategy
BuildTriggerPolicy: type
BuildVolume: name, source, mounts
BuildVolumeMount: destinationPath
BuildVolumeSource: type
ConfigMapBuildSource: configMap
CustomBuildStrategy: from
GitBuildSource: uri
ImageLabel: name
ImageSource: from
ImageSourcePath: sourcePath, destinationDir
SecretBuildSource: secret
SecretLocalReference: name
SecretSpec: secretSource, mountPath
SourceBuildStrategy: from
SourceRevision: type
`,
  deploy: `
DeploymentCause: type
DeploymentCauseImageTrigger: from
DeploymentCondition: type, status
DeploymentConfig: spec
DeploymentDetails: causes
DeploymentTriggerImageChangeParams: from
ExecNewPodHook: command, containerName
LifecycleHook: failurePolicy
TagImageHook: containerName, to
`,
  config: `
ConfigMapNameReference: name
Image: spec
ImageDigestMirrorSet: spec
ImageDigestMirrors: source
ImageTagMirrorSet: spec
ImageTagMirrors: source
RegistryLocation: domainName
`,
  project: `

`,
  operator: `
ImageContentSourcePolicy: spec
RepositoryDigestMirrors: source
`,
};
