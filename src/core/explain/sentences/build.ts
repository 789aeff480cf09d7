/** What the fields of the group build.openshift.io mean; `../sentences.ts` says how this is read. */
export const BUILD = `
BinaryBuildSource
asFile: The name under which the uploaded file is put, where it is no archive.
BitbucketWebHookCause
revision: The commit that was pushed.
secret: The secret of the hook, which is shown masked.
Build: One build of an image, from source to push.
spec: What is built, how and where it goes.
status: How far the build is.
BuildCondition
type: What is judged: the phase of the build.
status: True, False or Unknown.
lastUpdateTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
BuildConfig: How images are built again and again, and what begins a build.
spec: What is built, how, where it goes and when.
status: The number of the newest build, and the images that began it.
BuildConfigSpec
triggers: What begins a build: a change of the build config or of a tag, or a webhook.
runPolicy: Whether builds run one after the other (Serial), only the newest of those that wait (SerialLatestOnly) or in Parallel.
serviceAccount: The account that the build runs as; builder where it is not given.
source: Where the source comes from.
revision: The commit to build; the newest of the branch where it is not given.
strategy: How the image is built.
output: Where the image goes.
resources: What the build needs and may use.
postCommit: What is run in the new image before it is pushed, as a test.
completionDeadlineSeconds: After how many seconds the build has failed.
nodeSelector: The labels of nodes on which the build may run.
mountTrustedCA: Whether the authorities that the cluster trusts are put into the build.
successfulBuildsHistoryLimit: How many builds that succeeded are kept.
failedBuildsHistoryLimit: How many builds that failed, were cancelled or broke off are kept.
BuildConfigStatus
lastVersion: The number of the newest build.
imageChangeTriggers: The image that each trigger has built from last.
BuildOutput
to: The tag of a stream, or the pull spec, that the image is pushed to.
pushSecret: The secret with the login for the push.
imageLabels: Labels that are put into the image.
BuildPostCommitSpec
command: The command to run, in the place of the image's entrypoint.
args: The arguments of the command, script or entrypoint.
script: A script that is run by the shell of the image.
BuildRequest: A request to begin a build of a build config, or to repeat a build; it is answered, and not kept.
revision: The commit to build.
triggeredByImage: The image that begins the build.
from: The tag that this image is of.
binary: What is uploaded as the source.
lastVersion: The number that the newest build must have for the request to count.
env: Environment that is added for this build.
triggeredBy: What begins the build.
dockerStrategyOptions: What is otherwise for this build of a Dockerfile.
sourceStrategyOptions: What is otherwise for this build from source.
BuildSource
type: Where the source comes from: Git, Dockerfile, Binary, Images or None.
binary: The source is uploaded when a build begins.
dockerfile: The text of a Dockerfile, which replaces that of the source.
git: The source is in git.
images: Files that are taken from other images.
contextDir: The directory of the source to build in.
sourceSecret: The secret with the login for git.
secrets: Secrets that are put into the source while it is built.
configMaps: Config maps that are put into the source while it is built.
BuildSpec
serviceAccount: The account that the build runs as.
source: Where the source comes from.
revision: The commit that is built.
strategy: How the image is built.
output: Where the image goes.
resources: What the build needs and may use.
postCommit: What is run in the new image before it is pushed, as a test.
completionDeadlineSeconds: After how many seconds the build has failed.
nodeSelector: The labels of nodes on which the build may run.
mountTrustedCA: Whether the authorities that the cluster trusts are put into the build.
triggeredBy: What began the build.
BuildStatus
phase: How far it is: New, Pending, Running, Complete, Failed, Error or Cancelled.
cancelled: Whether the build is to be ended.
reason: Why the phase is what it is, as one word.
message: Why the phase is what it is, for people.
startTimestamp: When the build began to run.
completionTimestamp: When the build ended.
duration: How long the build ran, in nanoseconds.
outputDockerImageReference: The pull spec that the image is pushed to.
config: The build config that the build is of.
output: What was pushed.
stages: How long each part of the build took.
logSnippet: The last lines of the log of a build that failed.
conditions: What is judged of the build.
BuildStatusOutput
to: What was pushed to the output.
BuildStatusOutputTo
imageDigest: The digest of the image that was pushed.
BuildStrategy
type: Docker, Source, Custom or JenkinsPipeline.
dockerStrategy: A Dockerfile is built.
sourceStrategy: Source is put into a builder image, which makes an image of it.
customStrategy: An image of one's own does the build.
jenkinsPipelineStrategy: A pipeline of Jenkins does the build.
BuildTriggerCause
message: What began the build, for people.
genericWebHook: A webhook for anything began it.
githubWebHook: A webhook of GitHub began it.
imageChangeBuild: A new image began it.
gitlabWebHook: A webhook of GitLab began it.
bitbucketWebHook: A webhook of Bitbucket began it.
BuildTriggerPolicy
type: ConfigChange, ImageChange, GitHub, GitLab, Bitbucket or Generic.
github: The webhook for GitHub.
generic: The webhook for anything.
imageChange: The tag that is followed.
gitlab: The webhook for GitLab.
bitbucket: The webhook for Bitbucket.
BuildVolume
name: The name of the volume.
source: What is in the volume.
mounts: Where the volume is mounted during the build.
BuildVolumeMount
destinationPath: The path at which the volume is mounted.
BuildVolumeSource
type: Secret, ConfigMap or CSI.
secret: The files are the entries of a secret.
configMap: The files are the entries of a config map.
csi: A storage driver provides the files.
ConfigMapBuildSource
configMap: The config map.
destinationDir: The directory below the source that its entries are put into.
CustomBuildStrategy
from: The image that does the build.
pullSecret: The secret with the login for that image.
env: The environment of that image.
exposeDockerSocket: Whether the build may use the Docker of its node.
forcePull: Whether the image is pulled even where the node has it.
secrets: Secrets that are mounted into the build.
buildAPIVersion: The API version in which the build is handed to the image.
DockerBuildStrategy
from: The image that replaces the last FROM of the Dockerfile.
pullSecret: The secret with the login for images that are pulled.
noCache: Whether no layer of an earlier build is used again.
env: Environment of the build, which is put into the image too.
forcePull: Whether images are pulled even where the node has them.
dockerfilePath: The path of the Dockerfile, below contextDir.
buildArgs: Values for the ARG lines of the Dockerfile.
imageOptimizationPolicy: Which layers are made one: None, SkipLayers or SkipLayersAndWarn.
volumes: Volumes that are mounted during the build.
DockerStrategyOptions
buildArgs: Values for the ARG lines of the Dockerfile.
noCache: Whether no layer of an earlier build is used again.
GenericWebHookCause
revision: The commit that was named.
secret: The secret of the hook, which is shown masked.
GitBuildSource
uri: The address of the repository.
ref: The branch, tag or commit to build.
httpProxy: The proxy for addresses with http.
httpsProxy: The proxy for addresses with https.
noProxy: Hosts that are reached without a proxy.
GitHubWebHookCause
revision: The commit that was pushed.
secret: The secret of the hook, which is shown masked.
GitLabWebHookCause
revision: The commit that was pushed.
secret: The secret of the hook, which is shown masked.
GitSourceRevision
commit: The hash of the commit.
author: Who wrote the commit.
committer: Who committed it.
message: The first line of what was said of it.
ImageChangeCause
imageID: The image that began the build.
fromRef: The tag that the image is of.
ImageChangeTrigger
lastTriggeredImageID: The image that was built from last, in an older place than status.
from: The tag of a stream that is followed; that of the strategy where it is not given.
paused: Whether new images begin no build.
ImageChangeTriggerStatus
lastTriggeredImageID: The image that was built from last.
from: The tag that is followed.
lastTriggerTime: When a new image began a build last.
ImageLabel
name: The name of the label.
value: Its value.
ImageSource
from: The image that files are taken from.
as: The names in the Dockerfile that this image replaces.
paths: Which files are taken, and where they are put.
pullSecret: The secret with the login for the image.
ImageSourcePath
sourcePath: The path in the image.
destinationDir: The directory below the source that it is put into.
ImageStreamTagReference
namespace: The namespace of the stream.
name: The stream and its tag, as STREAM:TAG.
JenkinsPipelineBuildStrategy
jenkinsfilePath: The path of the pipeline's file, below contextDir.
jenkinsfile: The text of the pipeline.
env: Environment of the pipeline.
SecretBuildSource
secret: The secret.
destinationDir: The directory below the source that its entries are put into.
SecretLocalReference
name: The name of the secret.
SecretSpec
secretSource: The secret.
mountPath: The path at which it is mounted.
SourceBuildStrategy
from: The builder image.
pullSecret: The secret with the login for that image.
env: Environment of the build, which is put into the image too.
scripts: Where to get scripts that replace those of the builder image.
incremental: Whether files of the image before are used again.
forcePull: Whether the builder image is pulled even where the node has it.
volumes: Volumes that are mounted during the build.
SourceControlUser
name: The name of the person.
email: The address of the person.
SourceRevision
type: Where the source comes from; Git is the usual one.
git: The commit.
SourceStrategyOptions
incremental: Whether files of the image before are used again.
StageInfo
name: The part of the build, such as FetchInputs, Build or PushImage.
startTime: When it began.
durationMilliseconds: How many milliseconds it took.
steps: What was done in it.
StepInfo
name: What was done.
startTime: When it began.
durationMilliseconds: How many milliseconds it took.
WebHookTrigger
secret: The word that the address of the hook must hold, in an older place than secretReference.
allowEnv: Whether the caller may add environment to the build.
secretReference: The secret whose entry WebHookSecretKey holds that word.
`;
