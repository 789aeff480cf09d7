/** What the fields of the group batch mean; `../sentences.ts` says how this is read. */
export const BATCH = `
CronJob: Starts a job at certain times.
spec: What is wanted.
status: What a cluster has found.
CronJobSpec
schedule: When to start, as five fields of cron.
timeZone: The time zone that the schedule is meant in, such as Europe/Berlin.
startingDeadlineSeconds: By how many seconds a start may be late before it is left out.
concurrencyPolicy: What to do while an earlier job runs: Allow, Forbid or Replace.
suspend: Whether no further jobs are started.
jobTemplate: The jobs that are started.
successfulJobsHistoryLimit: How many jobs that succeeded are kept.
failedJobsHistoryLimit: How many jobs that failed are kept.
CronJobStatus
active: The jobs that run now.
lastScheduleTime: When a job was started last.
lastSuccessfulTime: When a job succeeded last.
Job: Runs pods until a number of them have succeeded.
spec: What is wanted.
status: What a cluster has found.
JobCondition
type: What is judged: Complete, Failed, Suspended or FailureTarget.
status: True, False or Unknown.
lastProbeTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
JobSchedulingConfiguration
schedulingPolicy: Whether the pods are placed one by one, or all together as a gang.
schedulingConstraints: Where the pods may be placed as a group.
disruptionMode: Whether pods are disrupted singly or all together.
resourceClaims: Claims of devices that the pods share.
JobSpec
parallelism: How many pods may run at a time.
completions: How many pods must succeed.
activeDeadlineSeconds: After how many seconds the job is ended.
podFailurePolicy: What a failed pod means, by exit code or condition.
successPolicy: When the job has succeeded before all of its pods have.
backoffLimit: After how many failed pods the job has failed.
backoffLimitPerIndex: After how many failed pods an index has failed.
maxFailedIndexes: After how many failed indexes the job has failed.
selector: Which pods belong to the job; it is set by the cluster unless manualSelector is true.
manualSelector: Whether selector and labels of the pods are given, and not made.
template: The pods that are made, and their images.
ttlSecondsAfterFinished: After how many seconds a job that has ended is deleted.
completionMode: NonIndexed, or Indexed to give each pod a number of its own.
suspend: Whether no pods are made, and running ones are ended.
podReplacementPolicy: When a pod is replaced: as soon as it ends (TerminatingOrFailed) or when it has Failed.
managedBy: Who acts on the job, where that is not the cluster's own controller.
scheduling: How the pods are placed as a group.
JobStatus
conditions: What is judged of the job.
startTime: When the job began.
completionTime: When the job succeeded.
active: How many pods run or are about to.
succeeded: How many pods have succeeded.
failed: How many pods have failed.
terminating: How many pods are about to end.
completedIndexes: The indexes that have succeeded, as numbers and ranges.
failedIndexes: The indexes that have failed, as numbers and ranges.
uncountedTerminatedPods: Pods that have ended and are not counted yet.
ready: How many pods are ready.
JobTemplateSpec
metadata: Labels and annotations of the jobs that are made.
spec: What these jobs are to do.
PodFailurePolicy
rules: What decides, in this order; the first rule that fits counts.
PodFailurePolicyOnExitCodesRequirement
containerName: The container whose exit code counts; any of them where it is not given.
operator: In for one of the values, NotIn for none of them.
values: The exit codes.
PodFailurePolicyOnPodConditionsPattern
type: The type that a condition of the pod must have.
status: The status that it must have; True where it is not given.
PodFailurePolicyRule
action: What the failure means: FailJob, FailIndex, Ignore or Count.
onExitCodes: The exit codes for which the rule counts.
onPodConditions: The conditions of the pod for which the rule counts.
SuccessPolicy
rules: What decides; the first rule that is met makes the job a success.
SuccessPolicyRule
succeededIndexes: Indexes that must have succeeded, as numbers and ranges.
succeededCount: How many of them must have succeeded.
UncountedTerminatedPods
succeeded: The uids of those that succeeded.
failed: The uids of those that failed.
`;
