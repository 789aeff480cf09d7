/** Why Go, or kubectl's addition to it, refuses a call or a comparison; the message is in their words. */
export class GoFault extends Error {}
