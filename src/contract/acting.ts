/**
 * Carries the key of the person acting, chosen from a list ("identity not verified") until sign-in exists.
 * Writes that need a person (giving, accepting, committing) are refused without it.
 */
export const actingHeader = 'rung-person'
