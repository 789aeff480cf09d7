/** What the fields of the group image.openshift.io mean; `../sentences.ts` says how this is read. */
export const IMAGE = `
Image: An image that streams have recorded: its pull spec, layers and configuration, under its digest.
dockerImageReference: The pull spec from which the image was recorded first.
dockerImageMetadata: The configuration of the image: environment, command, user, ports, labels and size.
dockerImageMetadataVersion: The version of the format of dockerImageMetadata.
dockerImageManifest: The manifest as the registry sent it, where it was kept.
dockerImageLayers: The layers, from the lowest to the highest.
signatures: Signatures that were made for the image.
dockerImageSignatures: Signatures as the registry kept them, in the old format of Docker.
dockerImageManifestMediaType: The media type of the manifest.
dockerImageConfig: The configuration as the registry sent it, where it was kept.
dockerImageManifests: The images of the single platforms, where the image is an index.
ImageImportSpec
from: The image to look up; its kind must be DockerImage.
to: The tag that is to get the image; its name is that of the tag.
importPolicy: How the image is looked up, now and later.
referencePolicy: From where the tag gives out the image.
includeManifest: Whether the answer is to hold the manifest.
ImageImportStatus
status: Whether the image was found, and if not, why.
image: The image that was found.
tag: The name of the tag in the registry, where a whole repository was looked up.
manifests: The images of the single platforms, where an index was kept.
ImageLayer
name: The digest of the layer.
size: The size of the layer in bytes, as it is stored.
mediaType: The media type of the layer.
ImageLookupPolicy
local: Whether workloads of the namespace may name the stream's tags instead of images.
ImageManifest
digest: The digest of the image for the platform.
mediaType: The media type of its manifest.
manifestSize: The size of its manifest in bytes.
architecture: The processor that it is for, such as amd64.
os: The operating system that it is for, such as linux.
variant: The variant of the processor, such as v8.
ImageSignature
type: The format of the signature; atomic is the only one.
content: The signature itself.
conditions: What was found when the signature was checked.
imageIdentity: The pull spec that the signer wrote into it.
signedClaims: What else the signer wrote into it.
created: When it was signed, as the signer wrote it.
issuedBy: Who issued the certificate or key of the signer.
issuedTo: For whom the certificate or key was issued.
ImageStream: A named set of tags, each of which points at an image and remembers those that it has had.
spec: What the tags are to follow.
status: What the tags point at, and have pointed at before.
ImageStreamImage: One image of a stream's history, under STREAM@DIGEST; it is made of the stream and the image when it is read.
image: The image.
ImageStreamImport: A request to look images up in registries; it is answered, and not kept.
spec: Which images to look up.
status: What was found.
ImageStreamImportSpec
import: Whether the images are to be recorded in the stream, and not only looked up.
repository: A repository whose tags are to be looked up.
images: Single images to look up.
ImageStreamImportStatus
import: The stream after the import, where it was recorded.
repository: What was found of the repository.
images: What was found of each image, in the order of the request.
ImageStreamMapping: A request to record an image that was pushed as the newest of a tag.
image: The image.
tag: The tag that gets the image.
ImageStreamSpec
lookupPolicy: Whether workloads may name the stream's tags instead of images.
dockerImageRepository: A repository of which every tag is followed, where no single tags are written.
tags: What each tag is to follow.
ImageStreamStatus
dockerImageRepository: The repository of the stream in the integrated registry, or the one it follows where there is no such registry.
publicDockerImageRepository: The same under the public name of the integrated registry.
tags: The images that each tag has had.
ImageStreamTag: One tag of a stream with the image that it has now; it is made of the stream and the image when it is read.
tag: What the tag is to follow; absent where only an image was pushed to it.
generation: The generation of the stream at which the tag got its image.
lookupPolicy: Whether workloads may name the stream's tags instead of images.
conditions: What went wrong with the tag's last import.
image: The image that the tag has now.
ImageTag: One tag of a stream: what it is to follow, and the images that it has had.
spec: What the tag is to follow.
status: The images that the tag has had.
image: The image that the tag has now.
NamedTagEventList
tag: The name of the tag.
items: The images that the tag has had, the newest first.
conditions: What went wrong with the tag's last import.
RepositoryImportSpec
from: The repository whose tags are to be looked up; its kind must be DockerImage.
importPolicy: How the tags are looked up, now and later.
referencePolicy: From where the tags give out their images.
includeManifest: Whether the answer is to hold the manifests.
RepositoryImportStatus
status: Whether the repository could be read, and if not, why.
images: What was found of each tag that was looked up.
additionalTags: Tags of the repository that were not looked up, because there are too many.
SignatureCondition
type: What was checked, such as Trusted.
status: True, False or Unknown.
lastProbeTime: When it was checked last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
SignatureIssuer
organization: The organization that issued the certificate.
commonName: The common name of who issued it.
SignatureSubject
organization: The organization that the certificate is for.
commonName: The common name of whom it is for.
publicKeyID: What names the key of the signer, or its end.
TagEvent
created: When the tag came to point at the image.
dockerImageReference: The pull spec of the image.
image: The digest of the image; empty where the tag only refers to a pull spec.
generation: The generation of the spec tag that brought the image.
TagEventCondition
type: What is judged; ImportSuccess is the only one.
status: False where the last import failed.
lastTransitionTime: When the status changed last.
reason: Why it failed, as one word such as NotFound.
message: Why it failed, for people.
generation: The generation of the spec tag that was imported.
TagImportPolicy
insecure: Whether the registry may be reached without a certificate that is trusted, or without TLS.
scheduled: Whether the image is looked up again from time to time, and the tag follows it.
importMode: What is recorded of an index: Legacy for the image of one platform, PreserveOriginal for all of it.
TagReference
name: The name of the tag.
annotations: Names and values that are kept with the tag.
from: What the tag follows: a DockerImage, an ImageStreamTag or an ImageStreamImage.
reference: Whether the tag only hands out its pull spec, and is never imported.
generation: The generation of the stream at which this was changed last; 0 has the tag imported again.
importPolicy: How the image is looked up, now and later.
referencePolicy: From where the tag gives out its image.
TagReferencePolicy
type: Source to give out the pull spec of the source, Local for the stream's place in the integrated registry.
`;
