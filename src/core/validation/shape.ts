import type { Image, ImageStream, ImageStreamTag } from '../objects/image-stream.ts';
import type { ImageStreamImport } from '../objects/image-stream-import.ts';
import { badRequest } from '../status.ts';
import { decode, type Field, type Shape, type Struct } from './decode.ts';
import { normalizeImageStream, normalizeImageStreamImport, normalizeTag } from './normalize.ts';

/**
 * Reads an ImageStream from what a file or a request holds. Known fields have the right types afterwards, structures
 * and always emitted fields are there (image-stream model 2.1), defaults are filled in, unknown fields are kept.
 * Fails with a BadRequest status at the first field of a wrong type.
 */
export function imageStreamFromUntrusted(value: unknown): ImageStream {
  return normalizeImageStream(typed(value, IMAGE_STREAM, 'ImageStream') as ImageStream);
}

/** Reads an ImageStreamTag from a request; see `imageStreamFromUntrusted`. */
export function imageStreamTagFromUntrusted(value: unknown): ImageStreamTag {
  const decoded = typed(value, IMAGE_STREAM_TAG, 'ImageStreamTag') as ImageStreamTag;
  return decoded.tag ? { ...decoded, tag: normalizeTag(decoded.tag) } : decoded;
}

/** Reads an ImageStreamImport from a request; see `imageStreamFromUntrusted`. Whatever status it brings is dropped. */
export function imageStreamImportFromUntrusted(value: unknown): ImageStreamImport {
  const decoded = typed(value, IMAGE_STREAM_IMPORT, 'ImageStreamImport') as ImageStreamImport;
  return normalizeImageStreamImport({ ...decoded, status: {} });
}

/** Reads an Image from a file or a request; see `imageStreamFromUntrusted`. */
export function imageFromUntrusted(value: unknown): Image {
  return typed(value, IMAGE, 'Image') as unknown as Image;
}

const API_VERSION = 'image.openshift.io/v1';

/** Decodes an object that says what it is, or says nothing; fails when it says to be something else. */
function typed(value: unknown, shape: Struct, kind: string): Record<string, unknown> {
  const decoded = decode(value, shape, kind);
  const apiVersion = decoded.apiVersion || API_VERSION;
  if (apiVersion !== API_VERSION) {
    const versions = `the API version in the data (${apiVersion}) does not match the expected API version (${API_VERSION})`;
    throw badRequest(versions);
  }
  if (decoded.kind && decoded.kind !== kind) {
    throw badRequest(`the kind in the data (${decoded.kind}) does not match the expected kind (${kind})`);
  }
  return { ...decoded, apiVersion, kind };
}

const optional = (shape: Shape): Field => ({ shape });
const always = (shape: Shape, whenEmpty: null | string | 0 | false): Field => ({ shape, whenEmpty });
/** Absent when null, and there when empty. */
const pointer = (shape: Shape): Field => ({ shape, pointer: true });

const TEXT: Shape = { is: 'string', goType: 'string' };
const BOOL: Shape = { is: 'bool', goType: 'bool' };
const INT64: Shape = { is: 'int64', goType: 'int64' };
const TIME: Shape = { is: 'time', goType: 'v1.Time' };
const TEXT_MAP: Shape = { is: 'map', goType: 'map[string]string' };
const named = (goType: string): Shape => ({ is: 'string', goType });
const list = (of: Shape): Shape => ({ is: 'list', goType: `[]${of.goType}`, of });
const struct = (goType: string, fields: Struct['fields']): Struct => ({ is: 'struct', goType, fields });
/** What Go reads as "no time", for fields that must have one. */
const NO_TIME = '0001-01-01T00:00:00Z';

const METADATA: Field = optional(
  struct('v1.ObjectMeta', {
    name: always(TEXT, ''),
    generateName: optional(TEXT),
    namespace: optional(TEXT),
    uid: optional(named('types.UID')),
    resourceVersion: optional(TEXT),
    generation: optional(INT64),
    creationTimestamp: optional(TIME),
    deletionTimestamp: optional(TIME),
    labels: optional(TEXT_MAP),
    annotations: optional(TEXT_MAP),
    finalizers: optional(list(TEXT)),
  }),
);

const OBJECT_REFERENCE = struct('v1.ObjectReference', {
  kind: always(TEXT, ''),
  name: always(TEXT, ''),
  namespace: optional(TEXT),
  apiVersion: optional(TEXT),
  uid: optional(named('types.UID')),
  resourceVersion: optional(TEXT),
  fieldPath: optional(TEXT),
});

const LOOKUP_POLICY = struct('v1.ImageLookupPolicy', { local: always(BOOL, false) });

const IMPORT_POLICY = struct('v1.TagImportPolicy', {
  insecure: optional(BOOL),
  scheduled: optional(BOOL),
  importMode: optional(named('v1.ImportModeType')),
});

const REFERENCE_POLICY = struct('v1.TagReferencePolicy', {
  type: always(named('v1.TagReferencePolicyType'), ''),
});

const TAG_REFERENCE = struct('v1.TagReference', {
  name: always(TEXT, ''),
  annotations: always(TEXT_MAP, null),
  from: pointer(OBJECT_REFERENCE),
  reference: optional(BOOL),
  generation: { shape: INT64, whenEmpty: null, pointer: true },
  importPolicy: optional(IMPORT_POLICY),
  referencePolicy: optional(REFERENCE_POLICY),
});

const TAG_EVENT = struct('v1.TagEvent', {
  created: always(TIME, NO_TIME),
  dockerImageReference: always(TEXT, ''),
  image: always(TEXT, ''),
  generation: always(INT64, 0),
});

const CONDITION = struct('v1.TagEventCondition', {
  type: always(named('v1.TagEventConditionType'), ''),
  status: always(named('v1.ConditionStatus'), ''),
  lastTransitionTime: always(TIME, NO_TIME),
  reason: always(TEXT, ''),
  message: always(TEXT, ''),
  generation: always(INT64, 0),
});

const TAG_EVENT_LIST = struct('v1.NamedTagEventList', {
  tag: always(TEXT, ''),
  items: always(list(TAG_EVENT), null),
  conditions: optional(list(CONDITION)),
});

const TYPE = { apiVersion: always(TEXT, ''), kind: always(TEXT, '') };

const IMAGE_STREAM = struct('v1.ImageStream', {
  ...TYPE,
  metadata: METADATA,
  spec: optional(
    struct('v1.ImageStreamSpec', {
      lookupPolicy: optional(LOOKUP_POLICY),
      dockerImageRepository: optional(TEXT),
      tags: optional(list(TAG_REFERENCE)),
    }),
  ),
  status: optional(
    struct('v1.ImageStreamStatus', {
      dockerImageRepository: always(TEXT, ''),
      publicDockerImageRepository: optional(TEXT),
      tags: optional(list(TAG_EVENT_LIST)),
    }),
  ),
});

const IMAGE_FIELDS: Struct['fields'] = {
  metadata: METADATA,
  dockerImageReference: always(TEXT, ''),
  dockerImageMetadataVersion: optional(TEXT),
  dockerImageLayers: optional(
    list(struct('v1.ImageLayer', { name: always(TEXT, ''), size: always(INT64, 0), mediaType: always(TEXT, '') })),
  ),
  dockerImageManifestMediaType: optional(TEXT),
  dockerImageManifests: optional(
    list(
      struct('v1.ImageManifest', {
        digest: always(TEXT, ''),
        mediaType: always(TEXT, ''),
        manifestSize: always(INT64, 0),
        architecture: always(TEXT, ''),
        os: always(TEXT, ''),
        variant: optional(TEXT),
      }),
    ),
  ),
};

const IMAGE = struct('v1.Image', { ...TYPE, ...IMAGE_FIELDS });

const IMAGE_STREAM_TAG = struct('v1.ImageStreamTag', {
  ...TYPE,
  metadata: METADATA,
  tag: { shape: TAG_REFERENCE, whenEmpty: null, pointer: true },
  generation: always(INT64, 0),
  lookupPolicy: optional(LOOKUP_POLICY),
  conditions: optional(list(CONDITION)),
  image: optional(struct('v1.Image', IMAGE_FIELDS)),
});

const IMPORT_FIELDS: Struct['fields'] = {
  from: optional(OBJECT_REFERENCE),
  importPolicy: optional(IMPORT_POLICY),
  referencePolicy: optional(REFERENCE_POLICY),
  includeManifest: optional(BOOL),
};

const IMAGE_STREAM_IMPORT = struct('v1.ImageStreamImport', {
  ...TYPE,
  metadata: METADATA,
  spec: optional(
    struct('v1.ImageStreamImportSpec', {
      import: always(BOOL, false),
      images: optional(
        list(
          struct('v1.ImageImportSpec', {
            ...IMPORT_FIELDS,
            to: pointer(struct('v1.LocalObjectReference', { name: always(TEXT, '') })),
          }),
        ),
      ),
      repository: pointer(struct('v1.RepositoryImportSpec', IMPORT_FIELDS)),
    }),
  ),
});
