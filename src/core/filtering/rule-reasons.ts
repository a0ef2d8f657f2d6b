/** Why a line of rules was not understood, in Japanese: by the English that decoders give. */
const inJapanese: Readonly<Record<string, string>> = {}

/** The English stands where there is no Japanese of it. */
export const ruleReasonJa = (reason: string): string => inJapanese[reason] ?? reason
