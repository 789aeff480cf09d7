/** What the fields of the group apps.openshift.io mean; `../sentences.ts` says how this is read. */
export const DEPLOY = `
CustomDeploymentStrategyParams
image: The image that does the rollout.
environment: The environment of that image.
command: The command to run in it, where it is not its own.
DeploymentCause
type: What began the rollout: Manual, ConfigChange or ImageChange.
imageTrigger: The tag that began it.
DeploymentCauseImageTrigger
from: The tag of a stream.
DeploymentCondition
type: What is judged: Available, Progressing or ReplicaFailure.
status: True, False or Unknown.
lastUpdateTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
DeploymentConfig: Runs a number of equal pods, and rolls a new template out when its triggers say so.
spec: What is wanted.
status: What was rolled out.
DeploymentConfigSpec
strategy: How pods are replaced.
minReadySeconds: For how many seconds a new pod must be ready before it counts as available.
triggers: What begins a rollout: a change of the template, or of a tag.
replicas: How many pods are to run.
revisionHistoryLimit: How many earlier rollouts are kept to go back to.
test: Whether pods only run while a rollout is tried.
paused: Whether changes wait until the deployment config is resumed.
selector: The labels of the pods that belong to it.
template: The pods that are made, and their images.
DeploymentConfigStatus
latestVersion: The number of the newest rollout; 0 before the first.
observedGeneration: The generation that was acted on last.
replicas: How many pods there are.
updatedReplicas: How many of them have the newest template.
availableReplicas: How many of them are available.
unavailableReplicas: How many more are needed to be all available.
details: Why the newest rollout was begun.
conditions: What is judged of the deployment config.
readyReplicas: How many pods are ready.
DeploymentDetails
message: Why it was begun, for people.
causes: What began it.
DeploymentStrategy
type: Rolling, Recreate or Custom.
customParams: How a strategy of one's own works.
recreateParams: How Recreate works.
rollingParams: How Rolling works; before and after it, hooks may run.
resources: What the pod that does the rollout needs and may use.
labels: Labels of the pods that do the rollout and run hooks.
annotations: Annotations of the pods that do the rollout and run hooks.
activeDeadlineSeconds: After how many seconds the pod that does the rollout is ended.
DeploymentTriggerImageChangeParams
automatic: Whether a new image begins a rollout by itself.
containerNames: The containers that get the image.
from: The tag of a stream that is followed.
lastTriggeredImage: The pull spec of the image that was rolled out last.
DeploymentTriggerPolicy
type: ConfigChange or ImageChange.
imageChangeParams: Which tag is followed, and which containers get its image.
ExecNewPodHook
command: The command to run.
env: The environment of the command, added to that of the container.
containerName: The container of the template whose image is used.
volumes: The names of volumes of the template that are mounted.
LifecycleHook
failurePolicy: What a failure of the hook means: Retry, Abort or Ignore.
execNewPod: A command that is run in a new pod.
tagImages: Tags that get the images of the rollout.
RecreateDeploymentStrategyParams
timeoutSeconds: For how many seconds pods may take to become available.
pre: What runs before pods are ended.
mid: What runs when the old pods have ended, and before new ones start.
post: What runs when the new pods are there.
RollingDeploymentStrategyParams
updatePeriodSeconds: How many seconds lie between the updates of single pods.
intervalSeconds: After how many seconds it is looked again whether pods are ready.
timeoutSeconds: For how many seconds pods may take to become available.
maxUnavailable: How many pods may be missing during an update, as a number or in percent.
maxSurge: How many pods more than wanted may run during an update, as a number or in percent.
pre: What runs before the first pod is replaced.
post: What runs when all pods are replaced.
TagImageHook
containerName: The container of the template whose image is meant.
to: The tag of a stream that gets it.
`;
