/** What the fields of pods and their containers mean; `../sentences.ts` says how this is read. */
export const PODS = `
Affinity
nodeAffinity: Which nodes the pod may or would rather run on.
podAffinity: Near which pods the pod must or would rather run.
podAntiAffinity: Far from which pods the pod must or would rather run.
AppArmorProfile
type: Which profile counts: RuntimeDefault, Localhost or Unconfined.
localhostProfile: The name of a profile on the node, for Localhost.
Capabilities
add: Capabilities that are added.
drop: Capabilities that are taken away.
ConfigMapEnvSource
name: The name of the config map.
optional: Whether the config map may be missing.
ConfigMapKeySelector
name: The name of the config map.
key: The entry that is meant.
optional: Whether the config map or the entry may be missing.
Container
name: The name of the container in its pod.
image: The pull spec of the image; with an image trigger or lookup, a tag of a stream decides.
command: The command to run, in the place of the image's entrypoint.
args: The arguments of the command, in the place of those of the image.
workingDir: The directory to run it in; that of the image where it is not given.
ports: The ports that it listens at; they tell, and open nothing.
envFrom: Config maps and secrets whose entries become environment.
env: Single variables of the environment.
resources: What the container needs and may use.
resizePolicy: Whether it is restarted when its resources change.
restartPolicy: When it is started anew, where that is otherwise than for the pod.
restartPolicyRules: What happens after certain exit codes.
volumeMounts: Where volumes of the pod are mounted.
volumeDevices: Where volumes are handed over as block devices.
livenessProbe: How to see that it hangs and must be restarted.
readinessProbe: How to see that it can be used.
startupProbe: How to see that it has started; until then the other probes wait.
lifecycle: What is run after it starts and before it ends.
terminationMessagePath: The file in which it may say why it ended.
terminationMessagePolicy: Whether the end of its log is taken where that file is empty.
imagePullPolicy: When the image is pulled: Always, IfNotPresent or Never.
securityContext: As whom it runs and what it may do.
stdin: Whether it gets a standard input.
stdinOnce: Whether that is closed when its first user has left.
tty: Whether it gets a terminal.
ContainerExtendedResourceRequest
containerName: The container that asks.
resourceName: The resource that it asks for.
requestName: The request of the claim that stands for it.
ContainerPort
name: The name of the port, by which services may refer to it.
hostPort: The port of the node that leads to it.
containerPort: The port of the container.
protocol: TCP, UDP or SCTP.
hostIP: The address of the node that the port is bound to.
ContainerResizePolicy
resourceName: The resource that changes: cpu or memory.
restartPolicy: NotRequired or RestartContainer.
ContainerRestartRule
action: What is done, such as Restart.
exitCodes: The exit codes for which the rule counts.
ContainerRestartRuleOnExitCodes
operator: In for one of the values, NotIn for none of them.
values: The exit codes.
ContainerState
waiting: It has not started yet, or waits to start again.
running: It runs.
terminated: It has ended.
ContainerStateRunning
startedAt: When it was started last.
ContainerStateTerminated
exitCode: Its exit code.
signal: The signal that ended it.
reason: Why it ended, as one word.
message: Why it ended, for people.
startedAt: When it had been started.
finishedAt: When it ended.
containerID: What its runtime calls it.
ContainerStateWaiting
reason: Why it waits, as one word such as ImagePullBackOff.
message: Why it waits, for people.
ContainerStatus
name: The name of the container.
state: What it does now.
lastState: How it ended the time before.
ready: Whether it can be used.
restartCount: How often it was started anew.
image: The image that it runs, as it was asked for.
imageID: The image that it runs, by digest.
containerID: What its runtime calls it.
started: Whether it has started, as its startup probe says.
allocatedResources: What its node has set aside for it.
resources: What it needs and may use now.
volumeMounts: Where volumes are mounted.
user: As whom it was started.
allocatedResourcesStatus: How the devices do that it was given.
stopSignal: The signal that asks it to end.
ContainerUser
linux: The user on Linux.
EnvFromSource
prefix: What is put before the name of each variable.
configMapRef: The config map.
secretRef: The secret.
EnvVar
name: The name of the variable.
value: Its value; $(NAME) stands for variables before it.
valueFrom: Where its value comes from, where it is not given.
EnvVarSource
fieldRef: A field of the pod.
resourceFieldRef: What the container needs or may use.
configMapKeyRef: An entry of a config map.
secretKeyRef: An entry of a secret.
fileKeyRef: An entry of a file in a volume.
EphemeralContainer = Container
targetContainerName: The container whose processes it may see.
EvictionResponder
name: Who answers a request to evict the pod, as DOMAIN/NAME.
priority: Who is asked first: the one with the highest number.
ExecAction
command: The command, with its arguments; no shell runs it.
FileKeySelector
volumeName: The volume that holds the file.
path: The path of the file in the volume.
key: The variable of the file that is meant.
optional: Whether the file or the variable may be missing.
GRPCAction
port: The port.
service: What is asked for in the health check.
mode: Plaintext, or TLS without a look at the certificate.
HTTPGetAction
path: The path that is asked for.
port: The port, as a number or by its name.
host: The host that is asked; the pod where it is not given.
scheme: HTTP or HTTPS.
httpHeaders: Headers that are sent.
protocol: HTTP1 or HTTP2.
HTTPHeader
name: The name of the header.
value: Its value.
HostAlias
ip: The address.
hostnames: Host names for the address, as in /etc/hosts.
HostIP
ip: An address of the node.
Lifecycle
postStart: What is done when the container has been started.
preStop: What is done before the container is asked to end.
stopSignal: The signal that asks it to end.
LifecycleHandler
exec: A command is run in the container.
httpGet: An HTTP request is made.
tcpSocket: Nothing is done; the field is kept for older versions.
sleep: It is waited.
LinuxContainerUser
uid: The number of the user.
gid: The number of its group.
supplementalGroups: The numbers of its other groups.
NodeAffinity
requiredDuringSchedulingIgnoredDuringExecution: What a node must have.
preferredDuringSchedulingIgnoredDuringExecution: What a node would better have, with weights.
NodeAllocatableMappedResources
name: The resource, such as cpu or memory.
quantity: How much of it was given for the claim.
NodeAllocatableOverheadResources
name: The resource, such as cpu or memory.
perPod: How much is added once for the pod.
perContainer: How much is added for each container that uses the claim.
NodeAllocatableResourceClaimStatus
resourceClaimName: The claim.
containers: The containers of the pod that use it.
mapping: What of the node was given with the devices.
overhead: What of the node the devices need beside that.
NodeSelector
nodeSelectorTerms: Terms of which one must hold.
NodeSelectorRequirement
key: The label of the node.
operator: How it is compared: In, NotIn, Exists, DoesNotExist, Gt or Lt.
values: What it is compared with.
NodeSelectorTerm
matchExpressions: Conditions on labels of the node, all of which must hold.
matchFields: Conditions on fields of the node, all of which must hold.
ObjectFieldSelector
apiVersion: The API version in which the field is named.
fieldPath: The field, such as metadata.name.
Pod: Containers that run together on one node; only a cluster runs them.
spec: What is to run.
status: What a cluster has found.
PodAffinity
requiredDuringSchedulingIgnoredDuringExecution: What must hold.
preferredDuringSchedulingIgnoredDuringExecution: What would better hold, with weights.
PodAffinityTerm
labelSelector: The pods that are meant.
namespaces: The namespaces that they are looked for in.
topologyKey: The label of nodes by which it is told what is near.
namespaceSelector: The namespaces that they are looked for in, by label.
matchLabelKeys: Labels whose value must be that of the pod itself.
mismatchLabelKeys: Labels whose value must not be that of the pod itself.
PodAntiAffinity = PodAffinity
PodCondition
type: What is judged, such as Ready.
observedGeneration: The generation of the pod that was judged.
status: True, False or Unknown.
lastProbeTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
PodDNSConfig
nameservers: Further name servers.
searches: Further domains to search.
options: Further options of the resolver.
PodDNSConfigOption
name: The name of the option.
value: Its value.
PodExtendedResourceClaimStatus
requestMappings: Which request stands for which resource of a container.
resourceClaimName: The claim that was made for the pod.
PodIP
ip: An address of the pod.
PodOS
name: linux or windows.
PodReadinessGate
conditionType: A condition of the pod that must be True before it is ready.
PodResourceClaim
name: What the containers call the claim.
resourceClaimName: A claim that is there.
resourceClaimTemplateName: A template of which the pod gets a claim of its own.
PodResourceClaimStatus
name: What the containers call the claim.
resourceClaimName: The claim that was made for the pod.
PodSchedulingGate
name: What must be removed before the pod is given to a node.
PodSchedulingGroup
podGroupName: The group of pods that it is placed with.
PodSecurityContext
seLinuxOptions: The SELinux label of the containers.
windowsOptions: What counts on Windows.
runAsUser: The number of the user that the containers run as.
runAsGroup: The number of its group.
runAsNonRoot: Whether containers that would run as root are refused.
supplementalGroups: Further groups of the first process.
supplementalGroupsPolicy: Whether groups that the image gives the user count too: Merge or Strict.
fsGroup: The group that owns files of volumes.
sysctls: Settings of the kernel.
fsGroupChangePolicy: When owners of files are changed: Always or OnRootMismatch.
seccompProfile: Which calls of the kernel are allowed.
appArmorProfile: The AppArmor profile of the containers.
seLinuxChangePolicy: How volumes get their SELinux label: Recursive or MountOption.
PodSpec
volumes: What the containers may mount.
initContainers: Containers that run before the others, one after the other.
containers: The containers.
ephemeralContainers: Containers that were added to look into a running pod.
restartPolicy: When containers are started anew: Always, OnFailure or Never.
terminationGracePeriodSeconds: How many seconds the pod may take to end; 30 where it is not given.
activeDeadlineSeconds: After how many seconds the pod is ended.
dnsPolicy: Where names are looked up: ClusterFirst, ClusterFirstWithHostNet, Default or None.
nodeSelector: The labels that a node must have.
serviceAccountName: The account that the pod acts as; default where it is not given.
serviceAccount: An older name of serviceAccountName.
automountServiceAccountToken: Whether the pod gets a token of its account.
nodeName: The node that the pod runs on.
hostNetwork: Whether the pod uses the network of its node.
hostPID: Whether the pod sees the processes of its node.
hostIPC: Whether the pod shares the memory and queues of its node.
shareProcessNamespace: Whether the containers see the processes of one another.
securityContext: As whom containers run and what they may do.
imagePullSecrets: Secrets with logins for the images.
hostname: The host name of the pod.
subdomain: The domain below which the pod has its name.
affinity: Where the pod may or would rather run.
schedulerName: Who chooses the node.
tolerations: Which taints of nodes the pod bears.
hostAliases: Further lines of /etc/hosts.
priorityClassName: The class that says how important the pod is.
priority: How important the pod is; it is made of priorityClassName.
dnsConfig: Further settings of DNS.
readinessGates: Conditions that must be True before the pod is ready.
runtimeClassName: Which runtime the pod is run by.
enableServiceLinks: Whether the services of the namespace are told in the environment.
preemptionPolicy: Whether less important pods may be ended for it: PreemptLowerPriority or Never.
overhead: What the runtime itself needs.
topologySpreadConstraints: How pods are spread over zones and nodes.
setHostnameAsFQDN: Whether the host name is the whole name.
os: The operating system that the pod is for.
hostUsers: Whether users of the pod are those of its node.
schedulingGates: What must be removed before the pod is given to a node.
resourceClaims: Devices that the pod needs.
resources: What the containers need and may use together.
hostnameOverride: The host name of the pod, whatever else is said.
schedulingGroup: The group of pods that it is placed with.
evictionResponders: Who is asked when the pod is to be evicted.
PodStatus
observedGeneration: The generation that was acted on last.
phase: Pending, Running, Succeeded, Failed or Unknown.
conditions: What is judged of the pod.
message: Why it is so, for people.
reason: Why it is so, as one word.
nominatedNodeName: The node on which room is made for the pod.
hostIP: The address of the node.
hostIPs: The addresses of the node.
podIP: The address of the pod.
podIPs: The addresses of the pod.
startTime: When the node took the pod.
initContainerStatuses: What each of the init containers does.
containerStatuses: What each of the containers does.
qosClass: How safe its resources are: Guaranteed, Burstable or BestEffort.
ephemeralContainerStatuses: What each of the ephemeral containers does.
resize: How far a change of resources is; kept for older versions.
resourceClaimStatuses: The claims that were made for the pod.
extendedResourceClaimStatus: The claim that stands for extended resources.
allocatedResources: What the node has set aside for the pod.
resources: What the pod needs and may use now.
nodeAllocatableResourceClaimStatuses: What of the node was given with claims.
volumeHealth: How the volumes do.
PodTemplateSpec
metadata: Labels and annotations of the pods that are made.
spec: What is to run in them.
PodVolumeHealth
name: The volume of the pod.
healthConditions: What is wrong with the volume.
lastTransitionTime: Since when it is so.
PreferredSchedulingTerm
weight: How much it counts, from 1 to 100.
preference: What a node would better have.
Probe
exec: A command is run in the container, and must exit with 0.
httpGet: An HTTP request is made, and must be answered with 200 to 399.
tcpSocket: A connection is made, and must be taken.
grpc: A health check of gRPC is made.
initialDelaySeconds: After how many seconds the first look is taken.
timeoutSeconds: After how many seconds without an answer it has failed.
periodSeconds: How many seconds lie between two looks.
successThreshold: How many looks in a row must succeed after a failure.
failureThreshold: How many looks in a row must fail.
terminationGracePeriodSeconds: How many seconds the container may take to end when the probe has failed.
ResourceClaim
name: The claim of the pod that is meant.
request: The request of the claim that is meant; all where it is not given.
ResourceFieldSelector
containerName: The container that is meant.
resource: What is meant, such as limits.cpu.
divisor: The unit in which it is given.
ResourceHealth
resourceID: The device.
health: Healthy, Unhealthy or Unknown.
message: Why it is so, for people.
ResourceRequirements
limits: What it may use at most, such as cpu and memory.
requests: What it needs at least.
claims: Claims of the pod that it uses.
ResourceStatus
name: The resource.
resources: How each of its devices does.
SELinuxOptions
user: The user of the label.
role: The role of the label.
type: The type of the label.
level: The level of the label.
SeccompProfile
type: Which profile counts: RuntimeDefault, Localhost or Unconfined.
localhostProfile: The path of a profile on the node, for Localhost.
SecretEnvSource
name: The name of the secret.
optional: Whether the secret may be missing.
SecretKeySelector
name: The name of the secret.
key: The entry that is meant.
optional: Whether the secret or the entry may be missing.
SecurityContext
capabilities: Capabilities that are added and taken away.
privileged: Whether the container may do what root of the node may.
seLinuxOptions: The SELinux label of the container.
windowsOptions: What counts on Windows.
runAsUser: The number of the user that the container runs as.
runAsGroup: The number of its group.
runAsNonRoot: Whether a container that would run as root is refused.
readOnlyRootFilesystem: Whether the container can only read its own files.
allowPrivilegeEscalation: Whether processes may get more rights than their parents.
procMount: How much of /proc is seen: Default or Unmasked.
seccompProfile: Which calls of the kernel are allowed.
appArmorProfile: The AppArmor profile of the container.
SleepAction
seconds: How many seconds are waited.
Sysctl
name: The setting.
value: Its value.
TCPSocketAction
port: The port, as a number or by its name.
host: The host; the pod where it is not given.
Toleration
key: The taint that is borne; all where it is not given.
operator: Equal to compare the value, Exists for any.
value: The value of the taint.
effect: The effect that is borne: NoSchedule, PreferNoSchedule or NoExecute; all where it is not given.
tolerationSeconds: For how many seconds NoExecute is borne.
TopologySpreadConstraint
maxSkew: By how many pods zones may differ.
topologyKey: The label of nodes that tells zones apart.
whenUnsatisfiable: Whether a pod that fits nowhere waits (DoNotSchedule) or not (ScheduleAnyway).
labelSelector: The pods that are counted.
minDomains: How many zones there must be at least.
nodeAffinityPolicy: Whether nodes count that the pod may not run on: Honor or Ignore.
nodeTaintsPolicy: Whether nodes count whose taints the pod does not bear: Honor or Ignore.
matchLabelKeys: Labels whose value must be that of the pod itself.
VolumeDevice
name: The volume claim of the pod.
devicePath: The path of the device in the container.
VolumeMount
name: The volume of the pod.
readOnly: Whether it can only be read.
recursiveReadOnly: Whether what is mounted below it can only be read, too: Disabled, IfPossible or Enabled.
mountPath: The path in the container.
subPath: The path in the volume; all of it where it is not given.
mountPropagation: Whether mounts are seen from outside and inside: None, HostToContainer or Bidirectional.
subPathExpr: The path in the volume, in which $(NAME) stands for environment.
bindMountOptions: Further options of the mount: noexec, nodev and nosuid.
VolumeMountStatus
name: The volume of the pod.
mountPath: The path in the container.
readOnly: Whether it can only be read.
recursiveReadOnly: Whether what is mounted below it can only be read, too.
volumeStatus: What is said about a volume of its sort.
WeightedPodAffinityTerm
weight: How much it counts, from 1 to 100.
podAffinityTerm: Which pods are meant.
WindowsSecurityContextOptions
gmsaCredentialSpecName: The name of the group account's description.
gmsaCredentialSpec: The description of the group account.
runAsUserName: The user that it runs as.
hostProcess: Whether it runs as a process of the node.
`;
