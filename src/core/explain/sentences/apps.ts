/** What the fields of the group apps mean; `../sentences.ts` says how this is read. */
export const APPS = `
ControllerRevision: An earlier template of a stateful set or daemon set, to which it can go back.
data: What the template was.
revision: The number of the revision.
DaemonSet: Runs one pod on each node that fits.
spec: What is wanted.
status: What a cluster has found.
DaemonSetCondition
type: What is judged.
status: True, False or Unknown.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
DaemonSetSpec
selector: Which pods belong to the daemon set; the labels of the template must match it.
template: The pods that are made, and their images.
updateStrategy: How pods are replaced when the template changes.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
revisionHistoryLimit: How many earlier templates are kept to go back to.
DaemonSetStatus
currentNumberScheduled: On how many nodes a pod runs that is to run there.
numberMisscheduled: On how many nodes a pod runs that is not to run there.
desiredNumberScheduled: On how many nodes a pod is to run.
numberReady: On how many nodes that pod is ready.
observedGeneration: The generation that was acted on last.
updatedNumberScheduled: On how many nodes the pod has the newest template.
numberAvailable: On how many nodes the pod is available.
numberUnavailable: On how many nodes the pod is missing or not available.
collisionCount: How often the name of a revision was taken already.
conditions: What is judged of the daemon set.
DaemonSetUpdateStrategy
type: RollingUpdate to replace pods at once, OnDelete to wait until they are deleted.
rollingUpdate: How many pods are replaced at a time.
Deployment: Runs a number of equal pods, and replaces them step by step when their template changes.
spec: What is wanted.
status: What a cluster has found.
DeploymentCondition
type: What is judged: Available, Progressing or ReplicaFailure.
status: True, False or Unknown.
lastUpdateTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
DeploymentSpec
replicas: How many pods are to run; 1 where it is not given.
selector: Which pods belong to the deployment; the labels of the template must match it.
template: The pods that are made, and their images.
strategy: How pods are replaced when the template changes.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
revisionHistoryLimit: How many earlier templates are kept to go back to; 10 where it is not given.
paused: Whether changes of the template wait until the deployment is resumed.
progressDeadlineSeconds: After how many seconds without progress a rollout counts as failed.
DeploymentStatus
observedGeneration: The generation that was acted on last.
replicas: How many pods there are that do not end.
updatedReplicas: How many of them have the newest template.
readyReplicas: How many of them are ready.
availableReplicas: How many of them are available.
unavailableReplicas: How many more are needed to be all available.
terminatingReplicas: How many pods are about to end.
conditions: What is judged of the deployment.
collisionCount: How often the name of a replica set was taken already.
DeploymentStrategy
type: RollingUpdate to replace pods step by step, Recreate to end all of them first.
rollingUpdate: How many pods are replaced at a time.
ReplicaSet: Keeps a number of equal pods; deployments make one for each template.
spec: What is wanted.
status: What a cluster has found.
ReplicaSetCondition = DaemonSetCondition
ReplicaSetSpec
replicas: How many pods are to run; 1 where it is not given.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
selector: Which pods belong to the replica set; the labels of the template must match it.
template: The pods that are made, and their images.
ReplicaSetStatus
replicas: How many pods there are that do not end.
fullyLabeledReplicas: How many of them have all the labels of the template.
readyReplicas: How many of them are ready.
availableReplicas: How many of them are available.
terminatingReplicas: How many pods are about to end.
observedGeneration: The generation that was acted on last.
conditions: What is judged of the replica set.
RollingUpdateDaemonSet
maxUnavailable: How many pods may be missing during an update, as a number or in percent.
maxSurge: How many nodes may have an old and a new pod during an update, as a number or in percent.
RollingUpdateDeployment
maxUnavailable: How many pods may be missing during an update, as a number or in percent.
maxSurge: How many pods more than wanted may run during an update, as a number or in percent.
RollingUpdateStatefulSetStrategy
partition: From which ordinal on pods are updated; those below it keep the old template.
maxUnavailable: How many pods may be missing during an update, as a number or in percent.
StatefulSet: Runs pods with lasting names and volumes of their own, one after the other.
spec: What is wanted.
status: What a cluster has found.
StatefulSetCondition = DaemonSetCondition
StatefulSetOrdinals
start: The number of the first pod; 0 where it is not given.
StatefulSetPersistentVolumeClaimRetentionPolicy
whenDeleted: Whether volume claims stay when the stateful set is deleted: Retain or Delete.
whenScaled: Whether volume claims stay when there are to be fewer pods: Retain or Delete.
StatefulSetSpec
replicas: How many pods are to run; 1 where it is not given.
selector: Which pods belong to the stateful set; the labels of the template must match it.
template: The pods that are made, and their images.
volumeClaimTemplates: Volume claims of which each pod gets its own.
serviceName: The service that gives the pods their names in DNS.
podManagementPolicy: OrderedReady to start pods one after the other, Parallel to start them all at once.
updateStrategy: How pods are replaced when the template changes.
revisionHistoryLimit: How many earlier templates are kept to go back to.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
persistentVolumeClaimRetentionPolicy: When volume claims that were made for pods go.
ordinals: How the pods are numbered.
StatefulSetStatus
observedGeneration: The generation that was acted on last.
replicas: How many pods there are.
readyReplicas: How many of them are ready.
currentReplicas: How many of them have the template of currentRevision.
updatedReplicas: How many of them have the template of updateRevision.
currentRevision: The revision of the template that pods had before an update.
updateRevision: The revision of the newest template.
collisionCount: How often the name of a revision was taken already.
conditions: What is judged of the stateful set.
availableReplicas: How many pods are available.
StatefulSetUpdateStrategy
type: RollingUpdate to replace pods from the last to the first, OnDelete to wait until they are deleted.
rollingUpdate: Which pods are replaced, and how many at a time.
`;
