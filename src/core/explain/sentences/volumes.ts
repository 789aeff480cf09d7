/** What the fields of volumes mean; `../sentences.ts` says how this is read. */
export const VOLUMES = `
AWSElasticBlockStoreVolumeSource
volumeID: The disk.
fsType: The type of its file system, such as ext4.
partition: The partition of the disk; 0 for all of it.
readOnly: Whether it can only be read.
AzureDiskVolumeSource
diskName: The name of the disk.
diskURI: The address of the disk.
cachingMode: What the node caches: None, ReadOnly or ReadWrite.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
kind: How the disk is kept: Shared, Dedicated or Managed.
AzureFileVolumeSource
secretName: The secret with the account.
shareName: The share.
readOnly: Whether it can only be read.
CSIVolumeSource
driver: The storage driver.
readOnly: Whether it can only be read.
fsType: The type of its file system, such as ext4.
volumeAttributes: What the driver is told.
nodePublishSecretRef: The secret with what the driver needs.
CephFSVolumeSource
monitors: The monitors of Ceph.
path: The path that is mounted; / where it is not given.
user: The user; admin where it is not given.
secretFile: The file of the node with the key.
secretRef: The secret with the key, in the place of secretFile.
readOnly: Whether it can only be read.
CinderVolumeSource
volumeID: The volume.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
secretRef: The secret with what is needed to reach OpenStack.
ClusterTrustBundleProjection
name: The name of the bundle of authorities.
signerName: All bundles of this signer.
labelSelector: Which of these bundles are meant.
optional: Whether the bundle may be missing.
path: The file that the authorities are put into.
user: The number of the user who owns the file.
ConfigMapProjection
name: The name of the config map.
items: Which entries become files; all where it is not given.
optional: Whether the config map or an entry may be missing.
ConfigMapVolumeSource
name: The name of the config map.
items: Which entries become files; all where it is not given.
defaultMode: The mode of the files, as a number; 420 is 0644.
optional: Whether the config map or an entry may be missing.
defaultUser: The number of the user who owns the files.
DownwardAPIProjection
items: Which fields of the pod become files.
DownwardAPIVolumeFile
path: The path of the file.
fieldRef: The field of the pod.
resourceFieldRef: What a container needs or may use.
mode: The mode of the file.
user: The number of the user who owns the file.
DownwardAPIVolumeSource
items: Which fields of the pod become files.
defaultMode: The mode of the files.
defaultUser: The number of the user who owns the files.
EmptyDirVolumeSource
medium: Where it lies: empty for the disk of the node, Memory for memory.
sizeLimit: How much may be put into it.
mode: The mode of the directory.
EphemeralVolumeSource
volumeClaimTemplate: The volume claim that is made for the pod and goes with it.
FCVolumeSource
targetWWNs: The names of the targets.
lun: The number of the unit.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
wwids: The names of the volume, in the place of targetWWNs and lun.
FlexVolumeSource
driver: The storage driver.
fsType: The type of its file system.
secretRef: The secret with what the driver needs.
readOnly: Whether it can only be read.
options: What the driver is told.
FlockerVolumeSource
datasetName: The name of the data set.
datasetUUID: What tells the data set from others.
GCEPersistentDiskVolumeSource
pdName: The disk.
fsType: The type of its file system, such as ext4.
partition: The partition of the disk; 0 for all of it.
readOnly: Whether it can only be read.
GitRepoVolumeSource
repository: The address of the repository.
revision: The commit.
directory: The directory that it is put into.
GlusterfsVolumeSource
endpoints: The Endpoints with the servers of Glusterfs.
path: The volume of Glusterfs.
readOnly: Whether it can only be read.
HostPathVolumeSource
path: The path on the node.
type: What must be there, such as Directory or FileOrCreate; empty for anything.
ISCSIVolumeSource
targetPortal: The address of the target.
iqn: The name of the target.
lun: The number of the unit.
iscsiInterface: The interface that is used.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
portals: Further addresses of the target.
chapAuthDiscovery: Whether the discovery asks for a login.
chapAuthSession: Whether the session asks for a login.
secretRef: The secret with the login.
initiatorName: The name of the node for the target.
ImageVolumeSource
reference: The pull spec of the image whose files are mounted.
pullPolicy: When the image is pulled: Always, IfNotPresent or Never.
ImageVolumeStatus
imageRef: The image that is mounted, by digest.
KeyToPath
key: The entry.
path: The path of the file.
mode: The mode of the file.
user: The number of the user who owns the file.
ModifyVolumeStatus
targetVolumeAttributesClassName: The class that the volume is being changed to.
status: How far it is: Pending, InProgress or Infeasible.
NFSVolumeSource
server: The server.
path: The path on the server.
readOnly: Whether it can only be read.
PersistentVolumeClaim: A wish for a lasting volume.
spec: What is wanted.
status: What a cluster has given.
PersistentVolumeClaimCondition
type: What is judged, such as Resizing.
status: True, False or Unknown.
lastProbeTime: When it was judged last.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word.
message: Why it is so, for people.
PersistentVolumeClaimSpec
accessModes: Who may use the volume at a time, such as ReadWriteOnce.
selector: Which volumes come into question.
resources: How large the volume must be.
volumeName: The volume that is meant.
storageClassName: The class of storage that is wanted.
volumeMode: Whether it is mounted (Filesystem) or handed over as a device (Block).
dataSource: What the volume begins with: a snapshot or another claim.
dataSourceRef: The same, of any type and namespace.
volumeAttributesClassName: The class with further properties of the volume.
PersistentVolumeClaimStatus
phase: Pending, Bound or Lost.
accessModes: Who may use the volume at a time.
capacity: How large the volume is.
conditions: What is judged of the claim.
allocatedResources: How large the volume is to become.
allocatedResourceStatuses: How far a change of the size is.
currentVolumeAttributesClassName: The class that the volume has now.
modifyVolumeStatus: How far a change of the class is.
healthStatus: How the volume does.
PersistentVolumeClaimTemplate
metadata: Labels and annotations of the claim that is made.
spec: What is wanted of it.
PersistentVolumeClaimVolumeSource
claimName: The claim, in the same namespace.
readOnly: Whether it can only be read.
PhotonPersistentDiskVolumeSource
pdID: The disk.
fsType: The type of its file system, such as ext4.
PodCertificateProjection
signerName: Who is to sign the certificate.
keyType: The type of the key, such as ED25519.
maxExpirationSeconds: For how many seconds the certificate may be good at most.
credentialBundlePath: The file with key and certificates together.
keyPath: The file with the key.
certificateChainPath: The file with the certificates.
userAnnotations: What else the signer is told.
user: The number of the user who owns the files.
PortworxVolumeSource
volumeID: The volume.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
ProjectedVolumeSource
sources: What is put together in one directory.
defaultMode: The mode of the files.
defaultUser: The number of the user who owns the files.
QuobyteVolumeSource
registry: The servers of Quobyte.
volume: The volume.
readOnly: Whether it can only be read.
user: The user that files are written as.
group: The group that files are written as.
tenant: The tenant that the volume is of.
RBDVolumeSource
monitors: The monitors of Ceph.
image: The image of the block device.
fsType: The type of its file system, such as ext4.
pool: The pool; rbd where it is not given.
user: The user; admin where it is not given.
keyring: The file of the node with the key.
secretRef: The secret with the key, in the place of keyring.
readOnly: Whether it can only be read.
ScaleIOVolumeSource
gateway: The address of the gateway.
system: The system.
secretRef: The secret with the login.
sslEnabled: Whether TLS is spoken.
protectionDomain: The protection domain.
storagePool: The pool.
storageMode: ThickProvisioned or ThinProvisioned.
volumeName: The volume.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
SecretProjection
name: The name of the secret.
items: Which entries become files; all where it is not given.
optional: Whether the secret or an entry may be missing.
SecretVolumeSource
secretName: The name of the secret.
items: Which entries become files; all where it is not given.
defaultMode: The mode of the files, as a number; 420 is 0644.
optional: Whether the secret or an entry may be missing.
defaultUser: The number of the user who owns the files.
ServiceAccountTokenProjection
audience: For whom the token is meant; the API server where it is not given.
expirationSeconds: For how many seconds the token is good.
path: The file that the token is put into.
user: The number of the user who owns the file.
StorageOSVolumeSource
volumeName: The volume.
volumeNamespace: The namespace of the volume in StorageOS.
fsType: The type of its file system, such as ext4.
readOnly: Whether it can only be read.
secretRef: The secret with the login.
TypedLocalObjectReference
apiGroup: The API group of the object; empty for the core group.
kind: The type of the object.
name: The name of the object, in the same namespace.
TypedObjectReference
apiGroup: The API group of the object; empty for the core group.
kind: The type of the object.
name: The name of the object.
namespace: The namespace of the object; the same where it is not given.
Volume
name: What the containers call the volume.
hostPath: A path on the node.
emptyDir: An empty directory that goes with the pod.
gcePersistentDisk: A disk of Google Compute Engine.
awsElasticBlockStore: A disk of Amazon Web Services.
gitRepo: A repository of git; an init container does that better.
secret: The entries of a secret, as files.
nfs: A path of an NFS server.
iscsi: A disk that is reached by iSCSI.
glusterfs: A volume of Glusterfs.
persistentVolumeClaim: A lasting volume.
rbd: A block device of Ceph.
flexVolume: A volume of a driver of the old sort.
cinder: A volume of OpenStack.
cephfs: A file system of Ceph.
flocker: A data set of Flocker.
downwardAPI: Fields of the pod, as files.
fc: A disk that is reached by Fibre Channel.
azureFile: A share of Azure.
configMap: The entries of a config map, as files.
vsphereVolume: A disk of vSphere.
quobyte: A volume of Quobyte.
azureDisk: A disk of Azure.
photonPersistentDisk: A disk of Photon.
projected: Several of these sources in one directory.
portworxVolume: A volume of Portworx.
scaleIO: A volume of ScaleIO.
storageos: A volume of StorageOS.
csi: A volume of a storage driver, which goes with the pod.
ephemeral: A volume claim that is made for the pod and goes with it.
image: The files of an image.
VolumeHealthCondition
status: What is wrong: Inaccessible, DataLoss or Degraded.
reason: Why it is so, as one word.
message: Why it is so, for people.
VolumeHealthStatus
healthConditions: What is wrong with the volume.
lastTransitionTime: Since when it is so.
VolumeProjection
secret: The entries of a secret.
downwardAPI: Fields of the pod.
configMap: The entries of a config map.
serviceAccountToken: A token of the pod's account.
clusterTrustBundle: Authorities to trust.
podCertificate: A certificate for the pod.
VolumeResourceRequirements
limits: How large the volume may be at most.
requests: How large the volume must be at least.
VolumeStatus
image: What is said about an image volume.
VsphereVirtualDiskVolumeSource
volumePath: The path of the disk.
fsType: The type of its file system, such as ext4.
storagePolicyName: The name of the storage policy.
storagePolicyID: What tells that policy from others.
`;
