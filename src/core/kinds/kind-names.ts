import { KINDS, type ResourceKind } from './kinds.ts';

const kindNamed = (name: string, group: string): ResourceKind =>
  KINDS.find((kind) => kind.kind === name && kind.group === group) as ResourceKind;

const GROUP = 'image.openshift.io';

/** Kinds that the rules themselves speak of. */
export const IMAGE_STREAM = kindNamed('ImageStream', GROUP);
export const IMAGE_STREAM_TAG = kindNamed('ImageStreamTag', GROUP);
export const IMAGE_STREAM_IMAGE = kindNamed('ImageStreamImage', GROUP);
export const IMAGE_TAG = kindNamed('ImageTag', GROUP);
export const IMAGE = kindNamed('Image', GROUP);
export const IMAGE_STREAM_HISTORY = kindNamed('ImageStreamHistory', 'imagestream.dev');
export const CLUSTER_IMAGE_CONFIG = kindNamed('Image', 'config.openshift.io');
export const DIGEST_MIRROR_SET = kindNamed('ImageDigestMirrorSet', 'config.openshift.io');
export const TAG_MIRROR_SET = kindNamed('ImageTagMirrorSet', 'config.openshift.io');
export const CONTENT_SOURCE_POLICY = kindNamed('ImageContentSourcePolicy', 'operator.openshift.io');
export const SECRET = kindNamed('Secret', '');
export const SERVICE_ACCOUNT = kindNamed('ServiceAccount', '');
export const NAMESPACE = kindNamed('Namespace', '');
export const PROJECT = kindNamed('Project', 'project.openshift.io');
export const CONFIG_MAP = kindNamed('ConfigMap', '');
