/** What the fields of what imagestream keeps beside streams mean; `../sentences.ts` says how this is read. */
export const OWN = `
ImageStreamHistory: Who moved the tags of the stream with the same name, when, why and to which images.
tags: The history of each tag.
TagRecord
tag: The name of the tag.
revisions: The highest number that a revision of the tag has had.
items: The revisions of the tag.
pins: When the tag was held or let go without another image, and by whom.
source: Where the waiting images were seen.
waiting: Images that were seen and are not old enough to be taken.
RevisionRecord
revision: The number of the revision, from 1 on.
image: The digest of the image.
dockerImageReference: The pull spec of the image.
created: When the tag came to point at the image.
seen: When the image was first seen at the source, where that was earlier.
cause: What moved the tag, such as import, tag or rollback.
by: Who moved the tag.
job: The page of the pipeline job that moved the tag.
reason: Why the tag was moved, as its mover said.
PinRecord
action: What was done: pin or unpin.
at: When it was done.
image: The digest that the tag had then.
by: Who did it.
job: The page of the pipeline job that did it.
reason: Why it was done, as its doer said.
WaitingImage
image: The digest of the image.
dockerImageReference: The pull spec of the image.
seen: When the image was first seen.
`;
