/** What the fields of the core group, beside those of pods and volumes mean; `../sentences.ts` says how this is read. */
export const CORE = `
ClientIPConfig
timeoutSeconds: For how many seconds a client keeps the pod that it came to.
ConfigMap: Settings as entries with names.
immutable: Whether the entries may never be changed.
data: The entries, as text.
binaryData: Entries that are no text, in base64.
LoadBalancerIngress
ip: The address of the load balancer.
hostname: The host name of the load balancer.
ipMode: How packets for the address arrive: VIP or Proxy.
ports: What is said about single ports.
LoadBalancerStatus
ingress: Where the load balancer is reached.
LocalObjectReference
name: The name of the object, in the same namespace.
Namespace: A room for objects, whose names need only differ inside of it.
spec: What keeps the namespace from going.
status: Whether the namespace is there or about to go.
NamespaceCondition
type: What is judged.
status: True, False or Unknown.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
NamespaceSpec
finalizers: Names of those who have something to do before the namespace may go.
NamespaceStatus
phase: Active, or Terminating while the namespace is being deleted.
conditions: What keeps a deletion from ending.
ObjectReference
kind: The type of the object.
namespace: The namespace of the object; that of the object which refers to it where it is not given.
name: The name of the object; for a tag STREAM:TAG, for an image a pull spec or STREAM@DIGEST.
uid: The uid of the object.
apiVersion: The API version of the object.
resourceVersion: The version of the object that is meant.
fieldPath: The part of the object that is meant.
PortStatus
port: The port.
protocol: TCP, UDP or SCTP.
error: Why the port does not work, as one word.
ReplicationController: Keeps a number of equal pods; deployment configs make one for each rollout.
spec: What is wanted.
status: What a cluster has found.
ReplicationControllerCondition
type: What is judged.
status: True, False or Unknown.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
ReplicationControllerSpec
replicas: How many pods are to run; 1 where it is not given.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
selector: The labels of the pods that belong to it.
template: The pods that are made, and their images.
ReplicationControllerStatus
replicas: How many pods there are.
fullyLabeledReplicas: How many of them have all the labels of the template.
readyReplicas: How many of them are ready.
availableReplicas: How many of them are available.
observedGeneration: The generation that was acted on last.
conditions: What is judged of the replication controller.
Secret: Confidential values as entries with names, such as the login for a registry.
immutable: Whether the entries may never be changed.
data: The entries, in base64.
stringData: Entries as text, which are put into data when they are written.
type: What the entries are, such as kubernetes.io/dockerconfigjson; Opaque for anything.
Service: One address for a set of pods.
spec: What is wanted.
status: What a cluster has found.
ServiceAccount: Whom pods and builds act as, with the secrets that they may use.
secrets: Secrets that pods of the account may mount.
imagePullSecrets: Secrets with logins for the images of pods and of imports.
automountServiceAccountToken: Whether pods get a token of the account.
ServicePort
name: The name of the port.
protocol: TCP, UDP or SCTP.
appProtocol: What is spoken at the port, such as http.
port: The port of the service.
targetPort: The port of the pods, as a number or by its name; that of the service where it is not given.
nodePort: The port on each node, for the types NodePort and LoadBalancer.
ServiceSpec
ports: The ports of the service.
selector: The labels of the pods that get what comes in.
clusterIP: The address inside of the cluster; None for a service without one.
clusterIPs: The addresses inside of the cluster, one for each family.
type: From where the service is reached: ClusterIP, NodePort, LoadBalancer or ExternalName.
externalIPs: Further addresses at which nodes take what is for the service.
sessionAffinity: ClientIP to have a client come to the same pod, or None.
loadBalancerIP: The address that the load balancer is to have, where it can be chosen.
loadBalancerSourceRanges: From which addresses the load balancer takes anything.
externalName: The host name that the service stands for, for the type ExternalName.
externalTrafficPolicy: Whether what comes from outside goes to pods of the same node (Local) or to any (Cluster).
healthCheckNodePort: The port at which a load balancer asks nodes whether they have pods.
publishNotReadyAddresses: Whether pods that are not ready are among the addresses.
sessionAffinityConfig: How long a client keeps its pod.
ipFamilies: The families of the addresses: IPv4, IPv6 or both.
ipFamilyPolicy: SingleStack, PreferDualStack or RequireDualStack.
allocateLoadBalancerNodePorts: Whether a load balancer gets ports on the nodes.
loadBalancerClass: Which kind of load balancer is wanted.
internalTrafficPolicy: Whether what comes from inside goes to pods of the same node (Local) or to any (Cluster).
trafficDistribution: Which pods are preferred, such as those that are close.
ServiceStatus
loadBalancer: Where the load balancer is reached.
conditions: What is judged of the service.
SessionAffinityConfig
clientIP: What counts for ClientIP.
`;
