/**
 * The types of the APIs by Go package, a struct or other named type a line, each field with its type; made by
 * build/go-types.mjs from the Go sources. `~X` is a string that Go calls `v1.X`; `types.ts` reads it.
 */
export const TABLES = {
  meta: `
Condition: type string, status ~ConditionStatus, observedGeneration int64, lastTransitionTime time, reason string, message string
LabelSelector: matchLabels map[string]string, matchExpressions []LabelSelectorRequirement
LabelSelectorRequirement: key string, operator ~LabelSelectorOperator, values []string
ListMeta: selfLink string, resourceVersion string, continue string, remainingItemCount int64, shardInfo ShardInfo
ManagedFieldsEntry: manager string, operation ~ManagedFieldsOperationType, apiVersion string, time time, fieldsType string, fieldsV1 any, subresource string
ObjectMeta: name string, generateName string, namespace string, selfLink string, uid ~types.UID, resourceVersion string, generation int64, creationTimestamp time, deletionTimestamp time, deletionGracePeriodSeconds int64, labels map[string]string, annotations map[string]string, ownerReferences []OwnerReference, finalizers []string, managedFields []ManagedFieldsEntry
OwnerReference: apiVersion string, kind string, name string, uid ~types.UID, controller bool, blockOwnerDeletion bool
ShardInfo: selector string
Status: kind string, apiVersion string, metadata ListMeta, status string, message string, reason ~StatusReason, details StatusDetails, code int32
StatusCause: reason ~CauseType, message string, field string
StatusDetails: name string, group string, kind string, uid ~types.UID, causes []StatusCause, retryAfterSeconds int32
`,
  core: `
AWSElasticBlockStoreVolumeSource: volumeID string, fsType string, partition int32, readOnly bool
Affinity: nodeAffinity NodeAffinity, podAffinity PodAffinity, podAntiAffinity PodAntiAffinity
AppArmorProfile: type ~AppArmorProfileType, localhostProfile string
AzureDiskVolumeSource: diskName string, diskURI string, cachingMode ~AzureDataDiskCachingMode, fsType string, readOnly bool, kind ~AzureDataDiskKind
AzureFileVolumeSource: secretName string, shareName string, readOnly bool
CSIVolumeSource: driver string, readOnly bool, fsType string, volumeAttributes map[string]string, nodePublishSecretRef LocalObjectReference
Capabilities: add []~Capability, drop []~Capability
CephFSVolumeSource: monitors []string, path string, user string, secretFile string, secretRef LocalObjectReference, readOnly bool
CinderVolumeSource: volumeID string, fsType string, readOnly bool, secretRef LocalObjectReference
ClientIPConfig: timeoutSeconds int32
ClusterTrustBundleProjection: name string, signerName string, labelSelector meta.LabelSelector, optional bool, path string, user int64
ConfigMap: kind string, apiVersion string, metadata meta.ObjectMeta, immutable bool, data map[string]string, binaryData map[string]bytes
ConfigMapEnvSource: name string, optional bool
ConfigMapKeySelector: name string, key string, optional bool
ConfigMapProjection: name string, items []KeyToPath, optional bool
ConfigMapVolumeSource: name string, items []KeyToPath, defaultMode int32, optional bool, defaultUser int64
Container: name string, image string, command []string, args []string, workingDir string, ports []ContainerPort, envFrom []EnvFromSource, env []EnvVar, resources ResourceRequirements, resizePolicy []ContainerResizePolicy, restartPolicy ~ContainerRestartPolicy, restartPolicyRules []ContainerRestartRule, volumeMounts []VolumeMount, volumeDevices []VolumeDevice, livenessProbe Probe, readinessProbe Probe, startupProbe Probe, lifecycle Lifecycle, terminationMessagePath string, terminationMessagePolicy ~TerminationMessagePolicy, imagePullPolicy ~PullPolicy, securityContext SecurityContext, stdin bool, stdinOnce bool, tty bool
ContainerExtendedResourceRequest: containerName string, resourceName string, requestName string
ContainerPort: name string, hostPort int32, containerPort int32, protocol ~Protocol, hostIP string
ContainerResizePolicy: resourceName ~ResourceName, restartPolicy ~ResourceResizeRestartPolicy
ContainerRestartRule: action ~ContainerRestartRuleAction, exitCodes ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: operator ~ContainerRestartRuleOnExitCodesOperator, values []int32
ContainerState: waiting ContainerStateWaiting, running ContainerStateRunning, terminated ContainerStateTerminated
ContainerStateRunning: startedAt time
ContainerStateTerminated: exitCode int32, signal int32, reason string, message string, startedAt time, finishedAt time, containerID string
ContainerStateWaiting: reason string, message string
ContainerStatus: name string, state ContainerState, lastState ContainerState, ready bool, restartCount int32, image string, imageID string, containerID string, started bool, allocatedResources ResourceList, resources ResourceRequirements, volumeMounts []VolumeMountStatus, user ContainerUser, allocatedResourcesStatus []ResourceStatus, stopSignal ~Signal
ContainerUser: linux LinuxContainerUser
DownwardAPIProjection: items []DownwardAPIVolumeFile
DownwardAPIVolumeFile: path string, fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, mode int32, user int64
DownwardAPIVolumeSource: items []DownwardAPIVolumeFile, defaultMode int32, defaultUser int64
EmptyDirVolumeSource: medium ~StorageMedium, sizeLimit quantity, mode int32
EnvFromSource: prefix string, configMapRef ConfigMapEnvSource, secretRef SecretEnvSource
EnvVar: name string, value string, valueFrom EnvVarSource
EnvVarSource: fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, configMapKeyRef ConfigMapKeySelector, secretKeyRef SecretKeySelector, fileKeyRef FileKeySelector
EphemeralContainer: name string, image string, command []string, args []string, workingDir string, ports []ContainerPort, envFrom []EnvFromSource, env []EnvVar, resources ResourceRequirements, resizePolicy []ContainerResizePolicy, restartPolicy ~ContainerRestartPolicy, restartPolicyRules []ContainerRestartRule, volumeMounts []VolumeMount, volumeDevices []VolumeDevice, livenessProbe Probe, readinessProbe Probe, startupProbe Probe, lifecycle Lifecycle, terminationMessagePath string, terminationMessagePolicy ~TerminationMessagePolicy, imagePullPolicy ~PullPolicy, securityContext SecurityContext, stdin bool, stdinOnce bool, tty bool, targetContainerName string
EphemeralVolumeSource: volumeClaimTemplate PersistentVolumeClaimTemplate
EvictionResponder: name string, priority int32
ExecAction: command []string
FCVolumeSource: targetWWNs []string, lun int32, fsType string, readOnly bool, wwids []string
FileKeySelector: volumeName string, path string, key string, optional bool
FlexVolumeSource: driver string, fsType string, secretRef LocalObjectReference, readOnly bool, options map[string]string
FlockerVolumeSource: datasetName string, datasetUUID string
GCEPersistentDiskVolumeSource: pdName string, fsType string, partition int32, readOnly bool
GRPCAction: port int32, service string, mode ~GRPCProbeMode
GitRepoVolumeSource: repository string, revision string, directory string
GlusterfsVolumeSource: endpoints string, path string, readOnly bool
HTTPGetAction: path string, port intOrString, host string, scheme ~URIScheme, httpHeaders []HTTPHeader, protocol ~HTTPProtocol
HTTPHeader: name string, value string
HostAlias: ip string, hostnames []string
HostIP: ip string
HostPathVolumeSource: path string, type ~HostPathType
ISCSIVolumeSource: targetPortal string, iqn string, lun int32, iscsiInterface string, fsType string, readOnly bool, portals []string, chapAuthDiscovery bool, chapAuthSession bool, secretRef LocalObjectReference, initiatorName string
ImageVolumeSource: reference string, pullPolicy ~PullPolicy
ImageVolumeStatus: imageRef string
KeyToPath: key string, path string, mode int32, user int64
Lifecycle: postStart LifecycleHandler, preStop LifecycleHandler, stopSignal ~Signal
LifecycleHandler: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction, sleep SleepAction
LinuxContainerUser: uid int64, gid int64, supplementalGroups []int64
LoadBalancerIngress: ip string, hostname string, ipMode ~LoadBalancerIPMode, ports []PortStatus
LoadBalancerStatus: ingress []LoadBalancerIngress
LocalObjectReference: name string
ModifyVolumeStatus: targetVolumeAttributesClassName string, status ~PersistentVolumeClaimModifyVolumeStatus
NFSVolumeSource: server string, path string, readOnly bool
Namespace: kind string, apiVersion string, metadata meta.ObjectMeta, spec NamespaceSpec, status NamespaceStatus
NamespaceCondition: type ~NamespaceConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string
NamespaceSpec: finalizers []~FinalizerName
NamespaceStatus: phase ~NamespacePhase, conditions []NamespaceCondition
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution NodeSelector, preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm
NodeAllocatableMappedResources: name ~ResourceName, quantity quantity
NodeAllocatableOverheadResources: name ~ResourceName, perPod quantity, perContainer quantity
NodeAllocatableResourceClaimStatus: resourceClaimName string, containers []string, mapping []NodeAllocatableMappedResources, overhead []NodeAllocatableOverheadResources
NodeSelector: nodeSelectorTerms []NodeSelectorTerm
NodeSelectorRequirement: key string, operator ~NodeSelectorOperator, values []string
NodeSelectorTerm: matchExpressions []NodeSelectorRequirement, matchFields []NodeSelectorRequirement
ObjectFieldSelector: apiVersion string, fieldPath string
ObjectReference: kind string, namespace string, name string, uid ~types.UID, apiVersion string, resourceVersion string, fieldPath string
PersistentVolumeClaim: kind string, apiVersion string, metadata meta.ObjectMeta, spec PersistentVolumeClaimSpec, status PersistentVolumeClaimStatus
PersistentVolumeClaimCondition: type ~PersistentVolumeClaimConditionType, status ~ConditionStatus, lastProbeTime time, lastTransitionTime time, reason string, message string
PersistentVolumeClaimSpec: accessModes []~PersistentVolumeAccessMode, selector meta.LabelSelector, resources VolumeResourceRequirements, volumeName string, storageClassName string, volumeMode ~PersistentVolumeMode, dataSource TypedLocalObjectReference, dataSourceRef TypedObjectReference, volumeAttributesClassName string
PersistentVolumeClaimStatus: phase ~PersistentVolumeClaimPhase, accessModes []~PersistentVolumeAccessMode, capacity ResourceList, conditions []PersistentVolumeClaimCondition, allocatedResources ResourceList, allocatedResourceStatuses map[~ResourceName]~ClaimResourceStatus, currentVolumeAttributesClassName string, modifyVolumeStatus ModifyVolumeStatus, healthStatus VolumeHealthStatus
PersistentVolumeClaimTemplate: metadata meta.ObjectMeta, spec PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource: claimName string, readOnly bool
PhotonPersistentDiskVolumeSource: pdID string, fsType string
Pod: kind string, apiVersion string, metadata meta.ObjectMeta, spec PodSpec, status PodStatus
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodAffinityTerm: labelSelector meta.LabelSelector, namespaces []string, topologyKey string, namespaceSelector meta.LabelSelector, matchLabelKeys []string, mismatchLabelKeys []string
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm
PodCertificateProjection: signerName string, keyType string, maxExpirationSeconds int32, credentialBundlePath string, keyPath string, certificateChainPath string, userAnnotations map[string]string, user int64
PodCondition: type ~PodConditionType, observedGeneration int64, status ~ConditionStatus, lastProbeTime time, lastTransitionTime time, reason string, message string
PodDNSConfig: nameservers []string, searches []string, options []PodDNSConfigOption
PodDNSConfigOption: name string, value string
PodExtendedResourceClaimStatus: requestMappings []ContainerExtendedResourceRequest, resourceClaimName string
PodIP: ip string
PodOS: name ~OSName
PodReadinessGate: conditionType ~PodConditionType
PodResourceClaim: name string, resourceClaimName string, resourceClaimTemplateName string
PodResourceClaimStatus: name string, resourceClaimName string
PodSchedulingGate: name string
PodSchedulingGroup: podGroupName string
PodSecurityContext: seLinuxOptions SELinuxOptions, windowsOptions WindowsSecurityContextOptions, runAsUser int64, runAsGroup int64, runAsNonRoot bool, supplementalGroups []int64, supplementalGroupsPolicy ~SupplementalGroupsPolicy, fsGroup int64, sysctls []Sysctl, fsGroupChangePolicy ~PodFSGroupChangePolicy, seccompProfile SeccompProfile, appArmorProfile AppArmorProfile, seLinuxChangePolicy ~PodSELinuxChangePolicy
PodSpec: volumes []Volume, initContainers []Container, containers []Container, ephemeralContainers []EphemeralContainer, restartPolicy ~RestartPolicy, terminationGracePeriodSeconds int64, activeDeadlineSeconds int64, dnsPolicy ~DNSPolicy, nodeSelector map[string]string, serviceAccountName string, serviceAccount string, automountServiceAccountToken bool, nodeName string, hostNetwork bool, hostPID bool, hostIPC bool, shareProcessNamespace bool, securityContext PodSecurityContext, imagePullSecrets []LocalObjectReference, hostname string, subdomain string, affinity Affinity, schedulerName string, tolerations []Toleration, hostAliases []HostAlias, priorityClassName string, priority int32, dnsConfig PodDNSConfig, readinessGates []PodReadinessGate, runtimeClassName string, enableServiceLinks bool, preemptionPolicy ~PreemptionPolicy, overhead ResourceList, topologySpreadConstraints []TopologySpreadConstraint, setHostnameAsFQDN bool, os PodOS, hostUsers bool, schedulingGates []PodSchedulingGate, resourceClaims []PodResourceClaim, resources ResourceRequirements, hostnameOverride string, schedulingGroup PodSchedulingGroup, evictionResponders []EvictionResponder
PodStatus: observedGeneration int64, phase ~PodPhase, conditions []PodCondition, message string, reason string, nominatedNodeName string, hostIP string, hostIPs []HostIP, podIP string, podIPs []PodIP, startTime time, initContainerStatuses []ContainerStatus, containerStatuses []ContainerStatus, qosClass ~PodQOSClass, ephemeralContainerStatuses []ContainerStatus, resize ~PodResizeStatus, resourceClaimStatuses []PodResourceClaimStatus, extendedResourceClaimStatus PodExtendedResourceClaimStatus, allocatedResources ResourceList, resources ResourceRequirements, nodeAllocatableResourceClaimStatuses []NodeAllocatableResourceClaimStatus, volumeHealth []PodVolumeHealth
PodTemplateSpec: metadata meta.ObjectMeta, spec PodSpec
PodVolumeHealth: name string, healthConditions []VolumeHealthCondition, lastTransitionTime time
PortStatus: port int32, protocol ~Protocol, error string
PortworxVolumeSource: volumeID string, fsType string, readOnly bool
PreferredSchedulingTerm: weight int32, preference NodeSelectorTerm
Probe: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction, grpc GRPCAction, initialDelaySeconds int32, timeoutSeconds int32, periodSeconds int32, successThreshold int32, failureThreshold int32, terminationGracePeriodSeconds int64
ProjectedVolumeSource: sources []VolumeProjection, defaultMode int32, defaultUser int64
QuobyteVolumeSource: registry string, volume string, readOnly bool, user string, group string, tenant string
RBDVolumeSource: monitors []string, image string, fsType string, pool string, user string, keyring string, secretRef LocalObjectReference, readOnly bool
ReplicationController: kind string, apiVersion string, metadata meta.ObjectMeta, spec ReplicationControllerSpec, status ReplicationControllerStatus
ReplicationControllerCondition: type ~ReplicationControllerConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string
ReplicationControllerSpec: replicas int32, minReadySeconds int32, selector map[string]string, template PodTemplateSpec
ReplicationControllerStatus: replicas int32, fullyLabeledReplicas int32, readyReplicas int32, availableReplicas int32, observedGeneration int64, conditions []ReplicationControllerCondition
ResourceClaim: name string, request string
ResourceFieldSelector: containerName string, resource string, divisor quantity
ResourceHealth: resourceID ~ResourceID, health ~ResourceHealthStatus, message string
ResourceList: = map[~ResourceName]quantity
ResourceRequirements: limits ResourceList, requests ResourceList, claims []ResourceClaim
ResourceStatus: name ~ResourceName, resources []ResourceHealth
SELinuxOptions: user string, role string, type string, level string
ScaleIOVolumeSource: gateway string, system string, secretRef LocalObjectReference, sslEnabled bool, protectionDomain string, storagePool string, storageMode string, volumeName string, fsType string, readOnly bool
SeccompProfile: type ~SeccompProfileType, localhostProfile string
Secret: kind string, apiVersion string, metadata meta.ObjectMeta, immutable bool, data map[string]bytes, stringData map[string]string, type ~SecretType
SecretEnvSource: name string, optional bool
SecretKeySelector: name string, key string, optional bool
SecretProjection: name string, items []KeyToPath, optional bool
SecretVolumeSource: secretName string, items []KeyToPath, defaultMode int32, optional bool, defaultUser int64
SecurityContext: capabilities Capabilities, privileged bool, seLinuxOptions SELinuxOptions, windowsOptions WindowsSecurityContextOptions, runAsUser int64, runAsGroup int64, runAsNonRoot bool, readOnlyRootFilesystem bool, allowPrivilegeEscalation bool, procMount ~ProcMountType, seccompProfile SeccompProfile, appArmorProfile AppArmorProfile
Service: kind string, apiVersion string, metadata meta.ObjectMeta, spec ServiceSpec, status ServiceStatus
ServiceAccount: kind string, apiVersion string, metadata meta.ObjectMeta, secrets []ObjectReference, imagePullSecrets []LocalObjectReference, automountServiceAccountToken bool
ServiceAccountTokenProjection: audience string, expirationSeconds int64, path string, user int64
ServicePort: name string, protocol ~Protocol, appProtocol string, port int32, targetPort intOrString, nodePort int32
ServiceSpec: ports []ServicePort, selector map[string]string, clusterIP string, clusterIPs []string, type ~ServiceType, externalIPs []string, sessionAffinity ~ServiceAffinity, loadBalancerIP string, loadBalancerSourceRanges []string, externalName string, externalTrafficPolicy ~ServiceExternalTrafficPolicy, healthCheckNodePort int32, publishNotReadyAddresses bool, sessionAffinityConfig SessionAffinityConfig, ipFamilies []~IPFamily, ipFamilyPolicy ~IPFamilyPolicy, allocateLoadBalancerNodePorts bool, loadBalancerClass string, internalTrafficPolicy ~ServiceInternalTrafficPolicy, trafficDistribution string
ServiceStatus: loadBalancer LoadBalancerStatus, conditions []meta.Condition
SessionAffinityConfig: clientIP ClientIPConfig
SleepAction: seconds int64
StorageOSVolumeSource: volumeName string, volumeNamespace string, fsType string, readOnly bool, secretRef LocalObjectReference
Sysctl: name string, value string
TCPSocketAction: port intOrString, host string
Toleration: key string, operator ~TolerationOperator, value string, effect ~TaintEffect, tolerationSeconds int64
TopologySpreadConstraint: maxSkew int32, topologyKey string, whenUnsatisfiable ~UnsatisfiableConstraintAction, labelSelector meta.LabelSelector, minDomains int32, nodeAffinityPolicy ~NodeInclusionPolicy, nodeTaintsPolicy ~NodeInclusionPolicy, matchLabelKeys []string
TypedLocalObjectReference: apiGroup string, kind string, name string
TypedObjectReference: apiGroup string, kind string, name string, namespace string
Volume: name string, hostPath HostPathVolumeSource, emptyDir EmptyDirVolumeSource, gcePersistentDisk GCEPersistentDiskVolumeSource, awsElasticBlockStore AWSElasticBlockStoreVolumeSource, gitRepo GitRepoVolumeSource, secret SecretVolumeSource, nfs NFSVolumeSource, iscsi ISCSIVolumeSource, glusterfs GlusterfsVolumeSource, persistentVolumeClaim PersistentVolumeClaimVolumeSource, rbd RBDVolumeSource, flexVolume FlexVolumeSource, cinder CinderVolumeSource, cephfs CephFSVolumeSource, flocker FlockerVolumeSource, downwardAPI DownwardAPIVolumeSource, fc FCVolumeSource, azureFile AzureFileVolumeSource, configMap ConfigMapVolumeSource, vsphereVolume VsphereVirtualDiskVolumeSource, quobyte QuobyteVolumeSource, azureDisk AzureDiskVolumeSource, photonPersistentDisk PhotonPersistentDiskVolumeSource, projected ProjectedVolumeSource, portworxVolume PortworxVolumeSource, scaleIO ScaleIOVolumeSource, storageos StorageOSVolumeSource, csi CSIVolumeSource, ephemeral EphemeralVolumeSource, image ImageVolumeSource
VolumeDevice: name string, devicePath string
VolumeHealthCondition: status ~VolumeHealthStatusType, reason string, message string
VolumeHealthStatus: healthConditions []VolumeHealthCondition, lastTransitionTime time
VolumeMount: name string, readOnly bool, recursiveReadOnly ~RecursiveReadOnlyMode, mountPath string, subPath string, mountPropagation ~MountPropagationMode, subPathExpr string, bindMountOptions []string
VolumeMountStatus: name string, mountPath string, readOnly bool, recursiveReadOnly ~RecursiveReadOnlyMode, volumeStatus VolumeStatus
VolumeProjection: secret SecretProjection, downwardAPI DownwardAPIProjection, configMap ConfigMapProjection, serviceAccountToken ServiceAccountTokenProjection, clusterTrustBundle ClusterTrustBundleProjection, podCertificate PodCertificateProjection
VolumeResourceRequirements: limits ResourceList, requests ResourceList
VolumeStatus: image ImageVolumeStatus
VsphereVirtualDiskVolumeSource: volumePath string, fsType string, storagePolicyName string, storagePolicyID string
WeightedPodAffinityTerm: weight int32, podAffinityTerm PodAffinityTerm
WindowsSecurityContextOptions: gmsaCredentialSpecName string, gmsaCredentialSpec string, runAsUserName string, hostProcess bool
`,
  apps: `
ControllerRevision: kind string, apiVersion string, metadata meta.ObjectMeta, data any, revision int64
DaemonSet: kind string, apiVersion string, metadata meta.ObjectMeta, spec DaemonSetSpec, status DaemonSetStatus
DaemonSetCondition: type ~DaemonSetConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string
DaemonSetSpec: selector meta.LabelSelector, template core.PodTemplateSpec, updateStrategy DaemonSetUpdateStrategy, minReadySeconds int32, revisionHistoryLimit int32
DaemonSetStatus: currentNumberScheduled int32, numberMisscheduled int32, desiredNumberScheduled int32, numberReady int32, observedGeneration int64, updatedNumberScheduled int32, numberAvailable int32, numberUnavailable int32, collisionCount int32, conditions []DaemonSetCondition
DaemonSetUpdateStrategy: type ~DaemonSetUpdateStrategyType, rollingUpdate RollingUpdateDaemonSet
Deployment: kind string, apiVersion string, metadata meta.ObjectMeta, spec DeploymentSpec, status DeploymentStatus
DeploymentCondition: type ~DeploymentConditionType, status ~ConditionStatus, lastUpdateTime time, lastTransitionTime time, reason string, message string
DeploymentSpec: replicas int32, selector meta.LabelSelector, template core.PodTemplateSpec, strategy DeploymentStrategy, minReadySeconds int32, revisionHistoryLimit int32, paused bool, progressDeadlineSeconds int32
DeploymentStatus: observedGeneration int64, replicas int32, updatedReplicas int32, readyReplicas int32, availableReplicas int32, unavailableReplicas int32, terminatingReplicas int32, conditions []DeploymentCondition, collisionCount int32
DeploymentStrategy: type ~DeploymentStrategyType, rollingUpdate RollingUpdateDeployment
ReplicaSet: kind string, apiVersion string, metadata meta.ObjectMeta, spec ReplicaSetSpec, status ReplicaSetStatus
ReplicaSetCondition: type ~ReplicaSetConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string
ReplicaSetSpec: replicas int32, minReadySeconds int32, selector meta.LabelSelector, template core.PodTemplateSpec
ReplicaSetStatus: replicas int32, fullyLabeledReplicas int32, readyReplicas int32, availableReplicas int32, terminatingReplicas int32, observedGeneration int64, conditions []ReplicaSetCondition
RollingUpdateDaemonSet: maxUnavailable intOrString, maxSurge intOrString
RollingUpdateDeployment: maxUnavailable intOrString, maxSurge intOrString
RollingUpdateStatefulSetStrategy: partition int32, maxUnavailable intOrString
StatefulSet: kind string, apiVersion string, metadata meta.ObjectMeta, spec StatefulSetSpec, status StatefulSetStatus
StatefulSetCondition: type ~StatefulSetConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string
StatefulSetOrdinals: start int32
StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted ~PersistentVolumeClaimRetentionPolicyType, whenScaled ~PersistentVolumeClaimRetentionPolicyType
StatefulSetSpec: replicas int32, selector meta.LabelSelector, template core.PodTemplateSpec, volumeClaimTemplates []core.PersistentVolumeClaim, serviceName string, podManagementPolicy ~PodManagementPolicyType, updateStrategy StatefulSetUpdateStrategy, revisionHistoryLimit int32, minReadySeconds int32, persistentVolumeClaimRetentionPolicy StatefulSetPersistentVolumeClaimRetentionPolicy, ordinals StatefulSetOrdinals
StatefulSetStatus: observedGeneration int64, replicas int32, readyReplicas int32, currentReplicas int32, updatedReplicas int32, currentRevision string, updateRevision string, collisionCount int32, conditions []StatefulSetCondition, availableReplicas int32
StatefulSetUpdateStrategy: type ~StatefulSetUpdateStrategyType, rollingUpdate RollingUpdateStatefulSetStrategy
`,
  batch: `
CronJob: kind string, apiVersion string, metadata meta.ObjectMeta, spec CronJobSpec, status CronJobStatus
CronJobSpec: schedule string, timeZone string, startingDeadlineSeconds int64, concurrencyPolicy ~ConcurrencyPolicy, suspend bool, jobTemplate JobTemplateSpec, successfulJobsHistoryLimit int32, failedJobsHistoryLimit int32
CronJobStatus: active []core.ObjectReference, lastScheduleTime time, lastSuccessfulTime time
Job: kind string, apiVersion string, metadata meta.ObjectMeta, spec JobSpec, status JobStatus
JobCondition: type ~JobConditionType, status ~ConditionStatus, lastProbeTime time, lastTransitionTime time, reason string, message string
JobSchedulingConfiguration: schedulingPolicy any, schedulingConstraints any, disruptionMode any, resourceClaims []any
JobSpec: parallelism int32, completions int32, activeDeadlineSeconds int64, podFailurePolicy PodFailurePolicy, successPolicy SuccessPolicy, backoffLimit int32, backoffLimitPerIndex int32, maxFailedIndexes int32, selector meta.LabelSelector, manualSelector bool, template core.PodTemplateSpec, ttlSecondsAfterFinished int32, completionMode ~CompletionMode, suspend bool, podReplacementPolicy ~PodReplacementPolicy, managedBy string, scheduling JobSchedulingConfiguration
JobStatus: conditions []JobCondition, startTime time, completionTime time, active int32, succeeded int32, failed int32, terminating int32, completedIndexes string, failedIndexes string, uncountedTerminatedPods UncountedTerminatedPods, ready int32
JobTemplateSpec: metadata meta.ObjectMeta, spec JobSpec
PodFailurePolicy: rules []PodFailurePolicyRule
PodFailurePolicyOnExitCodesRequirement: containerName string, operator ~PodFailurePolicyOnExitCodesOperator, values []int32
PodFailurePolicyOnPodConditionsPattern: type ~PodConditionType, status ~ConditionStatus
PodFailurePolicyRule: action ~PodFailurePolicyAction, onExitCodes PodFailurePolicyOnExitCodesRequirement, onPodConditions []PodFailurePolicyOnPodConditionsPattern
SuccessPolicy: rules []SuccessPolicyRule
SuccessPolicyRule: succeededIndexes string, succeededCount int32
UncountedTerminatedPods: succeeded []~types.UID, failed []~types.UID
`,
  image: `
Image: kind string, apiVersion string, metadata meta.ObjectMeta, dockerImageReference string, dockerImageMetadata any, dockerImageMetadataVersion string, dockerImageManifest string, dockerImageLayers []ImageLayer, signatures []ImageSignature, dockerImageSignatures []bytes, dockerImageManifestMediaType string, dockerImageConfig string, dockerImageManifests []ImageManifest
ImageImportSpec: from core.ObjectReference, to core.LocalObjectReference, importPolicy TagImportPolicy, referencePolicy TagReferencePolicy, includeManifest bool
ImageImportStatus: status meta.Status, image Image, tag string, manifests []Image
ImageLayer: name string, size int64, mediaType string
ImageLookupPolicy: local bool
ImageManifest: digest string, mediaType string, manifestSize int64, architecture string, os string, variant string
ImageSignature: kind string, apiVersion string, metadata meta.ObjectMeta, type string, content bytes, conditions []SignatureCondition, imageIdentity string, signedClaims map[string]string, created time, issuedBy SignatureIssuer, issuedTo SignatureSubject
ImageStream: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageStreamSpec, status ImageStreamStatus
ImageStreamImage: kind string, apiVersion string, metadata meta.ObjectMeta, image Image
ImageStreamImport: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageStreamImportSpec, status ImageStreamImportStatus
ImageStreamImportSpec: import bool, repository RepositoryImportSpec, images []ImageImportSpec
ImageStreamImportStatus: import ImageStream, repository RepositoryImportStatus, images []ImageImportStatus
ImageStreamMapping: kind string, apiVersion string, metadata meta.ObjectMeta, image Image, tag string
ImageStreamSpec: lookupPolicy ImageLookupPolicy, dockerImageRepository string, tags []TagReference
ImageStreamStatus: dockerImageRepository string, publicDockerImageRepository string, tags []NamedTagEventList
ImageStreamTag: kind string, apiVersion string, metadata meta.ObjectMeta, tag TagReference, generation int64, lookupPolicy ImageLookupPolicy, conditions []TagEventCondition, image Image
ImageTag: kind string, apiVersion string, metadata meta.ObjectMeta, spec TagReference, status NamedTagEventList, image Image
NamedTagEventList: tag string, items []TagEvent, conditions []TagEventCondition
RepositoryImportSpec: from core.ObjectReference, importPolicy TagImportPolicy, referencePolicy TagReferencePolicy, includeManifest bool
RepositoryImportStatus: status meta.Status, images []ImageImportStatus, additionalTags []string
SignatureCondition: type ~SignatureConditionType, status ~ConditionStatus, lastProbeTime time, lastTransitionTime time, reason string, message string
SignatureIssuer: organization string, commonName string
SignatureSubject: organization string, commonName string, publicKeyID string
TagEvent: created time, dockerImageReference string, image string, generation int64
TagEventCondition: type ~TagEventConditionType, status ~ConditionStatus, lastTransitionTime time, reason string, message string, generation int64
TagImportPolicy: insecure bool, scheduled bool, importMode ~ImportModeType
TagReference: name string, annotations map[string]string, from core.ObjectReference, reference bool, generation int64, importPolicy TagImportPolicy, referencePolicy TagReferencePolicy
TagReferencePolicy: type ~TagReferencePolicyType
`,
  build: `
BinaryBuildSource: asFile string
BitbucketWebHookCause: revision SourceRevision, secret string
Build: kind string, apiVersion string, metadata meta.ObjectMeta, spec BuildSpec, status BuildStatus
BuildCondition: type ~BuildConditionType, status ~ConditionStatus, lastUpdateTime time, lastTransitionTime time, reason string, message string
BuildConfig: kind string, apiVersion string, metadata meta.ObjectMeta, spec BuildConfigSpec, status BuildConfigStatus
BuildConfigSpec: triggers []BuildTriggerPolicy, runPolicy ~BuildRunPolicy, serviceAccount string, source BuildSource, revision SourceRevision, strategy BuildStrategy, output BuildOutput, resources core.ResourceRequirements, postCommit BuildPostCommitSpec, completionDeadlineSeconds int64, nodeSelector map[string]string, mountTrustedCA bool, successfulBuildsHistoryLimit int32, failedBuildsHistoryLimit int32
BuildConfigStatus: lastVersion int64, imageChangeTriggers []ImageChangeTriggerStatus
BuildOutput: to core.ObjectReference, pushSecret core.LocalObjectReference, imageLabels []ImageLabel
BuildPostCommitSpec: command []string, args []string, script string
BuildRequest: kind string, apiVersion string, metadata meta.ObjectMeta, revision SourceRevision, triggeredByImage core.ObjectReference, from core.ObjectReference, binary BinaryBuildSource, lastVersion int64, env []core.EnvVar, triggeredBy []BuildTriggerCause, dockerStrategyOptions DockerStrategyOptions, sourceStrategyOptions SourceStrategyOptions
BuildSource: type ~BuildSourceType, binary BinaryBuildSource, dockerfile string, git GitBuildSource, images []ImageSource, contextDir string, sourceSecret core.LocalObjectReference, secrets []SecretBuildSource, configMaps []ConfigMapBuildSource
BuildSpec: serviceAccount string, source BuildSource, revision SourceRevision, strategy BuildStrategy, output BuildOutput, resources core.ResourceRequirements, postCommit BuildPostCommitSpec, completionDeadlineSeconds int64, nodeSelector map[string]string, mountTrustedCA bool, triggeredBy []BuildTriggerCause
BuildStatus: phase ~BuildPhase, cancelled bool, reason ~StatusReason, message string, startTimestamp time, completionTimestamp time, duration int64, outputDockerImageReference string, config core.ObjectReference, output BuildStatusOutput, stages []StageInfo, logSnippet string, conditions []BuildCondition
BuildStatusOutput: to BuildStatusOutputTo
BuildStatusOutputTo: imageDigest string
BuildStrategy: type ~BuildStrategyType, dockerStrategy DockerBuildStrategy, sourceStrategy SourceBuildStrategy, customStrategy CustomBuildStrategy, jenkinsPipelineStrategy JenkinsPipelineBuildStrategy
BuildTriggerCause: message string, genericWebHook GenericWebHookCause, githubWebHook GitHubWebHookCause, imageChangeBuild ImageChangeCause, gitlabWebHook GitLabWebHookCause, bitbucketWebHook BitbucketWebHookCause
BuildTriggerPolicy: type ~BuildTriggerType, github WebHookTrigger, generic WebHookTrigger, imageChange ImageChangeTrigger, gitlab WebHookTrigger, bitbucket WebHookTrigger
BuildVolume: name string, source BuildVolumeSource, mounts []BuildVolumeMount
BuildVolumeMount: destinationPath string
BuildVolumeSource: type ~BuildVolumeSourceType, secret core.SecretVolumeSource, configMap core.ConfigMapVolumeSource, csi core.CSIVolumeSource
ConfigMapBuildSource: configMap core.LocalObjectReference, destinationDir string
CustomBuildStrategy: from core.ObjectReference, pullSecret core.LocalObjectReference, env []core.EnvVar, exposeDockerSocket bool, forcePull bool, secrets []SecretSpec, buildAPIVersion string
DockerBuildStrategy: from core.ObjectReference, pullSecret core.LocalObjectReference, noCache bool, env []core.EnvVar, forcePull bool, dockerfilePath string, buildArgs []core.EnvVar, imageOptimizationPolicy ~ImageOptimizationPolicy, volumes []BuildVolume
DockerStrategyOptions: buildArgs []core.EnvVar, noCache bool
GenericWebHookCause: revision SourceRevision, secret string
GitBuildSource: uri string, ref string, httpProxy string, httpsProxy string, noProxy string
GitHubWebHookCause: revision SourceRevision, secret string
GitLabWebHookCause: revision SourceRevision, secret string
GitSourceRevision: commit string, author SourceControlUser, committer SourceControlUser, message string
ImageChangeCause: imageID string, fromRef core.ObjectReference
ImageChangeTrigger: lastTriggeredImageID string, from core.ObjectReference, paused bool
ImageChangeTriggerStatus: lastTriggeredImageID string, from ImageStreamTagReference, lastTriggerTime time
ImageLabel: name string, value string
ImageSource: from core.ObjectReference, as []string, paths []ImageSourcePath, pullSecret core.LocalObjectReference
ImageSourcePath: sourcePath string, destinationDir string
ImageStreamTagReference: namespace string, name string
JenkinsPipelineBuildStrategy: jenkinsfilePath string, jenkinsfile string, env []core.EnvVar
SecretBuildSource: secret core.LocalObjectReference, destinationDir string
SecretLocalReference: name string
SecretSpec: secretSource core.LocalObjectReference, mountPath string
SourceBuildStrategy: from core.ObjectReference, pullSecret core.LocalObjectReference, env []core.EnvVar, scripts string, incremental bool, forcePull bool, volumes []BuildVolume
SourceControlUser: name string, email string
SourceRevision: type ~BuildSourceType, git GitSourceRevision
SourceStrategyOptions: incremental bool
StageInfo: name ~StageName, startTime time, durationMilliseconds int64, steps []StepInfo
StepInfo: name ~StepName, startTime time, durationMilliseconds int64
WebHookTrigger: secret string, allowEnv bool, secretReference SecretLocalReference
`,
  deploy: `
CustomDeploymentStrategyParams: image string, environment []core.EnvVar, command []string
DeploymentCause: type ~DeploymentTriggerType, imageTrigger DeploymentCauseImageTrigger
DeploymentCauseImageTrigger: from core.ObjectReference
DeploymentCondition: type ~DeploymentConditionType, status ~ConditionStatus, lastUpdateTime time, lastTransitionTime time, reason string, message string
DeploymentConfig: kind string, apiVersion string, metadata meta.ObjectMeta, spec DeploymentConfigSpec, status DeploymentConfigStatus
DeploymentConfigSpec: strategy DeploymentStrategy, minReadySeconds int32, triggers DeploymentTriggerPolicies, replicas int32, revisionHistoryLimit int32, test bool, paused bool, selector map[string]string, template core.PodTemplateSpec
DeploymentConfigStatus: latestVersion int64, observedGeneration int64, replicas int32, updatedReplicas int32, availableReplicas int32, unavailableReplicas int32, details DeploymentDetails, conditions []DeploymentCondition, readyReplicas int32
DeploymentDetails: message string, causes []DeploymentCause
DeploymentStrategy: type ~DeploymentStrategyType, customParams CustomDeploymentStrategyParams, recreateParams RecreateDeploymentStrategyParams, rollingParams RollingDeploymentStrategyParams, resources core.ResourceRequirements, labels map[string]string, annotations map[string]string, activeDeadlineSeconds int64
DeploymentTriggerImageChangeParams: automatic bool, containerNames []string, from core.ObjectReference, lastTriggeredImage string
DeploymentTriggerPolicies: = []DeploymentTriggerPolicy
DeploymentTriggerPolicy: type ~DeploymentTriggerType, imageChangeParams DeploymentTriggerImageChangeParams
ExecNewPodHook: command []string, env []core.EnvVar, containerName string, volumes []string
LifecycleHook: failurePolicy ~LifecycleHookFailurePolicy, execNewPod ExecNewPodHook, tagImages []TagImageHook
RecreateDeploymentStrategyParams: timeoutSeconds int64, pre LifecycleHook, mid LifecycleHook, post LifecycleHook
RollingDeploymentStrategyParams: updatePeriodSeconds int64, intervalSeconds int64, timeoutSeconds int64, maxUnavailable intOrString, maxSurge intOrString, pre LifecycleHook, post LifecycleHook
TagImageHook: containerName string, to core.ObjectReference
`,
  config: `
ConfigMapNameReference: name string
Image: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageSpec, status ImageStatus
ImageDigestMirrorSet: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageDigestMirrorSetSpec, status ImageDigestMirrorSetStatus
ImageDigestMirrorSetSpec: imageDigestMirrors []ImageDigestMirrors
ImageDigestMirrorSetStatus: 
ImageDigestMirrors: source string, mirrors []~ImageMirror, mirrorSourcePolicy ~MirrorSourcePolicy
ImageSpec: allowedRegistriesForImport []RegistryLocation, externalRegistryHostnames []string, additionalTrustedCA ConfigMapNameReference, registrySources RegistrySources, imageStreamImportMode ~ImportModeType
ImageStatus: internalRegistryHostname string, externalRegistryHostnames []string, imageStreamImportMode ~ImportModeType
ImageTagMirrorSet: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageTagMirrorSetSpec, status ImageTagMirrorSetStatus
ImageTagMirrorSetSpec: imageTagMirrors []ImageTagMirrors
ImageTagMirrorSetStatus: 
ImageTagMirrors: source string, mirrors []~ImageMirror, mirrorSourcePolicy ~MirrorSourcePolicy
RegistryLocation: domainName string, insecure bool
RegistrySources: insecureRegistries []string, blockedRegistries []string, allowedRegistries []string, containerRuntimeSearchRegistries []string
`,
  project: `
Project: kind string, apiVersion string, metadata meta.ObjectMeta, spec ProjectSpec, status ProjectStatus
ProjectSpec: finalizers []~FinalizerName
ProjectStatus: phase ~NamespacePhase, conditions []core.NamespaceCondition
`,
  operator: `
ImageContentSourcePolicy: kind string, apiVersion string, metadata meta.ObjectMeta, spec ImageContentSourcePolicySpec
ImageContentSourcePolicySpec: repositoryDigestMirrors []RepositoryDigestMirrors
RepositoryDigestMirrors: source string, mirrors []string
`,
};
