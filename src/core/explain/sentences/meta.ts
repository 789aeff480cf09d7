/** What the fields of the metadata that all objects have, and of what the API answers mean; `../sentences.ts` says how this is read. */
export const META = `
Condition
type: What is judged, as one word.
status: True, False or Unknown.
observedGeneration: The generation of the object that was judged.
lastTransitionTime: When the status changed last.
reason: Why it is so, as one word for programs.
message: Why it is so, as text for people.
LabelSelector
matchLabels: Labels that an object must have with exactly these values.
matchExpressions: Conditions on labels, all of which must hold.
LabelSelectorRequirement
key: The name of the label.
operator: How the label is compared: In, NotIn, Exists or DoesNotExist.
values: What it is compared with for In and NotIn; empty for the others.
ListMeta
selfLink: A path of older servers, which is no longer filled.
resourceVersion: The version of the whole list, from which a watch can go on.
continue: What to send for the next part of a list that came in parts.
remainingItemCount: How many objects follow in later parts, where the server knows.
shardInfo: Which part of the objects was asked for, where only a part was.
ManagedFieldsEntry
manager: Who set the fields.
operation: How they were set: Apply or Update.
apiVersion: The API version in which the fields are named.
time: When the entry changed last.
fieldsType: The format of fieldsV1; FieldsV1 is the only one.
fieldsV1: The fields, as a tree of names.
subresource: The subresource through which they were set; empty for the object itself.
ObjectMeta
name: What the object is called, once for its type and namespace.
generateName: The beginning of a name that the server completes where no name is given.
namespace: The namespace that the object lies in; empty for types without namespaces.
selfLink: A path of older servers, which is no longer filled.
uid: What tells the object from others that had its name before.
resourceVersion: The version of the stored object, which changes with every write.
generation: A number that grows when what is wanted changes.
creationTimestamp: When the object was created.
deletionTimestamp: When the object is to be gone, once its deletion was asked for.
deletionGracePeriodSeconds: How many seconds the object may take to end after its deletion was asked for.
labels: Names and values by which objects are selected.
annotations: Names and values that tools and people keep with the object, and nothing selects by.
ownerReferences: The objects that this one belongs to, and goes with when all of them are gone.
finalizers: Names of those who have something to do before the object may go.
managedFields: Who set which fields; a store here keeps none.
OwnerReference
apiVersion: The API version of the owner.
kind: The type of the owner.
name: The name of the owner.
uid: The uid of the owner.
controller: Whether the owner manages the object; at most one does.
blockOwnerDeletion: Whether the owner waits for this object when it is deleted in the foreground.
ShardInfo
selector: Which part of the objects was asked for, as it was sent.
Status
status: Success or Failure.
message: What happened, for people.
reason: Why it failed, as one word such as NotFound.
details: More about the failure.
code: The HTTP code that belongs to it.
metadata: What is said about lists; empty for single answers.
StatusCause
reason: What is wrong, as one word.
message: What is wrong, for people.
field: The path of the field that is wrong.
StatusDetails
name: The name of the object that it is about.
group: The API group of that object.
kind: The type of that object, or its resource.
uid: The uid of that object.
causes: Each thing that is wrong.
retryAfterSeconds: After how many seconds to try again, where that may help.
`;
